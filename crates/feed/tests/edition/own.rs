//! The part of the register in a resident's sealed file.

use hallboard_feed::edition::{OwnLedgers, Reporters};
use hallboard_score::{Entry, Ledger};

use crate::village::{ledger, rulebook};

/// The ids of the entries in `R01`'s part.
fn ids(own: &Ledger) -> Vec<&str> {
    own.entries.iter().map(|entry| entry.id.as_str()).collect()
}

fn own(ledger: &Ledger, id: &str) -> Ledger {
    OwnLedgers::new(ledger).of(id).unwrap()
}

/// Checks which entries of the lines are in the part of `R01`, whose first household is
/// `home`.
#[track_caller]
fn check(home: Option<&str>, lines: &str, expected: &[&str]) {
    let mut ledger = ledger(2, lines);
    ledger.residents[0].household = home.map(Into::into);
    assert_eq!(ids(&own(&ledger, "R01")), expected, "{lines}");
}

#[test]
fn own_ledger_has_own_entries_and_their_replies() {
    check(
        None,
        "A 2025-01-01 consent R01 score
         B 2025-01-01 consent R02 score
         D 2025-01-02 deed R01 help self
         E 2025-01-02 deed R02 help self
         O 2025-01-03 objection D
         P 2025-01-03 objection E
         X 2025-01-04 decision D upheld
         Y 2025-01-04 decision E upheld
         V 2025-01-05 reversal X
         W 2025-01-05 reversal E
         S 2025-01-06 redemption R01 soap
         T 2025-01-06 redemption R02 soap
         U 2025-01-07 reversal S",
        &["A", "D", "O", "X", "V", "S", "U"],
    );
    // References above the entries that they refer to, or in a cycle.
    check(None, "O 2025-01-03 objection D\nD 2025-01-02 deed R01 help self", &["O", "D"]);
    check(
        None,
        "D 2025-01-02 deed R01 help self\nV 2025-01-03 reversal D\nW 2025-01-03 reversal W",
        &["D", "V"],
    );
}

#[test]
fn own_ledger_has_household_entries_of_the_time_there() {
    let rated = "S 2025-01-01 rating H1 yard 4
         T 2025-01-01 rating H2 yard 4
         C 2025-01-02 consent H1 board
         U 2025-02-01 rating H1 yard 5
         O 2025-02-02 objection U
         W 2025-02-01 rating H2 yard 5\n";
    check(Some("H1"), rated, &["S", "C", "U", "O"]);
    check(None, rated, &[]);
    // Until the day before the move; everything of the new household.
    let moved = format!("{rated}M 2025-02-01 move R01 H2");
    check(Some("H1"), &moved, &["S", "T", "C", "W", "M"]);
    let moved = format!("{rated}M 2025-02-02 move R01 H2");
    check(Some("H1"), &moved, &["S", "T", "C", "U", "O", "W", "M"]);
    // A resident who comes back has not finally left.
    let back = "M 2025-01-15 move R01 H2\nN 2025-01-20 move R01 H1\n";
    check(Some("H1"), &format!("{rated}{back}"), &["S", "T", "C", "U", "O", "M", "N"]);
    // Moves apply by date, in any order of the file.
    let back = "N 2025-01-20 move R01 H1\nM 2025-01-15 move R01 H2\n";
    check(Some("H1"), &format!("{rated}{back}"), &["S", "T", "C", "U", "O", "N", "M"]);
}

#[test]
fn own_ledger_has_hall_rules_and_households() {
    let mut ledger = ledger(3, "M 2025-01-15 move R01 H3");
    ledger.residents[0].household = Some("H1".into());
    ledger.rulebooks.push(rulebook("2026-01-01"));
    let own = own(&ledger, "R01");
    assert_eq!(own.hall, ledger.hall);
    assert_eq!(own.rulebooks, ledger.rulebooks);
    assert_eq!(own.residents, ledger.residents[..1]);
    let homes: Vec<&str> = own.households.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(homes, ["H1", "H3"]);
    assert!(OwnLedgers::new(&ledger).of("R04").is_none());
}

#[test]
fn reporters_are_removed() {
    for (source, named) in [
        ("neighbour", false),
        ("household", false),
        ("organisation", true),
        ("self", true),
    ] {
        let ledger =
            ledger(1, &format!("D 2025-01-02 deed R01 litter {source} 2025-01-02"));
        let own = own(&ledger, "R01");
        let expected = named.then_some("by D");
        assert_eq!(own.entries[0].by.as_deref(), expected, "{source}");
        let with_by =
            Entry { by: ledger.entries[0].by.clone(), ..own.entries[0].clone() };
        assert_eq!(with_by, ledger.entries[0]);
    }
    let others = "A 2025-01-01 consent R01 score\nS 2025-01-02 redemption R01 soap
                  V 2025-01-03 reversal S";
    let ledger = ledger(1, others);
    assert_eq!(own(&ledger, "R01").entries, ledger.entries);
}

#[test]
fn reporters_who_agreed_are_named() {
    let ledger = ledger(
        1,
        "A 2025-01-02 deed R01 litter neighbour 2025-01-02
         B 2025-01-02 deed R01 litter household 2025-01-02
         D 2025-01-02 deed R01 litter neighbour 2025-01-02
         E 2025-01-02 deed R01 litter neighbour 2025-01-02
         F 2025-01-02 redemption R01 soap",
    );
    let named =
        [("A", "Wang  Fang\n"), ("B", "Li"), ("E", " \n"), ("F", "Li"), ("Z", "Li")];
    let reporters =
        Reporters::new(named.map(|(id, name)| (id.to_owned(), name.to_owned())));
    let name = reporters.still("A").unwrap().1.to_owned();
    assert!(name.starts_with("Wang") && name.ends_with("Fang"), "{name}");
    assert_eq!(reporters.of(&own(&ledger, "R01")), [("A", name.as_str())]);
    assert_eq!(reporters.still("B"), Some(("B", "Li")));
    assert_eq!(reporters.still("E"), None);
    assert_eq!(reporters.still("D"), None);
}
