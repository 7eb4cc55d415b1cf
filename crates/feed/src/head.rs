//! The head of a feed: the signed file, which identifies the snapshot.

use std::fmt;
use std::str::FromStr;

use base16ct::lower;
use hallboard_score::{Failed, Json, Read, Validate, strict_object};
use serde::Serialize;
use serde::ser::Serializer;

use crate::hex::from_hex;
use crate::instant::Instant;

/// The value of the field `format` of a head.
pub const HEAD_FORMAT: &str = "hallboard-head/1";
/// The path of the head, relative to the site's root.
pub const HEAD_PATH: &str = "feed/head.json";
/// The path of its signature, relative to the site's root.
pub const SIGNATURE_PATH: &str = "feed/head.json.minisig";
/// The size limit of a head, in bytes.
pub const HEAD_LIMIT: usize = 8 * 1024;
/// The size limit of a signature file, in bytes.
pub const SIGNATURE_LIMIT: usize = 4 * 1024;
/// The size limit of a snapshot, in bytes.
pub const SNAPSHOT_LIMIT: usize = 2 * 1024 * 1024;
/// The highest version. Every JSON reader represents integers up to it exactly.
pub const VERSION_LIMIT: u64 = (1 << 53) - 1;

/// Identifies a publication: its hall, time and snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Always `hallboard-head/1`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = HEAD_FORMAT)))]
    pub format: String,
    /// The id of the hall that publishes.
    pub hall: String,
    /// The id of the signing key as minisign prints it: sixteen upper-case hex digits.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9A-F]{16}$")))]
    pub key: String,
    /// Increases with every publication: the greater of the last version plus one and the
    /// time of issue in seconds since 1970.
    #[cfg_attr(feature = "schema", schemars(range(max = VERSION_LIMIT)))]
    pub version: u64,
    /// When it was published.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::InstantText"))]
    pub issued: Instant,
    /// The time from which data that needs consent must not be shown; after `issued`.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::InstantText"))]
    pub expires: Instant,
    /// The snapshot of this publication.
    pub snapshot: SnapshotRef,
}

/// Identifies the snapshot file by hash and length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SnapshotRef {
    /// The SHA-256 of the snapshot's bytes: sixty-four lower-case hex digits.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Sha256Text"))]
    pub sha256: Sha256,
    /// The length of the snapshot in bytes.
    #[cfg_attr(feature = "schema", schemars(range(max = SNAPSHOT_LIMIT)))]
    pub length: u64,
}

impl SnapshotRef {
    /// The reference to these bytes.
    #[must_use]
    pub fn of(snapshot: &[u8]) -> SnapshotRef {
        let length = u64::try_from(snapshot.len()).unwrap_or(u64::MAX);
        SnapshotRef { sha256: Sha256::of(snapshot), length }
    }

    /// The snapshot's file name beside the head: `snapshot-<sha256>.json`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("snapshot-{}.json", self.sha256)
    }
}

strict_object!(Head { format, hall, key, version, issued, expires, snapshot });
strict_object!(SnapshotRef { sha256, length });

impl Validate for Head {}
impl Validate for SnapshotRef {}

/// A SHA-256, written as sixty-four lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Sha256 {
        Sha256(<sha2::Sha256 as sha2::Digest>::digest(bytes).into())
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&lower::encode_string(&self.0))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Sha256 {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Sha256, &'static str> {
        from_hex(text)
            .map(Sha256)
            .ok_or("not a SHA-256 in sixty-four lower-case hex digits")
    }
}

impl Serialize for Sha256 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for Sha256 {
    fn read(json: &mut Json<'_>) -> Result<Sha256, Failed> {
        let text = json.text()?;
        text.parse().map_err(|what: &str| json.fault(what))
    }
}
