//! Replies: what objections, decisions and reversals make of an entry over time.

use crate::day::Day;
use crate::ledger::Outcome;
use crate::sort::stable_sort_by;

/// Something that bears on an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    Objection,
    Decision,
    Reversal,
}

/// A reference to an entry: when, what, and where in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reference {
    pub(crate) date: Day,
    pub(crate) act: Act,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) position: usize,
}

/// How an entry stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Standing,
    Contested,
    Out,
}

/// Why a reply has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoEffect {
    /// A decision that came before any objection.
    BeforeObjection,
    /// Another of the kind came before.
    Duplicate,
    /// The entry was out already.
    AlreadyVoid,
}

/// The whole timeline of an entry.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DisputeTimeline {
    contested: Option<Day>,
    settled: Option<(Day, Outcome)>,
    out: Option<Day>,
}

impl DisputeTimeline {
    /// Applies `references` to an entry of that date, in the order the rules say;
    /// reports those without effect.
    pub(crate) fn follow(
        date: Day,
        decide_days: u32,
        references: Vec<Reference>,
        mut idle: impl FnMut(Reference, NoEffect),
    ) -> DisputeTimeline {
        DisputeTimeline::trace(date, decide_days, references, &mut |reference, effect| {
            if let Some(why) = effect {
                idle(reference, why);
            }
        })
    }

    /// As [`DisputeTimeline::follow`], reporting every reference: what keeps it from having an
    /// effect, or `None`.
    pub(crate) fn trace(
        date: Day,
        decide_days: u32,
        mut references: Vec<Reference>,
        on_reference: &mut dyn FnMut(Reference, Option<NoEffect>),
    ) -> DisputeTimeline {
        stable_sort_by(&mut references, &|a, b| {
            (a.date, a.act, a.position).cmp(&(b.date, b.act, b.position))
        });
        let mut timeline = DisputeTimeline::default();
        let mut deadline = None;
        let mut heard = false;
        for reference in references {
            timeline.expire(deadline.filter(|deadline| reference.date > *deadline));
            heard |= reference.act == Act::Objection;
            let without_effect = match reference.act {
                Act::Decision if !heard => Some(NoEffect::BeforeObjection),
                _ if timeline.out.is_some() => Some(NoEffect::AlreadyVoid),
                Act::Objection if timeline.contested.is_some() => {
                    Some(NoEffect::Duplicate)
                }
                Act::Objection => {
                    timeline.contested = Some(reference.date);
                    deadline = Some(reference.date.max(date).plus_days(decide_days));
                    None
                }
                Act::Decision if timeline.settled.is_some() => Some(NoEffect::Duplicate),
                Act::Decision => {
                    let outcome = reference.outcome.unwrap_or(Outcome::Upheld);
                    timeline.settled = Some((reference.date, outcome));
                    if outcome == Outcome::Overturned {
                        timeline.out = Some(reference.date);
                    }
                    None
                }
                Act::Reversal => {
                    timeline.out = Some(reference.date);
                    None
                }
            };
            on_reference(reference, without_effect);
        }
        timeline.expire(deadline);
        timeline
    }

    /// Silence grants the objection.
    fn expire(&mut self, deadline: Option<Day>) {
        if self.settled.is_none() && self.out.is_none() {
            self.out = deadline;
        }
    }

    pub(crate) fn state(&self, on: Day) -> State {
        let by = |day: Option<Day>| day.is_some_and(|day| day <= on);
        if by(self.out) {
            State::Out
        } else if by(self.contested) && !by(self.settled.map(|(day, _)| day)) {
            State::Contested
        } else {
            State::Standing
        }
    }

    /// What a decision up to that day changed the entry to.
    pub(crate) fn changed(&self, on: Day) -> Option<Outcome> {
        self.settled.filter(|(day, _)| *day <= on).map(|(_, outcome)| outcome)
    }

    /// The day from which it is out, for good.
    pub(crate) fn out(&self) -> Option<Day> {
        self.out
    }

    /// The first day it was contested.
    pub(crate) fn contested(&self) -> Option<Day> {
        self.contested
    }

    /// Every day on which the state or value may change.
    pub(crate) fn turns(self) -> impl Iterator<Item = Day> {
        [self.contested, self.settled.map(|(day, _)| day), self.out].into_iter().flatten()
    }
}
