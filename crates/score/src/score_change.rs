//! What the score does on a day, and what turned it.

use crate::day::Day;
use crate::ledger::Entry;
use crate::points::Points;
use crate::record::{NotCounted, RatedStars};
use crate::rulebook::Rulebook;

/// A day on which anything turns that a score is made of, whether the score does or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreStep<'r> {
    /// The day.
    pub date: Day,
    /// The score from that day on; `None` without one.
    pub score: Option<Points>,
    /// What turned since the day before.
    pub turned: Vec<ScoreChange<'r>>,
}

/// Something a score is made of, before and after a day on which it turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScoreChange<'r> {
    /// A deed counts now, or no longer, or differently.
    Deed {
        /// The entry.
        entry: &'r Entry,
        /// The rule's id.
        deed: &'r str,
        /// Its points before; zero where it did not count.
        before: Points,
        /// Its points now; zero where it does not count.
        after: Points,
        /// Why it did not count; `None` also before its date.
        was: Option<NotCounted>,
        /// Why it does not count.
        why: Option<NotCounted>,
    },
    /// Other stars of the household, or worth other points. While there is no score
    /// there are none.
    Stars {
        /// The category's id.
        category: &'r str,
        /// What there was.
        before: Option<RatedStars<'r>>,
        /// What there is.
        after: Option<RatedStars<'r>>,
    },
    /// A rulebook comes into force.
    Rulebook(&'r Rulebook),
    /// The resident begins to take part, or ceases to.
    Consent,
    /// The resident lives in another household, or in one for the first time.
    Move(Option<&'r str>),
}
