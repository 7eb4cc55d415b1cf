//! The findings of `check`: one ledger for each error and warning, and ledgers at the
//! boundary of each that have none.

#![cfg(test)]

mod plain;

use hallboard_score::{Fault, Finding, KindWord, Ledger, check, read_ledger};
use plain::{bare, day, ledger, points, rule, rulebook};

const GOOD: &str = "D 2025-01-05 deed R1 help organisation\n";

fn one(lines: &str) -> Ledger {
    ledger(vec![rulebook("2020-01-01")], lines)
}

/// Each finding as its list, index and id.
fn places(findings: &[Finding]) -> Vec<String> {
    let described = |it: &Finding| {
        format!("{}[{}] {}", it.place.list, it.place.position, it.place.id)
    };
    findings.iter().map(described).collect()
}

fn faults(findings: Vec<Finding>) -> Vec<Fault> {
    findings.into_iter().map(|it| it.fault).collect()
}

/// Checks that there is exactly one error and no warning: `fault`, in the entry `X`.
#[track_caller]
fn error(ledger: &Ledger, fault: Fault) {
    let position =
        ledger.entries.iter().position(|it| it.id == "X").expect("there is an X");
    let findings = check(ledger);
    assert_eq!(places(&findings.errors), [format!("entries[{position}] X")]);
    assert_eq!(faults(findings.errors), [fault]);
    assert_eq!(findings.warnings, []);
}

/// Checks that there is exactly one warning and no error: `fault`, in the entry `X`.
#[track_caller]
fn warning(ledger: &Ledger, fault: Fault) {
    let position =
        ledger.entries.iter().position(|it| it.id == "X").expect("there is an X");
    let findings = check(ledger);
    assert_eq!(findings.errors, []);
    assert_eq!(places(&findings.warnings), [format!("entries[{position}] X")]);
    assert_eq!(faults(findings.warnings), [fault]);
}

#[track_caller]
fn sound(ledger: &Ledger) {
    let findings = check(ledger);
    assert_eq!(findings.errors, []);
    assert_eq!(findings.warnings, []);
}

fn own(text: &str) -> String {
    text.to_owned()
}

#[test]
fn unknown_residents() {
    for line in [
        "X 2025-01-05 consent R9 score",
        "X 2025-01-05 consent R9",
        "X 2025-01-05 deed R9 help self",
        "X 2025-01-05 redemption R9 soap",
        "X 2025-01-05 move R9 A",
    ] {
        error(&one(line), Fault::UnknownResident(own("R9")));
    }
}

#[test]
fn unknown_households() {
    for line in [
        "X 2025-01-05 consent Z board",
        "X 2025-01-05 rating Z yard 3",
        "X 2025-01-05 move R1 Z",
    ] {
        error(&one(line), Fault::UnknownHousehold(own("Z")));
    }
    let mut homeless = one("");
    homeless.residents[1].household = Some("Z".into());
    let findings = check(&homeless);
    assert_eq!(places(&findings.errors), ["residents[1] R2"]);
    assert_eq!(faults(findings.errors), [Fault::UnknownHousehold(own("Z"))]);
}

#[test]
fn categories_of_rules() {
    let unknown = |found: Vec<Finding>| {
        (places(&found), faults(found), vec![Fault::UnknownCategory(own("water"))])
    };
    let with = |category: &str, from: &str| {
        let mut book = rulebook(from);
        rule(&mut book, "feast").category = Some(category.to_owned());
        book
    };
    let mut water = rulebook("2022-01-01");
    water.categories[0].id = "water".into();
    for deed in &mut water.deeds {
        deed.category = None;
    }
    // In no rulebook; only in a later rulebook.
    for books in [
        vec![rulebook("2020-01-01"), with("water", "2021-01-01")],
        vec![water.clone(), with("water", "2021-01-01")],
    ] {
        let (places, faults, expected) = unknown(check(&ledger(books, "")).errors);
        assert_eq!(places, ["rulebooks[1] 2021-01-01"]);
        assert_eq!(faults, expected);
    }
    // In the same rulebook, or in an earlier one.
    sound(&ledger(vec![with("yard", "2020-01-01")], ""));
    let mut later = with("water", "2023-01-01");
    later.categories.clear();
    for deed in &mut later.deeds {
        deed.category = deed.category.take().filter(|it| it == "water");
    }
    sound(&ledger(vec![later, water], ""));
}

