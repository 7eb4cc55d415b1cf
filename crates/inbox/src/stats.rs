//! How many letters came, and what became of them.

use std::collections::BTreeMap;

use hallboard_feed::letter::LetterKind;
use hallboard_feed::{Instant, LetterSums};
use hallboard_score::{Day, Month};
use serde::Serialize;

use super::{Inbox, State, Store};

/// After how many days an answer of the hall's is late.
const ANSWER_DAYS: i32 = 14;

/// What became of the letters of one kind that came in one month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// How many came.
    pub received: usize,
    /// How many were accepted.
    pub accepted: usize,
    /// How many were refused.
    pub refused: usize,
    /// How many said what another says, and were settled with it.
    pub merged: usize,
    /// About how many the hall asked back.
    pub asked_back: usize,
    /// How many were cleared away undecided, since they were of somebody who left.
    pub cleared: usize,
    /// How many still wait.
    pub waiting: usize,
    /// How many the hall answered later than two weeks after they came, or has let wait
    /// as long.
    pub answered_late: usize,
}

/// The sums by month, as its first day, and kind; `day` gives the day of an instant.
pub fn sums<S: Store>(
    inbox: &Inbox<S>,
    today: Day,
    day: impl Fn(Instant) -> Option<Day>,
) -> BTreeMap<(Day, LetterKind), Sum> {
    let mut sums: BTreeMap<(Day, LetterKind), Sum> = BTreeMap::new();
    for (_, held) in inbox.letters() {
        let Some(came) = day(held.received.came) else { continue };
        let month: Month = came.month();
        let sum = sums.entry((month.first_day(), held.received.kind)).or_default();
        sum.received += 1;
        sum.asked_back += usize::from(held.asked > 0);
        match held.state {
            State::Waiting | State::Asked { .. } => sum.waiting += 1,
            State::Accepted { .. } | State::Committed => sum.accepted += 1,
            State::Refused { .. } => sum.refused += 1,
            State::Merged { .. } => sum.merged += 1,
            State::Cleared => sum.cleared += 1,
        }
        let answered = held.settled.and_then(&day).unwrap_or(today);
        sum.answered_late += usize::from(came.days_until(answered) > ANSWER_DAYS);
    }
    sums
}

/// What became of the letters that came in the twelve months before that of a day, as
/// they stood at the end of the last. What is decided today changes nothing of it, so that
/// no figure can be held against what somebody was told today.
pub fn year<S: Store>(
    inbox: &Inbox<S>,
    today: Day,
    day: impl Fn(Instant) -> Option<Day>,
) -> LetterSums {
    let to = today.month().plus(-1);
    let (first, last) = (to.plus(-11).first_day(), to.last_day());
    let mut year =
        LetterSums { to, received: 0, accepted: 0, refused: 0, waiting: 0, late: 0 };
    for (_, held) in inbox.letters() {
        let came = day(held.received.came).filter(|it| *it >= first && *it <= last);
        let Some(came) = came else { continue };
        year.received += 1;
        let settled = held.settled.and_then(&day).filter(|it| *it <= last);
        match (&held.state, settled) {
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
