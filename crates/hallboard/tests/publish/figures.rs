//! Published figures of past months never change.

use hallboard_feed::edition::{Figures, PublicationState, PublicationStateError};
use hallboard_score::{Points, Register, Scope};
use serde_json::json;

use crate::{NOW, TestHall, day, entry, small_village};

const LATER: &str = "2026-12-02T04:00:00Z";

#[test]
fn late_entry_does_not_change_a_past_month() {
    let mut ledger = small_village(1);
    let mut test_hall = TestHall::new();
    test_hall.publish(&ledger, NOW);
    let before = test_hall.snapshot(&ledger).village;
    let register = Register::new(&ledger);
    let residents: Vec<String> = register
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
    for (number, resident) in residents.into_iter().enumerate() {
        ledger.entries.push(entry(json!({"id": format!("X{number}"), "date": "2026-03-01",
            "kind": "deed", "resident": resident, "deed": deed, "source": "organisation"})));
    }
    test_hall.publish(&ledger, LATER);
    let after = test_hall.snapshot(&ledger).village;
    assert_eq!(after.first, before.first);
    assert_eq!(after.means[..before.means.len()], before.means);
    assert_eq!(after.means.len(), before.means.len() + 1);

    let mut elsewhere = TestHall::new();
    elsewhere.publish(&ledger, LATER);
    assert_ne!(
        elsewhere.snapshot(&ledger).village.means,
        after.means,
        "the entries matter"
    );
}

#[test]
fn published_figures_do_not_change() {
    for seed in 1..=3 {
        let mut ledger = small_village(seed);
        let mut test_hall = TestHall::new();
        test_hall.publish(&ledger, NOW);
        let before = test_hall.snapshot(&ledger).village;
        assert!(before.means.iter().any(Option::is_some), "there are figures to keep");
        let residents: Vec<String> = test_hall.store.rosters.rosters[0]
            .taking_part
            .iter()
            .take(5)
            .cloned()
            .collect();
        let mut consents = |id: &str, date: &str, scopes: &[&str]| {
            let next = format!("X{}", ledger.entries.len());
            ledger.entries.push(entry(json!({"id": next, "date": date,
                "kind": "consent", "resident": id, "scopes": scopes})));
        };
        residents.iter().for_each(|id| consents(id, "2026-11-24", &[]));
        consents(&residents[0], "2026-11-25", &["score", "board", "history"]);
        for now in ["2026-11-24T04:00:00Z", "2026-11-25T04:00:00Z"] {
            test_hall.publish(&ledger, now);
            assert_eq!(test_hall.snapshot(&ledger).village, before, "{now}");
        }
        let state = serde_json::to_string(&test_hall.store.state).unwrap();
        for resident in &ledger.residents {
            let id = format!("\"{}\"", resident.id);
            assert!(!state.contains(&id), "{} is stored", resident.id);
        }
        let rosters = serde_json::to_string(&test_hall.store.rosters).unwrap();
        for id in &residents[1..] {
            assert!(!rosters.contains(&format!("\"{id}\"")), "{id} is stored");
        }
    }
}

#[test]
fn months_that_are_not_over_have_no_figures() {
    let ledger = small_village(1);
    let mut test_hall = TestHall::new();
    for (now, last) in [
        ("2026-11-30T15:59:59Z", "2026-10"),
        ("2026-11-30T16:00:00Z", "2026-11"),
        ("2026-12-31T04:00:00Z", "2026-11"),
    ] {
        test_hall.publish(&ledger, now);
        let village = test_hall.snapshot(&ledger).village;
        let months = i32::try_from(village.means.len()).unwrap();
        let found = village.first.unwrap().plus(months - 1).to_string();
        assert_eq!(found, last, "{now}");
        assert_eq!(village.taking_part.len(), village.means.len());
        assert_eq!(village.deeds.len(), village.means.len());
    }
}

#[test]
fn state_of_format_1_keeps_means_and_gaps() {
    let old = json!({"format": "hallboard-memory/1", "version": 7,
        "months": {"2026-08": 71, "2026-09": null},
        "members": {"R0001": [["2026-08", "2026-09"]]},
        "editions": [{"snapshot": "aa", "residents": ["R0001"], "households": [],
                      "taking_part": ["R0001", "R0002"]}]});
    let (state, rosters) = PublicationState::read(old.to_string().as_bytes()).unwrap();
    assert_eq!(state.version, 7);
    assert_eq!(rosters[0].taking_part, ["R0001", "R0002"]);
    let figures = |month: &str| state.figures(month.parse().unwrap());
    let mean = |mean_tenths| Some(Figures { mean_tenths, ..Figures::default() });
    assert_eq!(figures("2026-08"), mean(Some(710)));
    assert_eq!(figures("2026-09"), mean(None));
    assert_eq!(figures("2026-10"), None);
    let written = serde_json::to_string(&state).unwrap();
    assert!(!written.contains("R0001"), "{written}");
    assert_eq!(
        PublicationState::read(written.as_bytes()).unwrap(),
        (state.clone(), Vec::new())
    );

    let ledger = small_village(1);
    let mut test_hall = TestHall::new();
    test_hall.store.state = state;
    test_hall.publish(&ledger, NOW);
    let village = test_hall.snapshot(&ledger).village;
    let at = |month: &str| {
        let place = village.first.unwrap().months_until(month.parse().unwrap());
        village.means[usize::try_from(place).unwrap()]
    };
    assert_eq!(at("2026-08"), Some(Points::whole(71)));
    assert_eq!(at("2026-09"), None);
    assert!(at("2026-10").is_some());

    let newer = json!({"format": "hallboard-memory/3", "version": 7});
    let error = PublicationState::read(newer.to_string().as_bytes()).unwrap_err();
    assert!(
        matches!(error, PublicationStateError::Format { found } if found == "hallboard-memory/3")
    );
}

/// Computed from the ledger alone: every mean is over at least ten residents, of whom at
/// least ten (or none) are not named beside it.
#[test]
fn no_mean_over_fewer_than_ten() {
    for (seed, residents) in [(1, 14), (2, 18), (3, 26), (4, 40), (5, 90)] {
        let until = day("2026-11-22");
        let village = hallboard_sample::Village {
            seed,
            residents,
            households: 10,
            years: 2,
            until,
        };
        let ledger = hallboard_sample::village(&village);
        let mut test_hall = TestHall::new();
        test_hall.publish(&ledger, NOW);
        let snapshot = test_hall.snapshot(&ledger);
        let on = day("2026-11-23");
        let register = Register::new(&ledger);
        let published =
            snapshot.village.means.iter().zip(0..).filter(|(mean, _)| mean.is_some());
        for (_, offset) in published {
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
        let counted = snapshot.village.taking_part.last().copied().flatten();
        assert_eq!(counted.is_some(), may, "{part} less {rest}");
    }
}

#[test]
fn the_version_always_rises() {
    let ledger = small_village(1);
    let mut test_hall = TestHall::new();
    let first = test_hall.publish(&ledger, NOW);
    assert_eq!(first.version, 1_795_406_400);
    let second = test_hall.publish(&ledger, NOW);
    assert_eq!(second.version, first.version + 1);
    let third = test_hall.publish(&ledger, "2026-11-22T04:00:00Z");
    assert_eq!(third.version, first.version + 2, "a clock set back, and confirmed");
    test_hall.store.state = hallboard_feed::edition::PublicationState::default();
    let fourth = test_hall.publish(&ledger, NOW);
    assert_eq!(fourth.version, first.version + 3, "the state lost, the site still there");
}