#[test]
fn unknown_categories_deeds_rewards_and_entries() {
    error(&one("X 2025-01-05 rating A water 3"), Fault::UnknownCategory(own("water")));
    error(
        &one("X 2025-01-05 deed R1 sing self"),
        Fault::UnknownDeed { deed: own("sing"), on: day("2025-01-05") },
    );
    error(
        &one("X 2025-01-05 redemption R1 lamp"),
        Fault::UnknownReward { reward: own("lamp"), on: day("2025-01-05") },
    );
    for line in [
        "X 2025-01-05 objection E9",
        "X 2025-01-05 decision E9 upheld",
        "X 2025-01-05 decision E9 stars 3",
        "X 2025-01-05 reversal E9",
    ] {
        error(&one(line), Fault::UnknownEntry(own("E9")));
    }
}

#[test]
fn deeds_without_consent() {
    let without =
        |who: &str, on: &str| Fault::WithoutConsent { resident: own(who), on: day(on) };
    error(&one("X 2020-12-31 deed R1 help self"), without("R1", "2020-12-31"));
    error(&one("X 2025-01-05 deed R3 help self"), without("R3", "2025-01-05"));
    let left = "W 2025-01-05 consent R1 board\nX 2025-01-05 deed R1 help self";
    error(&one(left), without("R1", "2025-01-05"));
    let by_file = "V 2025-01-05 consent R1 score\nX 2025-01-05 deed R1 help self
                   W 2025-01-05 consent R1";
    error(&one(by_file), without("R1", "2025-01-05"));
    sound(&one("X 2021-01-01 deed R1 help self"));
    let above = "D 2021-01-01 deed R3 help self\nC3 2021-01-01 consent R3 score";
    sound(&one(above));
}

#[test]
fn deductions_without_notification() {
    for source in ["neighbour", "organisation", "household"] {
        let deed = format!("X 2025-01-05 deed R1 litter {source}");
        error(&one(&deed), Fault::NotNotified);
        let (notified, date) = (day("2025-01-04"), day("2025-01-05"));
        let early = Fault::NotifiedEarly { notified, date };
        error(&one(&format!("{deed} 2025-01-04")), early);
        sound(&one(&format!("{deed} 2025-01-05")));
        sound(&one(&format!("{deed} 2025-12-05")));
    }
    sound(&one("X 2025-01-05 deed R1 litter self"));
    sound(&one("X 2025-01-05 deed R1 help neighbour 2025-01-04"));
    sound(&one("X 2025-01-05 deed R1 greeting neighbour"));
}

#[test]
fn redemptions_without_a_score() {
    let on = day("2025-01-09");
    let without = || Fault::WithoutScore { resident: own("R1"), on };
    let left = "W 2025-01-08 consent R1\nX 2025-01-09 redemption R1 soap";
    error(&one(&format!("{GOOD}{left}")), without());
    let never = bare(vec![rulebook("2020-01-01")], "X 2025-01-09 redemption R1 soap");
    error(&never, without());
}

