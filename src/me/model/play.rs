//! What if: a score on a copy of the ledger that nobody ever writes.

use hallboard_score::{Day, Id, Points, ResidentFile};

/// What is only supposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Play {
    /// Deeds done today, by the rule's id: how many of each.
    pub deeds: Vec<(Id, u32)>,
    /// Entries left out.
    pub without: Vec<Id>,
}

/// Where it would lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// The score as it is; `None` without one.
    pub score: Option<Points>,
    /// The balance as it is.
    pub balance: Option<Points>,
    /// The score as it would be.
    pub score_then: Option<Points>,
    /// The band as it would be, by its id.
    pub band_then: Option<String>,
    /// The balance as it would be.
    pub balance_then: Option<Points>,
    /// How much the score would differ; `None` unless there are two scores.
    pub difference: Option<Points>,
}

impl Play {
    /// The most of one deed that can be supposed.
    pub const MOST: u32 = 100;

    /// Whether nothing is supposed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.without.is_empty() && self.deeds.iter().all(|(_, times)| *times == 0)
    }

    /// How many of a deed are supposed.
    #[must_use]
    pub fn times(&self, deed: &str) -> u32 {
        todo!()
    }

    /// Supposes so many of a deed, at most [`Play::MOST`].
    pub fn set(&mut self, deed: &str, times: u32) {
        todo!()
    }

    /// Leaves an entry out, or takes it in again.
    pub fn toggle(&mut self, entry: &str) {
        todo!()
    }
}

/// Plays: the deeds are dated today and reported by the resident, so that they start at
/// once.
#[must_use]
pub fn play(file: &ResidentFile<'_>, today: Day, play: &Play) -> Played {
    todo!()
}
