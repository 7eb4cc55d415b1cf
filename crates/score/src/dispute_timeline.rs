//! Applies objections, decisions and reversals to an entry over time.

use crate::day::Day;
use crate::ledger::Outcome;
use crate::sort::stable_sort_by;

/// The kinds of reference to another entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    Objection,
    Decision,
    Reversal,
}

/// A reference to an entry: its date, kind, outcome and position in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reference {
    pub(crate) date: Day,
    pub(crate) act: Act,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) position: usize,
}

/// The state of an entry on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Standing,
    Contested,
    Out,
}

/// Why a reply has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoEffect {
    /// A decision before any objection.
    BeforeObjection,
    /// A second reply of the same kind.
    Duplicate,
    /// The entry was void already.
    AlreadyVoid,
}

/// The timeline of disputes about an entry.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DisputeTimeline {
    contested: Option<Day>,
    settled: Option<(Day, Outcome)>,
    out: Option<Day>,
}

impl DisputeTimeline {
    /// Applies `references` to an entry dated `date`, in the order of the rules. Calls
    /// `idle` for each reference without effect.
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

    /// Like [`DisputeTimeline::follow`], but calls `on_reference` for every reference,
    /// with the reason if it has no effect.
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
        let mut has_objection = false;
        for reference in references {
            timeline.expire(deadline.filter(|deadline| reference.date > *deadline));
            has_objection |= reference.act == Act::Objection;
            let without_effect = match reference.act {
                Act::Decision if !has_objection => Some(NoEffect::BeforeObjection),
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

    /// An objection without a decision in time is granted.
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

    /// The outcome of a decision up to a day.
    pub(crate) fn changed(&self, on: Day) -> Option<Outcome> {
        self.settled.filter(|(day, _)| *day <= on).map(|(_, outcome)| outcome)
    }

    /// The day from which the entry is permanently void.
    pub(crate) fn out(&self) -> Option<Day> {
        self.out
    }

    /// The first day on which the entry was contested.
    pub(crate) fn contested(&self) -> Option<Day> {
        self.contested
    }

    /// The days on which the state or the value may change.
    pub(crate) fn turns(self) -> impl Iterator<Item = Day> {
        [self.contested, self.settled.map(|(day, _)| day), self.out].into_iter().flatten()
    }
}
