//! Small cases computed by hand, one for each sentence of the scoring rules. Both the
//! engine and the second implementation must give these results.

#![cfg(test)]

mod deeds;
mod disputes;
#[path = "../oracle/mod.rs"]
mod oracle;
#[path = "../plain/mod.rs"]
mod plain;
mod record;
mod replies;
mod stars;

use hallboard_score::{Category, Ledger, Points, Register, Rulebook};
use oracle::Oracle;
use plain::{bare, day, ledger, points, rulebook};

/// The rulebook's only category, to be changed.
fn yard(book: &mut Rulebook) -> &mut Category {
    book.categories.first_mut().expect("a category")
}

fn shown(value: Option<Points>) -> String {
    value.map_or_else(|| "none".to_owned(), |points| points.to_string())
}

/// Checks the score of `R1` on each of the days.
#[track_caller]
fn scores(ledger: &Ledger, expected: &[(&str, &str)]) {
    let register = Register::new(ledger);
    let file = register.file("R1").expect("R1 is a resident");
    for (on, score) in expected {
        let standing = file.standing(day(on));
        assert_eq!(shown(standing.score), *score, "score on {on}");
        let second = Oracle::new(ledger, "R1", day(on)).standing();
        assert_eq!(shown(second.score), *score, "second implementation, score on {on}");
    }
}

/// Checks the balance of `R1` on each of the days.
#[track_caller]
fn balances(ledger: &Ledger, expected: &[(&str, &str)]) {
    let register = Register::new(ledger);
    let file = register.file("R1").expect("R1 is a resident");
    for (on, balance) in expected {
        assert_eq!(shown(file.standing(day(on)).balance), *balance, "balance on {on}");
        let second = Oracle::new(ledger, "R1", day(on)).standing();
        assert_eq!(shown(second.balance), *balance, "second implementation, {on}");
    }
}

/// Checks why the entry does not count for `R1` on each of the days; `counts` if it does.
#[track_caller]
fn whys(ledger: &Ledger, entry: &str, expected: &[(&str, &str)]) {
    let register = Register::new(ledger);
    let file = register.file("R1").expect("R1 is a resident");
    for (on, why) in expected {
        let explained = file.explain(day(on)).expect("R1 has a score");
        let deed =
            explained.deeds.iter().find(|it| it.entry == entry).expect("it is listed");
        let described = deed.why.map_or_else(
            || "counts".to_owned(),
            |why| serde_json::to_string(&why).expect("a word").replace('"', ""),
        );
        assert_eq!(described, *why, "{entry} on {on}");
    }
}

fn one(lines: &str) -> Ledger {
    ledger(vec![rulebook("2020-01-01")], lines)
}

/// A ledger with one changed rulebook.
fn with(alter: impl FnOnce(&mut Rulebook), lines: &str) -> Ledger {
    let mut book = rulebook("2020-01-01");
    alter(&mut book);
    ledger(vec![book], lines)
}

