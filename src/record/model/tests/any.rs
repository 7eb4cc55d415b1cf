//! On random ledgers, the model agrees with the engine.

use hallboard_score::{EntryKind, NotCounted, Register};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::ledgers::{at, ledgers, offsets};
use super::*;

type Checked = Result<(), TestCaseError>;

fn the_sum(file: &ResidentRecord<'_>, on: Day) -> Checked {
    let why = explain(file, on);
    let explained = file.explain(on);
    prop_assert_eq!(why.sum.is_some(), explained.is_some());
    let Some((sum, explained)) = why.sum.as_ref().zip(explained) else { return Ok(()) };
    prop_assert!(sum.adds_up());
    prop_assert_eq!(Some(sum.score), file.standing(on).score);
    prop_assert_eq!(&sum.band, &explained.band);
    prop_assert_eq!(sum.balance, explained.balance);
    let deeds: Vec<_> = why
        .deeds
        .iter()
        .map(|it| {
            (it.entry.as_str(), it.counts, it.points, it.from, it.until, it.why_not)
        })
        .collect();
    let expected: Vec<_> = explained
        .deeds
        .iter()
        .map(|it| (it.entry.as_str(), it.counts, it.points, it.from, it.until, it.why))
        .collect();
    prop_assert_eq!(deeds, expected);
    let stars = |line: &Line| match line.of {
        LineOf::Stars { rating } => {
            let item = &why.ratings[rating];
            assert_eq!(item.points, Some(line.points));
            Some((item.entry.to_string(), item.stars, line.points))
        }
        _ => None,
    };
    let stars: Vec<_> = sum.lines.iter().filter_map(stars).collect();
    let expected: Vec<_> = explained
        .stars
        .iter()
        .map(|it| (it.entry.clone(), it.stars, it.points))
        .collect();
    prop_assert_eq!(stars, expected);
    Ok(())
}

fn the_replies(ledger: &Ledger, file: &ResidentRecord<'_>, on: Day) -> Checked {
    for item in explain(file, on).deeds {
        let reply = &item.dispute.reply;
        match item.why_not {
            Some(NotCounted::Contested) => {
                prop_assert!(matches!(reply, Reply::Contested(_)), "{reply:?}");
            }
            Some(NotCounted::Out) => {
                let out = matches!(
                    reply,
                    Reply::Silence { .. } | Reply::Reversed | Reply::Settled
                );
                prop_assert!(out, "{reply:?}");
            }
            Some(NotCounted::NotStarted) => prop_assert!(*reply != Reply::Undisputed),
            _ => {}
        }
        if let Reply::CanReply { until, days_left } = reply {
            prop_assert_eq!(item.from, Some(until.tomorrow()));
            prop_assert!(*days_left > 0 && on.plus_days(*days_left) == until.tomorrow());
            // An objection on that day prevents the deed from counting, unless it was
            // decided.
            let mut ledger = ledger.clone();
            ledger.entries.retain(|it| match &it.kind {
                EntryKind::Decision { entry, .. } => {
                    *entry != item.entry || it.date <= on
                }
                _ => true,
            });
            let kind = EntryKind::Objection { entry: item.entry.clone(), text: None };
            let mut objection = ledger.entries[0].clone();
            (objection.id, objection.date, objection.kind) = ("new".into(), *until, kind);
            ledger.entries.push(objection);
            let register = Register::new(&ledger);
            let deeds = register.file(file.id()).unwrap().deeds_on(until.tomorrow());
            let deed = deeds.iter().find(|it| it.entry.id == item.entry).unwrap();
            prop_assert!(deed.why.is_some());
        }
        let forecast = forecast_dispute(file, &item.entry, on);
        let contested = matches!(reply, Reply::Contested(_));
        prop_assert_eq!(forecast.is_some(), contested);
        if let Some((forecast, Reply::Contested(contest))) = forecast.zip(Some(reply)) {
            prop_assert_eq!(forecast.decide_by, contest.decide_by);
            prop_assert!(contest.days_left > 0);
            prop_assert_eq!(forecast.silent.today, file.standing(on).score);
            // Whether it is overturned now or granted by silence, it counts neither before
            // nor after.
            prop_assert_eq!(forecast.silent, forecast.overturned);
        }
    }
    Ok(())
}

fn what_comes(file: &ResidentRecord<'_>, on: Day) -> Checked {
    let now = now(file, on);
    prop_assert_eq!(now.score, file.standing(on).score);
    prop_assert_eq!(now.score_then, file.standing(now.then).score);
    let (mut day, mut score) = (on, now.score);
    for step in &now.steps {
        prop_assert!(
            step.date > day && (step.changes_score() || !step.reasons.is_empty())
        );
        while day < step.date {
            prop_assert_eq!(file.standing(day).score, score);
            day = day.tomorrow();
        }
        prop_assert_eq!(step.before, score);
        prop_assert_eq!(step.score, file.standing(day).score);
        if let Some((before, after)) = step.before.zip(step.score) {
            let explained: Points = step.reasons.iter().map(Reason::difference).sum();
            prop_assert_eq!(before + explained + step.rest, after);
        }
        score = step.score;
    }
    prop_assert_eq!(score, now.score_then);
    Ok(())
}

