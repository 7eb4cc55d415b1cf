//! Ledgers in lines such as `E4 2025-04-05 deed R04 litter neighbour 2025-04-06`, and
//! their publications.

use std::collections::BTreeSet;

use hallboard_feed::Display;
use hallboard_feed::edition::{ComposedEdition, Edition, PublicationState};
use hallboard_score::{
    Consent, Day, Entry, EntryKind, Hall, Household, HouseholdScope, Ledger, Month,
    Names, Outcome, Points, Resident, Rulebook, Scope, Source, read_json,
};

#[track_caller]
pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[track_caller]
pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

#[track_caller]
pub(crate) fn points(text: &str) -> Points {
    Points::parse(text).unwrap()
}

/// Everybody starts at 60; a `help` gives 3 points for a year, a `feast` 2.5 without an
/// end.
pub(crate) fn rulebook(from: &str) -> Rulebook {
    let text = r#"{"from": "2020-01-01", "score": {"min": 0, "max": 100, "base": 60},
        "categories": [
            {"id": "yard", "names": {}, "star_points": [-4, -2, 0, 2, 4]},
            {"id": "credit", "names": {}, "star_points": [0, 0, 0, 1, 2]}],
        "deeds": [
            {"id": "help", "names": {}, "points": 3, "category": "yard", "lasts": "P12M",
             "cap": {"count": 2, "per": "month"}},
            {"id": "litter", "names": {}, "points": -5, "lasts": "P6M"},
            {"id": "feast", "names": {}, "points": 2.5},
            {"id": "greeting", "names": {}, "points": 0}],
        "rewards": [{"id": "soap", "names": {}, "cost": 2}]}"#;
    let mut book: Rulebook = read_json(text.as_bytes()).unwrap();
    book.from = day(from);
    book
}

/// The id of a resident, from 1.
pub(crate) fn id(number: usize) -> String {
    format!("R{number:02}")
}

/// Residents `R01` and so on with the names `r01` and so on; households `H1` to `H3` with
/// the names `h3` to `h1`; one rulebook from 2020, and the entries of the lines.
pub(crate) fn ledger(residents: usize, lines: &str) -> Ledger {
    let resident = |number: usize| Resident {
        id: id(number).into(),
        name: id(number).to_lowercase(),
        household: None,
    };
    let household = |id: &str, name: &str| Household {
        id: id.into(),
        names: Names::new([("en", name)]),
    };
    Ledger {
        hall: Hall {
            id: "hall".to_owned(),
            names: Names::new([("en", "Hall")]),
            time_zone: "Asia/Shanghai".to_owned(),
        },
        rulebooks: vec![rulebook("2020-01-01")],
        households: vec![
            household("H1", "h3"),
            household("H2", "h2"),
            household("H3", "h1"),
        ],
        residents: (1..=residents).map(resident).collect(),
        entries: lines
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(entry)
            .collect(),
    }
}

#[track_caller]
fn entry(line: &str) -> Entry {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [id, date, kind, rest @ ..] = words.as_slice() else { panic!("{line}") };
    Entry {
        id: (*id).into(),
        date: day(date),
        kind: kind_of(kind, rest).unwrap_or_else(|| panic!("{line}")),
        note: None,
        by: Some(format!("by {id}").into()),
    }
}

fn kind_of(kind: &str, rest: &[&str]) -> Option<EntryKind> {
    Some(match (kind, rest) {
        ("consent", [who, scopes @ ..]) if who.starts_with('R') => EntryKind::Consent {
            to: Consent::Resident {
                resident: (*who).into(),
                scopes: scopes
                    .iter()
                    .map(|it| Scope::from_name(it))
                    .collect::<Option<_>>()?,
            },
            given_by: None,
        },
        ("consent", [who, scopes @ ..]) => EntryKind::Consent {
            to: Consent::Household {
                household: (*who).into(),
                scopes: scopes
                    .iter()
                    .map(|it| HouseholdScope::from_name(it))
                    .collect::<Option<_>>()?,
            },
            given_by: None,
        },
        ("rating", [household, category, stars]) => EntryKind::Rating {
            household: (*household).into(),
            category: (*category).into(),
            stars: stars.parse().ok()?,
        },
        ("deed", [resident, deed, source, notified @ ..]) => EntryKind::Deed {
            resident: (*resident).into(),
            deed: (*deed).into(),
            source: Source::from_name(source)?,
            notified: notified.first().map(|it| day(it)),
        },
        ("objection", [entry]) => {
            EntryKind::Objection { entry: (*entry).into(), text: None }
        }
        ("decision", [entry, outcome]) => EntryKind::Decision {
            entry: (*entry).into(),
            outcome: match *outcome {
                "upheld" => Outcome::Upheld,
                "overturned" => Outcome::Overturned,
                stars => Outcome::ChangedStars(stars.parse().ok()?),
            },
            reason: None,
        },
        ("reversal", [entry]) => {
            EntryKind::Reversal { entry: (*entry).into(), reason: None }
        }
        ("redemption", [resident, reward]) => EntryKind::Redemption {
            resident: (*resident).into(),
            reward: (*reward).into(),
        },
        ("move", [resident, household]) => EntryKind::Move {
            resident: (*resident).into(),
            household: (*household).into(),
        },
        _ => return None,
    })
}

/// Lines in which residents agree to scopes on a day.
pub(crate) fn agree(
    residents: impl IntoIterator<Item = usize>,
    on: &str,
    scopes: &str,
) -> String {
    let line = |number: usize| {
        let id = id(number);
        format!("C{id}-{on} {on} consent {id} {scopes}\n")
    };
    residents.into_iter().map(line).collect()
}

/// Lines in which residents do a deed on a day.
pub(crate) fn deeds(
    residents: impl IntoIterator<Item = usize>,
    on: &str,
    deed: &str,
) -> String {
    let line = |number: usize| {
        let id = id(number);
        format!("D{id}-{deed}-{on} {on} deed {id} {deed} organisation\n")
    };
    residents.into_iter().map(line).collect()
}

/// The publication on a day, after earlier ones.
pub(crate) fn publish_after(
    ledger: &Ledger,
    on: &str,
    state: &PublicationState,
) -> ComposedEdition {
    let private_categories = BTreeSet::new();
    let edition = Edition {
        ledger,
        as_of: day(on),
        display: Display::new(55, 50),
        private_categories: &private_categories,
    };
    edition.compose(state)
}

/// The first publication, on a day.
pub(crate) fn publish(ledger: &Ledger, on: &str) -> ComposedEdition {
    publish_after(ledger, on, &PublicationState::default())
}
