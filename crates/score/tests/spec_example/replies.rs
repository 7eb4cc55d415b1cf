//! Objections, decisions, reversals, and missing decisions.

use std::collections::BTreeSet;

use hallboard_score::{NotCounted, Register};

use crate::plain::{bare, day, ledger, rulebook};
use crate::{balances, one, scores, whys, with};

#[test]
fn objection_contests_until_a_decision() {
    let deed = "D 2025-01-01 deed R1 feast neighbour\n";
    let contested = |rest: &str| one(&format!("{deed}{rest}"));
    scores(
        &contested("O 2025-01-03 objection D"),
        &[("2025-01-02", "62.5"), ("2025-01-03", "60")],
    );
    let upheld = "O 2025-01-03 objection D\nX 2025-01-05 decision D upheld\n";
    scores(&contested(upheld), &[("2025-01-04", "60"), ("2025-01-05", "62.5")]);
    // Only the first objection has effect, settled or not.
    let again = format!("{upheld}P 2025-01-06 objection D");
    scores(&contested(&again), &[("2025-01-06", "62.5"), ("2025-06-06", "62.5")]);
    // A second objection does not move the deadline.
    let twice = "O 2025-01-03 objection D\nP 2025-01-20 objection D
                 X 2025-02-03 decision D upheld";
    scores(&contested(twice), &[("2025-02-03", "60")]);
    let overturned = "O 2025-01-03 objection D\nX 2025-01-05 decision D overturned
                      Y 2025-01-06 decision D upheld";
    scores(&contested(overturned), &[("2025-01-05", "60"), ("2025-01-06", "60")]);
    // A settled entry cannot be decided again.
    let second = format!("{upheld}Y 2025-01-06 decision D overturned");
    scores(&contested(&second), &[("2025-01-06", "62.5")]);
}

#[test]
fn decision_before_an_objection_has_no_effect() {
    let lines = "D 2025-01-01 deed R1 feast neighbour
                 X 2025-01-02 decision D overturned
                 O 2025-01-03 objection D
                 Y 2025-01-04 decision D points 1";
    scores(
        &one(lines),
        &[("2025-01-02", "62.5"), ("2025-01-03", "60"), ("2025-01-04", "61")],
    );
}

#[test]
fn acts_of_one_day_have_a_fixed_order() {
    let deed = "D 2025-01-01 deed R1 feast neighbour";
    let lines =
        format!("X 2025-01-01 decision D points 1\nO 2025-01-01 objection D\n{deed}");
    scores(&one(&lines), &[("2025-01-01", "61")]);
    let lines = format!("V 2025-01-01 reversal D\n{lines}");
    scores(&one(&lines), &[("2025-01-01", "60")]);
    // Decisions on one day apply in the order of the file: the first one settles the
    // objection.
    let lines = format!(
        "{deed}\nO 2025-01-02 objection D
         Y 2025-01-03 decision D points 2\nX 2025-01-03 decision D points 1"
    );
    scores(&one(&lines), &[("2025-01-03", "62")]);
}

#[test]
fn changed_points_are_clamped_to_the_rule() {
    let changed = |deed: &str, to: &str| {
        one(&format!(
            "D 2025-01-01 deed R1 {deed} self\nO 2025-01-01 objection D
             X 2025-01-01 decision D points {to}"
        ))
    };
    for (deed, to, score) in [
        ("feast", "1.25", "61.25"),
        ("feast", "2.51", "62.5"),
        ("feast", "-1", "60"),
        ("litter", "-2", "58"),
        ("litter", "-5.01", "55"),
        ("litter", "4", "60"),
        ("greeting", "4", "60"),
        ("greeting", "-4", "60"),
    ] {
        scores(&changed(deed, to), &[("2025-01-01", score)]);
    }
}

