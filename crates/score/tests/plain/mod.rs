//! Ledgers in lines for tables, such as `E4 2025-04-05 deed R1 litter neighbour
//! 2025-04-06`.

use hallboard_score::{
    Consent, Day, DeedRule, Entry, EntryKind, Hall, Household, HouseholdScope, Id,
    Ledger, Names, Outcome, Points, Resident, Rulebook, Scope, Source,
};

/// Parses a day.
#[track_caller]
pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// Parses points.
#[track_caller]
pub(crate) fn points(text: &str) -> Points {
    Points::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The rulebook of most tables: a starting score of 60 on a scale from 0 to 100, one
/// category, replies within 10 days, decisions within 30.
pub(crate) fn rulebook(from: &str) -> Rulebook {
    let text = r#"{"from": "2020-01-01", "score": {"min": 0, "max": 100, "base": 60},
        "categories": [{"id": "yard", "names": {}, "star_points": [-4, -2, 0, 2, 4],
                        "deeds_min": -8, "deeds_max": 8}],
        "deeds": [
            {"id": "help", "names": {}, "points": 3, "category": "yard", "lasts": "P12M",
             "cap": {"count": 2, "per": "month"}},
            {"id": "litter", "names": {}, "points": -5, "lasts": "P6M"},
            {"id": "feast", "names": {}, "points": 2.5},
            {"id": "greeting", "names": {}, "points": 0}],
        "bands": [{"id": "steady", "names": {}, "min": 50}],
        "rewards": [{"id": "soap", "names": {}, "cost": 2}]}"#;
    let mut book: Rulebook = hallboard_score::read_json(text.as_bytes())
        .unwrap_or_else(|error| panic!("{error}"));
    book.from = day(from);
    book
}

/// The rule with this id, to be changed.
#[track_caller]
pub(crate) fn rule<'a>(book: &'a mut Rulebook, id: &str) -> &'a mut DeedRule {
    book.deeds.iter_mut().find(|it| it.id == id).unwrap_or_else(|| panic!("no {id}"))
}

/// Two households, `A` and `B`, and three residents: `R1` and `R2` in `A`, `R3` in none.
/// `R1` and `R2` agree to a score on the first day of 2021.
pub(crate) fn ledger(rulebooks: Vec<Rulebook>, lines: &str) -> Ledger {
    let agreed = "C1 2021-01-01 consent R1 score\nC2 2021-01-01 consent R2 score\n";
    bare(rulebooks, &format!("{agreed}{lines}"))
}

/// Like [`ledger`], but without consents.
pub(crate) fn bare(rulebooks: Vec<Rulebook>, lines: &str) -> Ledger {
    let names = Names::default();
    let household = |id: &str| Household { id: id.into(), names: names.clone() };
    let resident = |id: &str, household: Option<&str>| Resident {
        id: id.into(),
        name: id.to_lowercase(),
        household: household.map(Id::from),
    };
    Ledger {
        hall: Hall {
            id: "hall".to_owned(),
            names: names.clone(),
            time_zone: "Asia/Shanghai".to_owned(),
        },
        rulebooks,
        households: vec![household("A"), household("B")],
        residents: vec![
            resident("R1", Some("A")),
            resident("R2", Some("A")),
            resident("R3", None),
        ],
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
        by: None,
    }
}

fn kind_of(kind: &str, rest: &[&str]) -> Option<EntryKind> {
    let own = |text: &str| Id::from(text);
    Some(match (kind, rest) {
        ("consent", [who, scopes @ ..]) if who.starts_with('R') => EntryKind::Consent {
            to: Consent::Resident {
                resident: own(who),
                scopes: scopes
                    .iter()
                    .map(|it| Scope::from_name(it))
                    .collect::<Option<_>>()?,
            },
            given_by: None,
        },
        ("consent", [who, scopes @ ..]) => EntryKind::Consent {
            to: Consent::Household {
                household: own(who),
                scopes: scopes
                    .iter()
                    .map(|it| HouseholdScope::from_name(it))
                    .collect::<Option<_>>()?,
            },
            given_by: None,
        },
        ("rating", [household, category, stars]) => EntryKind::Rating {
            household: own(household),
            category: own(category),
            stars: stars.parse().ok()?,
        },
        ("deed", [resident, deed, source, notified @ ..]) => EntryKind::Deed {
            resident: own(resident),
            deed: own(deed),
            source: Source::from_name(source)?,
            notified: notified.first().map(|it| day(it)),
        },
        ("objection", [entry]) => EntryKind::Objection { entry: own(entry), text: None },
        ("decision", [entry, outcome @ ..]) => EntryKind::Decision {
            entry: own(entry),
            outcome: match outcome {
                ["upheld"] => Outcome::Upheld,
                ["overturned"] => Outcome::Overturned,
                ["points", to] => Outcome::ChangedPoints(points(to)),
                ["stars", to] => Outcome::ChangedStars(to.parse().ok()?),
                _ => return None,
            },
            reason: None,
        },
        ("reversal", [entry]) => EntryKind::Reversal { entry: own(entry), reason: None },
        ("redemption", [resident, reward]) => {
            EntryKind::Redemption { resident: own(resident), reward: own(reward) }
        }
        ("move", [resident, household]) => {
            EntryKind::Move { resident: own(resident), household: own(household) }
        }
        _ => return None,
    })
}
