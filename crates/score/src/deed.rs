//! A deed and its effect on a day.

use crate::day::Day;
use crate::dispute_timeline::{DisputeTimeline, State};
use crate::ledger::{Entry, EntryKind, Outcome, Source};
use crate::points::Points;
use crate::record::NotCounted;
use crate::rulebook::{DeedRule, Rulebook};

/// A deed of a resident, by the rule in force on the date of the deed.
pub(crate) struct Deed<'r> {
    pub(crate) entry: &'r Entry,
    pub(crate) deed: &'r str,
    pub(crate) rule: Option<&'r DeedRule>,
    pub(crate) consented: bool,
    pub(crate) start: Option<Day>,
    pub(crate) until: Option<Day>,
    pub(crate) timeline: DisputeTimeline,
}

/// The effect of a deed on a day.
pub(crate) struct Verdict {
    pub(crate) why: Option<NotCounted>,
    /// Whether it started, is not void or contested, and is within its cap; it may have
    /// lapsed.
    pub(crate) earned: bool,
}

/// The day on which a deed starts under its rule; `None` if its subject was not notified.
pub(crate) fn start(entry: &Entry, book: &Rulebook, rule: &DeedRule) -> Option<Day> {
    let EntryKind::Deed { source, notified, .. } = &entry.kind else { return None };
    if rule.points >= Points::ZERO || *source == Source::SelfReport {
        return Some(entry.date);
    }
    notified.map(|day| day.max(entry.date).plus_days(book.reply_days))
}

impl Deed<'_> {
    /// The points on a day. After a changing decision, they are clamped between 0 and the
    /// rule's points.
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

    /// Whether the deed uses up a place of the cap on a day.
    pub(crate) fn takes_a_place(&self, on: Day) -> bool {
        !self.ignored()
            && self.entry.date <= on
            && self.started(on)
            && self.timeline.state(on) == State::Standing
            && self.points(on) != Points::ZERO
    }

    /// `before` are the dates of the earlier entries of the same deed that use up a
    /// place, in order.
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
        // Within the cap if fewer than `limit` deeds precede it at all, which is the
        // usual case.
        let Some(first) = before.len().checked_sub(limit) else { return true };
        let period = cap.per.number(self.entry.date);
        // The dates are sorted: the last `limit` are all in the period if the first of
        // them is.
        before.get(first).is_none_or(|date| cap.per.number(*date) != period)
    }
}
