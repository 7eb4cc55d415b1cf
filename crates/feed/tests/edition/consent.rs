//! Which residents are published, by their consents on a day.

use hallboard_feed::Display;
use hallboard_feed::edition::{
    ComposedEdition, Edition, PublicationState, private_by_default,
};

use crate::village::{day, ledger, publish, rulebook};

const SCOPES: [&str; 4] = ["score", "board", "history", "thanks"];

/// Whether a publication contains `r01`: taking part, on the board, with a history, with
/// thanks. Other residents come before and after `r01`.
fn parts_about_r01(composed: &ComposedEdition) -> [bool; 4] {
    let snapshot = &composed.snapshot;
    let row = snapshot.residents.names.iter().position(|name| name == "r01");
    let is_listed_in_roster = composed.roster.residents.iter().position(|id| id == "R01");
    assert_eq!(row, is_listed_in_roster);
    let has =
        |rows: &[u32]| row.is_some_and(|row| rows.contains(&u32::try_from(row).unwrap()));
    let shared = has(&snapshot.history.residents);
    assert_eq!(snapshot.history.residents.len(), 1 + usize::from(shared));
    let thanked = has(&snapshot.thanks.residents);
    assert_eq!(snapshot.thanks.residents.len(), 1 + usize::from(thanked));
    let takes_part = composed.roster.taking_part.iter().any(|id| id == "R01");
    [takes_part, row.is_some(), shared, thanked]
}

/// `R01` agrees to `scopes` from 2025-03-10 to 2025-03-20, `R02` to everything without an
/// end.
#[track_caller]
fn check(scopes: &str, expected: [bool; 4]) {
    let lines = format!(
        "A 2025-01-01 consent R02 score board history thanks
         B 2025-03-10 consent R01 {scopes}
         D 2025-03-10 deed R01 feast self
         E 2025-01-01 deed R02 feast self
         X 2025-03-20 consent R01"
    );
    let ledger = ledger(2, &lines);
    let none = [false; 4];
    for (on, expected) in [
        ("2025-03-09", none),
        ("2025-03-10", expected),
        ("2025-03-11", expected),
        ("2025-03-19", expected),
        ("2025-03-20", none),
        ("2025-03-21", none),
    ] {
        assert_eq!(parts_about_r01(&publish(&ledger, on)), expected, "{scopes} on {on}");
    }
}

#[test]
fn scopes_decide_what_is_published_on_every_day() {
    for set in 0..1_u8 << SCOPES.len() {
        let has = |scope: usize| set >> scope & 1 == 1;
        let scopes: Vec<&str> =
            (0..SCOPES.len()).filter(|it| has(*it)).map(|it| SCOPES[it]).collect();
        let listed = has(0) && has(1);
        let expected = [has(0), listed, listed && has(2), listed && has(3)];
        check(&scopes.join(" "), expected);
    }
}

#[test]
fn nobody_is_published_without_a_rulebook() {
    let lines = "A 2025-01-01 consent R01 score board history thanks
                 B 2025-01-01 consent H1 board\nS 2025-01-01 rating H1 yard 5";
    let mut ledger = ledger(1, lines);
    ledger.rulebooks = vec![rulebook("2025-02-01")];
    for (on, expected) in [("2025-01-31", 0), ("2025-02-01", 1)] {
        let composed = publish(&ledger, on);
        let snapshot = &composed.snapshot;
        assert_eq!(snapshot.residents.names.len(), expected, "{on}");
        assert_eq!(snapshot.households.names.len(), expected, "{on}");
        assert_eq!(composed.roster.households.len(), expected, "{on}");
        assert_eq!(composed.roster.taking_part.len(), expected, "{on}");
    }
}

