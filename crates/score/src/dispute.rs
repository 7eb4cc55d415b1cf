//! What was said about an entry, and what came of it.

use crate::day::Day;
use crate::dispute_timeline::{Act, DisputeTimeline, NoEffect, State};
use crate::ledger::Entry;
use crate::register::Register;
use crate::rulebook::DEFAULT_DECIDE_DAYS;

/// What was said about an entry up to a day, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DisputeSummary<'l> {
    /// The objection that counts.
    pub objection: Option<&'l Entry>,
    /// The decision that settled it.
    pub decision: Option<&'l Entry>,
    /// What took the entry back.
    pub reversal: Option<&'l Entry>,
    /// What was said without effect.
    pub idle: Vec<(&'l Entry, NoEffect)>,
    /// The first day it was contested.
    pub contested: Option<Day>,
    /// Where it was contested: the last day on which a decision is in time, and the first
    /// on which the entry is out if there is none.
    pub decide_by: Option<Day>,
    /// The first day on which it was contested no more.
    pub settled: Option<Day>,
    /// The day from which it is out, for good.
    pub out: Option<Day>,
    /// Whether it waits for a decision on the day.
    pub waits: bool,
}

impl DisputeSummary<'_> {
    /// Whether it is out because nobody decided.
    #[must_use]
    pub fn by_silence(&self) -> bool {
        self.out.is_some() && self.decision.is_none() && self.reversal.is_none()
    }
}

impl<'l> Register<'l> {
    /// What was said about an entry up to a day, by the entry's id.
    #[must_use]
    pub fn dispute_summary(&self, id: &str, on: Day) -> DisputeSummary<'l> {
        let position = self.replies.target(id);
        let found = position.and_then(|position| {
            Some((self.entry(position)?, self.replies.about(position)?))
        });
        let Some((entry, references)) = found else { return DisputeSummary::default() };
        let references = references.iter().filter(|it| it.date <= on).copied().collect();
        let book = self.book(entry.date);
        let decide_days = book.map_or(DEFAULT_DECIDE_DAYS, |book| book.decide_days);
        let mut summary = DisputeSummary::default();
        let timeline = DisputeTimeline::trace(
            entry.date,
            decide_days,
            references,
            &mut |it, idle| {
                let Some(said) = self.entry(it.position) else { return };
                match (idle, it.act) {
                    (Some(why), _) => summary.idle.push((said, why)),
                    (None, Act::Objection) => summary.objection = Some(said),
                    (None, Act::Decision) => summary.decision = Some(said),
                    (None, Act::Reversal) => summary.reversal = Some(said),
                }
            },
        );
        summary.contested = timeline.contested();
        summary.decide_by =
            summary.contested.map(|it| it.max(entry.date).plus_days(decide_days));
        summary.out = timeline.out().filter(|day| *day <= on);
        let decided = summary.decision.map(|it| it.date);
        summary.settled = summary.contested.and(decided.or(summary.out));
        summary.waits = timeline.state(on) == State::Contested;
        summary
    }
}
