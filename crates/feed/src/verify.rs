//! From bytes to a feed that may be shown, one check after another.

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

/// A snapshot that a verified head speaks of and whose columns fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedFeed {
    head: VerifiedHead,
    snapshot: Snapshot,
}

/// Believes a head, given the bytes of `head.json` and `head.json.minisig`.
///
/// The signature is held against the bytes before anything is read into them. Whether
/// the version is new enough is for the caller to say, who knows what was seen before.
///
/// # Errors
/// When it is too large, not signed by that key, of another hall, or not what its format
/// says.
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

/// The format a part names first of all, as every part of ours does.
fn named(bytes: &[u8]) -> Option<&str> {
    let rest = bytes.strip_prefix(b"{\"format\":\"")?;
    let end = rest.iter().position(|byte| *byte == b'"')?;
    std::str::from_utf8(rest.get(..end)?).ok()
}

/// Reads a part whose bytes are already believed; `format` is the one it gives.
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
        // A newer format may well have fields that are not known here.
        Err(error) => Err(match named(bytes).filter(|got| *got != expected) {
            Some(got) => other(got),
            None => VerifyError::Format { part, reason: error.to_string() },
        }),
    }
}

/// Reads a snapshot of the present format, or of the one before.
fn read_snapshot(bytes: &[u8]) -> Result<Snapshot, VerifyError> {
    let part = Part::Snapshot;
    let v1 = || {
        read(part, bytes, SNAPSHOT_FORMAT_1, |it: &SnapshotV1| &it.format)
            .map(Snapshot::from)
    };
    match read(part, bytes, SNAPSHOT_FORMAT, |it: &Snapshot| &it.format) {
        Err(VerifyError::OtherFormat { got, .. }) if got == SNAPSHOT_FORMAT_1 => v1(),
        // Its format need not stand first.
        Err(error) => v1().map_err(|_not_v1| error),
        snapshot => snapshot,
    }
}

impl VerifiedHead {
    /// All it says.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Its version; a higher one is newer.
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

    /// The snapshot it speaks of.
    #[must_use]
    pub fn snapshot(&self) -> SnapshotRef {
        self.head.snapshot
    }

    /// The snapshot's file name beside the head.
    #[must_use]
    pub fn snapshot_name(&self) -> String {
        self.head.snapshot.name()
    }

    /// How many bytes the snapshot has.
    #[must_use]
    pub fn snapshot_length(&self) -> u64 {
        self.head.snapshot.length
    }

    /// Believes a snapshot, given its bytes.
    ///
    /// # Errors
    /// When the bytes are not those the head speaks of, not what their format says, of
    /// another hall, or their columns do not fit together.
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
    /// Its head.
    #[must_use]
    pub fn head(&self) -> &VerifiedHead {
        &self.head
    }

    /// Its snapshot.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Whether what rests on consent must no longer be shown at that second.
    #[must_use]
    pub fn expired(&self, now: i64) -> bool {
        now >= self.head.expires()
    }

    /// Whether, by the hall's cadence, a newer one should have come by that second.
    #[must_use]
    pub fn is_late(&self, now: i64) -> bool {
        let late_after = self.snapshot.display.late_after();
        now.saturating_sub(self.head.issued()) > late_after
    }

    /// What the screen shows on a day of the hall, at a second since 1970.
    ///
    /// A day before the day of publication is taken for the latter: a clock that is
    /// behind shows no score from before the figures it has.
    #[must_use]
    pub fn board(&self, on: Day, now: i64) -> Board {
        Board::from_feed(self, on, now)
    }

    /// Who is on [`VerifiedFeed::board`] then.
    #[must_use]
    pub fn listing(&self, on: Day, now: i64) -> BoardListing {
        BoardListing::from_feed(self, on, now)
    }
}
