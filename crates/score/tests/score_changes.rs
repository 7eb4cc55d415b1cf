//! The reported changes of a day are exactly the differences from the day before.

#![cfg(test)]

mod ledgers;

use std::collections::BTreeMap;

use hallboard_score::{
    Day, Ledger, NoEffect, NotCounted, Points, Register, ResidentRecord, Scope,
    ScoreChange, ScoreStep,
};
use ledgers::{at, ledgers};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

type Checked = Result<(), TestCaseError>;

/// The points of all deeds and stars that count on a day.
fn parts(file: &ResidentRecord<'_>, on: Day) -> BTreeMap<String, (Points, u8)> {
    let deeds = file.deeds_on(on).into_iter().filter(|it| it.why.is_none());
    let deeds = deeds.map(|it| (it.entry.id.to_string(), (it.points.unwrap(), 0)));
    let stars = file.stars_on(on).into_iter();
    let stars = stars.map(|it| (format!("* {}", it.entry.id), (it.points, it.stars)));
    deeds.chain(stars).collect()
}

/// Applies reported changes to the parts of the day before.
fn step_on(
    parts: &mut BTreeMap<String, (Points, u8)>,
    causes: &[ScoreChange<'_>],
) -> Checked {
    for it in causes {
        match it {
            ScoreChange::Deed { entry, before, after, why, .. } => {
                let was = parts.remove(entry.id.as_str()).unwrap_or_default().0;
                prop_assert_eq!(was, *before);
                match why {
                    None => {
                        parts.insert(entry.id.to_string(), (*after, 0));
                    }
                    Some(_) => prop_assert_eq!(*after, Points::ZERO),
                }
            }
            ScoreChange::Stars { before, after, .. } => {
                prop_assert!(before.is_some() || after.is_some());
                if let Some(before) = before {
                    let was = parts.remove(&format!("* {}", before.entry.id));
                    prop_assert_eq!(was, Some((before.points, before.stars)));
                }
                if let Some(after) = after {
                    let key = format!("* {}", after.entry.id);
                    parts.insert(key, (after.points, after.stars));
                }
            }
            ScoreChange::Rulebook(_) | ScoreChange::Consent | ScoreChange::Move(_) => {}
        }
    }
    Ok(())
}

/// Checks that the reported earlier reason of a deed is that of the day before.
fn reasons(file: &ResidentRecord<'_>, step: &ScoreStep<'_>) -> Checked {
    let yesterday = file.deeds_on(step.date.yesterday());
    for it in &step.causes {
        if let ScoreChange::Deed { entry, was, .. } = it {
            let then = yesterday.iter().find(|deed| deed.entry.id == entry.id);
            prop_assert_eq!(*was, then.and_then(|deed| deed.why), "{}", entry.id);
        }
    }
    Ok(())
}

fn frame(file: &ResidentRecord<'_>, step: &ScoreStep<'_>) -> Checked {
    let (day, before) = (step.date, step.date.yesterday());
    let causes = |wanted: fn(&ScoreChange<'_>) -> bool| step.causes.iter().any(wanted);
    let book = |day| file.register().book(day).map(|book| book.from);
    prop_assert_eq!(
        causes(|it| matches!(it, ScoreChange::Rulebook(_))),
        book(day) != book(before)
    );
    let part = |day| file.agrees(Scope::Score, day);
    prop_assert_eq!(
        causes(|it| matches!(it, ScoreChange::Consent)),
        part(day) != part(before)
    );
    let moved = file.household(day) != file.household(before);
    prop_assert_eq!(causes(|it| matches!(it, ScoreChange::Move(_))), moved);
    Ok(())
}

fn steps(ledger: &Ledger, from: i32, to: i32) -> Checked {
    let register = Register::new(ledger);
    for file in register.files() {
        let steps = file.steps(at(from), at(to));
        let mut scores: Vec<_> = steps.iter().map(|it| (it.date, it.score)).collect();
        scores.dedup_by_key(|it| it.1);
        let history = file.history(at(from), at(to));
        prop_assert_eq!(
            scores,
            history.iter().map(|it| (it.date, it.score)).collect::<Vec<_>>()
        );
        let mut rest = steps.iter().skip(1).peekable();
        let mut known = parts(&file, at(from));
        prop_assert_eq!(&steps[0].causes, &vec![]);
        for pair in steps.windows(2) {
            let causes = !pair[1].causes.is_empty();
            prop_assert!(causes || pair[0].score != pair[1].score, "{:?}", pair);
        }
        for day in (from + 1..=to).map(at) {
            if let Some(step) = rest.next_if(|step| step.date == day) {
                step_on(&mut known, &step.causes)?;
                reasons(&file, step)?;
                frame(&file, step)?;
            }
            prop_assert_eq!(&known, &parts(&file, day), "{} of {}", day, file.id());
        }
        prop_assert_eq!(rest.next(), None);
    }
    Ok(())
}

fn stars(ledger: &Ledger, to: i32) -> Checked {
    let register = Register::new(ledger);
    for file in register.files() {
        for category in ["yard", "water"] {
            let history = file.stars_history(category, at(to));
            let mut days = history.iter().peekable();
            let mut known = None;
            for day in (-20..=to).map(at) {
                while let Some(point) = days.next_if(|it| it.date <= day) {
                    prop_assert_eq!(point.household, file.household(point.date));
                    known = point.rating.map(|(_, stars)| stars);
                }
                let home = file.household(day);
                let stars = home.and_then(|home| register.stars(home, category, day));
                prop_assert_eq!(known, stars, "{} on {}", category, day);
            }
        }
    }
    Ok(())
}

/// Checks that the dispute about an entry agrees with the engine's result.
fn dispute_summaries(ledger: &Ledger, on: Day) -> Checked {
    let register = Register::new(ledger);
    for file in register.files() {
        for deed in file.deeds_on(on) {
            let summary = register.dispute_summary(&deed.entry.id, on);
            let out = summary.out.is_some();
            match deed.why {
                Some(NotCounted::Out) => prop_assert!(out),
                Some(NotCounted::Contested) => prop_assert!(summary.waits && !out),
                Some(NotCounted::Ignored | NotCounted::NotStarted) => {}
                _ => prop_assert!(!out && !summary.waits),
            }
            prop_assert_eq!(summary.contested.is_some(), summary.objection.is_some());
            prop_assert_eq!(
                summary.waits,
                summary.contested.is_some() && summary.settled.is_none()
            );
            if summary.by_silence() {
                prop_assert_eq!(summary.out, summary.decide_by);
            }
            for (said, why) in &summary.idle {
                prop_assert!(said.date <= on);
                let heard = summary.contested.is_some() || out;
                prop_assert!(heard || *why == NoEffect::BeforeObjection);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn steps_list_the_changes_since_the_day_before(
        ledger in ledgers(),
        from in -20..60,
        days in 0..150,
    ) {
        steps(&ledger, from, from + days)?;
    }

    #[test]
    fn stars_follow_moves(ledger in ledgers(), to in -5..200) {
        stars(&ledger, to)?;
    }

    #[test]
    fn dispute_summary_agrees_with_the_engine(ledger in ledgers(), on in -5..200) {
        dispute_summaries(&ledger, at(on))?;
    }
}
