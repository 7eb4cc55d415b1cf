//! Every rulebook, and what changed from one to the next.

use hallboard_score::{Cap, Day, Id, Lasts, Names, Points, Rulebook};

/// A rulebook and what is other than in the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookChange {
    /// Its first day.
    pub from: Day,
    /// The last day it was in force; `None` for the latest.
    pub until: Option<Day>,
    /// The place in the list given to [`rules`].
    pub place: usize,
    /// The changes; none for the first, which all is new in.
    pub changes: Vec<RulesChange>,
}

/// A thing with an id in a rulebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// What a deed is worth.
    Deed,
    /// A star category.
    Category,
    /// A band of the score.
    Band,
    /// A reward.
    Reward,
}

/// One change between two rulebooks, old before new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RulesChange {
    /// The lowest score.
    Min(Points, Points),
    /// The highest score.
    Max(Points, Points),
    /// The starting score.
    Base(Points, Points),
    /// Days to reply.
    ReplyDays(u32, u32),
    /// Days to decide.
    DecideDays(u32, u32),
    /// Something new. What it is worth, the rulebook tells.
    Added {
        /// What kind of thing.
        part: Part,
        /// Its id.
        id: Id,
        /// Its names.
        names: Names,
    },
    /// Something that is no more.
    Removed {
        /// What kind of thing.
        part: Part,
        /// Its id.
        id: Id,
        /// Its names.
        names: Names,
    },
    /// Called otherwise.
    Renamed {
        /// What kind of thing.
        part: Part,
        /// Its id.
        id: Id,
        /// Its names before.
        before: Names,
        /// Its names now.
        after: Names,
    },
    /// The points of a deed, the least score of a band, or the cost of a reward.
    Points {
        /// What kind of thing.
        part: Part,
        /// Its id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: Points,
        /// Now.
        after: Points,
    },
    /// How long a deed counts.
    Lasts {
        /// The deed's id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: Lasts,
        /// Now.
        after: Lasts,
    },
    /// How often a deed counts.
    Cap {
        /// The deed's id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: Option<Cap>,
        /// Now.
        after: Option<Cap>,
    },
    /// The category of a deed.
    Category {
        /// The deed's id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: Option<Id>,
        /// Now.
        after: Option<Id>,
    },
    /// The points of a category's stars, from one to five.
    StarPoints {
        /// The category's id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: [Points; 5],
        /// Now.
        after: [Points; 5],
    },
    /// The least and the most that deeds of a category can add up to.
    Limits {
        /// The category's id.
        id: Id,
        /// Its names now.
        names: Names,
        /// Before.
        before: (Option<Points>, Option<Points>),
        /// Now.
        after: (Option<Points>, Option<Points>),
    },
}

/// Every rulebook, the latest first, with what changed.
#[must_use]
pub fn rules(rulebooks: &[Rulebook]) -> Vec<BookChange> {
    todo!()
}
