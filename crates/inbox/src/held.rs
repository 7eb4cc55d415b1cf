//! A letter that is kept, and how it stands.

use hallboard_feed::Instant;
use hallboard_feed::letter::LetterId;

use super::{Decision, Received};

/// A letter that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRecord {
    /// What the journal keeps of it.
    pub received: Received,
    /// How it stands.
    pub state: State,
    /// When it was settled.
    pub settled: Option<Instant>,
    /// How often somebody asked back.
    pub asked: u32,
    /// Whether all but this was cleared away, since it was of somebody who left.
    pub cleared: bool,
    /// The id of whoever wrote it, if it was accepted and they agreed to be named.
    pub reporter: Option<String>,
}

/// How a letter stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has looked yet.
    Waiting,
    /// Somebody asked back.
    Asked {
        /// What.
        text: String,
    },
    /// Accepted, and not yet carried out.
    Accepted {
        /// What was stated.
        ruling: Decision,
    },
    /// Accepted and carried out.
    Committed,
    /// Refused.
    Refused {
        /// Why.
        reason: String,
    },
    /// Settled with another.
    Merged {
        /// Which.
        into: LetterId,
    },
    /// Of somebody who left before anything was decided.
    Cleared,
}

impl State {
    /// Whether it still waits for a decision.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, State::Waiting | State::Asked { .. })
    }

    /// Whether it is accepted and not yet carried out.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        matches!(self, State::Accepted { .. })
    }
}
