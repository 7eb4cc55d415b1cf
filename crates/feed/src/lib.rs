//! What a hall publishes, and the client that trusts nothing else.
//!
//! A feed is three files: a small [`Head`], its minisign signature, and the
//! [`Snapshot`] the head names by hash. Reading one is a walk through types, none of
//! which can be made any other way: [`Trust`], by [`verify_head`] to [`VerifiedHead`],
//! by [`VerifiedHead::open`] to [`VerifiedFeed`], by [`VerifiedFeed::board`] to the
//! [`Board`] a screen draws. [`client::Client`] decides what to fetch when, what to
//! remember and what to say when something is wrong.
//!
//! `docs/feed-format.md` says the same for authors of other programs.
//!
//! # What this crate does not do
//! It signs nothing, opens no file or connection, asks no clock for the time, and draws
//! nothing: bytes, seconds and random numbers come in as arguments. What of a ledger may
//! be published is decided in [`edition`] alone; the rest judges only what was published
//! and knows no ledger.

mod board;
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
