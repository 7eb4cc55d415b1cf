//! Problems of a letter, and cautions before accepting it.

use hallboard_score::{Day, KindWord, Points};

use super::Week;

/// Why a letter cannot be accepted as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The card that proves the letter is unknown: it was replaced, or belongs to
    /// somebody who left.
    #[error("the letter's card belongs to nobody")]
    UnknownCard,
    /// Letters of this kind need stronger proof of the sender.
    #[error("more than a name must stand behind it")]
    Proof,
    /// Nobody with this name agreed to be on the board.
    #[error("nobody on the board is called `{name}`")]
    NotOnBoard {
        /// The name in the letter.
        name: String,
    },
    /// Several people have this name.
    #[error("several are called `{name}`: {}", ids.join(", "))]
    Several {
        /// The name in the letter.
        name: String,
        /// The ids of these residents.
        ids: Vec<String>,
    },
    /// The subject of the deed is unknown; an official must state who it is.
    #[error("it must be stated whose deed it is")]
    AmbiguousSubject,
    /// The stated resident does not match the letter.
    #[error("`{resident}` cannot be the subject")]
    WrongSubject {
        /// The stated resident.
        resident: String,
    },
    /// The subject is the sender, where it must be somebody else.
    #[error("it is about its own sender")]
    AboutSelf,
    /// The concern exceeds the weekly limit of its reporter.
    #[error("one concern too many in the week of {}", week.0)]
    TooMany {
        /// The week.
        week: Week,
    },
    /// The rulebook of that day has no such deed.
    #[error("no deed `{deed}` on {on}")]
    UnknownDeed {
        /// The id of the rule.
        deed: String,
        /// The day of the deed.
        on: Day,
    },
    /// A deed that takes points, in a letter that must be about a good one.
    #[error("`{deed}` takes {points} points")]
    BadDeed {
        /// The id of the rule.
        deed: String,
        /// The points of the rule.
        points: Points,
    },
    /// A concern about a deed that takes no points.
    #[error("`{deed}` takes no points")]
    GoodDeed {
        /// The id of the rule.
        deed: String,
    },
    /// A day later than the day on which the letter was received, or a stated day later
    /// than today.
    #[error("{date} is after {latest}")]
    Future {
        /// The day in question.
        date: Day,
        /// The latest possible day.
        latest: Day,
    },
    /// The resident did not take part on that day.
    #[error("`{resident}` did not take part on {on}")]
    NotParticipating {
        /// The resident.
        resident: String,
        /// The day in question.
        on: Day,
    },
    /// The day on which the subject was notified is not stated.
    #[error("the day of notifying `{resident}` is missing")]
    SubjectNotNotified {
        /// The resident to be notified.
        resident: String,
    },
    /// The subject cannot have been notified on the stated day.
    #[error("notified on {notified}, which is not from {from} to {to}")]
    NotificationDate {
        /// The stated day.
        notified: Day,
        /// The first possible day: the later of the day of the deed and the day on which
        /// the letter was received.
        from: Day,
        /// The last possible day: today.
        to: Day,
    },
    /// The register has no such entry.
    #[error("no entry `{0}`")]
    UnknownEntry(String),
    /// A reply to an entry about somebody else.
    #[error("the entry `{0}` is not about the sender")]
    NotAboutSender(String),
    /// The sender's consent was given by a guardian, who must decide here: about a reply
    /// for the household, or an extended consent.
    #[error("a guardian decides for the sender")]
    Guardian,
    /// A reply to a kind of entry that has no replies.
    #[error("no reply bears on a {}", .0.as_str())]
    NoReply(KindWord),
    /// The reply was written after the deadline.
    #[error("replies were due by {until}")]
    Late {
        /// The last day for a reply.
        until: Day,
    },
    /// The entry has a reply already.
    #[error("there was a reply to `{0}` already")]
    Again(String),
    /// The entry was reversed already.
    #[error("`{0}` was taken back already")]
    AlreadyReversed(String),
    /// The rulebook of that day has no such reward.
    #[error("no reward `{reward}` on {on}")]
    UnknownReward {
        /// The id of the reward.
        reward: String,
        /// The day in question.
        on: Day,
    },
    /// The reward costs more than the balance.
    #[error("the reward costs {cost}, and there are {balance}")]
    CannotAfford {
        /// The cost of the reward.
        cost: Points,
        /// The balance of the resident.
        balance: Points,
    },
}

/// What an official should know before accepting a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// The letter was written long before it was received, by its own date: it may have
    /// been delayed, or the sender's clock may be wrong.
    LongUnderWay {
        /// The day on which it was written, by the sender's clock.
        written: Day,
        /// The day on which it was received.
        came: Day,
    },
    /// A guest reports a deed of their own: it is entered with the source "neighbour".
    GuestsOwn,
}
