//! The inputs and outputs of the client.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Part, VerifyError};
use crate::instant::Instant;
use crate::verify::VerifiedFeed;
#[cfg(doc)]
use crate::{Trust, client::CLOCK_SECONDS};

/// A head and its signature, as fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedHead {
    /// The text of `head.json`.
    pub head: String,
    /// The text of `head.json.minisig`.
    pub signature: String,
}

/// The three files of a feed, as fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedFiles {
    /// The head and its signature.
    pub pair: SignedHead,
    /// The text of the snapshot.
    pub snapshot: String,
}

/// The data that survives a restart; stored under [`Trust::storage_key`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredFeed {
    /// The newest head ever verified.
    pub latest: SignedHead,
    /// The last good feed; its head may be older than `latest`.
    pub good: Option<FeedFiles>,
}

/// The result of a fetch: the body of a successful response, at most the limit plus one
/// byte, or the fault.
pub type Fetched = Result<Vec<u8>, FetchFault>;

/// Why a fetch failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchFault {
    /// No response, or none in time.
    Unreachable,
    /// A response other than success, with its HTTP status.
    Status(u16),
}

/// The time of an event, and a random number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Seconds since 1970.
    pub now: i64,
    /// Any random number; it spreads the requests of many screens over time.
    pub jitter: u32,
}

/// An input of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The client starts, with the data that an earlier run stored.
    Started(Option<StoredFeed>),
    /// The wait with this timer id is over.
    TimerFired(u32),
    /// There is a reason to fetch at once: the network is back, or the page became
    /// visible.
    PollNow,
    /// The result of [`Effect::FetchHead`].
    Head {
        /// The result for the head.
        head: Fetched,
        /// The result for the signature.
        signature: Fetched,
    },
    /// The result of [`Effect::FetchSnapshot`].
    Snapshot(Fetched),
}

/// An action that the host carries out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Fetch [`crate::HEAD_PATH`] and [`crate::SIGNATURE_PATH`] together, bypassing
    /// caches.
    FetchHead {
        /// The size limit of a head, in bytes.
        head_limit: usize,
        /// The size limit of a signature, in bytes.
        signature_limit: usize,
    },
    /// Fetch a file from the folder of the head.
    FetchSnapshot {
        /// The name of the file.
        name: String,
        /// The length of the file, in bytes.
        limit: u64,
    },
    /// Store this under [`Trust::storage_key`], replacing the stored value.
    Store(StoredFeed),
    /// Draw this feed from now on.
    Show(Arc<VerifiedFeed>),
    /// Report this error, or that there is none any more.
    Report(Option<ClientError>),
    /// Wait, then pass [`Event::TimerFired`] with this timer id.
    Wait {
        /// The id of the wait. An older wait no longer matters.
        timer_id: u32,
        /// The duration in milliseconds.
        millis: u32,
    },
}

/// The current error. The last good feed, if any, stays on display.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// No response from the site.
    #[error("no answer when asked for the {part}")]
    Unreachable {
        /// The file that was requested.
        part: Part,
    },
    /// A response other than success, such as 404.
    #[error("status {status} when asked for the {part}")]
    Status {
        /// The file that was requested.
        part: Part,
        /// The HTTP status.
        status: u16,
    },
    /// The fetched file failed verification.
    #[error(transparent)]
    Refused(#[from] VerifyError),
    /// The feed was issued more than [`CLOCK_SECONDS`] after the current time: a clock is
    /// wrong.
    #[error("issued at {issued}, which is still to come")]
    Clock {
        /// The time of issue that the head states.
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

    /// Whether fetching head and signature together once more may help.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            ClientError::Refused(refusal) => refusal.is_transient(),
            ClientError::Status { .. } => true,
            ClientError::Unreachable { .. } | ClientError::Clock { .. } => false,
        }
    }
}
