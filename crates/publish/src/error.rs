//! Why a publication failed.

use std::io;

use hallboard_feed::{SNAPSHOT_LIMIT, TrustError, VerifyError};

use super::app::AppError;
use super::keys::KeyError;
use super::moment::DoubtfulClock;
use super::site::SiteError;

/// Why a publication failed.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The hall's time zone is unknown.
    #[error("unknown time zone `{0}`")]
    TimeZone(String),
    /// The pages of the app cannot be created.
    #[error(transparent)]
    App(#[from] AppError),
    /// The moment of publication or expiry is not within 1900 to 2200.
    #[error("a moment outside the years 1900 to 2200")]
    Moment,
    /// The clock contradicts known dates, and nobody has confirmed the day.
    #[error(transparent)]
    Clock(Box<DoubtfulClock>),
    /// The snapshot exceeds the size limit of readers.
    #[error("the snapshot has {length} bytes, more than {SNAPSHOT_LIMIT}")]
    TooLarge {
        /// The size of the snapshot in bytes.
        length: usize,
    },
    /// The key cannot sign.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The id of the ledger's hall is invalid.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// A reader would refuse the new publication.
    #[error("a reader would refuse it: {0}")]
    Refused(#[from] VerifyError),
    /// The site could not be written.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The publication state or the rosters could not be saved.
    #[error("the publication state could not be saved: {0}")]
    PublicationState(io::Error),
    /// The site contains no publication by this key from which people could be removed.
    #[error("the site holds no publication by this key")]
    NothingPublished,
    /// The roster does not belong to the publication in the site.
    #[error("the publication state does not match the publication in the site")]
    OtherState,
    /// The card book belongs to another hall.
    #[error("the cards are those of the hall `{hall}`")]
    OtherCards {
        /// The id of that hall.
        hall: String,
    },
    /// A resident's part of the ledger does not fit into a sealed file.
    #[error("what there is of `{resident}` has {length} bytes, more than {limit}")]
    OwnTooLarge {
        /// The id of the resident.
        resident: String,
        /// The size in bytes, packed or unpacked.
        length: usize,
        /// The corresponding limit in bytes.
        limit: usize,
    },
    /// There are no random bytes for a new card.
    #[error("no random bytes for a new card: {0}")]
    Random(io::Error),
    /// The card book could not be saved.
    #[error("the card book could not be kept: {0}")]
    Cards(io::Error),
}
