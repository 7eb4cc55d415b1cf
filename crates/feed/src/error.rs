//! Why something fetched is not believed.

use std::fmt;

use hallboard_score::Day;

use crate::head::Sha256;

/// One of the files of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `head.json`
    Head,
    /// `head.json.minisig`
    Signature,
    /// `snapshot-<sha256>.json`
    Snapshot,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Head => "head",
            Part::Signature => "signature",
            Part::Snapshot => "snapshot",
        })
    }
}

/// Why a feed is refused. Nothing of a refused feed is ever shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// More bytes than any of its kind may have.
    #[error("the {part} has more than {limit} bytes")]
    TooLarge {
        /// Which file.
        part: Part,
        /// The most bytes it may have.
        limit: usize,
    },
    /// The signature file is not the four lines minisign writes.
    #[error("the signature file is not minisign's four lines")]
    SignatureFormat,
    /// The signature is of minisign's old kind, over the bytes themselves.
    #[error("the signature is of the old kind that does not hash first")]
    LegacySignature,
    /// The signature is not that of these bytes, or its trusted comment was changed.
    #[error("the signature does not fit the head")]
    Signature,
    /// Another key than the hall's.
    #[error("signed by key {got}, not by {expected}")]
    OtherKey {
        /// The id of the trusted key.
        expected: String,
        /// The id found.
        got: String,
    },
    /// Made for another hall.
    #[error("the {part} is of the hall `{got}`, not of `{expected}`")]
    OtherHall {
        /// Which file.
        part: Part,
        /// The id of the trusted hall.
        expected: String,
        /// The id found.
        got: String,
    },
    /// Of a format this program does not know.
    #[error("the {part} is of the format `{got}`, not `{expected}`")]
    OtherFormat {
        /// Which file.
        part: Part,
        /// The format known.
        expected: &'static str,
        /// The format found.
        got: String,
    },
    /// Not what its format says.
    #[error("the {part} is not what its format says: {reason}")]
    Format {
        /// Which file.
        part: Part,
        /// What the reader met, with line and column.
        reason: String,
    },
    /// `expires` is not after `issued`.
    #[error("the head expires before it is issued")]
    Lifetime,
    /// Older than one seen before, or than the least version asked for.
    #[error("version {got} is older than {seen}")]
    Older {
        /// The highest version seen, or the least asked for.
        seen: u64,
        /// The version found.
        got: u64,
    },
    /// Two different heads call themselves the same version.
    #[error("two different heads of version {version}")]
    TwoOfOneVersion {
        /// That version.
        version: u64,
    },
    /// Not as long as the head says.
    #[error("the snapshot has {got} bytes, not {expected}")]
    Length {
        /// Bytes by the head.
        expected: u64,
        /// Bytes found.
        got: u64,
    },
    /// Not the bytes the head speaks of.
    #[error("the snapshot has the hash {got}, not {expected}")]
    Hash {
        /// The hash by the head.
        expected: Sha256,
        /// The hash found.
        got: Sha256,
    },
    /// Columns that do not fit together.
    #[error("{list}, row {row}: {inconsistency}")]
    Shape {
        /// The list of the snapshot.
        list: &'static str,
        /// Its row, from 0.
        row: usize,
        /// What does not fit.
        inconsistency: Inconsistency,
    },
}

impl VerifyError {
    /// Whether it may come of files fetched while a publication was under way, so that
    /// fetching them together once more may help.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            VerifyError::SignatureFormat
                | VerifyError::LegacySignature
                | VerifyError::Signature
                | VerifyError::OtherKey { .. }
                | VerifyError::Length { .. }
                | VerifyError::Hash { .. }
        )
    }
}

/// What does not fit in a snapshot whose every field is well written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Inconsistency {
    /// Columns of different lengths.
    #[error("{got} values where there should be {expected}")]
    Length {
        /// The length of the column beside it.
        expected: usize,
        /// The length found.
        got: usize,
    },
    /// No such row of `residents`.
    #[error("there is no resident {0}")]
    Resident(u32),
    /// Not after the row before.
    #[error("out of order")]
    Order,
    /// A day or month that cannot be meant, being before or after `as_of`.
    #[error("on the wrong side of `as_of`")]
    Time,
    /// A step of somebody whose listing had ended.
    #[error("a step after the end of the listing")]
    Ended,
    /// Rows of months without a first month.
    #[error("there is no first month")]
    NoFirst,
    /// A deed the rulebook in force on its date does not know.
    #[error("no rule for the deed `{deed}` on {date}")]
    Deed {
        /// The deed's id.
        deed: String,
        /// Its date.
        date: Day,
    },
    /// A category no rulebook knows.
    #[error("no rulebook knows the category `{0}`")]
    Category(String),
    /// More than five stars.
    #[error("{0} stars")]
    Stars(u8),
}
