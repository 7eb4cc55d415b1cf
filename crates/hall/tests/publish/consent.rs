//! Who has not agreed leaves no trace; who has is shown as they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use hallboard_score::{Day, HouseholdScope, Ledger, Points, Register, Resident, Scope};
use serde_json::json;

use crate::{NOW, Office, as_started, day, entry, small_village};

/// Adds what must leave no trace to a ledger.
type Addition = fn(&mut Ledger);

fn stranger(ledger: &mut Ledger) {
    let home = ledger.households[0].id.clone();
    let stranger =
        Resident { id: "A-first".into(), name: "Nobody".into(), household: Some(home) };
    ledger.residents.insert(0, stranger);
}

fn one_who_left_long_ago(ledger: &mut Ledger) {
    stranger(ledger);
    let rule = ledger.rulebooks[0].deeds.iter().find(|rule| rule.points > Points::ZERO);
    let deed = rule.unwrap().id.clone();
    let first = ledger.rulebooks[0].from.plus_days(400);
    let added = [
        json!({"id": "X1", "date": first, "kind": "consent", "resident": "A-first",
               "scopes": ["score", "board", "history", "thanks"]}),
        json!({"id": "X2", "date": first, "kind": "deed", "resident": "A-first", "deed": deed,
               "source": "organisation"}),
        json!({"id": "X3", "date": "2026-11-20", "kind": "consent", "resident": "A-first",
               "scopes": []}),
    ];
    for (place, added) in added.into_iter().enumerate() {
        ledger.entries.insert(place, entry(added));
    }
}

/// A resident on the board, by whom a trace would be seen.
fn somebody(ledger: &Ledger) -> String {
    let register = Register::new(ledger);
    let on = day("2026-11-23");
    let mut files = register.files();
    files
        .find(|it| it.agrees(Scope::Thanks, on) && it.agrees(Scope::Board, on))
        .unwrap()
        .id()
        .to_owned()
}

fn a_deduction_not_started(ledger: &mut Ledger) {
    let book = hallboard_score::in_force(&ledger.rulebooks, day("2026-11-20")).unwrap();
    let deed =
        book.deeds.iter().find(|rule| rule.points < Points::ZERO).unwrap().id.clone();
    let resident = somebody(ledger);
    ledger.entries.push(entry(json!({"id": "X1", "date": "2026-11-20", "kind": "deed",
        "resident": resident, "deed": deed, "source": "neighbour", "notified": "2026-11-21"})));
}

fn the_days_to_come(ledger: &mut Ledger) {
    let resident = somebody(ledger);
    let book = hallboard_score::in_force(&ledger.rulebooks, day("2026-11-24")).unwrap();
    let deed =
        book.deeds.iter().find(|rule| rule.points > Points::ZERO).unwrap().id.clone();
    let home = ledger.households[0].id.clone();
    let category = book.categories[0].id.clone();
    for added in [
        json!({"id": "X1", "date": "2026-11-24", "kind": "deed", "resident": resident,
               "deed": deed, "source": "organisation"}),
        json!({"id": "X2", "date": "2026-11-24", "kind": "rating", "household": home,
               "category": category, "stars": 1}),
        json!({"id": "X3", "date": "2026-11-24", "kind": "move", "resident": resident,
               "household": home}),
        json!({"id": "X4", "date": "2026-11-25", "kind": "consent", "resident": resident,
               "scopes": []}),
    ] {
        ledger.entries.push(entry(added));
    }
}

#[test]
fn what_must_leave_no_trace_leaves_none() {
    let additions: [(&str, Addition); 4] = [
        ("stranger", stranger),
        ("one who left long ago", one_who_left_long_ago),
        ("a deduction not started", a_deduction_not_started),
        ("the days to come", the_days_to_come),
    ];
    let mut office = Office::new();
    for seed in 1..=3 {
        let ledger = small_village(seed);
        office.afresh().publish(&ledger, NOW);
        let without = office.site.clone();
        for (name, add) in additions {
            let mut ledger = ledger.clone();
            add(&mut ledger);
            assert_eq!(ledger.misfits(), Vec::new(), "{name}");
            office.afresh().publish(&ledger, NOW);
            assert!(office.site == without, "{name} leaves a trace (seed {seed})");
        }
    }
}

