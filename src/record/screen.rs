//! Which screen the page shows, the state of the card's file, and notices about the
//! publication.

use std::sync::Arc;

use hallboard_feed::client::ClientError;
use hallboard_feed::sealed::{Card, OwnRefusal, OwnRegister};
use hallboard_feed::{VerifiedFeed, VerifyError};

use crate::app_state::AppState;
use crate::notice::Failure;

/// The state of the card's own file, always of one version of the feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum FetchState {
    /// Not requested yet.
    #[default]
    Unrequested,
    /// Requested, but not received yet.
    Requested {
        /// The version requested.
        version: u64,
        /// Whether this is the second request, the head having been fetched in between.
        is_retry: bool,
    },
    /// Missing. The publication may have changed meanwhile, so the head is fetched again.
    AwaitingHead {
        /// The version requested.
        version: u64,
    },
    /// Missing, with the newest head.
    Missing {
        /// The version requested.
        version: u64,
    },
    /// No response.
    Unreachable {
        /// The version requested.
        version: u64,
    },
    /// Received, but failed verification.
    Refused {
        /// The version requested.
        version: u64,
        /// The reason.
        reason: OwnRefusal,
    },
    /// Open.
    Open(Arc<OwnRegister>),
}

/// The result of fetching the card's file.
#[derive(Clone, Debug, PartialEq)]
pub enum FetchOutcome {
    /// Opened.
    Open(Arc<OwnRegister>),
    /// The site has no such file.
    Missing,
    /// The site did not respond.
    Unreachable,
    /// The file failed verification.
    Refused(OwnRefusal),
}

/// A file to request.
#[derive(Clone, Debug)]
pub struct FetchRequest {
    /// The feed that the file belongs to.
    pub feed: Arc<VerifiedFeed>,
    /// The card that opens it.
    pub card: Arc<Card>,
    /// Whether it was missing at the first request.
    pub is_retry: bool,
}

/// The screens of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The form for the card's code.
    CodeEntry,
    /// The site is signed by another key than the card names.
    OtherKey,
    /// Files are being loaded.
    Opening,
    /// There is no trustworthy publication.
    Failed(FailureKind),
    /// The publication is older than the card.
    Older,
    /// There is no file for this card.
    Missing,
    /// The card's file did not arrive.
    Unreachable,
    /// The card's file failed verification.
    Refused,
    /// The record.
    Open,
}

/// The reasons why there is no trustworthy publication, as far as the page distinguishes
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// The page does not name a key to trust.
    NoTrust,
    /// The site did not respond.
    Unreachable,
    /// The site responded with an error.
    Status,
    /// The feed failed verification.
    Refused,
}

impl Screen {
    /// The value of `data-state`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Screen::CodeEntry => "asking",
            Screen::OtherKey => "other-key",
            Screen::Opening => "opening",
            Screen::Failed(_) => "failed",
            Screen::Older => "older",
            Screen::Missing => "missing",
            Screen::Unreachable => "unreachable",
            Screen::Refused => "refused",
            Screen::Open => "open",
        }
    }
}

impl From<&Failure> for Screen {
    fn from(failure: &Failure) -> Screen {
        match failure {
            Failure::Trust(_) => Screen::Failed(FailureKind::NoTrust),
            Failure::Feed(ClientError::Refused(VerifyError::Older { .. })) => {
                Screen::Older
            }
            Failure::Feed(ClientError::Refused(_) | ClientError::Clock { .. }) => {
                Screen::Failed(FailureKind::Refused)
            }
            Failure::Feed(ClientError::Status { .. }) => {
                Screen::Failed(FailureKind::Status)
            }
            Failure::Feed(ClientError::Unreachable { .. }) => {
                Screen::Failed(FailureKind::Unreachable)
            }
        }
    }
}

/// A notice about the displayed publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It has expired.
    Expired,
    /// A newer one is overdue.
    Stale,
    /// A clock is wrong.
    Clock,
    /// The site's current feed failed verification.
    Refused,
    /// The site does not respond.
    Unreachable,
}

impl Notice {
    /// The most serious notice about the feed.
    #[must_use]
    pub fn about(app_state: &AppState) -> Option<Notice> {
        app_state.loaded.feed.as_ref()?;
        if app_state.time.expired {
            return Some(Notice::Expired);
        }
        match &app_state.loaded.error {
            Some(ClientError::Clock { .. }) => Some(Notice::Clock),
            Some(ClientError::Refused(_)) => Some(Notice::Refused),
            Some(ClientError::Unreachable { .. } | ClientError::Status { .. }) => {
                Some(Notice::Unreachable)
            }
            None => app_state.time.stale.then_some(Notice::Stale),
        }
    }
}

impl FetchState {
    /// The version of the feed that this state belongs to.
    pub(super) fn version(&self) -> Option<u64> {
        match self {
            FetchState::Unrequested => None,
            FetchState::Requested { version, .. }
            | FetchState::AwaitingHead { version }
            | FetchState::Missing { version }
            | FetchState::Unreachable { version }
            | FetchState::Refused { version, .. } => Some(*version),
            FetchState::Open(register) => Some(register.version()),
        }
    }
}
