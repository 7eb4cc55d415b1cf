//! Published lists of residents who agreed: order, points, histories and thanks.

use hallboard_score::Points;

use crate::village::{agree, day, deeds, ledger, month, publish, rulebook};

const ALL: &str = "score board history thanks";

fn texts(points: &[Points]) -> Vec<String> {
    points.iter().map(Points::to_string).collect()
}

#[test]
fn rows_are_sorted_by_name_points_and_id() {
    let lines = format!(
        "{}{}",
        agree([5, 4, 3, 2, 1], "2025-01-01", "score board"),
        deeds([1, 3], "2025-01-02", "feast")
    );
    let mut ledger = ledger(5, &lines);
    for (resident, name) in ledger.residents.iter_mut().zip(["b", "b", "b", "c", "a"]) {
        resident.name = name.to_owned();
    }
    ledger.residents.reverse();
    let composed = publish(&ledger, "2025-01-03");
    let residents = &composed.snapshot.residents;
    assert_eq!(residents.names, ["a", "b", "b", "b", "c"]);
    assert_eq!(composed.roster.residents, ["R05", "R02", "R01", "R03", "R04"]);
    assert_eq!(texts(&residents.points), ["0", "0", "2.5", "2.5", "0"]);
}

#[test]
fn points_equal_those_of_the_recognition_ledger() {
    let consent = agree([1], "2025-01-01", "score board");
    let good = "A 2025-01-02 deed R01 feast self\nM 2025-01-02 move R01 H1\n
                S 2025-01-02 rating H1 yard 4\n";
    for (lines, on, expected) in [
        ("", "2025-01-02", "4.5"),
        ("", "2025-01-01", "0"),
        // A deduction takes no points in any state.
        ("L 2025-01-02 deed R01 litter self", "2025-01-03", "4.5"),
        ("L 2025-01-02 deed R01 litter neighbour 2025-01-02", "2025-02-03", "4.5"),
        (
            "L 2025-01-02 deed R01 litter self\nO 2025-01-02 objection L",
            "2025-01-03",
            "4.5",
        ),
        // Low stars give and take no points.
        ("T 2025-01-03 rating H1 yard 1", "2025-01-03", "2.5"),
        ("T 2025-01-03 rating H1 yard 2", "2025-01-03", "2.5"),
        ("T 2025-01-03 rating H1 yard 5", "2025-01-03", "6.5"),
        // A contested or reversed good deed gives no points.
        ("O 2025-01-03 objection A", "2025-01-03", "2"),
        ("O 2025-01-03 objection A", "2025-01-02", "4.5"),
        ("V 2025-01-03 reversal A", "2025-01-03", "2"),
        // Entries dated later have no effect.
        ("B 2025-01-04 deed R01 feast self", "2025-01-03", "4.5"),
    ] {
        let ledger = ledger(1, &format!("{consent}{good}{lines}"));
        let snapshot = publish(&ledger, on).snapshot;
        assert_eq!(texts(&snapshot.residents.points), [expected], "{lines} on {on}");
        assert_eq!(snapshot.as_of, day(on));
        assert_eq!(snapshot.residents.steps, []);
    }
}

#[test]
fn rulebooks_are_published_unchanged_and_sorted() {
    let mut ledger = ledger(0, "");
    let (early, late) = (rulebook("2020-01-01"), rulebook("2026-01-01"));
    ledger.rulebooks = vec![late.clone(), early.clone()];
    let snapshot = publish(&ledger, "2025-01-02").snapshot;
    assert_eq!(snapshot.rulebooks, [early, late]);
    assert_eq!(snapshot.hall.id, "hall");
    assert_eq!(snapshot.hall.names.get("en"), Some("Hall"));
    assert_eq!(snapshot.hall.time_zone, "Asia/Shanghai");
}

/// The first month of the histories, then each history with its row and scores.
#[track_caller]
fn check_history(lines: &str, on: &str, first: Option<&str>, rows: &[(u32, &[&str])]) {
    let snapshot = publish(&ledger(3, lines), on).snapshot;
    let history = &snapshot.history;
    assert_eq!(history.first, first.map(month), "{on}");
    let scores = |scores: &Vec<Option<Points>>| -> Vec<String> {
        let text = |it: &Option<Points>| it.map_or("-".to_owned(), |it| it.to_string());
        scores.iter().map(text).collect()
    };
    let shown: Vec<(u32, Vec<String>)> = history
        .residents
        .iter()
        .copied()
        .zip(history.scores.iter().map(scores))
        .collect();
    let expected: Vec<(u32, Vec<String>)> = rows
        .iter()
        .map(|(row, scores)| (*row, scores.iter().map(|it| (*it).to_owned()).collect()))
        .collect();
    assert_eq!(shown, expected, "{on}");
}

#[test]
fn histories_contain_finished_months_only() {
    let lines = format!(
        "{}{}",
        agree([2], "2025-01-15", ALL),
        "A 2025-01-31 deed R02 feast self
         L 2025-02-01 deed R02 litter self
         B 2025-02-28 deed R02 feast self
         X 2025-03-10 consent R02 score board history
         D 2025-04-01 deed R02 feast self"
    );
    check_history(&lines, "2025-01-14", None, &[]);
    check_history(&lines, "2025-01-31", None, &[]);
    check_history(&lines, "2025-02-01", Some("2025-01"), &[(0, &["62.5"])]);
    check_history(&lines, "2025-02-28", Some("2025-01"), &[(0, &["62.5"])]);
    check_history(&lines, "2025-03-01", Some("2025-01"), &[(0, &["62.5", "65"])]);
    let three = &["62.5", "65", "65"][..];
    check_history(&lines, "2025-04-30", Some("2025-01"), &[(0, three)]);
    let four = &["62.5", "65", "65", "67.5"][..];
    check_history(&lines, "2025-05-01", Some("2025-01"), &[(0, four)]);
}

