//! A resident's record on a day: names, consent, households, rewards and days.

use crate::plain::{bare, day, ledger, rulebook};
use hallboard_score::{HouseholdScope, Register, Scope};

#[test]
fn record_belongs_to_one_resident() {
    let mut ledger = ledger(vec![rulebook("2020-01-01")], "");
    ledger.residents[1].name = "张三".to_owned();
    let register = Register::new(&ledger);
    let files: Vec<(&str, &str)> =
        register.files().map(|file| (file.id(), file.name())).collect();
    assert_eq!(files, [("R1", "r1"), ("R2", "张三"), ("R3", "r3")]);
}

#[test]
fn scopes_need_the_score_scope() {
    use Scope::{Board, History, Score, Thanks};
    let lines = "A 2025-01-02 consent R1 score board
                 B 2025-01-04 consent R1 board history thanks
                 D 2025-01-06 consent R1 score thanks
                 E 2025-01-08 consent R1";
    let ledger = bare(vec![rulebook("2020-01-01")], lines);
    let register = Register::new(&ledger);
    let file = register.file("R1").expect("a resident");
    for (on, agreed) in [
        ("2025-01-01", &[][..]),
        ("2025-01-02", &[Score, Board]),
        ("2025-01-03", &[Score, Board]),
        ("2025-01-04", &[]),
        ("2025-01-05", &[]),
        ("2025-01-06", &[Score, Thanks]),
        ("2025-01-08", &[]),
    ] {
        for scope in [Score, Board, History, Thanks] {
            let expected = agreed.contains(&scope);
            assert_eq!(file.agrees(scope, day(on)), expected, "{scope:?} on {on}");
        }
    }
}

#[test]
fn first_day_needs_consent_and_rulebook() {
    for (book, lines, first) in [
        ("2020-01-01", "A 2025-01-02 consent R1 score", Some("2025-01-02")),
        ("2025-02-01", "A 2025-01-02 consent R1 score", Some("2025-02-01")),
        (
            "2020-01-01",
            "A 2025-01-02 consent R1 board\nB 2025-01-04 consent R1 board score",
            Some("2025-01-04"),
        ),
        ("2020-01-01", "A 2025-01-02 consent R2 score", None),
        ("2020-01-01", "A 2025-01-02 consent R1 board", None),
    ] {
        let ledger = bare(vec![rulebook(book)], lines);
        let register = Register::new(&ledger);
        let file = register.file("R1").expect("a resident");
        assert_eq!(file.first_day(), first.map(day), "{lines}");
    }
    let ledger = bare(Vec::new(), "A 2025-01-02 consent R1 score");
    let register = Register::new(&ledger);
    assert_eq!(register.file("R1").expect("a resident").first_day(), None);
}

#[test]
fn rewards_are_listed_until_reversed() {
    let lines = "P 2025-01-05 redemption R1 soap
                 Q 2025-01-05 redemption R1 lamp
                 T 2025-01-03 redemption R1 soap
                 U 2025-01-03 redemption R2 soap
                 V 2025-01-07 reversal P";
    let ledger = ledger(vec![rulebook("2020-01-01")], lines);
    let register = Register::new(&ledger);
    let file = register.file("R1").expect("a resident");
    for (on, expected) in [
        ("2025-01-02", &[][..]),
        ("2025-01-03", &["T soap 2 -"]),
        ("2025-01-05", &["T soap 2 -", "P soap 2 -", "Q - 0 -"]),
        ("2025-01-06", &["T soap 2 -", "P soap 2 -", "Q - 0 -"]),
        ("2025-01-07", &["T soap 2 -", "P soap 2 2025-01-07", "Q - 0 -"]),
    ] {
        let redeemed: Vec<String> = file
            .redeemed_by(day(on))
            .iter()
            .map(|it| {
                let reward = it.reward.map_or("-", |reward| reward.id.as_str());
                let back = it.back.map_or_else(|| "-".to_owned(), |day| day.to_string());
                format!("{} {reward} {} {back}", it.entry.id, it.cost)
            })
            .collect();
        assert_eq!(redeemed, expected, "{on}");
    }
}

#[test]
fn households_agree_for_themselves() {
    use HouseholdScope::{Board, Sign};
    let lines = "A 2025-01-02 consent A board
                 D 2025-01-04 consent A sign
                 E 2025-01-06 consent A board sign
                 B 2025-01-08 consent A
                 F 2025-01-03 consent B board
                 G 2025-01-02 consent R1 score board";
    let ledger = bare(vec![rulebook("2020-01-01")], lines);
    let register = Register::new(&ledger);
    for (on, agreed) in [
        ("2025-01-01", &[][..]),
        ("2025-01-02", &[Board]),
        ("2025-01-03", &[Board]),
        ("2025-01-04", &[Sign]),
        ("2025-01-06", &[Board, Sign]),
        ("2025-01-07", &[Board, Sign]),
        ("2025-01-08", &[]),
    ] {
        for scope in [Board, Sign] {
            let agrees = register.household_agrees("A", scope, day(on));
            assert_eq!(agrees, agreed.contains(&scope), "{scope:?} on {on}");
            assert!(!register.household_agrees("unknown", scope, day(on)));
        }
        let other = register.household_agrees("B", Board, day(on));
        assert_eq!(other, day(on) >= day("2025-01-03"), "{on}");
    }
}

#[test]
fn counting_deeds_are_listed_with_their_points() {
    let lines = "A 2025-01-02 deed R1 feast self
                 B 2025-01-03 deed R1 litter self
                 D 2025-01-04 deed R1 feast self
                 V 2025-01-05 reversal A";
    let ledger = ledger(vec![rulebook("2020-01-01")], lines);
    let register = Register::new(&ledger);
    let file = register.file("R1").expect("a resident");
    for (on, expected) in [
        ("2025-01-01", &[][..]),
        ("2025-01-03", &["2025-01-02 feast 2.5", "2025-01-03 litter -5"]),
        ("2025-01-05", &["2025-01-03 litter -5", "2025-01-04 feast 2.5"]),
    ] {
        let found: Vec<String> = file
            .counting_deeds(day(on))
            .map(|(date, deed, points)| format!("{date} {deed} {points}"))
            .collect();
        assert_eq!(found, expected, "{on}");
    }
}
