//! The last publication without the people who have withdrawn since.

use std::collections::BTreeSet;

use hallboard_feed::edition::{ComposedEdition, Remaining, without_withdrawn};
use hallboard_feed::{SNAPSHOT_FORMAT, Snapshot, Village};

use crate::village::{agree, deeds, ledger, month, points, publish};

/// All consents are unchanged except those listed as `scope id`.
struct Without(BTreeSet<&'static str>);

impl Without {
    fn new(left: &[&'static str]) -> Without {
        Without(left.iter().copied().collect())
    }

    fn still(&self, scope: &str, id: &str) -> bool {
        !self.0.contains(format!("{scope} {id}").as_str())
    }
}

impl Remaining for Without {
    fn takes_part(&self, resident: &str) -> bool {
        self.still("score", resident)
    }
    fn on_board(&self, resident: &str) -> bool {
        self.still("board", resident)
    }
    fn shares_history(&self, resident: &str) -> bool {
        self.still("history", resident)
    }
    fn is_thanked(&self, resident: &str) -> bool {
        self.still("thanks", resident)
    }
    fn household_on_board(&self, household: &str) -> bool {
        self.still("household", household)
    }
}

/// Twelve take part; three of them are on the board with all scopes, and so are two
/// households.
fn published() -> ComposedEdition {
    let lines = [
        agree(1..=12, "2025-01-01", "score"),
        agree([1, 2, 3], "2025-01-02", "score board history thanks"),
        deeds([3], "2025-01-03", "feast"),
        deeds([2, 3], "2025-01-04", "feast"),
        deeds([1], "2025-01-05", "help"),
        "A 2025-01-02 consent H1 board\nB 2025-01-02 consent H2 board
         S 2025-01-03 rating H1 yard 5\nT 2025-01-03 rating H2 yard 4"
            .to_owned(),
    ]
    .concat();
    publish(&ledger(13, &lines), "2025-02-10")
}

fn less(last: &ComposedEdition, left: &[&'static str]) -> Option<ComposedEdition> {
    let remaining = Without::new(left);
    without_withdrawn(&last.snapshot, &last.roster, &last.state, &remaining)
}

/// The names with their points; the rows of histories; the rows of thanks with their
/// deeds; the households.
fn shown(composed: &ComposedEdition) -> [Vec<String>; 4] {
    let Snapshot { residents, history, thanks, households, .. } = &composed.snapshot;
    let (names, points) = (residents.names.iter(), residents.points.iter());
    let rows = names.zip(points).map(|(name, points)| format!("{name} {points}"));
    let scores = history.scores.iter().map(|scores| {
        scores.iter().map(|it| it.map_or("-".to_owned(), |it| it.to_string())).collect()
    });
    let histories = history.residents.iter().zip(scores);
    let histories = histories
        .map(|(row, scores): (_, Vec<String>)| format!("{row} {}", scores.join(" ")));
    let deeds = thanks.deeds.iter().zip(&thanks.dates).zip(&thanks.points);
    let thanks = thanks.residents.iter().zip(deeds);
    let thanks =
        thanks.map(|(row, ((deed, on), points))| format!("{row} {on} {deed} {points}"));
    let stars = households.stars[0].iter();
    let homes = households.names.iter().zip(stars);
    let homes =
        homes.map(|(names, stars)| format!("{} {stars}", names.get("en").unwrap()));
    [rows.collect(), histories.collect(), thanks.collect(), homes.collect()]
}

#[track_caller]
fn check(left: &[&'static str], expected: [&[&str]; 4], residents: &[&str], part: usize) {
    let last = published();
    let composed = less(&last, left).unwrap();
    assert_eq!(shown(&composed), expected.map(|it| it.to_vec()), "{left:?}");
    assert_eq!(composed.roster.residents, residents, "{left:?}");
    assert_eq!(composed.roster.taking_part.len(), part, "{left:?}");
    assert_eq!(composed.roster.snapshot, "");
    assert_eq!(composed.state, last.state);
    let snapshot = &composed.snapshot;
    assert_eq!(snapshot.village, last.snapshot.village, "{left:?}");
    assert_eq!(snapshot.as_of, last.snapshot.as_of);
    assert_eq!(snapshot.households.categories, last.snapshot.households.categories);
    let shared = !snapshot.history.residents.is_empty();
    assert_eq!(snapshot.history.first, shared.then(|| month("2025-01")));
}

const ROWS: [&str; 3] = ["r01 3", "r02 2.5", "r03 5"];
const HISTORIES: [&str; 3] = ["0 63", "1 62.5", "2 65"];
const THANKS: [&str; 4] = [
    "0 2025-01-05 help 3",
    "1 2025-01-04 feast 2.5",
    "2 2025-01-04 feast 2.5",
    "2 2025-01-03 feast 2.5",
];
const HOMES: [&str; 2] = ["h2 4", "h3 5"];
const IDS: [&str; 3] = ["R01", "R02", "R03"];

#[test]
fn nobody_left() {
    check(&[], [&ROWS, &HISTORIES, &THANKS, &HOMES], &IDS, 12);
    check(
        &["score R13", "board R12", "household H3"],
        [&ROWS, &HISTORIES, &THANKS, &HOMES],
        &IDS,
        12,
    );
    assert_eq!(published().roster.households, ["H2", "H1"]);
}

#[test]
fn leaving_the_board_removes_from_every_list() {
    for (left, part) in [("score R02", 11), ("board R02", 12)] {
        check(
            &[left],
            [
                &["r01 3", "r03 5"],
                &["0 63", "1 65"],
                &[
                    "0 2025-01-05 help 3",
                    "1 2025-01-04 feast 2.5",
                    "1 2025-01-03 feast 2.5",
                ],
                &HOMES,
            ],
            &["R01", "R03"],
            part,
        );
    }
    check(&["score R01", "board R02", "board R03"], [&[], &[], &[], &HOMES], &[], 11);
}

#[test]
fn withdrawing_one_scope_keeps_the_others() {
    check(&["history R02"], [&ROWS, &["0 63", "2 65"], &THANKS, &HOMES], &IDS, 12);
    check(
        &["history R01", "history R02", "history R03"],
        [&ROWS, &[], &THANKS, &HOMES],
        &IDS,
        12,
    );
    check(
        &["thanks R03"],
        [&ROWS, &HISTORIES, &["0 2025-01-05 help 3", "1 2025-01-04 feast 2.5"], &HOMES],
        &IDS,
        12,
    );
}

#[test]
fn leaver_on_no_list_is_only_not_counted() {
    check(&["score R09"], [&ROWS, &HISTORIES, &THANKS, &HOMES], &IDS, 11);
}

#[test]
fn household_withdrawal_is_separate() {
    check(&["household H2"], [&ROWS, &HISTORIES, &THANKS, &["h3 5"]], &IDS, 12);
    check(&["household H1"], [&ROWS, &HISTORIES, &THANKS, &["h2 4"]], &IDS, 12);
    let composed = less(&published(), &["household H2"]).unwrap();
    assert_eq!(composed.roster.households, ["H1"]);
}

#[test]
fn roster_of_another_publication_removes_nobody() {
    let last = published();
    for alter in [
        |last: &mut ComposedEdition| drop(last.roster.residents.pop()),
        |last: &mut ComposedEdition| last.roster.residents.push("R04".to_owned()),
        |last: &mut ComposedEdition| drop(last.roster.households.pop()),
        |last: &mut ComposedEdition| last.roster.households.push("H3".to_owned()),
    ] {
        let mut other = ComposedEdition {
            snapshot: last.snapshot.clone(),
            state: last.state.clone(),
            roster: last.roster.clone(),
        };
        assert!(less(&other, &[]).is_some());
        alter(&mut other);
        assert!(less(&other, &[]).is_none());
    }
}

#[test]
fn figures_of_unfinished_months_are_removed() {
    let january = || Village {
        first: Some(month("2025-01")),
        means: vec![Some(points("60"))],
        taking_part: vec![Some(10)],
        deeds: vec![None],
    };
    let february = |first: &str| Village {
        first: Some(month(first)),
        means: vec![Some(points("60")), Some(points("61"))],
        taking_part: vec![Some(10), Some(15)],
        deeds: vec![None, Some(20)],
    };
    for (village, expected) in [
        (january(), january()),
        // The day of publication is 2025-02-10: February was not over.
        (february("2025-01"), january()),
        (february("2025-02"), Village::default()),
        (february("2025-03"), Village::default()),
        (february("2024-12"), february("2024-12")),
        (Village::default(), Village::default()),
    ] {
        let mut last = published();
        last.snapshot.village = village;
        last.snapshot.format = "hallboard-snapshot/1".to_owned();
        let composed = less(&last, &[]).unwrap();
        assert_eq!(composed.snapshot.village, expected);
        assert_eq!(composed.snapshot.format, SNAPSHOT_FORMAT);
    }
}