#[test]
fn undecided_objection_is_granted_after_the_decide_days() {
    let deed = "D 2025-01-01 deed R1 feast neighbour\nO 2025-01-02 objection D\n";
    let decided = |on: &str| one(&format!("{deed}X {on} decision D upheld"));
    // 30 days from the objection: a decision on that day is in time, one on the next day
    // is not.
    scores(&decided("2025-02-01"), &[("2025-01-31", "60"), ("2025-02-01", "62.5")]);
    scores(&decided("2025-02-02"), &[("2025-02-02", "60"), ("2025-03-02", "60")]);
    whys(
        &decided("2025-02-02"),
        "D",
        &[("2025-01-31", "contested"), ("2025-02-01", "out")],
    );
    // With zero days to decide, only a decision on the same day is in time.
    let at_once =
        |rest: &str| with(|book| book.decide_days = 0, &format!("{deed}{rest}"));
    whys(&at_once(""), "D", &[("2025-01-01", "counts"), ("2025-01-02", "out")]);
    whys(&at_once("X 2025-01-02 decision D upheld"), "D", &[("2025-01-02", "counts")]);
    // An objection dated before its entry takes effect with the entry.
    let early = "O 2025-01-02 objection D\nD 2025-01-10 deed R1 feast neighbour";
    whys(
        &one(early),
        "D",
        &[
            ("2025-01-10", "contested"),
            ("2025-02-08", "contested"),
            ("2025-02-09", "out"),
        ],
    );
}

#[test]
fn decide_days_come_from_the_rulebook_of_the_entry() {
    let mut later = rulebook("2025-01-02");
    later.decide_days = 1;
    let lines = "D 2025-01-01 deed R1 feast neighbour\nO 2025-01-03 objection D";
    let books = vec![rulebook("2020-01-01"), later.clone()];
    whys(
        &ledger(books, lines),
        "D",
        &[("2025-02-01", "contested"), ("2025-02-02", "out")],
    );
    // A rating before the first rulebook: 30 days.
    let rating = "S 2025-01-01 rating A yard 5\nO 2025-01-03 objection S
                  X 2025-02-02 decision S upheld";
    scores(&ledger(vec![later], rating), &[("2025-02-01", "60"), ("2025-02-02", "64")]);
}

#[test]
fn void_entries_stay_void() {
    let lines = "D 2025-01-01 deed R1 feast neighbour
                 V 2025-01-02 reversal D
                 O 2025-01-03 objection D
                 X 2025-01-04 decision D upheld";
    scores(
        &one(lines),
        &[("2025-01-01", "62.5"), ("2025-01-02", "60"), ("2025-01-04", "60")],
    );
}

#[test]
fn invalid_references_have_no_effect() {
    let lines = "D 2025-01-01 deed R1 feast neighbour
                 V 2025-01-02 reversal D
                 W 2025-01-03 reversal V
                 M 2025-01-04 move R1 B
                 N 2025-01-05 reversal M
                 T 2025-01-05 reversal C1
                 S 2025-01-06 rating B yard 1
                 U 2025-01-07 reversal nothing";
    scores(
        &one(lines),
        &[("2025-01-03", "60"), ("2025-01-05", "60"), ("2025-01-07", "56")],
    );
    // An objection to a redemption has no effect.
    let lines = "D 2025-01-01 deed R1 feast self
                 B 2025-01-01 redemption R1 soap
                 O 2025-01-02 objection B
                 X 2025-01-03 decision B overturned";
    balances(
        &one(lines),
        &[("2025-01-02", "0.5"), ("2025-01-03", "0.5"), ("2025-09-01", "0.5")],
    );
}

#[test]
fn replies_are_matched_in_a_long_ledger() {
    let count = 300;
    let deed = |at: usize| format!("D{at} 2025-01-01 deed R1 greeting self");
    let check = |objected: &[usize]| {
        let mut lines = vec!["C1 2024-01-01 consent R1 score".to_owned()];
        lines.extend((1..count).map(deed));
        lines.extend(
            objected.iter().map(|at| format!("O{at} 2025-01-02 objection D{at}")),
        );
        let ledger = bare(vec![rulebook("2020-01-01")], &lines.join("\n"));
        let register = Register::new(&ledger);
        let file = register.file("R1").expect("a resident");
        let contested: BTreeSet<String> = file
            .deeds_on(day("2025-01-02"))
            .iter()
            .filter(|deed| deed.why == Some(NotCounted::Contested))
            .map(|deed| deed.entry.id.to_string())
            .collect();
        let expected: BTreeSet<String> =
            objected.iter().map(|at| format!("D{at}")).collect();
        assert_eq!(contested, expected);
    };
    for at in [1, 2, 62, 63, 64, 65, 126, 127, 128, 129, 191, 192, 256, 298, 299] {
        check(&[at]);
    }
    // From the last to the first, every second one, and both ends.
    check(&(1..count).rev().collect::<Vec<_>>());
    check(&(1..count).step_by(2).collect::<Vec<_>>());
    check(&[count - 1, 1]);
    check(&[1, count - 1]);
}