#[test]
fn the_worked_example() {
    let ledger = bare(
        vec![rulebook("2018-01-01")],
        "E1 2025-03-01 consent R1 score board
         E2 2025-03-02 rating A yard 4
         E3 2025-04-02 deed R1 help organisation
         E4 2025-04-05 deed R1 litter neighbour 2025-04-06
         E5 2025-04-09 objection E4
         E6 2025-04-15 decision E4 points -2
         E7 2025-06-01 redemption R1 soap
         E8 2025-06-02 reversal E7
         E9 2025-07-01 move R1 B",
    );
    let register = Register::new(&ledger);
    let file = register.file("R1").expect("R1 is a resident");
    let explained =
        serde_json::to_string(&file.explain(day("2025-05-01"))).expect("JSON");
    let deeds = concat!(
        r#"{"entry":"E3","deed":"help","date":"2025-04-02","category":"yard","points":3,"#,
        r#""counts":true,"from":"2025-04-02","until":"2026-05-01","why":null},"#,
        r#"{"entry":"E4","deed":"litter","date":"2025-04-05","category":null,"points":-2,"#,
        r#""counts":true,"from":"2025-04-16","until":"2025-11-01","why":null}"#,
    );
    let head =
        r#"{"resident":"R1","on":"2025-05-01","score":63,"band":"steady","balance":3,"#;
    let stars = r#"[{"category":"yard","entry":"E2","stars":4,"points":2}]"#;
    let tail = r#""limits":[],"sum":63,"clamped":false}"#;
    let expected = format!(r#"{head}"base":60,"stars":{stars},"deeds":[{deeds}],{tail}"#);
    assert_eq!(explained, expected);
    let standing =
        serde_json::to_string(&file.standing(day("2025-05-01"))).expect("JSON");
    assert_eq!(standing, r#"{"resident":"R1","score":63,"band":"steady","balance":3}"#);
    let (from, to) = (day("2025-02-28"), day("2026-12-31"));
    let second = serde_json::to_string(&Oracle::history(&ledger, "R1", from, to));
    let engine = serde_json::to_string(&file.history(from, to));
    assert_eq!(engine.expect("JSON"), second.expect("JSON"));
    let history: Vec<String> = file
        .history(from, to)
        .iter()
        .map(|point| format!("{} {}", point.date, shown(point.score)))
        .collect();
    assert_eq!(
        history,
        [
            "2025-02-28 none",
            "2025-03-01 60",
            "2025-03-02 62",
            "2025-04-02 65",
            "2025-04-16 63",
            "2025-07-01 61",
            "2025-11-01 63",
            "2026-05-01 60",
        ]
    );
    balances(
        &ledger,
        &[
            ("2025-02-28", "none"),
            ("2025-03-01", "0"),
            ("2025-04-02", "3"),
            ("2025-06-01", "1"),
            ("2025-06-02", "3"),
            ("2026-12-31", "3"),
        ],
    );
}

#[test]
fn without_consent_or_rulebook_there_is_no_score() {
    let lines = "A 2025-03-05 consent R1 board
                 B 2025-03-07 consent R1 score
                 X 2025-03-09 consent R1
                 Y 2025-03-09 consent R1 score
                 P 2025-03-11 consent R1 score
                 Q 2025-03-11 consent R1";
    scores(
        &bare(vec![rulebook("2020-01-01")], lines),
        &[
            ("2025-03-04", "none"),
            ("2025-03-05", "none"),
            ("2025-03-07", "60"),
            ("2025-03-09", "60"),
            ("2025-03-10", "60"),
            ("2025-03-11", "none"),
        ],
    );
    scores(
        &ledger(vec![rulebook("2025-03-01")], ""),
        &[("2025-02-28", "none"), ("2025-03-01", "60")],
    );
    scores(&ledger(Vec::new(), ""), &[("2025-03-01", "none")]);
}

#[test]
fn score_is_clamped_between_min_and_max() {
    let many = "A 2025-01-01 deed R1 feast self\nB 2025-01-01 deed R1 feast self";
    scores(
        &with(|book| book.score.max = points("62.75"), many),
        &[("2025-01-01", "62.75")],
    );
    scores(
        &with(|book| book.score.min = points("57.5"), "A 2025-01-01 deed R1 litter self"),
        &[("2025-01-01", "57.5")],
    );
    scores(&one(many), &[("2025-01-01", "65")]);
}

#[test]
fn the_band_is_the_highest_not_above_the_score() {
    let bands = [("a", "60"), ("b", "61"), ("c", "60"), ("d", "-5")];
    let alter = |book: &mut Rulebook| {
        let sample = book.bands[0].clone();
        book.bands = bands
            .iter()
            .map(|(id, min)| {
                let (id, min) = ((*id).to_owned(), points(min));
                hallboard_score::Band { id, min, ..sample.clone() }
            })
            .collect();
    };
    let lines = "A 2025-01-02 deed R1 litter self\nB 2025-01-03 deed R1 feast self
                 D 2025-01-03 deed R1 feast self\nE 2025-01-04 deed R1 help self";
    let ledger = with(alter, lines);
    let register = Register::new(&ledger);
    let file = register.file("R1").expect("R1 is a resident");
    for (on, band) in [
        ("2025-01-01", Some("a")),
        ("2025-01-02", Some("d")),
        ("2025-01-03", Some("a")),
        ("2025-01-04", Some("b")),
        ("2020-01-01", None),
    ] {
        let standing = serde_json::to_value(file.standing(day(on))).expect("JSON");
        assert_eq!(standing["band"].as_str(), band, "{on}");
        let second = Oracle::new(&ledger, "R1", day(on)).standing().band;
        assert_eq!(second.as_deref(), band, "second implementation, {on}");
    }
}

#[test]
fn balance_is_earned_minus_spent() {
    let mut dear = rulebook("2025-03-01");
    dear.rewards[0].cost = points("2.25");
    let lines = "A 2025-01-01 deed R1 help self
                 B 2025-01-02 deed R1 help self
                 D 2025-01-03 deed R1 help self
                 L 2025-01-03 deed R1 litter self
                 P 2025-01-04 redemption R1 soap
                 Q 2025-01-05 redemption R1 unheard-of
                 T 2025-03-01 redemption R1 soap
                 V 2025-03-02 reversal T
                 W 2026-03-01 reversal A";
    let ledger = ledger(vec![rulebook("2020-01-01"), dear], lines);
    balances(
        &ledger,
        &[
            ("2025-01-01", "3"),
            ("2025-01-02", "6"),
            ("2025-01-03", "6"),
            ("2025-01-04", "4"),
            ("2025-01-05", "4"),
            ("2025-03-01", "1.75"),
            ("2025-03-02", "4"),
            // All have lapsed by now, but are not reversed.
            ("2026-02-28", "4"),
            // The reversal of one frees a place for another.
            ("2026-03-01", "4"),
        ],
    );
    let below = one("A 2025-01-01 deed R1 feast self\nP 2025-01-02 redemption R1 soap
                     V 2025-01-03 reversal A");
    balances(&below, &[("2025-01-02", "0.5"), ("2025-01-03", "-2")]);
}

#[test]
fn history_has_exactly_the_changes() {
    let lines = "A 2025-01-02 deed R1 feast self
                 W 2025-01-04 consent R1
                 Z 2025-01-06 consent R1 score
                 B 2025-01-07 deed R1 greeting self";
    let ledger = one(lines);
    let register = Register::new(&ledger);
    let file = register.file("R1").expect("R1 is a resident");
    let described = |from: &str, to: &str| -> Vec<String> {
        let history = file.history(day(from), day(to));
        history.iter().map(|it| format!("{} {}", it.date, shown(it.score))).collect()
    };
    let middle = ["2025-01-03 62.5", "2025-01-04 none", "2025-01-06 62.5"];
    assert_eq!(described("2025-01-03", "2025-02-01"), middle);
    assert_eq!(described("2025-01-03", "2025-01-05"), middle[..2]);
    assert_eq!(described("2025-01-05", "2025-01-05"), ["2025-01-05 none"]);
}
