//! What was once said of a past month is never said otherwise.

use hallboard_score::{Month, Register, Scope};
use serde_json::json;

use crate::{NOW, Office, day, entry, small_village};

const LATER: &str = "2026-12-02T04:00:00Z";

#[test]
fn a_past_month_is_not_told_again_after_an_entry_that_came_late() {
    let mut ledger = small_village(1);
    let mut office = Office::new();
    office.publish(&ledger, NOW);
    let before = office.snapshot(&ledger).village;
    let register = Register::new(&ledger);
    let everybody: Vec<String> = register
        .files()
        .filter(|it| it.agrees(Scope::Score, day("2026-03-01")))
        .map(|it| it.id().to_owned())
        .collect();
    let book = hallboard_score::in_force(&ledger.rulebooks, day("2026-03-01")).unwrap();
    let rule = book
        .deeds
        .iter()
        .filter(|it| it.cap.is_none())
        .max_by_key(|it| it.points)
        .unwrap();
    let deed = rule.id.clone();
    for (number, resident) in everybody.into_iter().enumerate() {
        ledger.entries.push(entry(json!({"id": format!("X{number}"), "date": "2026-03-01",
            "kind": "deed", "resident": resident, "deed": deed, "source": "organisation"})));
    }
    office.publish(&ledger, LATER);
    let after = office.snapshot(&ledger).village;
    assert_eq!(after.first, before.first);
    assert_eq!(after.means[..before.means.len()], before.means);
    assert_eq!(after.means.len(), before.means.len() + 1);

    let mut elsewhere = Office::new();
    elsewhere.publish(&ledger, LATER);
    assert_ne!(
        elsewhere.snapshot(&ledger).village.means,
        after.means,
        "the entries matter"
    );
}

#[test]
fn months_that_held_somebody_who_left_fall_silent_for_good() {
    let mut ledger = small_village(2);
    let mut office = Office::new();
    office.publish(&ledger, NOW);
    let before = office.snapshot(&ledger).village;
    let first = before.first.unwrap();
    let leaver = {
        let register = Register::new(&ledger);
        // One who joined after the first months, so that some months stay.
        let late = |file: &hallboard_score::ResidentFile<'_>| {
            file.agrees(Scope::Score, day("2026-11-23"))
                && file.first_day().is_some_and(|it| it.month() > first.plus(1))
        };
        let file = register.files().find(late).unwrap();
        (file.id().to_owned(), file.first_day().unwrap().month())
    };
    ledger
        .entries
        .push(entry(json!({"id": "X1", "date": "2026-11-24", "kind": "consent",
        "resident": leaver.0, "scopes": []})));
    office.publish(&ledger, "2026-11-24T04:00:00Z");
    let silent = |month: Month, office: &Office| {
        let village = office.snapshot(&ledger).village;
        let place = village.first.map_or(-1, |first| first.months_until(month));
        let mean =
            usize::try_from(place).ok().and_then(|it| village.means.get(it).copied());
        mean.flatten().is_none()
    };
    for offset in 0..i32::try_from(before.means.len()).unwrap() {
        let month = first.plus(offset);
        let was_told = before.means[usize::try_from(offset).unwrap()].is_some();
        let expected = month >= leaver.1 || !was_told;
        assert_eq!(silent(month, &office), expected, "{month}");
    }
    let kept = serde_json::to_string(&office.kept.memory).unwrap();
    assert!(!kept.contains(&format!("\"{}\"", leaver.0)), "the hall forgets who left");

    // Coming back does not bring the months back.
    let mut again = ledger.clone();
    again
        .entries
        .push(entry(json!({"id": "X2", "date": "2026-11-25", "kind": "consent",
        "resident": leaver.0, "scopes": ["score"]})));
    office.publish(&again, "2026-11-25T04:00:00Z");
    assert!(silent(leaver.1, &office));
}

/// Counted from the ledger alone: every mean is over ten or more, and over ten or more
/// who are not named beside it, or none.
#[test]
fn no_mean_over_fewer_than_ten() {
    for (seed, residents) in [(1, 14), (2, 18), (3, 26), (4, 40), (5, 90)] {
        let until = day("2026-11-22");
        let village = hallboard::sample::Village {
            seed,
            residents,
            households: 10,
            years: 2,
            until,
        };
        let ledger = hallboard::sample::village(&village);
        let mut office = Office::new();
        office.publish(&ledger, NOW);
        let snapshot = office.snapshot(&ledger);
        let on = day("2026-11-23");
        let register = Register::new(&ledger);
        let told =
            snapshot.village.means.iter().zip(0..).filter(|(mean, _)| mean.is_some());
        for (_, offset) in told {
            let end = snapshot.village.first.unwrap().plus(offset).last_day();
            let members = register.files().filter(|it| {
                it.standing(end).score.is_some() && it.agrees(Scope::Score, on)
            });
            let named = snapshot.history.scores.iter().filter(|scores| {
                let place = snapshot.history.first.unwrap().months_until(end.month());
                usize::try_from(place)
                    .is_ok_and(|it| matches!(scores.get(it), Some(Some(_))))
            });
            let (members, named) = (members.count(), named.count());
            let rest = members - named;
            assert!(members >= 10 && (rest == 0 || rest >= 10), "{members} less {named}");
        }
        let part = register.files().filter(|it| it.agrees(Scope::Score, on)).count();
        let rest = part - snapshot.residents.names.len();
        let may = part >= 10 && (rest == 0 || rest >= 10);
        assert_eq!(snapshot.village.taking_part.is_some(), may, "{part} less {rest}");
    }
}

#[test]
fn the_version_always_rises() {
    let ledger = small_village(1);
    let mut office = Office::new();
    let first = office.publish(&ledger, NOW);
    assert_eq!(first.version, 1_795_406_400);
    let second = office.publish(&ledger, NOW);
    assert_eq!(second.version, first.version + 1);
    let third = office.publish(&ledger, "2026-11-22T04:00:00Z");
    assert_eq!(third.version, first.version + 2, "a clock set back, and confirmed");
    office.kept.memory = hallboard_feed::edition::Memory::default();
    let fourth = office.publish(&ledger, NOW);
    assert_eq!(
        fourth.version,
        first.version + 3,
        "the memory lost, the site still there"
    );
}
