//! What may be against a letter, and what to know before accepting it.

use hallboard_score::{Day, KindWord, Points};

use super::Week;

/// Why a letter cannot be accepted as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The card behind it is nobody's: replaced, or of somebody who left.
    #[error("the card behind the letter is nobody's")]
    UnknownCard,
    /// More must stand behind a letter of its kind.
    #[error("more than a name must stand behind it")]
    Proof,
    /// Nobody of that name agreed to be named.
    #[error("nobody on the board is called `{name}`")]
    NotOnBoard {
        /// The name in the letter.
        name: String,
    },
    /// Several have that name.
    #[error("several are called `{name}`: {}", ids.join(", "))]
    Several {
        /// The name in the letter.
        name: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// It is not known whose deed it is; somebody must state it.
    #[error("it must be stated whose deed it is")]
    AmbiguousSubject,
    /// Who was stated cannot be meant.
    #[error("`{resident}` cannot be meant")]
    NotMeant {
        /// Who was stated.
        resident: String,
    },
    /// A letter about its own sender that must be about somebody else.
    #[error("it is about its own sender")]
    AboutSelf,
    /// One concern too many of its reporter in a week.
    #[error("one concern too many in the week of {}", week.0)]
    TooMany {
        /// The week.
        week: Week,
    },
    /// No such deed in the rulebook of that day.
    #[error("no deed `{deed}` on {on}")]
    UnknownDeed {
        /// The rule's id.
        deed: String,
        /// The day.
        on: Day,
    },
    /// A deed that takes points, told as something good.
    #[error("`{deed}` takes {points} points")]
    BadDeed {
        /// The rule's id.
        deed: String,
        /// Its points.
        points: Points,
    },
    /// A concern about a deed that takes no points.
    #[error("`{deed}` takes no points")]
    GoodDeed {
        /// The rule's id.
        deed: String,
    },
    /// A day that had not come when the letter did.
    #[error("{date} lies after {latest}")]
    Future {
        /// The day.
        date: Day,
        /// The latest it may be.
        latest: Day,
    },
    /// Who is meant had not agreed to be scored on that day.
    #[error("`{resident}` did not take part on {on}")]
    NotParticipating {
        /// Who.
        resident: String,
        /// The day.
        on: Day,
    },
    /// Nobody has stated when the subject was told.
    #[error("it must be stated when `{resident}` was told")]
    SubjectNotNotified {
        /// Who is to be told.
        resident: String,
    },
    /// The subject cannot have been told on that day.
    #[error("told on {notified}, which is not from {from} to {to}")]
    ToldWhen {
        /// The day stated.
        notified: Day,
        /// The first it can be: that of the deed, and that on which the letter came.
        from: Day,
        /// The last it can be: today.
        to: Day,
    },
    /// No such entry in the register.
    #[error("no entry `{0}`")]
    UnknownEntry(String),
    /// A reply to an entry about somebody else.
    #[error("the entry `{0}` is not about the sender")]
    NotYours(String),
    /// A reply for a household by somebody who is no adult of it.
    #[error("a guardian speaks for the sender")]
    Guardian,
    /// A reply to an entry that no reply bears on.
    #[error("no reply bears on a {}", .0.as_str())]
    NoReply(KindWord),
    /// The time to reply was over.
    #[error("replies were due by {until}")]
    Late {
        /// The last day.
        until: Day,
    },
    /// There was a reply already.
    #[error("there was a reply to `{0}` already")]
    Again(String),
    /// The entry was taken back already.
    #[error("`{0}` was taken back already")]
    TakenBack(String),
    /// No such reward on that day.
    #[error("no reward `{reward}` on {on}")]
    UnknownReward {
        /// Its id.
        reward: String,
        /// The day.
        on: Day,
    },
    /// The reward costs more than there is.
    #[error("the reward costs {cost}, and there are {balance}")]
    CannotAfford {
        /// What it costs.
        cost: Points,
        /// What there is.
        balance: Points,
    },
}

/// What an official should know before accepting a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// It says that it was written long before it came: it may have waited, or the clock
    /// that wrote it may be wrong.
    LongUnderWay {
        /// The day it says.
        written: Day,
        /// The day it came.
        came: Day,
    },
    /// A guest speaks of themselves: it is entered as a neighbour's word.
    GuestsOwn,
}
