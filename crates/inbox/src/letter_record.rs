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
    /// The last decision, as long as its letter is not carried out or cleared.
    pub last_decision: Option<Box<LastDecision>>,
}

/// A decision that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastDecision {
    /// When it was made.
    pub at: Instant,
    /// The state of the letter before it.
    pub before: State,
}

impl LetterRecord {
    /// Changes the state by a decision of an official.
    pub(super) fn decide(&mut self, state: State, at: Instant) {
        let before = std::mem::replace(&mut self.state, state);
        self.last_decision = Some(Box::new(LastDecision { at, before }));
    }

    /// Takes the last decision back, if there is one.
    pub(super) fn undo(&mut self) {
        let Some(last) = self.last_decision.take() else { return };
        if matches!(self.state, State::Asked { .. }) {
            self.asked = self.asked.saturating_sub(1);
        }
        self.state = last.before;
        self.settled = None;
        self.reporter = None;
    }
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
