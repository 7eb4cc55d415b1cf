//! Which good deeds a certificate of thanks may name, and of whom.

use std::collections::BTreeSet;

use hallboard_feed::Display;
use hallboard_feed::edition::Edition;

use crate::village::{day, ledger};

/// The entries that a certificate of `R01` may name on a day, newest first.
#[track_caller]
fn check(lines: &str, on: &str, expected: Option<&[&str]>) {
    let ledger = ledger(2, lines);
    let private_categories = BTreeSet::new();
    let edition = Edition {
        ledger: &ledger,
        as_of: day(on),
        display: Display::new(55, 50),
        private_categories: &private_categories,
    };
    let found = edition.certifiable("R01");
    assert!(edition.certifiable("R09").is_none());
    let entries = found.as_ref().map(|it| {
        assert_eq!(it.name, "r01");
        it.deeds.iter().map(|deed| deed.entry.as_str()).collect::<Vec<_>>()
    });
    assert_eq!(entries.as_deref(), expected, "{lines} on {on}");
}

const AGREED: &str = "A 2025-01-01 consent R01 score board";

#[test]
fn only_residents_who_agree_to_be_on_the_board_have_any() {
    let deed = "D 2025-03-01 deed R01 help organisation";
    let check = |consents: &str, on: &str, expected| {
        check(&format!("{consents}\n{deed}"), on, expected);
    };
    check(AGREED, "2025-03-02", Some(&["D"]));
    check("A 2025-01-01 consent R01 score board thanks", "2025-03-02", Some(&["D"]));
    check("A 2025-01-01 consent R01 score history thanks", "2025-03-02", None);
    check("A 2025-01-01 consent R01 score", "2025-03-02", None);
    check("A 2025-01-01 consent R02 score board", "2025-03-02", None);
    check("", "2025-03-02", None);
    let withdrawn = format!("{AGREED}\nW 2025-03-02 consent R01");
    check(&withdrawn, "2025-03-01", Some(&["D"]));
    check(&withdrawn, "2025-03-02", None);
}

#[test]
fn deeds_that_count_and_give_points_are_named_newest_first() {
    let check = |deeds: &str, on: &str, expected: &[&str]| {
        check(&format!("{AGREED}\n{deeds}"), on, Some(expected));
    };
    let three = "D 2025-03-01 deed R01 help organisation
                 E 2025-03-05 deed R01 feast self
                 F 2025-03-03 deed R01 help neighbour";
    check("", "2025-03-06", &[]);
    check(three, "2025-02-28", &[]);
    check(three, "2025-03-03", &["F", "D"]);
    check(three, "2025-03-06", &["E", "F", "D"]);
    // What has lapsed, was taken back or overturned, or exceeds the cap.
    check(three, "2026-05-01", &["E"]);
    check(&format!("{three}\nX 2025-03-06 reversal E"), "2025-03-06", &["F", "D"]);
    let contested = "D 2025-03-01 deed R01 help organisation\nO 2025-03-02 objection D";
    check(&format!("{contested}\nV 2025-03-03 decision D overturned"), "2025-03-04", &[]);
    let capped = format!("{three}\nG 2025-03-06 deed R01 help organisation");
    check(&capped, "2025-03-06", &["E", "F", "D"]);
    // Neither deductions nor what gives no points, nor what others did.
    let others = "L 2025-03-01 deed R01 litter organisation
                  G 2025-03-01 deed R01 greeting organisation
                  H 2025-03-01 deed R02 help organisation
                  U 2025-03-01 deed R01 unknown organisation";
    check(others, "2025-03-06", &[]);
}
