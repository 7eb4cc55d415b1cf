//! The format of what a hall publishes, and a client that verifies it.
//!
//! A feed is three files: a small [`Head`], its minisign signature, and the [`Snapshot`]
//! that the head identifies by hash. Reading a feed goes through types that can be
//! constructed in no other way: [`Trust`], by [`verify_head`] to [`VerifiedHead`], by
//! [`VerifiedHead::open`] to [`VerifiedFeed`], by [`VerifiedFeed::board`] to the
//! [`Board`] that a screen draws. [`client::Client`] decides what to fetch and when, what
//! to store, and which errors to report. Apart from the feed, [`verify_certificate`] verifies
//! certificates of thanks, which are on paper.
//!
//! `docs/feed-format.md` specifies the format for authors of other programs.
//!
//! # What this crate does not do
//! It signs nothing, opens no file or connection, reads no clock, and draws nothing:
//! bytes, seconds and random numbers are arguments. Only [`edition`] decides what of a
//! ledger may be published; the other modules handle published data only.

mod board;
mod certificate;
pub mod client;
mod display;
pub mod edition;
mod error;
mod head;
mod hex;
mod instant;
pub mod letter;
mod readings;
#[cfg(feature = "schema")]
pub mod schema;
pub mod sealed;
mod snapshot;
mod snapshot_v1;
mod trust;
mod validate;
mod verify;

pub use board::{
    Board, BoardCategory, BoardHistory, BoardHousehold, BoardListing, BoardResident,
    BoardThanks, BoardVillage,
};
pub use certificate::{
    CERTIFICATE_FORMAT, CERTIFICATE_LIMIT, Certificate, CertificateError,
    CertificateFault, CertificatePart, CertifiedDeed, VERIFY_PATH, VerifiedCertificate,
    verify_certificate,
};
pub use display::{
    CADENCE_HOURS, DAY_MINUTES, Display, PAGE_SECONDS, PAGES, REST_SECONDS,
};
pub use error::{Inconsistency, Part, VerifyError};
pub use head::{
    HEAD_FORMAT, HEAD_LIMIT, HEAD_PATH, Head, SIGNATURE_LIMIT, SIGNATURE_PATH,
    SNAPSHOT_LIMIT, Sha256, SnapshotRef, VERSION_LIMIT,
};
pub use instant::{Instant, InstantError};
pub use readings::Readings;
pub use snapshot::{
    Desk, HallInfo, History, Households, LetterSums, Letters, Residents, SNAPSHOT_FORMAT,
    Snapshot, Step, Thanks, Village,
};
pub use trust::{Trust, TrustError};
pub use verify::{VerifiedFeed, VerifiedHead, verify_head};
