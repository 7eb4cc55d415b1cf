//! Residents without consent leave no trace; the others are shown with their scores.

use std::collections::BTreeSet;
use std::io::Read;

use hallboard_score::{
    Day, HouseholdScope, Ledger, Points, Register, Resident, Scope, recognition,
};
use serde_json::json;

use crate::{NOW, TestHall, day, entry, small_village};

/// An addition to a ledger that must leave no trace.
type Addition = fn(&mut Ledger);

fn stranger(ledger: &mut Ledger) {
    let home = ledger.households[0].id.clone();
    let stranger =
        Resident { id: "A-first".into(), name: "Nobody".into(), household: Some(home) };
    ledger.residents.insert(0, stranger);
}

fn resident_who_left_long_ago(ledger: &mut Ledger) {
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

/// A resident on the board, whose data would reveal a trace.
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
fn unpublished_data_leaves_no_trace() {
    let additions: [(&str, Addition); 4] = [
        ("stranger", stranger),
        ("one who left long ago", resident_who_left_long_ago),
        ("a deduction not started", a_deduction_not_started),
        ("the days to come", the_days_to_come),
    ];
    let mut test_hall = TestHall::new();
    for seed in 1..=3 {
        let ledger = small_village(seed);
        test_hall.afresh().publish(&ledger, NOW);
        let without = test_hall.site.clone();
        for (name, add) in additions {
            let mut ledger = ledger.clone();
            add(&mut ledger);
            assert_eq!(ledger.inconsistencies(), Vec::new(), "{name}");
            test_hall.afresh().publish(&ledger, NOW);
            assert!(test_hall.site == without, "{name} leaves a trace (seed {seed})");
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
        let mut test_hall = TestHall::new();
        test_hall.publish(&ledger, NOW);
        for (path, bytes) in &test_hall.site.0 {
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

/// The names that must not occur, because they lack consent to the board.
fn hidden(ledger: &Ledger, on: Day) -> (BTreeSet<String>, BTreeSet<String>) {
    let register = Register::new(ledger);
    let people = register.files().filter(|file| {
        !file.agrees(Scope::Board, on) || file.standing(on).score.is_none()
    });
    let homes = ledger.households.iter().map(|it| it.id.to_string());
    (
        people.map(|file| file.id().to_owned()).collect(),
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

/// The name and score of everybody listed, on every day to expiry, compared with the
/// ledger.
#[test]
fn published_scores_are_the_board_scores_of_the_day() {
    for seed in 1..=4 {
        let ledger = small_village(seed);
        let mut test_hall = TestHall::new();
        let as_of = test_hall.publish(&ledger, NOW).as_of;
        let feed = test_hall.feed(&ledger);
        let public = recognition(&ledger, as_of);
        let register = Register::new(&public);
        let listed = register.files().filter(|it| it.agrees(Scope::Board, as_of));
        let mut expected: Vec<(String, Points)> = listed
            .filter_map(|it| Some((it.name().to_owned(), it.standing(as_of).score?)))
            .collect();
        expected.sort();
        let mut on = as_of;
        while on <= day("2026-12-07") {
            let board = feed.board(on, feed.head().issued());
            let mut shown: Vec<(String, Points)> =
                board.residents.into_iter().map(|it| (it.name, it.score)).collect();
            shown.sort();
            assert_eq!(shown, expected, "{on}");
            on = on.tomorrow();
        }
    }
}

/// Everybody who agreed is listed, if their score is not below the start.
#[test]
fn everybody_who_may_be_listed_is() {
    for seed in 1..=4 {
        let ledger = small_village(seed);
        let on = day("2026-11-23");
        let mut test_hall = TestHall::new();
        test_hall.publish(&ledger, NOW);
        let snapshot = test_hall.snapshot(&ledger);
        let (hidden, _) = hidden(&ledger, on);
        assert_eq!(snapshot.residents.names.len(), ledger.residents.len() - hidden.len());
        assert!(snapshot.residents.points.iter().all(|points| *points >= Points::ZERO));
        assert!(snapshot.thanks.points.iter().all(|points| *points > Points::ZERO));
        let categories: Vec<&str> =
            snapshot.households.categories.iter().map(String::as_str).collect();
        assert_eq!(categories, ["courtyard", "law", "recycling", "family"]);
        let stars: BTreeSet<u8> =
            snapshot.households.stars.into_iter().flatten().collect();
        assert_eq!(stars, BTreeSet::from([0, 3, 4, 5]));
    }
}

/// A star that is hidden from the board changes nothing but the points of the household's
/// residents.
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
    let mut test_hall = TestHall::new();
    test_hall.publish(&ledger, NOW);
    let before = test_hall.snapshot(&ledger);
    let mut starred = ledger.clone();
    starred
        .entries
        .push(entry(json!({"id": "X1", "date": "2026-11-22", "kind": "rating",
        "household": home, "category": "credit", "stars": 5})));
    test_hall.publish(&starred, "2026-11-24T04:00:00Z");
    let mut after = test_hall.snapshot(&ledger);
    after.as_of = before.as_of;
    assert_eq!(after.households, before.households);
    assert_eq!(after.residents, before.residents);
    assert_eq!(after.village.means, before.village.means);
}
