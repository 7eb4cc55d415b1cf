//! Verifies a feed step by step, from bytes to a type that may be shown.

use hallboard_score::{Day, Read, read_json};

use crate::board::{Board, BoardListing};
use crate::error::{Part, VerifyError};
use crate::head::{
    HEAD_FORMAT, HEAD_LIMIT, Head, SNAPSHOT_LIMIT, SnapshotRef, VERSION_LIMIT,
};
use crate::snapshot::{SNAPSHOT_FORMAT, Snapshot};
use crate::snapshot_v1::{SNAPSHOT_FORMAT_1, SnapshotV1};
use crate::trust::Trust;
use crate::validate;

/// A head signed by the trusted key for the trusted hall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedHead {
    head: Head,
}

/// A snapshot that matches a verified head and is consistent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedFeed {
    head: VerifiedHead,
    snapshot: Snapshot,
}

/// Verifies a head, given the bytes of `head.json` and `head.json.minisig`.
///
/// The signature is verified before the bytes are parsed. The caller must check that the
/// version is new enough, because it knows the versions seen before.
///
/// # Errors
/// When a file is too large, the signature is not by this key, or the head is of another
/// hall or does not match its format.
pub fn verify_head(
    trust: &Trust,
    head: &[u8],
    signature: &[u8],
) -> Result<VerifiedHead, VerifyError> {
    within(Part::Head, head, HEAD_LIMIT)?;
    trust.verify(head, signature)?;
    let head = read(Part::Head, head, HEAD_FORMAT, |head: &Head| &head.format)?;
    same_hall(Part::Head, trust.hall(), &head.hall)?;
    if head.key != trust.key_id() {
        let expected = trust.key_id().to_owned();
        return Err(VerifyError::OtherKey { expected, got: head.key });
    }
    if head.version > VERSION_LIMIT {
        let reason = format!("`version` is above {VERSION_LIMIT}");
        return Err(VerifyError::Format { part: Part::Head, reason });
    }
    if head.snapshot.length > SNAPSHOT_LIMIT as u64 {
        return Err(VerifyError::TooLarge {
            part: Part::Snapshot,
            limit: SNAPSHOT_LIMIT,
        });
    }
    if head.expires <= head.issued {
        return Err(VerifyError::Lifetime);
    }
    Ok(VerifiedHead { head })
}

fn within(part: Part, bytes: &[u8], limit: usize) -> Result<(), VerifyError> {
    if bytes.len() > limit {
        return Err(VerifyError::TooLarge { part, limit });
    }
    Ok(())
}

fn same_hall(part: Part, expected: &str, got: &str) -> Result<(), VerifyError> {
    if got == expected {
        return Ok(());
    }
    Err(VerifyError::OtherHall {
        part,
        expected: expected.to_owned(),
        got: got.to_owned(),
    })
}

/// The format of a file, if it is the first field, as in every file that `hallboard`
/// writes.
fn named(bytes: &[u8]) -> Option<&str> {
    let rest = bytes.strip_prefix(b"{\"format\":\"")?;
    let end = rest.iter().position(|byte| *byte == b'"')?;
    std::str::from_utf8(rest.get(..end)?).ok()
}

/// Parses a file whose bytes are verified; `format` returns the format that it names.
fn read<T: Read>(
    part: Part,
    bytes: &[u8],
    expected: &'static str,
    format: impl Fn(&T) -> &str,
) -> Result<T, VerifyError> {
    let other = |got: &str| {
        let got = got.to_owned();
        VerifyError::OtherFormat { part, expected, got }
    };
    match read_json::<T>(bytes) {
        Ok(read) if format(&read) == expected => Ok(read),
        Ok(read) => Err(other(format(&read))),
        // A newer format may have fields that are unknown here.
        Err(error) => Err(match named(bytes).filter(|got| *got != expected) {
            Some(got) => other(got),
            None => VerifyError::Format { part, reason: error.to_string() },
        }),
    }
}

