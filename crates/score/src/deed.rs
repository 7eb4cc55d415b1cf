//! A deed, and what it comes to on a day.

use crate::day::Day;
use crate::dispute_timeline::{DisputeTimeline, State};
use crate::ledger::{Entry, EntryKind, Outcome, Source};
use crate::points::Points;
use crate::record::NotCounted;
use crate::rulebook::{DeedRule, Rulebook};

/// A deed of the resident, by the rule in force on its own date.
pub(crate) struct Deed<'r> {
    pub(crate) entry: &'r Entry,
    pub(crate) deed: &'r str,
    pub(crate) rule: Option<&'r DeedRule>,
    pub(crate) consented: bool,
    pub(crate) start: Option<Day>,
    pub(crate) until: Option<Day>,
    pub(crate) timeline: DisputeTimeline,
}

/// What a deed comes to on a day.
pub(crate) struct Verdict {
    pub(crate) why: Option<NotCounted>,
    /// Started, standing and within its cap, lapsed or not.
    pub(crate) earned: bool,
}

/// The day a deed starts under its rule; never, if its subject was not told.
pub(crate) fn start(entry: &Entry, book: &Rulebook, rule: &DeedRule) -> Option<Day> {
    let EntryKind::Deed { source, notified, .. } = &entry.kind else { return None };
    if rule.points >= Points::ZERO || *source == Source::SelfReport {
        return Some(entry.date);
    }
    notified.map(|day| day.max(entry.date).plus_days(book.reply_days))
}

impl Deed<'_> {
    /// Its points on a day: after a decision's change, held between 0 and the rule's.
    pub(crate) fn points(&self, on: Day) -> Points {
        let full = self.rule.map_or(Points::ZERO, |rule| rule.points);
        match self.timeline.changed(on) {
            Some(Outcome::ChangedPoints(points)) => {
                points.held(full.min(Points::ZERO), full.max(Points::ZERO))
            }
            _ => full,
        }
    }

    pub(crate) fn ignored(&self) -> bool {
        !self.consented || self.rule.is_none()
    }

    fn started(&self, on: Day) -> bool {
        self.start.is_some_and(|start| start <= on)
    }

    /// Whether it uses up one of the places of a cap on a day.
    pub(crate) fn takes_a_place(&self, on: Day) -> bool {
        !self.ignored()
            && self.entry.date <= on
            && self.started(on)
            && self.timeline.state(on) == State::Standing
            && self.points(on) != Points::ZERO
    }

    /// `before`: the dates of the same deed's entries that take a place, in order.
    pub(crate) fn verdict(&self, on: Day, before: &[Day]) -> Verdict {
        let state = self.timeline.state(on);
        let barred = if self.ignored() {
            Some(NotCounted::Ignored)
        } else if !self.started(on) {
            Some(NotCounted::NotStarted)
        } else if state == State::Out {
            Some(NotCounted::Out)
        } else if state == State::Contested {
            Some(NotCounted::Contested)
        } else {
            None
        };
        if barred.is_some() {
            return Verdict { why: barred, earned: false };
        }
        let within = self.within_cap(before);
        let lapsed = self.until.is_some_and(|until| until <= on);
        let why = match (lapsed, within) {
            (true, _) => Some(NotCounted::Lapsed),
            (false, false) => Some(NotCounted::OverCap),
            (false, true) => None,
        };
        Verdict { why, earned: within }
    }

    fn within_cap(&self, before: &[Day]) -> bool {
        let Some(cap) = self.rule.and_then(|rule| rule.cap) else { return true };
        let limit = usize::try_from(cap.count).unwrap_or(usize::MAX);
        // None if that many come before at all, whenever; most often there are few.
        let Some(first) = before.len().checked_sub(limit) else { return true };
        let period = cap.per.number(self.entry.date);
        // In order of date, the last `limit` are all of the period if the first is.
        before.get(first).is_none_or(|date| cap.per.number(*date) != period)
    }
}