#[test]
fn redemptions_above_the_balance() {
    let overdrawn = |balance: &str| {
        let (balance, cost) = (points(balance), points("2"));
        Fault::Overdrawn { resident: own("R1"), balance, cost }
    };
    let take = "X 2025-01-09 redemption R1 soap\n";
    error(&one(take), overdrawn("0"));
    for (before, balance) in [
        // Earned only later; by somebody else; contested; reversed on the same day.
        ("D 2025-01-10 deed R1 help self", "0"),
        ("D 2025-01-09 deed R2 help self", "0"),
        ("D 2025-01-08 deed R1 help self\nO 2025-01-09 objection D", "0"),
        ("D 2025-01-08 deed R1 help self\nV 2025-01-09 reversal D", "0"),
        ("P 2025-01-08 redemption R1 soap\nD 2025-01-08 deed R1 help self", "1"),
    ] {
        error(&one(&format!("{take}{before}")), overdrawn(balance));
    }
    // Of two on one day, the later one in the file exceeds the balance.
    error(
        &one(&format!("{GOOD}P 2025-01-09 redemption R1 soap\n{take}")),
        overdrawn("1"),
    );
    sound(&one(&format!("{take}D 2025-01-09 deed R1 help self")));
    sound(&one(&format!("{GOOD}{take}V 2025-01-10 reversal D")));
    let back = "P 2025-01-06 redemption R1 soap\nV 2025-01-08 reversal P\n";
    sound(&one(&format!("{GOOD}{back}{take}")));
    // A reward without cost is no error, even with a negative balance.
    let mut free = rulebook("2020-01-01");
    free.rewards[0].cost = points("0");
    let mut dear = rulebook("2019-01-01");
    dear.rewards[0].cost = points("2");
    let owing = "P 2019-12-30 redemption R1 soap\nX 2021-01-09 redemption R1 soap";
    let books = vec![dear, free];
    let findings =
        check(&bare(books, &format!("C 2019-12-01 consent R1 score\n{owing}")));
    assert_eq!(places(&findings.errors), ["entries[1] P"]);
    let mut exact = rulebook("2020-01-01");
    rule(&mut exact, "help").points = points("2");
    sound(&ledger(vec![exact], &format!("{GOOD}{take}")));
}

#[test]
fn references_to_wrong_targets() {
    let wrong_target =
        |act, kind, entry: &str| Fault::WrongTarget { act, kind, entry: own(entry) };
    let spent =
        format!("{GOOD}P 2025-01-06 redemption R1 soap\nM 2025-01-06 move R1 B\n");
    for (line, act, kind, entry) in [
        ("objection P", KindWord::Objection, KindWord::Redemption, "P"),
        ("objection M", KindWord::Objection, KindWord::Move, "M"),
        ("objection C1", KindWord::Objection, KindWord::Consent, "C1"),
        ("decision P upheld", KindWord::Decision, KindWord::Redemption, "P"),
        ("decision M upheld", KindWord::Decision, KindWord::Move, "M"),
        ("reversal M", KindWord::Reversal, KindWord::Move, "M"),
        ("reversal C1", KindWord::Reversal, KindWord::Consent, "C1"),
        ("reversal X", KindWord::Reversal, KindWord::Reversal, "X"),
    ] {
        let ledger = one(&format!("{spent}X 2025-01-07 {line}"));
        error(&ledger, wrong_target(act, kind, entry));
    }
    sound(&one(&format!("{spent}X 2025-01-07 reversal P")));
}

#[test]
fn references_before_their_entry() {
    let before = |entry: &str, entry_date: &str| Fault::BeforeEntry {
        date: day("2025-01-04"),
        entry: own(entry),
        entry_date: day(entry_date),
    };
    error(&one(&format!("{GOOD}X 2025-01-04 objection D")), before("D", "2025-01-05"));
    error(&one(&format!("{GOOD}X 2025-01-04 reversal D")), before("D", "2025-01-05"));
    let spent = "P 2025-01-06 redemption R1 soap\nX 2025-01-04 reversal P";
    error(&one(&format!("{GOOD}{spent}")), before("P", "2025-01-06"));
    sound(&one(&format!("X 2025-01-05 objection D\n{GOOD}")));
}

#[test]
fn decisions_before_an_objection() {
    let before_objection = || Fault::BeforeObjection { entry: own("D") };
    let decided = "X 2025-01-06 decision D upheld\n";
    error(&one(&format!("{GOOD}{decided}")), before_objection());
    error(&one(&format!("{GOOD}{decided}O 2025-01-07 objection D")), before_objection());
    error(
        &one(&format!("{GOOD}O 2025-01-07 objection D\n{decided}")),
        before_objection(),
    );
    sound(&one(&format!("{GOOD}{decided}O 2025-01-06 objection D")));
}

