//! Where a resident stands, and what comes next if nothing happens.

use hallboard_score::{Day, Id, Points, ResidentFile, Why};

/// Where a resident stands today and in three months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now {
    /// Today.
    pub today: Day,
    /// The score; `None` for who does not take part.
    pub score: Option<Points>,
    /// The id of the band it lies in, in the rulebook of today.
    pub band: Option<String>,
    /// What rewards can be had for.
    pub balance: Option<Points>,
    /// The same day three calendar months on, or the last of that month.
    pub then: Day,
    /// The score of that day if nothing happens.
    pub score_then: Option<Points>,
    /// The id of its band, in the rulebook of that day.
    pub band_then: Option<String>,
    /// The balance of that day.
    pub balance_then: Option<Points>,
    /// Every later day up to then on which something turns, in order; none if nothing
    /// does. The scores of some may be as before: see [`Step::changes_score`].
    pub steps: Vec<Step>,
}

/// A day on which something turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub date: Day,
    /// The score of the day before.
    pub before: Option<Points>,
    /// The score from the day on.
    pub score: Option<Points>,
    /// What turns. The differences of its points and `rest` add up to that of the score.
    pub reasons: Vec<Reason>,
    /// What the reasons do not tell: limits of categories, the ends of the scale, a new
    /// starting score. Zero where there was or is no score.
    pub rest: Points,
}

/// What turns on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A deed begins to count, ceases to, or counts differently.
    Deed {
        /// The entry.
        entry: Id,
        /// The rule's id.
        deed: Id,
        /// What it gave before: zero where it did not count.
        before: Points,
        /// What it gives now: zero where it does not count.
        after: Points,
        /// Why it did not count before; `None` if it did, or was not there yet.
        was: Option<Why>,
        /// Why it does not count now; `None` if it does.
        why: Option<Why>,
    },
    /// The stars in a category are others, or worth another number of points.
    Stars {
        /// The category's id.
        category: Id,
        /// The entry, stars and points before.
        before: Option<(Id, u8, Points)>,
        /// The entry, stars and points now.
        after: Option<(Id, u8, Points)>,
    },
    /// Nobody has decided: the contested entry is out for good. It did not count before,
    /// so that the score stays.
    Silence {
        /// The entry.
        entry: Id,
    },
    /// A new rulebook comes into force.
    Rulebook {
        /// Its first day.
        from: Day,
    },
    /// A consent begins or ends taking part.
    Consent,
    /// The household lived in is another.
    Move {
        /// The new one.
        household: Option<Id>,
    },
}

impl Step {
    /// Whether the score of the day is another than the day before.
    #[must_use]
    pub fn changes_score(&self) -> bool {
        self.before != self.score
    }
}

/// Where a resident stands on a day, and what comes next if nothing happens.
#[must_use]
pub fn now(file: &ResidentFile<'_>, today: Day) -> Now {
    todo!()
}
