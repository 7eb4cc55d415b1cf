//! A letter in the inbox and its state.

use hallboard_feed::Instant;
use hallboard_feed::letter::LetterId;

use super::{Decision, Received};

/// A letter that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRecord {
    /// The journal's data about the letter.
    pub received: Received,
    /// The current state.
    pub state: State,
    /// When it was settled: accepted, refused, merged, or cleared while open.
    pub settled: Option<Instant>,
    /// How many times an official asked for more information.
    pub asked: u32,
    /// Whether its content was cleared because a person whom it concerns left. Only this
    /// record remains.
    pub cleared: bool,
    /// The resident id of the sender, if the letter was accepted and the sender agreed to
    /// be named.
    pub reporter: Option<String>,
}

/// The state of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Not reviewed yet.
    Waiting,
    /// An official asked for more information.
    Asked {
        /// The question.
        text: String,
    },
    /// Accepted, and not yet in the register or done by hand.
    Accepted {
        /// The official's decision.
        decision: Decision,
    },
    /// Accepted, and in the register or done by hand.
    Committed,
    /// Refused.
    Refused {
        /// The reason.
        reason: String,
    },
    /// Merged with another letter.
    Merged {
        /// The other letter.
        into: LetterId,
    },
    /// Cleared while open, because a person whom it concerns left.
    Cleared,
}

impl State {
    /// Whether the letter still waits for a decision.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, State::Waiting | State::Asked { .. })
    }

    /// Whether the letter is accepted and not yet carried out.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        matches!(self, State::Accepted { .. })
    }
}
