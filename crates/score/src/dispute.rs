//! Objections, decisions and reversals about an entry, and their result.

use crate::day::Day;
use crate::dispute_timeline::{Act, DisputeTimeline, NoEffect, State};
use crate::ledger::Entry;
use crate::register::Register;
use crate::rulebook::DEFAULT_DECIDE_DAYS;

/// The objections, decisions and reversals about an entry up to a day, and their result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DisputeSummary<'l> {
    /// The objection that has effect.
    pub objection: Option<&'l Entry>,
    /// The decision on the objection.
    pub decision: Option<&'l Entry>,
    /// The reversal of the entry.
    pub reversal: Option<&'l Entry>,
    /// Replies without effect, with the reasons.
    pub idle: Vec<(&'l Entry, NoEffect)>,
    /// The first day on which the entry was contested.
    pub contested: Option<Day>,
    /// If it was contested: the last day for a decision, which is also the first day on
    /// which the entry is void without one.
    pub decide_by: Option<Day>,
    /// The first day on which the entry was not contested any more.
    pub settled: Option<Day>,
    /// The day from which the entry is permanently void.
    pub out: Option<Day>,
    /// Whether it waits for a decision on that day.
    pub waits: bool,
}

impl DisputeSummary<'_> {
    /// Whether it is void because the hall did not decide in time.
    #[must_use]
    pub fn by_silence(&self) -> bool {
        self.out.is_some() && self.decision.is_none() && self.reversal.is_none()
    }
}

impl<'l> Register<'l> {
    /// The dispute about an entry up to a day, by the entry's id.
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
                let Some(act) = self.entry(it.position) else { return };
                match (idle, it.act) {
                    (Some(why), _) => summary.idle.push((act, why)),
                    (None, Act::Objection) => summary.objection = Some(act),
                    (None, Act::Decision) => summary.decision = Some(act),
                    (None, Act::Reversal) => summary.reversal = Some(act),
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
