//! Score changes by day, with their causes.

use crate::day::Day;
use crate::ledger::Entry;
use crate::points::Points;
use crate::record::{NotCounted, RatedStars};
use crate::rulebook::Rulebook;

/// A day on which anything that affects the score changes, even if the score stays the
/// same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreStep<'r> {
    /// The day.
    pub date: Day,
    /// The score from that day on; `None` without one.
    pub score: Option<Points>,
    /// The changes since the day before.
    pub causes: Vec<ScoreChange<'r>>,
}

/// A change of something that affects the score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScoreChange<'r> {
    /// A deed starts or stops counting, or its points change.
    Deed {
        /// The entry.
        entry: &'r Entry,
        /// The id of the rule.
        deed: &'r str,
        /// Its points before; zero if it did not count.
        before: Points,
        /// Its points now; zero if it does not count.
        after: Points,
        /// Why it did not count before; `None` also before its date.
        was: Option<NotCounted>,
        /// Why it does not count now.
        why: Option<NotCounted>,
    },
    /// The stars of the household or their points change. Without a score there are no
    /// stars.
    Stars {
        /// The id of the category.
        category: &'r str,
        /// The stars before.
        before: Option<RatedStars<'r>>,
        /// The stars now.
        after: Option<RatedStars<'r>>,
    },
    /// A rulebook comes into force.
    Rulebook(&'r Rulebook),
    /// The resident starts or stops taking part.
    Consent,
    /// The resident lives in another household, or in a first one.
    Move(Option<&'r str>),
}
