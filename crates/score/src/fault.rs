//! What `check` says: where, and what makes no sense there.

use std::fmt;

use crate::day::Day;
use crate::ledger::KindWord;
use crate::points::Points;

/// What `check` found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// What must be corrected before a publication, in the order of the file.
    pub errors: Vec<Finding>,
    /// What is probably not meant, in the order of the file.
    pub warnings: Vec<Finding>,
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it is.
    pub place: Place,
    /// What it is.
    pub fault: Fault,
}

/// A place in a ledger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// `hall`, `rulebooks`, `residents` or `entries`.
    pub list: &'static str,
    /// Which one of the list, from 0.
    pub position: usize,
    /// Its id, or its first day for a rulebook.
    pub id: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}] `{}`", self.list, self.position, self.id)
    }
}

/// What makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A hall's id that is not of letters, digits and a few signs.
    #[error("`{0}` cannot be a hall's id")]
    HallId(String),
    /// No time zone has that name. Only who knows all time zones can tell: `check` does not.
    #[error("unknown time zone `{zone}`, perhaps `{near}`")]
    UnknownTimeZone {
        /// The name.
        zone: String,
        /// The name of one that may be meant.
        near: String,
    },
    /// No resident has that id.
    #[error("unknown resident `{0}`")]
    UnknownResident(String),
    /// No household has that id.
    #[error("unknown household `{0}`")]
    UnknownHousehold(String),
    /// No rulebook knows the category.
    #[error("unknown category `{0}`")]
    UnknownCategory(String),
    /// The rulebook of that day has no such deed.
    #[error("unknown deed `{deed}` on {on}")]
    UnknownDeed {
        /// The rule's id.
        deed: String,
        /// The day of the deed.
        on: Day,
    },
    /// The rulebook of that day has no such reward.
    #[error("unknown reward `{reward}` on {on}")]
    UnknownReward {
        /// The reward's id.
        reward: String,
        /// The day of the redemption.
        on: Day,
    },
    /// No entry has that id.
    #[error("unknown entry `{0}`")]
    UnknownEntry(String),
    /// A deed of somebody who did not take part on its day.
    #[error("a deed of `{resident}` without consent on {on}")]
    WithoutConsent {
        /// The resident's id.
        resident: String,
        /// The day of the deed.
        on: Day,
    },
    /// A deduction reported by others whose subject was not told.
    #[error("a deduction by others without `notified`")]
    NotNotified,
    /// A deduction whose subject was told before it happened.
    #[error("notified on {notified}, before the deed of {date}")]
    NotifiedEarly {
        /// The day the subject was told.
        notified: Day,
        /// The day of the deed.
        date: Day,
    },
    /// A reward for somebody who had no score on that day.
    #[error("a redemption of `{resident}` without a score on {on}")]
    WithoutScore {
        /// The resident's id.
        resident: String,
        /// The day of the redemption.
        on: Day,
    },
    /// A reward that cost more than there was.
    #[error("the balance of `{resident}` was {balance}, the reward costs {cost}")]
    Overdrawn {
        /// The resident's id.
        resident: String,
        /// The balance before, in points.
        balance: Points,
        /// The cost, in points.
        cost: Points,
    },
    /// A reference to a kind of entry it does not bear on.
    #[error("{act} does not bear on a {kind} (`{entry}`)", act = a(*.act), kind = .kind.as_str())]
    WrongTarget {
        /// What refers.
        act: KindWord,
        /// The kind referred to.
        kind: KindWord,
        /// The id referred to.
        entry: String,
    },
    /// A reference dated before the entry it refers to.
    #[error("dated {date}, before its entry `{entry}` of {entry_date}")]
    BeforeEntry {
        /// The day of the reference.
        date: Day,
        /// The id referred to.
        entry: String,
        /// Its day.
        entry_date: Day,
    },
    /// A decision before any objection: nobody can decide before the answer was heard.
    #[error("a decision before any objection to `{entry}`")]
    BeforeObjection {
        /// The id decided on.
        entry: String,
    },
    /// A decision by whoever recorded what it decides.
    #[error("a decision of `{by}`, who recorded `{entry}`")]
    OwnDecision {
        /// Who.
        by: String,
        /// The id decided on.
        entry: String,
    },
    /// A reply that another of its kind came before; it has no effect.
    #[error("a second {act} on `{entry}` has no effect", act = .act.as_str())]
    Duplicate {
        /// What refers.
        act: KindWord,
        /// The id referred to.
        entry: String,
    },
    /// A reply to an entry that was out already; it has no effect.
    #[error("{act} on `{entry}` too late to have an effect", act = a(*.act))]
    TooLate {
        /// What refers.
        act: KindWord,
        /// The id referred to.
        entry: String,
    },
    /// An entry dated long before one that stands above it.
    #[error("dated {date}, {days} days before `{above}` that stands above it")]
    OutOfOrder {
        /// The day of the entry.
        date: Day,
        /// How many days before.
        days: i32,
        /// The id of the latest entry above it.
        above: String,
    },
}

fn a(kind: KindWord) -> String {
    let article = if kind == KindWord::Objection { "an" } else { "a" };
    format!("{article} {}", kind.as_str())
}