/// Whether an entry of the resident awaits a decision on a day.
fn waits(ledger: &Ledger, file: &ResidentRecord<'_>, on: Day) -> bool {
    ledger.entries.iter().filter(|it| it.date <= on).any(|entry| {
        let own = match &entry.kind {
            EntryKind::Deed { resident, .. } => *resident == *file.id(),
            EntryKind::Rating { household, .. } => {
                file.household(on) == Some(household.as_str())
            }
            _ => false,
        };
        own && file.register().dispute_summary(&entry.id, on).waits
    })
}

fn what_was(ledger: &Ledger, file: &ResidentRecord<'_>, today: Day) -> Checked {
    let history = history(file, today);
    prop_assert!(history.marks.is_sorted_by_key(|it| it.day));
    prop_assert_eq!(history.readings.last().map(|it| it.at), Some(today));
    for range in Range::ALL {
        let within = history.within(range);
        let mut day = within.first;
        prop_assert_eq!(within.readings[0].at, day);
        while day <= today {
            let value = within.reading_on(day).and_then(|it| it.value);
            prop_assert_eq!(value, file.standing(day).score, "{} {:?}", day, range);
            prop_assert_eq!(
                within.contested_on(day),
                waits(ledger, file, day),
                "{}",
                day
            );
            day = day.tomorrow();
        }
    }
    let index = EntryIndex::new(file.register().ledger());
    let together = standing(file, today, &index);
    prop_assert_eq!(&together.now, &now(file, today));
    prop_assert_eq!(&together.history, &history);
    let own = file.deeds_on(today).len();
    let deeds = |mark: &&Mark| matches!(mark.kind, MarkKind::Good | MarkKind::Deduction);
    let before = file.deeds_on(history.first.yesterday()).len();
    prop_assert_eq!(history.marks.iter().filter(deeds).count(), own - before);
    let in_rows: Vec<&Mark> = history.rows.iter().flat_map(|it| &it.marks).collect();
    prop_assert_eq!(in_rows, history.marks.iter().collect::<Vec<_>>());
    prop_assert!(history.rows.is_sorted_by(|a, b| a.day < b.day));
    for row in &history.rows {
        prop_assert_eq!(row.score, file.standing(row.day).score);
    }
    Ok(())
}

/// The part of the ledger that concerns only the resident at that index.
fn of_one(ledger: &Ledger, place: usize) -> Ledger {
    let residents = vec![ledger.residents[place].clone()];
    let id = residents[0].id.clone();
    let others = |resident: &hallboard_score::Id| *resident != id;
    let mut entries = ledger.entries.clone();
    entries.retain(|it| match &it.kind {
        EntryKind::Deed { resident, .. }
        | EntryKind::Redemption { resident, .. }
        | EntryKind::Move { resident, .. } => !others(resident),
        _ => true,
    });
    let targets: Vec<_> = entries.iter().map(|it| it.id.clone()).collect();
    entries.retain(|it| match &it.kind {
        EntryKind::Objection { entry, .. }
        | EntryKind::Decision { entry, .. }
        | EntryKind::Reversal { entry, .. } => targets.contains(entry),
        _ => true,
    });
    Ledger { residents, entries, ..ledger.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn explanations_add_up(ledger in ledgers(), on in offsets(), place in 0..3_usize) {
        let ledger = of_one(&ledger, place);
        let register = Register::new(&ledger);
        let file = own(&register).unwrap();
        the_sum(&file, at(on))?;
        the_replies(&ledger, &file, at(on))?;
    }

    #[test]
    fn upcoming_steps_match_later_scores(ledger in ledgers(), on in offsets(), place in 0..3_usize) {
        let ledger = of_one(&ledger, place);
        let register = Register::new(&ledger);
        what_comes(&own(&register).unwrap(), at(on))?;
    }

    #[test]
    fn history_matches_earlier_scores(ledger in ledgers(), on in 0..150, place in 0..3_usize) {
        let ledger = of_one(&ledger, place);
        let register = Register::new(&ledger);
        what_was(&ledger, &own(&register).unwrap(), at(on))?;
    }

    #[test]
    fn clearing_the_scenario_restores_the_score(
        ledger in ledgers(),
        on in offsets(),
        place in 0..3_usize,
    ) {
        let ledger = of_one(&ledger, place);
        let register = Register::new(&ledger);
        let file = own(&register).unwrap();
        let nothing = what_if(&file, at(on), &Scenario::default());
        prop_assert_eq!(nothing.score, nothing.score_then);
        prop_assert_eq!(nothing.score, file.standing(at(on)).score);
        let all = ledger.entries.iter().filter(|it| matches!(it.kind, EntryKind::Deed { .. }));
        let without = Scenario { deeds: vec![], without: all.map(|it| it.id.clone()).collect() };
        let bare = what_if(&file, at(on), &without);
        let book = register.book(at(on));
        let stars: Points = file.stars_on(at(on)).iter().map(|it| it.points).sum();
        let expected = file.standing(at(on)).score.zip(book).map(|(_, book)| book.score(stars));
        prop_assert_eq!(bare.score_then, expected);
    }
}