#[test]
fn histories_begin_with_the_earliest_shared_one() {
    let lines = [
        agree([1], "2024-11-05", "score board"),
        agree([2], "2025-01-05", "score board history"),
        // Not taking part at the end of one month, and taking part again later.
        agree([3], "2024-12-05", "score board history"),
        agree([3], "2025-01-20", "board"),
        agree([3], "2025-02-20", "score board history"),
    ]
    .concat();
    check_history(
        &lines,
        "2025-03-31",
        Some("2024-12"),
        &[(1, &["-", "60", "60"]), (2, &["60", "-", "60"])],
    );
    check_history(&lines, "2025-02-10", Some("2025-01"), &[(1, &["60"])]);
}

/// The thanks of a publication as `DATE ROW DEED POINTS`.
#[track_caller]
fn check_thanks(lines: &str, on: &str, expected: &[&str]) {
    let thanks = publish(&ledger(3, lines), on).snapshot.thanks;
    let count = thanks.residents.len();
    assert_eq!([thanks.deeds.len(), thanks.dates.len(), thanks.points.len()], [count; 3]);
    let rows: Vec<String> = (0..count)
        .map(|at| {
            let (row, deed) = (thanks.residents[at], &thanks.deeds[at]);
            format!("{} {row} {deed} {}", thanks.dates[at], thanks.points[at])
        })
        .collect();
    assert_eq!(rows, expected, "{on}");
}

#[test]
fn thanks_cover_three_months() {
    let deeds_on = |days: &[&str]| -> String {
        let consent = agree([1], "2024-01-01", ALL);
        days.iter().fold(consent, |all, on| all + &deeds([1], on, "feast"))
    };
    for (on, first_in, last_out) in [
        ("2025-05-28", "2025-02-28", "2025-02-27"),
        ("2025-05-29", "2025-02-28", "2025-02-27"),
        ("2025-05-31", "2025-02-28", "2025-02-27"),
        ("2024-05-31", "2024-02-29", "2024-02-28"),
        ("2025-06-01", "2025-03-01", "2025-02-28"),
        ("2025-06-15", "2025-03-15", "2025-03-14"),
        ("2025-03-31", "2024-12-31", "2024-12-30"),
        ("2025-01-15", "2024-10-15", "2024-10-14"),
    ] {
        let row = format!("{first_in} 0 feast 2.5");
        check_thanks(&deeds_on(&[first_in, last_out]), on, &[&row]);
    }
}

#[test]
fn thanks_list_counting_good_deeds_newest_first() {
    let lines = [
        agree([1, 2], "2025-01-01", ALL),
        agree([3], "2025-01-01", "score board"),
        deeds([2, 1], "2025-03-02", "feast"),
        deeds([1, 3], "2025-03-04", "feast"),
        "E 2025-03-02 deed R01 help self
         F 2025-03-03 deed R01 help self
         G 2025-03-03 deed R01 help self
         H 2025-03-05 deed R01 litter self
         I 2025-03-05 deed R01 greeting self
         J 2025-03-06 deed R02 feast self
         K 2025-03-07 reversal J
         L 2025-03-08 deed R01 feast self
         M 2025-03-08 objection L"
            .to_owned(),
    ]
    .concat();
    let counted = [
        "2025-03-04 0 feast 2.5",
        "2025-03-03 0 help 3",
        "2025-03-02 0 feast 2.5",
        "2025-03-02 0 help 3",
        "2025-03-02 1 feast 2.5",
    ];
    check_thanks(&lines, "2025-03-08", &counted);
    let mut before = vec!["2025-03-06 1 feast 2.5"];
    before.extend(counted);
    check_thanks(&lines, "2025-03-06", &before);
}

#[test]
fn deductions_and_low_stars_do_not_change_the_snapshot() {
    let same = [
        agree(1..=12, "2025-01-01", "score"),
        agree([1, 2], "2025-01-02", ALL),
        deeds(1..=12, "2025-01-03", "feast"),
        "M 2025-01-03 move R01 H1\nH 2025-01-03 consent H1 board\n".to_owned(),
    ]
    .concat();
    let twins = [
        "S 2025-01-04 rating H1 yard 1",
        "S 2025-01-04 rating H1 yard 2",
        "S 2025-01-04 rating H1 yard 2\nT 2025-01-05 rating H1 yard 1
         O 2025-01-06 objection T\nX 2025-01-07 decision T upheld",
        "S 2025-01-04 rating H1 yard 1
         L 2025-01-05 deed R01 litter self
         N 2025-01-05 deed R02 litter neighbour 2025-01-05
         O 2025-01-06 objection N\nX 2025-01-07 decision N overturned
         P 2025-01-06 deed R09 litter self\nV 2025-01-07 reversal P",
    ];
    for on in ["2025-01-10", "2025-02-01", "2025-08-01"] {
        let published = twins.map(|twin| {
            let composed = publish(&ledger(12, &format!("{same}{twin}")), on);
            (serde_json::to_string(&composed.snapshot).unwrap(), composed.state)
        });
        for twin in &published[1..] {
            assert_eq!(*twin, published[0], "{on}");
        }
    }
}
