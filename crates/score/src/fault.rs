//! The findings of `check`: places and faults.

use std::fmt;

use crate::day::Day;
use crate::ledger::KindWord;
use crate::points::Points;

/// The result of `check`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Errors, which must be corrected before a publication, in the order of the file.
    pub errors: Vec<Finding>,
    /// Warnings about probable mistakes, in the order of the file.
    pub warnings: Vec<Finding>,
}

/// A fault and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The place.
    pub place: Place,
    /// The fault.
    pub fault: Fault,
}

/// A place in a ledger.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// `hall`, `rulebooks`, `residents` or `entries`.
    pub list: &'static str,
    /// The index in the list, from 0.
    pub position: usize,
    /// Its id, or its first day for a rulebook.
    pub id: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}] `{}`", self.list, self.position, self.id)
    }
}

/// A fault in a ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A hall's id contains characters other than letters, digits and a few signs.
    #[error("`{0}` cannot be a hall's id")]
    HallId(String),
    /// The time zone is unknown. Not reported by `check`, which has no list of time
    /// zones.
    #[error("unknown time zone `{zone}`, perhaps `{near}`")]
    UnknownTimeZone {
        /// The name.
        zone: String,
        /// A similar name that may be meant.
        near: String,
    },
    /// No resident has this id.
    #[error("unknown resident `{0}`")]
    UnknownResident(String),
    /// No household has this id.
    #[error("unknown household `{0}`")]
    UnknownHousehold(String),
    /// No rulebook contains the category.
    #[error("unknown category `{0}`")]
    UnknownCategory(String),
    /// The rulebook of that day has no such deed.
    #[error("unknown deed `{deed}` on {on}")]
    UnknownDeed {
        /// The id of the rule.
        deed: String,
        /// The day of the deed.
        on: Day,
    },
    /// The rulebook of that day has no such reward.
    #[error("unknown reward `{reward}` on {on}")]
    UnknownReward {
        /// The id of the reward.
        reward: String,
        /// The day of the redemption.
        on: Day,
    },
    /// No entry has this id.
    #[error("unknown entry `{0}`")]
    UnknownEntry(String),
    /// A deed of a resident who did not take part on its day.
    #[error("a deed of `{resident}` without consent on {on}")]
    WithoutConsent {
        /// The id of the resident.
        resident: String,
        /// The day of the deed.
        on: Day,
    },
    /// A deduction reported by others without a notification of the subject.
    #[error("a deduction by others without `notified`")]
    NotNotified,
    /// A deduction whose subject was notified before it happened.
    #[error("notified on {notified}, before the deed of {date}")]
    NotifiedEarly {
        /// The day of the notification.
        notified: Day,
        /// The day of the deed.
        date: Day,
    },
    /// A redemption by a resident without a score on that day.
    #[error("a redemption of `{resident}` without a score on {on}")]
    WithoutScore {
        /// The id of the resident.
        resident: String,
        /// The day of the redemption.
        on: Day,
    },
    /// A reward that cost more than the balance.
    #[error("the balance of `{resident}` was {balance}, the reward costs {cost}")]
    Overdrawn {
        /// The id of the resident.
        resident: String,
        /// The balance before, in points.
        balance: Points,
        /// The cost of the reward, in points.
        cost: Points,
    },
    /// A reference to a kind of entry on which it has no effect.
    #[error("{act} does not bear on a {kind} (`{entry}`)", act = a(*.act), kind = .kind.as_str())]
    WrongTarget {
        /// The kind of the reference.
        act: KindWord,
        /// The kind of the other entry.
        kind: KindWord,
        /// The id of the other entry.
        entry: String,
    },
    /// A reference dated before the entry it refers to.
    #[error("dated {date}, before its entry `{entry}` of {entry_date}")]
    BeforeEntry {
        /// The date of the reference.
        date: Day,
        /// The id of the other entry.
        entry: String,
        /// The date of the other entry.
        entry_date: Day,
    },
    /// A decision before any objection: a decision requires that the subject has objected
    /// first.
    #[error("a decision before any objection to `{entry}`")]
    BeforeObjection {
        /// The id of the disputed entry.
        entry: String,
    },
    /// A decision by the person who recorded the disputed entry.
    #[error("a decision of `{by}`, who recorded `{entry}`")]
    OwnDecision {
        /// The name of that person.
        by: String,
        /// The id of the disputed entry.
        entry: String,
    },
    /// A second reply of the same kind, which has no effect.
    #[error("a second {act} on `{entry}` has no effect", act = .act.as_str())]
    Duplicate {
        /// The kind of reply.
        act: KindWord,
        /// The id of the other entry.
        entry: String,
    },
    /// A reply to an entry that was void already; it has no effect.
    #[error("{act} on `{entry}` too late to have an effect", act = a(*.act))]
    TooLate {
        /// The kind of reply.
        act: KindWord,
        /// The id of the other entry.
        entry: String,
    },
    /// An entry dated long before one above it.
    #[error("dated {date}, {days} days before `{above}` that is above it")]
    OutOfOrder {
        /// The date of the entry.
        date: Day,
        /// The number of days between the two.
        days: i32,
        /// The id of the latest entry above it.
        above: String,
    },
}

fn a(kind: KindWord) -> String {
    let article = if kind == KindWord::Objection { "an" } else { "a" };
    format!("{article} {}", kind.as_str())
}
