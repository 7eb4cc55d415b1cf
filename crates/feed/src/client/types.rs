//! What goes into the client and comes out of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Part, VerifyError};
use crate::instant::Instant;
use crate::verify::VerifiedFeed;
#[cfg(doc)]
use crate::{Trust, client::CLOCK_SECONDS};

/// A head and its signature, as they were fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedHead {
    /// The text of `head.json`.
    pub head: String,
    /// The text of `head.json.minisig`.
    pub signature: String,
}

/// All three files of a feed, as they were fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedFiles {
    /// Head and signature.
    pub pair: SignedHead,
    /// The text of the snapshot.
    pub snapshot: String,
}

/// What outlives a restart: to be stored under [`Trust::storage_key`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remembered {
    /// The newest head ever verified.
    pub latest: SignedHead,
    /// The last good feed, perhaps of an older head.
    pub good: Option<FeedFiles>,
}

/// What came of a fetch: the bytes of a successful answer, at most the limit and one
/// more, or why there are none.
pub type Fetched = Result<Vec<u8>, FetchFault>;

/// Why there are no bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchFault {
    /// No answer, or none in time.
    Unreachable,
    /// An answer other than success, with its HTTP status.
    Status(u16),
}

/// When an event happened, and a random number for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Seconds since 1970.
    pub now: i64,
    /// Any random number: it spreads the waits of many screens.
    pub jitter: u32,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The client starts, with what an earlier one left.
    Started(Option<Remembered>),
    /// The wait of that ticket is over.
    TimerFired(u32),
    /// There is reason to look at once: the network is back, the page is seen again.
    PollNow,
    /// The answer to [`Effect::FetchHead`].
    Head {
        /// What came of the head.
        head: Fetched,
        /// What came of its signature.
        signature: Fetched,
    },
    /// The answer to [`Effect::FetchSnapshot`].
    Snapshot(Fetched),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Fetch [`crate::HEAD_PATH`] and [`crate::SIGNATURE_PATH`] together, past any cache.
    FetchHead {
        /// The most bytes of a head.
        head_limit: usize,
        /// The most bytes of a signature.
        signature_limit: usize,
    },
    /// Fetch the file of that name beside the head.
    FetchSnapshot {
        /// Its name.
        name: String,
        /// The bytes it has.
        limit: u64,
    },
    /// Store this under [`Trust::storage_key`], in place of what was there.
    Remember(Remembered),
    /// Draw this feed from now on.
    Show(Arc<VerifiedFeed>),
    /// Say what is wrong from now on, or that nothing is.
    Report(Option<ClientError>),
    /// Wait, then hand back [`Event::TimerFired`] with that ticket.
    Wait {
        /// Which wait it is; an older one no longer matters.
        timer_id: u32,
        /// How long.
        millis: u32,
    },
}

/// What is wrong now. The last good feed, if any, goes on being shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// No answer from the site.
    #[error("no answer when asked for the {part}")]
    Unreachable {
        /// Which file was asked for.
        part: Part,
    },
    /// The site has no such file, or something else to say.
    #[error("status {status} when asked for the {part}")]
    Status {
        /// Which file was asked for.
        part: Part,
        /// The HTTP status.
        status: u16,
    },
    /// What was fetched is not believed.
    #[error(transparent)]
    Refused(#[from] VerifyError),
    /// The feed shown was issued more than [`CLOCK_SECONDS`] from now: a clock is wrong.
    #[error("issued at {issued}, which is still to come")]
    Clock {
        /// When it was issued by its own words.
        issued: Instant,
    },
}

impl ClientError {
    pub(super) fn of(part: Part, fault: FetchFault) -> ClientError {
        match fault {
            FetchFault::Unreachable => ClientError::Unreachable { part },
            FetchFault::Status(status) => ClientError::Status { part, status },
        }
    }

    /// Whether fetching head and signature together again may help at once.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            ClientError::Refused(refusal) => refusal.may_pass(),
            ClientError::Status { .. } => true,
            ClientError::Unreachable { .. } | ClientError::Clock { .. } => false,
        }
    }
}
