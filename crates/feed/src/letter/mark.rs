//! Recognises letters that arrive more than once.

use std::fmt;
use std::str::FromStr;

use base16ct::lower;
use sha2::{Digest, Sha256};

use super::Letter;
use crate::hex::from_hex;

/// The 128 random bits that identify a letter, written as 32 lower-case hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LetterId([u8; 16]);

/// Recognises a letter without revealing its contents: its id and the SHA-256 of its
/// JSON. Written `<id>:<64 hex digits>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The letter's id.
    pub id: LetterId,
    /// The SHA-256 of the letter's JSON.
    pub digest: [u8; 32],
}

/// The relation of a letter to an earlier one with the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// The same letter again, however it was sealed. It can be ignored.
    Double,
    /// Another letter with the same id, which no honest program writes. It never replaces
    /// the first one.
    Forgery,
}

/// The text is not an id or mark of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the hex digits of a letter's id or mark")]
pub struct MarkError;

impl LetterId {
    /// The id with these bytes, which must be random.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> LetterId {
        LetterId(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl Letter {
    /// The mark by which the letter is recognised.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark { id: self.id, digest: Sha256::digest(self.to_json()).into() }
    }
}

impl Mark {
    /// The relation of this letter to an earlier one; `None` if their ids differ.
    #[must_use]
    pub fn repeats(&self, first: &Mark) -> Option<Repeat> {
        match (self.id == first.id, self.digest == first.digest) {
            (false, _) => None,
            (true, true) => Some(Repeat::Double),
            (true, false) => Some(Repeat::Forgery),
        }
    }
}

impl fmt::Display for LetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&lower::encode_string(&self.0))
    }
}

impl FromStr for LetterId {
    type Err = MarkError;

    fn from_str(text: &str) -> Result<LetterId, MarkError> {
        from_hex(text).map(LetterId).ok_or(MarkError)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.id, lower::encode_string(&self.digest))
    }
}

impl FromStr for Mark {
    type Err = MarkError;

    fn from_str(text: &str) -> Result<Mark, MarkError> {
        let (id, digest) = text.split_once(':').ok_or(MarkError)?;
        Ok(Mark { id: id.parse()?, digest: from_hex(digest).ok_or(MarkError)? })
    }
}
