//! Why nothing was published.

use std::io;

use hallboard_feed::{SNAPSHOT_LIMIT, TrustError, VerifyError};

use super::app::AppError;
use super::keys::KeyError;
use super::moment::DoubtfulClock;
use super::site::SiteError;

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The hall's time zone is none that is known.
    #[error("unknown time zone `{0}`")]
    TimeZone(String),
    /// The pages of the app cannot be made.
    #[error(transparent)]
    App(#[from] AppError),
    /// The moment of publication, or of expiry, lies outside 1900 to 2200.
    #[error("a moment outside the years 1900 to 2200")]
    Moment,
    /// The clock contradicts what is known, and nobody has confirmed it.
    #[error(transparent)]
    Clock(Box<DoubtfulClock>),
    /// The snapshot is more than readers take.
    #[error("the snapshot has {length} bytes, more than {SNAPSHOT_LIMIT}")]
    TooLarge {
        /// How many bytes it has.
        length: usize,
    },
    /// The key cannot sign.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The ledger's hall cannot be trusted under its id.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// A reader would refuse what was about to be published.
    #[error("a reader would refuse it: {0}")]
    Refused(#[from] VerifyError),
    /// The site could not be written.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// What the hall remembers could not be kept.
    #[error("what is remembered of the publication could not be kept: {0}")]
    PublicationState(io::Error),
    /// There is no publication by this key to take anybody out of.
    #[error("the site holds no publication by this key")]
    NothingPublished,
    /// The hall's memory is of other publications than the site's.
    #[error("what is remembered is not of the publication in the site")]
    OtherMemory,
    /// The card book is of another hall.
    #[error("the cards are those of the hall `{hall}`")]
    OtherCards {
        /// Whose they are.
        hall: String,
    },
    /// What the ledger holds of a resident is more than a sealed file takes.
    #[error("what there is of `{resident}` has {length} bytes, more than {limit}")]
    OwnTooLarge {
        /// Whose.
        resident: String,
        /// How many bytes it has, packed or not.
        length: usize,
        /// The most it may have so.
        limit: usize,
    },
    /// There are no random bytes for a new card.
    #[error("no random bytes for a new card: {0}")]
    Random(io::Error),
    /// The card book could not be kept.
    #[error("the card book could not be kept: {0}")]
    Cards(io::Error),
}
