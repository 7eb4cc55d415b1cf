//! The score over all years, with what happened beside it.

use hallboard_score::{Day, Id, Points, ResidentFile};

use super::now::Reason;
use crate::chart::Reading;

/// The score over time and what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// From the first day with a score, or today without any.
    pub first: Day,
    /// The last day.
    pub today: Day,
    /// Each change of the score; the last one is of today.
    pub readings: Vec<Reading<Day>>,
    /// What happened from `first` to `today`, by day, then file.
    pub marks: Vec<Mark>,
    /// When anything of the resident's was contested, in order, apart from each other.
    pub contested: Vec<Span>,
    /// Every change of the score with what caused it, in order of time.
    pub rows: Vec<HistoryRow>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub day: Day,
    /// What it was.
    pub kind: MarkKind,
    /// Its entry; a rulebook has none.
    pub entry: Option<Id>,
    /// The entry it is about: of objections, decisions and reversals.
    pub about: Option<Id>,
}

/// What a [`Mark`] marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// A deed whose rule gives points, or none.
    Good,
    /// A deed whose rule takes points.
    Deduction,
    /// Stars of the household lived in.
    Rating,
    /// An objection to any of these.
    Objection,
    /// A decision on one.
    Decision,
    /// Something taken back.
    Reversal,
    /// A consent of the resident's, or of the household lived in.
    Consent,
    /// A move.
    Move,
    /// A reward.
    Redemption,
    /// A new rulebook.
    Rulebook,
}

/// Days from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: Day,
    /// The last day, which is today for what still is.
    pub to: Day,
}

/// A change of the score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// The day.
    pub day: Day,
    /// The score before; `None` without one.
    pub before: Option<Points>,
    /// The score from the day on; `None` without one.
    pub score: Option<Points>,
    /// What turned; nothing on the first day.
    pub reasons: Vec<Reason>,
    /// What happened on the day.
    pub marks: Vec<Mark>,
}

/// How far back a chart goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Range {
    /// Three calendar months.
    ThreeMonths,
    /// One year.
    Year,
    /// Three years.
    ThreeYears,
    /// To the first day.
    All,
}

impl Range {
    /// Every range, shortest first.
    pub const ALL: [Range; 4] =
        [Range::ThreeMonths, Range::Year, Range::ThreeYears, Range::All];
}

impl History {
    /// The first day of a range; never before [`History::first`].
    #[must_use]
    pub fn start(&self, range: Range) -> Day {
        todo!()
    }

    /// What of it lies in a range: the score in force on its first day comes first,
    /// and spans are cut to it.
    #[must_use]
    pub fn within(&self, range: Range) -> History {
        todo!()
    }

    /// The reading in force on a day; `None` before the first day.
    #[must_use]
    pub fn reading_on(&self, day: Day) -> Option<Reading<Day>> {
        todo!()
    }

    /// What happened on a day.
    #[must_use]
    pub fn marks_on(&self, day: Day) -> &[Mark] {
        todo!()
    }

    /// Whether anything was contested on a day.
    #[must_use]
    pub fn contested_on(&self, day: Day) -> bool {
        self.contested.iter().any(|span| span.from <= day && day <= span.to)
    }

    /// The nearest day after (or before) one on which the score changed or anything is
    /// marked: where the arrow keys go.
    #[must_use]
    pub fn next_stop(&self, day: Day, forward: bool) -> Option<Day> {
        todo!()
    }
}

/// The score from the first day up to today.
#[must_use]
pub fn history(file: &ResidentFile<'_>, today: Day) -> History {
    todo!()
}