/// Reads a snapshot of the current or the previous format.
fn read_snapshot(bytes: &[u8]) -> Result<Snapshot, VerifyError> {
    let part = Part::Snapshot;
    let v1 = || {
        read(part, bytes, SNAPSHOT_FORMAT_1, |it: &SnapshotV1| &it.format)
            .map(Snapshot::from)
    };
    match read(part, bytes, SNAPSHOT_FORMAT, |it: &Snapshot| &it.format) {
        Err(VerifyError::OtherFormat { got, .. }) if got == SNAPSHOT_FORMAT_1 => v1(),
        // The field `format` need not be the first one.
        Err(error) => v1().map_err(|_not_v1| error),
        snapshot => snapshot,
    }
}

impl VerifiedHead {
    /// The verified head.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The version; a higher one is newer.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.head.version
    }

    /// The id of the key that signed it.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.head.key
    }

    /// When it was issued, in seconds since 1970.
    #[must_use]
    pub fn issued(&self) -> i64 {
        self.head.issued.unix()
    }

    /// When it expires, in seconds since 1970.
    #[must_use]
    pub fn expires(&self) -> i64 {
        self.head.expires.unix()
    }

    /// The reference to the snapshot.
    #[must_use]
    pub fn snapshot(&self) -> SnapshotRef {
        self.head.snapshot
    }

    /// The file name of the snapshot, beside the head.
    #[must_use]
    pub fn snapshot_name(&self) -> String {
        self.head.snapshot.name()
    }

    /// The length of the snapshot in bytes.
    #[must_use]
    pub fn snapshot_length(&self) -> u64 {
        self.head.snapshot.length
    }

    /// Verifies a snapshot, given its bytes.
    ///
    /// # Errors
    /// When the bytes do not match the head, the contents do not match their format, the
    /// snapshot is of another hall, or its columns are inconsistent.
    pub fn open(self, snapshot: &[u8]) -> Result<VerifiedFeed, VerifyError> {
        within(Part::Snapshot, snapshot, SNAPSHOT_LIMIT)?;
        let expected = self.head.snapshot;
        let length = u64::try_from(snapshot.len()).unwrap_or(u64::MAX);
        if length != expected.length {
            return Err(VerifyError::Length { expected: expected.length, got: length });
        }
        let got = SnapshotRef::of(snapshot);
        if got != expected {
            return Err(VerifyError::Hash { expected: expected.sha256, got: got.sha256 });
        }
        let snapshot = read_snapshot(snapshot)?;
        same_hall(Part::Snapshot, &self.head.hall, &snapshot.hall.id)?;
        validate::check(&snapshot)?;
        Ok(VerifiedFeed { head: self, snapshot })
    }
}

impl VerifiedFeed {
    /// The head.
    #[must_use]
    pub fn head(&self) -> &VerifiedHead {
        &self.head
    }

    /// The snapshot.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Whether, at `now`, data that needs consent must no longer be shown.
    #[must_use]
    pub fn expired(&self, now: i64) -> bool {
        now >= self.head.expires()
    }

    /// Whether, at `now`, a newer publication is overdue by the hall's cadence.
    #[must_use]
    pub fn is_late(&self, now: i64) -> bool {
        let late_after = self.snapshot.display.late_after();
        now.saturating_sub(self.head.issued()) > late_after
    }

    /// The board on a day of the hall, at `now` in seconds since 1970.
    ///
    /// A day before the day of publication is replaced by that day: even with a clock
    /// that is slow, no score from before the published figures is shown.
    #[must_use]
    pub fn board(&self, on: Day, now: i64) -> Board {
        Board::from_feed(self, on, now)
    }

    /// The residents on [`VerifiedFeed::board`].
    #[must_use]
    pub fn listing(&self, on: Day, now: i64) -> BoardListing {
        BoardListing::from_feed(self, on, now)
    }
}