#[test]
fn own_decisions_are_errors() {
    let decided = |recorder: Option<&str>, decider: Option<&str>| {
        let mut ledger = one(&format!(
            "{GOOD}O 2025-01-06 objection D\nX 2025-01-07 decision D upheld"
        ));
        for entry in &mut ledger.entries {
            let by = match entry.id.as_str() {
                id if id == own("D") => recorder,
                id if id == own("X") => decider,
                // The person who recorded the objection may decide.
                _ => decider,
            };
            entry.by = by.map(Into::into);
        }
        ledger
    };
    let (by, entry) = ("Li Hua".to_owned(), own("D"));
    let own_decision = Fault::OwnDecision { by, entry };
    error(&decided(Some("Li Hua"), Some("Li Hua")), own_decision.clone());
    error(&decided(Some("Li Hua"), Some(" Li Hua ")), own_decision);
    sound(&decided(Some("Li Hua"), Some("Wang Fang")));
    sound(&decided(Some("Li Hua"), None));
    sound(&decided(None, Some("Li Hua")));
    sound(&decided(None, None));
    sound(&decided(Some(""), Some("")));
}

#[test]
fn late_and_repeated_replies_are_warnings() {
    let duplicate = |act| Fault::Duplicate { act, entry: own("D") };
    let late = |act| Fault::TooLate { act, entry: own("D") };
    let objected = format!("{GOOD}O 2025-01-06 objection D\n");
    let decided = format!("{objected}Y 2025-01-07 decision D upheld\n");
    warning(
        &one(&format!("{objected}X 2025-01-06 objection D")),
        duplicate(KindWord::Objection),
    );
    warning(
        &one(&format!("{decided}X 2025-01-08 objection D")),
        duplicate(KindWord::Objection),
    );
    let second = format!("{decided}X 2025-01-08 decision D overturned");
    warning(&one(&second), duplicate(KindWord::Decision));
    let reversed = format!("{GOOD}V 2025-01-06 reversal D\nX 2025-01-07 objection D");
    warning(&one(&reversed), late(KindWord::Objection));
    let silence = |on: &str| one(&format!("{objected}X {on} decision D upheld"));
    sound(&silence("2025-02-05"));
    warning(&silence("2025-02-06"), late(KindWord::Decision));
}

#[test]
fn entries_out_of_order_are_warnings() {
    let after = |on: &str| {
        one(&format!(
            "D {on} deed R1 help self\nM 2025-02-01 move R1 B\nX 2025-01-01 move R1 A"
        ))
    };
    sound(&after("2025-03-02"));
    let (date, above) = (day("2025-01-01"), own("D"));
    warning(&after("2025-03-03"), Fault::OutOfOrder { date, days: 61, above });
    // Of two on one day, the later one in the file is named.
    let two = "D 2025-03-03 deed R1 help self\nE 2025-03-03 deed R1 help self
               X 2025-01-01 move R1 A";
    warning(&one(two), Fault::OutOfOrder { date, days: 61, above: own("E") });
}

#[test]
fn findings_are_texts() {
    let lines = "X 2025-01-05 reversal C1\nY 2025-01-05 objection C1
                 D 2025-01-05 deed R1 help self
                 Z 2025-01-06 reversal D\nO 2025-01-07 objection D\nV 2025-01-07 reversal D";
    let findings = check(&one(lines));
    let texts = |found: &[Finding]| -> Vec<String> {
        found.iter().map(|it| format!("{}: {}", it.place, it.fault)).collect()
    };
    assert_eq!(
        texts(&findings.errors),
        [
            "entries[2] `X`: a reversal does not bear on a consent (`C1`)",
            "entries[3] `Y`: an objection does not bear on a consent (`C1`)",
        ]
    );
    assert_eq!(
        texts(&findings.warnings),
        [
            "entries[6] `O`: an objection on `D` too late to have an effect",
            "entries[7] `V`: a reversal on `D` too late to have an effect",
        ]
    );
}

#[test]
fn all_faults_are_found_in_file_order() {
    let lines = "A 2025-01-05 deed R9 help self\nB 2025-01-05 objection E9
                 D 2025-01-05 rating Z water 3";
    let found = check(&one(lines)).errors;
    assert_eq!(
        places(&found),
        ["entries[2] A", "entries[3] B", "entries[4] D", "entries[4] D"]
    );
}

#[test]
fn empty_ledger_is_valid() {
    let text = br#"{"format": "hallboard-ledger/1", "rulebooks": [], "households": [],
        "hall": {"id": "", "names": {}, "time_zone": "Asia/Shanghai"},
        "residents": [], "entries": []}"#;
    sound(&read_ledger(text).expect("a ledger"));
}