#[test]
fn a_name_not_agreed_to_is_in_no_byte() {
    for seed in 1..=3 {
        let mut ledger = small_village(seed);
        let on = day("2026-11-23");
        let (hidden_people, hidden_homes) = hidden(&ledger, on);
        assert!(hidden_people.len() > 20 && hidden_homes.len() > 5);
        for resident in &mut ledger.residents {
            if hidden_people.contains(resident.id.as_str()) {
                resident.name = format!("telltale-{}", resident.id);
            }
        }
        for household in &mut ledger.households {
            if hidden_homes.contains(household.id.as_str()) {
                let name = format!("telltale-{}", household.id);
                household.names = hallboard_score::Names::new([("en", name)]);
            }
        }
        let mut office = Office::new();
        office.publish(&ledger, NOW);
        for (path, bytes) in &office.site.0 {
            let text = unpacked(path, bytes);
            assert!(!text.contains("telltale"), "{path}");
            for id in ledger
                .residents
                .iter()
                .map(|it| &it.id)
                .chain(ledger.households.iter().map(|it| &it.id))
            {
                assert!(!text.contains(&format!("\"{id}\"")), "{path} names {id}");
            }
        }
    }
}

/// Who may not be named: without consent to the board, or below the start.
fn hidden(ledger: &Ledger, on: Day) -> (BTreeSet<String>, BTreeSet<String>) {
    let started = as_started(ledger, on);
    let register = Register::new(&started);
    let base = hallboard_score::in_force(&ledger.rulebooks, on).unwrap().score.base;
    let shown = register.files().filter(|file| {
        file.agrees(Scope::Board, on)
            && file.standing(on).score.is_some_and(|it| it >= base)
    });
    let shown: BTreeSet<String> = shown.map(|file| file.id().to_owned()).collect();
    let people = ledger.residents.iter().map(|it| it.id.to_string());
    let homes = ledger.households.iter().map(|it| it.id.to_string());
    (
        people.filter(|id| !shown.contains(id)).collect(),
        homes
            .filter(|id| !register.household_agrees(id, HouseholdScope::Board, on))
            .collect(),
    )
}

fn unpacked(path: &str, bytes: &[u8]) -> String {
    let mut plain = Vec::new();
    if path.ends_with(".br") {
        brotli::Decompressor::new(bytes, 4096).read_to_end(&mut plain).unwrap();
    } else if path.ends_with(".gz") {
        flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
    } else {
        plain = bytes.to_vec();
    }
    String::from_utf8(plain).unwrap()
}

/// Name and score of everybody listed, on every day to expiry, against the ledger.
#[test]
fn every_score_shown_is_the_score() {
    for seed in 1..=4 {
        let ledger = small_village(seed);
        let mut office = Office::new();
        let published = office.publish(&ledger, NOW);
        let feed = office.feed(&ledger);
        let started = as_started(&ledger, published.as_of);
        let register = Register::new(&started);
        let mut on = published.as_of;
        while on <= day("2026-12-07") {
            let mut expected: BTreeMap<&str, Vec<Points>> = BTreeMap::new();
            for file in register.files() {
                let score = file.standing(on).score;
                expected.entry(file.name()).or_default().extend(score);
            }
            let board = feed.board(on, feed.head().issued());
            assert!(!board.residents.is_empty());
            for resident in &board.residents {
                let scores =
                    expected.get_mut(resident.name.as_str()).expect("somebody known");
                let place = scores.iter().position(|score| *score == resident.score);
                let place = place.unwrap_or_else(|| {
                    panic!("{} on {on}: {}", resident.name, resident.score)
                });
                scores.remove(place);
            }
            on = on.tomorrow();
        }
    }
}

/// On the day of publication nobody is left out who agreed and stands at the start or
/// above; a row never rises but with new rules.
#[test]
fn everybody_who_may_be_listed_is() {
    for seed in 1..=4 {
        let ledger = small_village(seed);
        let on = day("2026-11-23");
        let mut office = Office::new();
        office.publish(&ledger, NOW);
        let snapshot = office.snapshot(&ledger);
        let (hidden, _) = hidden(&ledger, on);
        assert_eq!(snapshot.residents.names.len(), ledger.residents.len() - hidden.len());
        let mut points = snapshot.residents.points.clone();
        assert!(points.iter().all(|points| *points >= Points::ZERO));
        for hallboard_feed::Step(row, _, after) in &snapshot.residents.steps {
            let points = &mut points[*row as usize];
            if let Some(after) = after {
                assert!(after < points, "a rise by lapse tells of a deduction");
                *points = *after;
            }
        }
        assert!(snapshot.thanks.points.iter().all(|points| *points > Points::ZERO));
        let categories: Vec<&str> =
            snapshot.households.categories.iter().map(String::as_str).collect();
        assert_eq!(categories, ["courtyard", "law", "recycling", "family"]);
    }
}

