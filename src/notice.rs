//! Messages to the reader about the state of the data.

use hallboard_feed::client::ClientError;
use hallboard_feed::{Board, TrustError, VerifyError};
use hallboard_score::Day;

use crate::language::Language;
use crate::words::board;

/// The reason why there is no board at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The page does not name a hall and key to trust.
    #[error("the page does not say whose feed to believe: {0}")]
    Trust(#[from] TrustError),
    /// No feed could be fetched and verified.
    #[error(transparent)]
    Feed(#[from] ClientError),
}

impl Failure {
    /// The text for the reader.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let text = match self {
            Failure::Trust(_) => language.text(board::FAILED_TRUST),
            Failure::Feed(ClientError::Unreachable { .. }) => {
                language.text(board::FAILED_UNREACHABLE)
            }
            Failure::Feed(ClientError::Status { .. }) => {
                language.text(board::FAILED_MISSING)
            }
            Failure::Feed(ClientError::Refused(_) | ClientError::Clock { .. }) => {
                language.text(board::FAILED_REFUSED)
            }
        };
        text.to_owned()
    }
}

/// A warning above a board; [`Notice::gravest`] chooses the most serious one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The publication has expired; everything that needs consent is hidden.
    Expired,
    /// The latest feed was rejected.
    Refused,
    /// The latest feed is older than the one shown.
    Older,
    /// A clock is wrong.
    Clock,
    /// The server's clock differs from this device's.
    Server,
    /// The site has no feed.
    Missing,
    /// The site does not respond.
    Unreachable,
    /// A newer publication is overdue.
    Old,
}

impl Notice {
    /// The warning for a fault of the feed client.
    #[must_use]
    pub fn of(error: &ClientError) -> Notice {
        match error {
            ClientError::Unreachable { .. } => Notice::Unreachable,
            ClientError::Status { .. } => Notice::Missing,
            ClientError::Refused(VerifyError::Older { .. }) => Notice::Older,
            ClientError::Refused(_) => Notice::Refused,
            ClientError::Clock { .. } => Notice::Clock,
        }
    }

    /// The HTTP status in a fault, if it has one.
    #[must_use]
    pub fn status(error: &ClientError) -> Option<u16> {
        match error {
            ClientError::Status { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The most serious warning about a board, if any.
    #[must_use]
    pub fn gravest(
        board: &Board,
        today: Day,
        error: Option<&ClientError>,
    ) -> Option<Notice> {
        if board.consent_expired {
            return Some(Notice::Expired);
        }
        if today < board.as_of {
            return Some(Notice::Clock);
        }
        error.map(Notice::of).or(board.stale.then_some(Notice::Old))
    }

    /// The text for the reader.
    #[must_use]
    pub fn words(self, language: Language) -> &'static str {
        match self {
            Notice::Expired => language.text(board::NOTICE_EXPIRED),
            Notice::Refused => language.text(board::NOTICE_REFUSED),
            Notice::Older => language.text(board::NOTICE_OLDER),
            Notice::Clock => language.text(board::NOTICE_CLOCK),
            Notice::Server => language.text(board::NOTICE_SERVER),
            Notice::Missing => language.text(board::NOTICE_MISSING),
            Notice::Unreachable => language.text(board::NOTICE_UNREACHABLE),
            Notice::Old => language.text(board::NOTICE_OLD),
        }
    }
}