#[test]
fn household_consent_is_separate() {
    let lines = "A 2025-03-10 consent H1 board
                 B 2025-03-10 consent H2 sign
                 D 2025-03-10 consent H3 sign board
                 R 2025-03-01 consent R01 score board history thanks
                 M 2025-03-01 move R01 H2
                 S 2025-03-02 rating H1 yard 5\nT 2025-03-02 rating H2 yard 5
                 U 2025-03-02 rating H3 credit 4
                 X 2025-03-20 consent H1 sign\nY 2025-03-20 consent H3";
    let ledger = ledger(1, lines);
    for (on, names, ids, stars) in [
        ("2025-03-09", &[][..], &[][..], [vec![], vec![]]),
        // Sorted by name.
        ("2025-03-10", &["h1", "h3"], &["H3", "H1"], [vec![0, 5], vec![4, 0]]),
        ("2025-03-19", &["h1", "h3"], &["H3", "H1"], [vec![0, 5], vec![4, 0]]),
        ("2025-03-20", &[], &[], [vec![], vec![]]),
    ] {
        let composed = publish(&ledger, on);
        let households = &composed.snapshot.households;
        let shown: Vec<&str> =
            households.names.iter().filter_map(|it| it.get("en")).collect();
        assert_eq!(shown, names, "{on}");
        assert_eq!(composed.roster.households, ids, "{on}");
        assert_eq!(households.categories, ["yard", "credit"]);
        assert_eq!(households.stars, stars, "{on}");
    }
}

#[test]
fn stars_below_three_count_as_not_rated() {
    let row = |lines: &str, on: &str| {
        let ledger = ledger(0, &format!("A 2025-01-01 consent H1 board\n{lines}"));
        publish(&ledger, on).snapshot.households.stars[0].clone()
    };
    for (stars, shown) in [(1, 0), (2, 0), (3, 3), (4, 4), (5, 5)] {
        let rated = format!("S 2025-01-02 rating H1 yard {stars}");
        assert_eq!(row(&rated, "2025-01-02"), [shown], "{stars}");
        assert_eq!(row(&rated, "2025-01-01"), [0], "{stars}");
        // A low rating replaces an earlier high one.
        let after = format!("P 2025-01-01 rating H1 yard 5\n{rated}");
        assert_eq!(row(&after, "2025-01-02"), [shown], "{stars}");
        let changed = format!(
            "S 2025-01-02 rating H1 yard 5\nO 2025-01-02 objection S
             X 2025-01-02 decision S {stars}"
        );
        assert_eq!(row(&changed, "2025-01-02"), [shown], "{stars}");
    }
}

#[test]
fn private_categories_are_not_shown() {
    let lines = "A 2025-01-01 consent H1 board\nS 2025-01-01 rating H1 yard 5
                 T 2025-01-01 rating H1 credit 4";
    let ledger = ledger(0, lines);
    let private_categories = ["yard".to_owned()].into();
    let edition = Edition {
        ledger: &ledger,
        as_of: day("2025-01-02"),
        display: Display::new(55, 50),
        private_categories: &private_categories,
    };
    let households = edition.compose(&PublicationState::default()).snapshot.households;
    assert_eq!(households.categories, ["credit"]);
    assert_eq!(households.stars, [[4]]);
}

#[test]
fn categories_about_money_are_private() {
    let private = |id: &str, en: &str, zh: &str| {
        let mut book = rulebook("2020-01-01");
        book.categories.truncate(1);
        book.categories[0].id = id.into();
        book.categories[0].names =
            hallboard_score::Names::new([("en", en), ("zh-Hans", zh)]);
        private_by_default(&[rulebook("2019-01-01"), book])
    };
    for (id, en, zh, expected) in [
        ("yard", "Yard", "庭院", &["credit"][..]),
        ("c1", "Credit standing", "", &["c1", "credit"]),
        ("c1", "Use of LOANS", "", &["c1", "credit"]),
        ("c1", "", "信用", &["c1", "credit"]),
        ("c1", "", "家庭财务", &["c1", "credit"]),
        ("finances", "", "", &["credit", "finances"]),
        ("Debts", "", "", &["Debts", "credit"]),
    ] {
        let private = private(id, en, zh);
        assert_eq!(private.iter().collect::<Vec<_>>(), expected, "{id} {en} {zh}");
    }
}
