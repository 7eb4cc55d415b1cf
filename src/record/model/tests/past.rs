//! History and stars in the hall with one resident.

use super::hall::*;
use super::*;

fn life() -> Ledger {
    hall(
        &[
            helped("D", "2025-03-01"),
            littered("L", "2025-03-10", "2025-03-10"),
            objected("O", "2025-03-15", "L"),
            decided("X", "2025-04-02", "L", r#""upheld""#),
            moved("M", "2025-05-01", "H2"),
            objected("P", "2025-05-02", "S2"),
            objected("Q", "2025-05-02", "S1"),
            rated("S4", "2025-06-01", "H1", 5),
            redeemed("B", "2025-06-02", "soap"),
        ]
        .join(","),
    )
}

#[test]
fn history_marks_events() {
    let history = with(&life(), |file| history(file, day("2026-01-10")));
    let readings: Vec<String> = history
        .readings
        .iter()
        .map(|it| format!("{} {}", it.at, it.value.unwrap()))
        .collect();
    assert_eq!(
        readings,
        [
            "2025-01-01 62", // four stars
            "2025-03-01 65", // helped
            "2025-04-02 60", // the deduction was upheld
            "2025-05-01 54", // one star in the new house
            "2025-05-02 58", // contested
            "2025-10-01 63", // the deduction lapsed
            "2026-01-01 65", // new rules
            "2026-01-10 65", // today
        ]
    );
    let marks: Vec<String> = history
        .marks
        .iter()
        .map(|it| {
            format!("{} {:?} {}", it.day, it.kind, it.entry.as_deref().unwrap_or("-"))
        })
        .collect();
    assert_eq!(
        marks,
        [
            "2025-01-01 Consent C1",
            "2025-03-01 Good D",
            "2025-03-10 Deduction L",
            "2025-03-15 Objection O",
            "2025-04-02 Decision X",
            "2025-05-01 Move M",
            "2025-05-02 Objection P",
            "2025-06-02 Redemption B",
            "2026-01-01 Rulebook -",
        ]
    );
    let spans: Vec<String> =
        history.contested.iter().map(|it| format!("{} {}", it.from, it.to)).collect();
    assert_eq!(spans, ["2025-03-15 2025-04-01", "2025-05-02 2025-05-31"]);
}

#[test]
fn the_table_has_every_change_and_every_mark() {
    let history = with(&life(), |file| history(file, day("2026-01-10")));
    let rows: Vec<String> = history
        .rows
        .iter()
        .map(|row| {
            let score = row.score.unwrap();
            let (reasons, marks) = (row.reasons.len(), row.marks.len());
            format!("{} {score} {reasons} {marks} {}", row.day, row.changes_score())
        })
        .collect();
    assert_eq!(
        rows,
        [
            "2025-01-01 62 0 1 true",
            "2025-03-01 65 1 1 true",
            "2025-03-10 65 0 1 false",
            "2025-03-15 65 0 1 false",
            "2025-04-02 60 1 1 true",
            "2025-05-01 54 2 1 true",
            "2025-05-02 58 1 1 true",
            "2025-06-02 58 0 1 false",
            "2025-10-01 63 1 0 true",
            "2026-01-01 65 1 1 true",
        ]
    );
}

#[test]
fn ranges_begin_with_the_score_in_force() {
    let history = with(&life(), |file| history(file, day("2026-01-10")));
    let check =
        |range: Range, start: &str, readings: usize, marks: usize, spans: usize| {
            let within = history.within(range);
            assert_eq!(within.first, day(start));
            assert_eq!(within.readings[0].at, day(start));
            assert_eq!(within.readings.len(), readings, "{range:?}");
            assert_eq!(within.marks.len(), marks, "{range:?}");
            assert_eq!(within.contested.len(), spans, "{range:?}");
        };
    check(Range::All, "2025-01-01", 8, 9, 2);
    check(Range::ThreeYears, "2025-01-01", 8, 9, 2);
    check(Range::Year, "2025-01-10", 8, 8, 2);
    check(Range::ThreeMonths, "2025-10-10", 3, 1, 0);
    let late = with(&life(), |file| super::history(file, day("2025-06-15")));
    let within = late.within(Range::ThreeMonths);
    assert_eq!(within.contested[0].from, day("2025-03-15"));
    let late = with(&life(), |file| super::history(file, day("2025-06-20")));
    assert_eq!(late.within(Range::ThreeMonths).contested[0].from, day("2025-03-20"));
}

#[test]
fn readouts_and_stops() {
    let history = with(&life(), |file| history(file, day("2026-01-10")));
    let check = |on: &str, value: Option<&str>, contested: bool| {
        let reading = history.reading_on(day(on)).and_then(|it| it.value);
        assert_eq!(reading, value.map(points), "{on}");
        assert_eq!(history.contested_on(day(on)), contested, "{on}");
    };
    check("2024-12-31", None, false);
    check("2025-02-28", Some("62"), false);
    check("2025-03-15", Some("65"), true);
    check("2025-04-01", Some("65"), true);
    check("2025-04-02", Some("60"), false);
    check("2026-01-10", Some("65"), false);
    let next =
        |on: &str, forward| history.next_stop(day(on), forward).map(|it| it.to_string());
    assert_eq!(next("2025-03-01", true).as_deref(), Some("2025-03-10"));
    assert_eq!(next("2025-03-10", false).as_deref(), Some("2025-03-01"));
    assert_eq!(next("2026-01-01", true).as_deref(), Some("2026-01-10"));
    assert_eq!(next("2026-01-10", true), None);
    assert_eq!(next("2025-01-01", false), None);
    assert_eq!(history.marks_on(day("2025-05-02")).len(), 1);
    assert_eq!(history.marks_on(day("2025-05-03")), []);
}

#[test]
fn stars_follow_the_moves() {
    let all = with(&life(), |file| stars(file, day("2026-01-10")));
    let actual: Vec<(&str, bool, Vec<String>)> = all
        .iter()
        .map(|it| {
            let step = |it: &StarStep| {
                let (home, stars) = (it.household.as_deref().unwrap_or("-"), it.stars);
                format!(
                    "{} {home} {stars:?} {}",
                    it.day,
                    it.entry.as_deref().unwrap_or("-")
                )
            };
            (it.category.as_str(), it.in_force, it.steps.iter().map(step).collect())
        })
        .collect();
    let yard =
        ["2024-06-01 H1 Some(4) S1", "2025-05-01 H2 Some(1) S2", "2025-05-02 H2 None -"];
    let yard = yard.map(str::to_owned).to_vec();
    assert_eq!(actual, [("yard", true, yard), ("waste", true, vec![])]);
    assert_eq!(all[0].steps[0].note.as_deref(), Some("swept"));
    let early = with(&life(), |file| stars(file, day("2025-12-31")));
    assert_eq!(early.len(), 1, "a category of rules to come");
}
