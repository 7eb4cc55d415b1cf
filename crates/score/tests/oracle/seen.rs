//! A deed as seen on one day.

use hallboard_score::{Day, DeedRule, Entry, Lasts, Period, Points};

use super::output::Deed;

#[derive(Clone, Copy, PartialEq)]
pub(super) enum State {
    Standing,
    Contested,
    Out,
}

/// A deed entry as seen on the day in question.
pub(super) struct Seen<'l> {
    pub(super) entry: &'l Entry,
    pub(super) deed: &'l str,
    pub(super) rule: Option<&'l DeedRule>,
    pub(super) points: Points,
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    pub(super) ignored: bool,
    pub(super) started: bool,
    pub(super) lapsed: bool,
    pub(super) state: State,
    pub(super) within: bool,
}

impl Seen<'_> {
    pub(super) fn why(&self) -> Option<&'static str> {
        match self.state {
            _ if self.ignored => Some("ignored"),
            _ if !self.started => Some("not-started"),
            State::Out => Some("out"),
            State::Contested => Some("contested"),
            State::Standing if self.lapsed => Some("lapsed"),
            State::Standing if !self.within => Some("over-cap"),
            State::Standing => None,
        }
    }

    pub(super) fn deed(&self) -> Deed {
        Deed {
            entry: self.entry.id.to_string(),
            deed: self.deed.to_owned(),
            date: self.entry.date,
            category: self.rule.and_then(|it| it.category.clone()),
            points: self.rule.map(|_| self.points),
            counts: self.why().is_none(),
            from: self.from,
            until: self.until,
            why: self.why(),
        }
    }
}

/// Whether the number of earlier deeds in the period is below the cap.
pub(super) fn within(it: &Seen<'_>, before: &[Seen<'_>]) -> bool {
    let Some(cap) = it.rule.and_then(|rule| rule.cap) else { return true };
    let period = |day: Day| match cap.per {
        Period::Month => (day.year(), day.month().number()),
        Period::Quarter => (day.year(), (day.month().number() - 1) / 3),
        Period::Year => (day.year(), 0),
    };
    let mut places = 0;
    for other in before {
        let same =
            other.deed == it.deed && period(other.entry.date) == period(it.entry.date);
        let there = !other.ignored && other.started && other.state == State::Standing;
        if same && there && other.points != Points::ZERO {
            places += 1;
        }
    }
    places < cap.count
}

/// The first day on which it has lapsed, counting month ends one by one.
pub(super) fn expire(lasts: Lasts, from: Day) -> Option<Day> {
    let months = match lasts {
        Lasts::Forever => return None,
        Lasts::Months(months) => i32::from(months),
        Lasts::Years(years) => 12 * i32::from(years),
        Lasts::Year => 12 - i32::from(from.month().number()),
    };
    Some(from.month().plus(months).last_day().tomorrow())
}