/// A star that is kept off the board moves nothing but the points of those who live
/// under it.
#[test]
fn a_hidden_star_is_not_in_the_feed() {
    let ledger = small_village(1);
    let on = day("2026-11-23");
    let register = Register::new(&ledger);
    let listed = register.files().filter(|file| file.agrees(Scope::Board, on));
    let homes: BTreeSet<String> =
        listed.filter_map(|it| it.household(on).map(str::to_owned)).collect();
    let home = ledger.households.iter().find(|it| !homes.contains(it.id.as_str()));
    let home = home.expect("a household nobody of which is listed").id.clone();
    let mut office = Office::new();
    office.publish(&ledger, NOW);
    let before = office.snapshot(&ledger);
    let mut starred = ledger.clone();
    starred
        .entries
        .push(entry(json!({"id": "X1", "date": "2026-11-22", "kind": "rating",
        "household": home, "category": "credit", "stars": 5})));
    office.publish(&starred, "2026-11-24T04:00:00Z");
    let mut after = office.snapshot(&ledger);
    after.as_of = before.as_of;
    after.residents.steps = before.residents.steps.clone();
    assert_eq!(after.households, before.households);
    assert_eq!(after.residents, before.residents);
    assert_eq!(after.village.means, before.village.means);
}

/// A past month below the start looks like one at the start, and nobody's months fall
/// out of their history for it.
#[test]
fn months_below_the_start_are_held_at_it() {
    let mut ledger = small_village(1);
    let resident = {
        let mut office = Office::new();
        office.publish(&ledger, NOW);
        let row = office.snapshot(&ledger).history.residents[0];
        office.kept.memory.editions[0].residents[row as usize].clone()
    };
    let book = hallboard_score::in_force(&ledger.rulebooks, day("2026-03-01")).unwrap();
    let worst = book.deeds.iter().min_by_key(|rule| rule.points).unwrap().id.clone();
    let next = ledger.entries.len();
    for number in 0..9 {
        let id = format!("X{number}");
        ledger.entries.push(entry(
            json!({"id": id, "date": "2026-03-01", "kind": "deed",
            "resident": resident, "deed": worst, "source": "organisation",
            "notified": "2026-03-01"}),
        ));
    }
    for number in 0..9 {
        let id = format!("Y{number}");
        ledger
            .entries
            .push(entry(json!({"id": id, "date": "2026-06-01", "kind": "reversal",
            "entry": format!("X{number}")})));
    }
    assert_eq!(ledger.entries.len(), next + 18);
    let mut office = Office::new();
    office.publish(&ledger, NOW);
    let snapshot = office.snapshot(&ledger);
    let row = office.kept.memory.editions[0]
        .residents
        .iter()
        .position(|id| *id == resident)
        .unwrap();
    let place =
        snapshot.history.residents.iter().position(|it| *it as usize == row).unwrap();
    let first = snapshot.history.first.unwrap();
    let register = Register::new(&ledger);
    let file = register.file(&resident).unwrap();
    let mut held = 0;
    for (shown, offset) in snapshot.history.scores[place].iter().zip(0..) {
        let end = first.plus(offset).last_day();
        let base = hallboard_score::in_force(&ledger.rulebooks, end).unwrap().score.base;
        let score = file.standing(end).score;
        assert_eq!(*shown, score.map(|score| score.max(base)), "{end}");
        held += usize::from(score.is_some_and(|score| score < base));
    }
    assert!(held > 0, "there were months below the start: {held}");
}

/// A deduction that lapses before the feed expires ends the row: a rise would tell of it.
#[test]
fn a_lapsing_deduction_is_not_told_by_a_rise() {
    let mut ledger = small_village(1);
    let mut office = Office::new();
    office.publish(&ledger, NOW);
    let residents = office.snapshot(&ledger).residents;
    let row =
        (0..residents.points.len()).max_by_key(|row| residents.points[*row]).unwrap();
    let resident = office.kept.memory.editions[0].residents[row].clone();
    let lapsing = ledger.rulebooks.iter().flat_map(|book| {
        let rules = book.deeds.iter().filter(|rule| rule.points < Points::ZERO);
        rules.filter_map(|rule| match rule.lasts {
            hallboard_score::Lasts::Months(months) => Some((rule.id.clone(), months)),
            _ => None,
        })
    });
    let (deed, months) = lapsing.last().expect("a deduction that lapses after months");
    let date = day("2026-11-01").month().plus(-i32::from(months)).first_day();
    ledger.entries.push(entry(json!({"id": "X1", "date": date, "kind": "deed",
        "resident": resident, "deed": deed, "source": "neighbour", "notified": date})));
    let lapses = day("2026-12-01");
    let register = Register::new(&ledger);
    let file = register.file(&resident).unwrap();
    assert!(file.points(lapses) > file.points(lapses.yesterday()), "it does rise");
    office.afresh().publish(&ledger, NOW);
    let row =
        office.kept.memory.editions[0].residents.iter().position(|id| *id == resident);
    let row = u32::try_from(row.expect("still listed")).unwrap();
    let steps = office.snapshot(&ledger).residents.steps;
    let steps: Vec<_> = steps.iter().filter(|step| step.0 == row).collect();
    assert_eq!(steps, [&hallboard_feed::Step(row, lapses, None)]);
}
