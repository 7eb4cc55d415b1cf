//! The engine and the slow second implementation agree exactly.

#![cfg(test)]

mod ledgers;
mod oracle;

use hallboard_score::{Explanation, Ledger, Points, Register, in_force};
use ledgers::{PEOPLE, at, ledgers, offsets};
use oracle::Oracle;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

type Checked = Result<(), TestCaseError>;

/// Compares the printed form: the same names and digits.
fn same(
    what: &str,
    engine: &impl serde::Serialize,
    oracle: &impl serde::Serialize,
) -> Checked {
    let text = |it: Result<String, serde_json::Error>| {
        it.map_err(|error| TestCaseError::fail(error.to_string()))
    };
    let engine = text(serde_json::to_string(engine))?;
    let oracle = text(serde_json::to_string(oracle))?;
    prop_assert_eq!(engine, oracle, "{}", what);
    Ok(())
}

fn standings_and_explanations(ledger: &Ledger, offset: i32) -> Checked {
    prop_assert_eq!(ledger.inconsistencies(), Vec::new());
    let (register, on) = (Register::new(ledger), at(offset));
    let mut ids: Vec<&str> = PEOPLE.to_vec();
    ids.sort_unstable();
    prop_assert_eq!(register.files().map(|file| file.id()).collect::<Vec<_>>(), ids);
    for file in register.files() {
        let oracle = Oracle::new(ledger, file.id(), on);
        same("standing", &file.standing(on), &oracle.standing())?;
        let explained = file.explain(on);
        same("explanation", &explained, &oracle.explain())?;
        if let Some(explained) = explained {
            adds_up(ledger, &explained)?;
            prop_assert_eq!(Some(explained.score), file.standing(on).score);
        }
    }
    Ok(())
}

/// Adds up the parts of an explanation, using only the explanation.
fn adds_up(ledger: &Ledger, explained: &Explanation) -> Checked {
    let mut deeds = Points::ZERO;
    for deed in &explained.deeds {
        prop_assert_eq!(deed.counts, deed.why.is_none());
        if let (true, Some(points)) = (deed.counts, deed.points) {
            deeds = deeds + points;
        }
    }
    for limit in &explained.limits {
        let of_it = |deed: &&hallboard_score::ExplainedDeed| {
            deed.counts && deed.category.as_ref() == Some(&limit.category)
        };
        let sum = explained.deeds.iter().filter(of_it).filter_map(|it| it.points).sum();
        prop_assert_eq!(limit.sum, sum);
        deeds = deeds - limit.sum + limit.held;
    }
    let stars: Points = explained.stars.iter().map(|it| it.points).sum();
    prop_assert_eq!(explained.base + stars + deeds, explained.sum);
    let scale = in_force(&ledger.rulebooks, explained.on).map(|book| book.score);
    let held = scale.map(|scale| explained.sum.max(scale.min).min(scale.max));
    prop_assert_eq!(Some(explained.score), held);
    prop_assert_eq!(explained.clamped, explained.score != explained.sum);
    Ok(())
}

fn history(ledger: &Ledger, offset: i32, days: i32) -> Checked {
    let register = Register::new(ledger);
    let (from, to) = (at(offset), at(offset + days));
    for file in register.files() {
        let history = file.history(from, to);
        same("history", &history, &Oracle::history(ledger, file.id(), from, to))?;
        let changes = file.points_history(from, to);
        prop_assert_eq!(changes.first().map(|it| it.0), Some(from));
        prop_assert!(changes.windows(2).all(|it| it[0].1 != it[1].1));
        let mut points = history.iter();
        let (mut next, mut known) = (points.next(), None);
        for on in (offset..=offset + days).map(at) {
            let until = changes.partition_point(|(date, _)| *date <= on);
            prop_assert_eq!(changes[until - 1].1, file.points(on), "points on {}", on);
            if let Some(point) = next.filter(|point| point.date == on) {
                known = Some(point.score);
                next = points.next();
            }
            prop_assert_eq!(
                known,
                Some(file.standing(on).score),
                "{} of {}",
                on,
                file.id()
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn standings_and_explanations_equal_the_second_implementation(
        ledger in ledgers(),
        days in prop::collection::vec(prop_oneof![4 => offsets(), 1 => -20..900], 4),
    ) {
        for offset in days {
            standings_and_explanations(&ledger, offset)?;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn history_equals_the_second_implementation_day_by_day(
        ledger in ledgers(),
        offset in -20..60,
        days in 0..150,
    ) {
        history(&ledger, offset, days)?;
    }
}
