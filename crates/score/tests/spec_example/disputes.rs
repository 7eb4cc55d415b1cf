//! The dispute about an entry, on the days around each change.

use crate::plain::{day, ledger, rulebook};
use hallboard_score::{DisputeSummary, NoEffect, Register};

const DEED: &str = "D 2025-01-01 deed R1 feast neighbour\n";

/// A dispute in one line: the ids of the entries with effect, the days, and the state.
fn line(summary: &DisputeSummary<'_>) -> String {
    let id = |entry: Option<&hallboard_score::Entry>| {
        entry.map_or_else(|| "-".to_owned(), |entry| entry.id.to_string())
    };
    let on = |day: Option<hallboard_score::Day>| {
        day.map_or_else(|| "-".to_owned(), |day| day.to_string())
    };
    let idle: Vec<String> = summary
        .idle
        .iter()
        .map(|(entry, why)| {
            let why = match why {
                NoEffect::BeforeObjection => "before-objection",
                NoEffect::Duplicate => "duplicate",
                NoEffect::AlreadyVoid => "void",
            };
            format!("{} {why}", entry.id)
        })
        .collect();
    let mut line = format!(
        "{} {} {} contested {} until {} settled {} out {}",
        id(summary.objection),
        id(summary.decision),
        id(summary.reversal),
        on(summary.contested),
        on(summary.decide_by),
        on(summary.settled),
        on(summary.out),
    );
    for (is, word) in [(summary.waits, " waits"), (summary.by_silence(), " by silence")] {
        if is {
            line += word;
        }
    }
    idle.iter().for_each(|it| line += &format!(", {it}"));
    line
}

/// Checks the dispute about `D` on a day, after the lines.
#[track_caller]
fn check(lines: &str, expected: &[(&str, &str)]) {
    let ledger = ledger(vec![rulebook("2020-01-01")], &format!("{DEED}{lines}"));
    let register = Register::new(&ledger);
    for (on, summary) in expected {
        assert_eq!(
            line(&register.dispute_summary("D", day(on))),
            *summary,
            "{lines} on {on}"
        );
    }
}

#[test]
fn no_reply() {
    let nothing = "- - - contested - until - settled - out -";
    check("", &[("2025-01-01", nothing)]);
    check("O 2025-01-03 objection D", &[("2025-01-02", nothing)]);
    let ledger = ledger(vec![rulebook("2020-01-01")], DEED);
    let register = Register::new(&ledger);
    assert_eq!(line(&register.dispute_summary("unknown", day("2025-01-01"))), nothing);
}

#[test]
fn undecided_objection_is_granted() {
    let contested = "O - - contested 2025-01-03 until 2025-02-02 settled";
    check(
        "O 2025-01-03 objection D",
        &[
            ("2025-01-03", &format!("{contested} - out - waits")),
            ("2025-02-01", &format!("{contested} - out - waits")),
            ("2025-02-02", &format!("{contested} 2025-02-02 out 2025-02-02 by silence")),
            ("2025-03-01", &format!("{contested} 2025-02-02 out 2025-02-02 by silence")),
        ],
    );
}

#[test]
fn decision_in_time_prevents_that() {
    let decided = "O X - contested 2025-01-03 until 2025-02-02 settled 2025-01-05 out";
    for (outcome, out) in
        [("overturned", "2025-01-05"), ("upheld", "-"), ("points 1", "-")]
    {
        let lines =
            format!("O 2025-01-03 objection D\nX 2025-01-05 decision D {outcome}");
        check(
            &lines,
            &[
                (
                    "2025-01-04",
                    "O - - contested 2025-01-03 until 2025-02-02 settled - out - waits",
                ),
                ("2025-01-05", &format!("{decided} {out}")),
                ("2025-06-05", &format!("{decided} {out}")),
            ],
        );
    }
}

#[test]
fn reversal_in_time_prevents_that() {
    check(
        "V 2025-01-04 reversal D",
        &[("2025-01-04", "- - V contested - until - settled - out 2025-01-04")],
    );
    check(
        "O 2025-01-03 objection D\nV 2025-01-04 reversal D",
        &[(
            "2025-01-04",
            "O - V contested 2025-01-03 until 2025-02-02 settled 2025-01-04 out 2025-01-04",
        )],
    );
}

#[test]
fn acts_without_effect_are_listed_with_the_reason() {
    check(
        "X 2025-01-02 decision D upheld
         O 2025-01-03 objection D
         P 2025-01-04 objection D
         Y 2025-01-05 decision D upheld
         Z 2025-01-06 decision D overturned
         V 2025-01-07 reversal D
         W 2025-01-08 reversal D",
        &[
            (
                "2025-01-06",
                "O Y - contested 2025-01-03 until 2025-02-02 settled 2025-01-05 out -, \
                 X before-objection, P duplicate, Z duplicate",
            ),
            (
                "2025-01-08",
                "O Y V contested 2025-01-03 until 2025-02-02 settled 2025-01-05 \
                 out 2025-01-07, X before-objection, P duplicate, Z duplicate, W void",
            ),
        ],
    );
}

#[test]
fn early_objection_takes_effect_with_its_entry() {
    let lines = "O 2024-12-30 objection D";
    check(
        lines,
        &[(
            "2025-01-01",
            "O - - contested 2024-12-30 until 2025-01-31 settled - out - waits",
        )],
    );
}
