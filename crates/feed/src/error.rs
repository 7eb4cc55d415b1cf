//! Why a fetched file is refused.

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

/// Why a feed is refused. No part of a refused feed is ever shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The file exceeds its size limit.
    #[error("the {part} has more than {limit} bytes")]
    TooLarge {
        /// The file.
        part: Part,
        /// The size limit in bytes.
        limit: usize,
    },
    /// The signature file does not consist of the four lines that minisign writes.
    #[error("the signature file is not minisign's four lines")]
    SignatureFormat,
    /// The signature is of minisign's legacy kind, which does not hash the bytes first.
    #[error("the signature is of the old kind that does not hash first")]
    LegacySignature,
    /// The signature does not match these bytes, or its trusted comment was changed.
    #[error("the signature does not fit the head")]
    Signature,
    /// Signed with a key other than the hall's.
    #[error("signed by key {got}, not by {expected}")]
    OtherKey {
        /// The id of the trusted key.
        expected: String,
        /// The id of the signing key.
        got: String,
    },
    /// The file belongs to another hall.
    #[error("the {part} is of the hall `{got}`, not of `{expected}`")]
    OtherHall {
        /// The file.
        part: Part,
        /// The id of the trusted hall.
        expected: String,
        /// The id in the file.
        got: String,
    },
    /// The file has a format that this program does not know.
    #[error("the {part} is of the format `{got}`, not `{expected}`")]
    OtherFormat {
        /// The file.
        part: Part,
        /// The known format.
        expected: &'static str,
        /// The format of the file.
        got: String,
    },
    /// The contents do not match the format.
    #[error("the {part} does not have its format: {reason}")]
    Format {
        /// The file.
        part: Part,
        /// The message of the JSON reader, with line and column.
        reason: String,
    },
    /// `expires` is not after `issued`.
    #[error("the head expires before it is issued")]
    Lifetime,
    /// The version is below one seen before, or below the least version required.
    #[error("version {got} is older than {seen}")]
    Older {
        /// The highest version seen, or the least version required.
        seen: u64,
        /// The version of the head.
        got: u64,
    },
    /// Two different heads have the same version.
    #[error("two different heads of version {version}")]
    TwoOfOneVersion {
        /// The version.
        version: u64,
    },
    /// The snapshot's length differs from the one in the head.
    #[error("the snapshot has {got} bytes, not {expected}")]
    Length {
        /// The length in the head, in bytes.
        expected: u64,
        /// The length of the file, in bytes.
        got: u64,
    },
    /// The snapshot's hash differs from the one in the head.
    #[error("the snapshot has the hash {got}, not {expected}")]
    Hash {
        /// The hash in the head.
        expected: Sha256,
        /// The hash of the file.
        got: Sha256,
    },
    /// The columns of the snapshot are inconsistent.
    #[error("{list}, row {row}: {inconsistency}")]
    Shape {
        /// The list of the snapshot.
        list: &'static str,
        /// The row in the list, from 0.
        row: usize,
        /// The inconsistency.
        inconsistency: Inconsistency,
    },
}

impl VerifyError {
    /// Whether the files may have been fetched during a publication, so that fetching
    /// them together once more may help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
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

/// An inconsistency in a snapshot whose fields are all valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Inconsistency {
    /// Columns have different lengths.
    #[error("{got} values where there should be {expected}")]
    Length {
        /// The length of the column beside it.
        expected: usize,
        /// The length of this column.
        got: usize,
    },
    /// `residents` has no such row.
    #[error("there is no resident {0}")]
    Resident(u32),
    /// The value is not greater than that of the row before.
    #[error("out of order")]
    Order,
    /// A day or month on the wrong side of `as_of`.
    #[error("on the wrong side of `as_of`")]
    Time,
    /// A step of a resident whose listing has ended.
    #[error("a step after the end of the listing")]
    Ended,
    /// Monthly values without a first month.
    #[error("there is no first month")]
    NoFirst,
    /// A deed that the rulebook in force on its date does not contain.
    #[error("no rule for the deed `{deed}` on {date}")]
    Deed {
        /// The id of the deed's rule.
        deed: String,
        /// The date of the deed.
        date: Day,
    },
    /// A category that no rulebook contains.
    #[error("no rulebook has the category `{0}`")]
    Category(String),
    /// More than five stars.
    #[error("{0} stars")]
    Stars(u8),
}
