//! Snapshots with inconsistent columns.

use hallboard_feed::{Inconsistency, Snapshot, Step, VerifyError};
use hallboard_score::Points;

use crate::hall::{Publisher, day, month, snapshot, snapshot_v1};

/// Checks that a changed snapshot is refused at this list and row.
#[track_caller]
fn check(
    change: impl FnOnce(&mut Snapshot),
    list: &str,
    row: usize,
    inconsistency: Inconsistency,
) {
    check_in(snapshot(), change, list, row, inconsistency);
}

/// The same for a snapshot of format 1.
#[track_caller]
fn check_v1(
    change: impl FnOnce(&mut Snapshot),
    list: &str,
    row: usize,
    inconsistency: Inconsistency,
) {
    check_in(snapshot_v1(), change, list, row, inconsistency);
}

#[track_caller]
fn check_in(
    mut changed: Snapshot,
    change: impl FnOnce(&mut Snapshot),
    list: &str,
    row: usize,
    inconsistency: Inconsistency,
) {
    let hall = Publisher::new("yangqiao");
    change(&mut changed);
    match hall.publish(1, &changed).open(&hall.trust()).unwrap_err() {
        VerifyError::Shape { list: at, row: found, inconsistency: what } => {
            assert_eq!((at, found, what), (list, row, inconsistency));
        }
        other => panic!("{other:?}"),
    }
}

/// Checks that a changed snapshot is accepted.
#[track_caller]
fn fine(change: impl FnOnce(&mut Snapshot)) {
    fine_in(snapshot(), change);
}

#[track_caller]
fn fine_in(mut changed: Snapshot, change: impl FnOnce(&mut Snapshot)) {
    let hall = Publisher::new("yangqiao");
    change(&mut changed);
    hall.publish(1, &changed).open(&hall.trust()).unwrap();
}

fn length(expected: usize, got: usize) -> Inconsistency {
    Inconsistency::Length { expected, got }
}

fn step(row: u32, on: &str, points: Option<i32>) -> Step {
    Step(row, day(on), points.map(Points::whole))
}

#[test]
fn rulebooks_and_residents() {
    check(|it| it.rulebooks.reverse(), "rulebooks", 1, Inconsistency::Order);
    let twice = |it: &mut Snapshot| it.rulebooks[1].from = it.rulebooks[0].from;
    check(twice, "rulebooks", 1, Inconsistency::Order);
    let fewer = |it: &mut Snapshot| it.residents.points.truncate(3);
    check(fewer, "residents.points", 0, length(4, 3));
}

#[test]
fn steps_of_format_1() {
    let steps = |steps: &[Step]| {
        let steps = steps.to_vec();
        move |it: &mut Snapshot| it.residents.steps = steps
    };
    let list = "residents.steps";
    check_v1(steps(&[step(4, "2026-11-25", None)]), list, 0, Inconsistency::Resident(4));
    let far = step(u32::MAX, "2026-11-25", None);
    check_v1(steps(&[far]), list, 0, Inconsistency::Resident(u32::MAX));
    check_v1(steps(&[step(0, "2026-11-23", None)]), list, 0, Inconsistency::Time);
    fine_in(snapshot_v1(), steps(&[step(0, "2026-11-24", None)]));
    fine_in(snapshot_v1(), steps(&[]));
    let day_by_day = [step(3, "2026-11-24", Some(1)), step(0, "2026-11-25", Some(1))];
    fine_in(snapshot_v1(), steps(&day_by_day));
    let [first, second] = day_by_day;
    check_v1(steps(&[second, first]), list, 1, Inconsistency::Order);
    check_v1(steps(&[first, first]), list, 1, Inconsistency::Order);
    let rows = [step(3, "2026-11-24", None), step(0, "2026-11-24", None)];
    check_v1(steps(&rows), list, 1, Inconsistency::Order);
    let risen = [step(0, "2026-11-24", None), step(0, "2026-11-25", Some(1))];
    check_v1(steps(&risen), list, 1, Inconsistency::Ended);
}

#[test]
fn histories() {
    let list = "history.residents";
    check(|it| it.history.residents[1] = 4, list, 1, Inconsistency::Resident(4));
    check(|it| it.history.residents.reverse(), list, 1, Inconsistency::Order);
    check(|it| it.history.residents[1] = 0, list, 1, Inconsistency::Order);
    let list = "history.scores";
    check(|it| it.history.scores.truncate(1), list, 0, length(2, 1));
    check(|it| it.history.first = None, list, 0, Inconsistency::NoFirst);
    let late = |it: &mut Snapshot| it.history.scores[1].extend([None, None]);
    check(late, list, 1, Inconsistency::Time);
    let first = |it: &mut Snapshot| it.history.first = Some(month("2026-10"));
    check(first, list, 0, Inconsistency::Time);
    fine(|it| it.history = hallboard_feed::History::default());
}

#[test]
fn thanks() {
    let list = "thanks.residents";
    check(|it| it.thanks.residents[0] = 9, list, 0, Inconsistency::Resident(9));
    check(|it| it.thanks.deeds.truncate(1), "thanks.deeds", 0, length(2, 1));
    check(|it| it.thanks.dates.truncate(0), "thanks.dates", 0, length(2, 0));
    check(|it| it.thanks.points.truncate(1), "thanks.points", 0, length(2, 1));
    let late = |it: &mut Snapshot| it.thanks.dates[1] = day("2026-11-24");
    check(late, "thanks.dates", 1, Inconsistency::Time);
    let no_rule =
        |deed: &str, on: &str| Inconsistency::Deed { deed: deed.into(), date: day(on) };
    let unknown = |it: &mut Snapshot| it.thanks.deeds[1] = "hero".into();
    check(unknown, "thanks.deeds", 1, no_rule("hero", "2026-09-02"));
    let early = |it: &mut Snapshot| it.thanks.dates[1] = day("2017-12-31");
    check(early, "thanks.deeds", 1, no_rule("job", "2017-12-31"));
}

#[test]
fn households_and_village() {
    check(|it| it.households.stars.truncate(1), "households.stars", 0, length(2, 1));
    check(|it| it.households.stars[1].push(1), "households.stars", 1, length(2, 3));
    check(
        |it| it.households.stars[1][0] = 6,
        "households.stars",
        1,
        Inconsistency::Stars(6),
    );
    let unknown = |it: &mut Snapshot| it.households.categories[1] = "pond".into();
    check(unknown, "households.categories", 1, Inconsistency::Category("pond".into()));
    check(|it| it.village.first = None, "village.means", 0, Inconsistency::NoFirst);
    let late = |it: &mut Snapshot| it.village.first = Some(month("2026-10"));
    check(late, "village.means", 0, Inconsistency::Time);
    check_v1(
        |it| it.village.first = Some(month("2026-11")),
        "village.means",
        0,
        Inconsistency::Time,
    );
    let short = |it: &mut Snapshot| it.village.taking_part.truncate(1);
    check(short, "village.taking_part", 0, length(2, 1));
    check(|it| it.village.deeds.push(None), "village.deeds", 0, length(2, 3));
}

#[test]
fn hall_without_rulebooks_lists_nobody() {
    let mut bare = snapshot();
    bare.rulebooks.clear();
    bare.thanks = hallboard_feed::Thanks::default();
    bare.households = hallboard_feed::Households::default();
    let hall = Publisher::new("yangqiao");
    let feed = hall.publish(1, &bare).open(&hall.trust()).unwrap();
    let board = feed.board(bare.as_of, 0);
    assert!(board.residents.is_empty() && board.rules.is_none());
    assert!(!board.consent_expired);
}
