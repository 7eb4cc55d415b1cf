//! Statistics of letters by month, kind and state.

use std::collections::BTreeMap;

use hallboard_feed::letter::LetterKind;
use hallboard_feed::{Instant, LetterSums};
use hallboard_score::{Day, Month};
use serde::Serialize;

use super::{Inbox, State, Store};

/// The number of days after which an answer of the hall is late.
const ANSWER_DAYS: i32 = 14;

/// The letters of one kind received in one month, by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// Received in total.
    pub received: usize,
    /// Accepted.
    pub accepted: usize,
    /// Refused.
    pub refused: usize,
    /// Merged with another letter that says the same.
    pub merged: usize,
    /// Letters about which the hall asked for more information.
    pub asked_back: usize,
    /// Cleared while open, because a person whom they concern left.
    pub cleared: usize,
    /// Waiting for a decision.
    pub waiting: usize,
    /// Answered later than 14 days after receipt, or waiting for longer than that.
    pub answered_late: usize,
}

/// The sums by first day of the month and kind; `day` returns the day of an instant.
pub fn sums<S: Store>(
    inbox: &Inbox<S>,
    today: Day,
    day: impl Fn(Instant) -> Option<Day>,
) -> BTreeMap<(Day, LetterKind), Sum> {
    let mut sums: BTreeMap<(Day, LetterKind), Sum> = BTreeMap::new();
    for (_, record) in inbox.letters() {
        let Some(came) = day(record.received.came) else { continue };
        let month: Month = came.month();
        let sum = sums.entry((month.first_day(), record.received.kind)).or_default();
        sum.received += 1;
        sum.asked_back += usize::from(record.asked > 0);
        match record.state {
            State::Waiting | State::Asked { .. } => sum.waiting += 1,
            State::Accepted { .. } | State::Committed => sum.accepted += 1,
            State::Refused { .. } => sum.refused += 1,
            State::Merged { .. } => sum.merged += 1,
            State::Cleared => sum.cleared += 1,
        }
        let answered = record.settled.and_then(&day).unwrap_or(today);
        sum.answered_late += usize::from(came.days_until(answered) > ANSWER_DAYS);
    }
    sums
}

/// The letters received in the twelve months before the month of a day, by state at the
/// end of the last of these months. Decisions of the current month change nothing, so
/// that no published figure can be compared with an answer given today.
pub fn year<S: Store>(
    inbox: &Inbox<S>,
    today: Day,
    day: impl Fn(Instant) -> Option<Day>,
) -> LetterSums {
    let to = today.month().plus(-1);
    let (first, last) = (to.plus(-11).first_day(), to.last_day());
    let mut year =
        LetterSums { to, received: 0, accepted: 0, refused: 0, waiting: 0, late: 0 };
    for (_, record) in inbox.letters() {
        let came = day(record.received.came).filter(|it| *it >= first && *it <= last);
        let Some(came) = came else { continue };
        year.received += 1;
        let settled = record.settled.and_then(&day).filter(|it| *it <= last);
        match (&record.state, settled) {
            (_, None) => year.waiting += 1,
            (State::Accepted { .. } | State::Committed, _) => year.accepted += 1,
            (State::Refused { .. }, _) => year.refused += 1,
            _ => {}
        }
        let answered = settled.unwrap_or(last);
        year.late += u32::from(came.days_until(answered) > ANSWER_DAYS);
    }
    year
}
