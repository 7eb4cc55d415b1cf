//! What a reader trusts: one hall and one key.

use minisign_verify::{PublicKey, Signature};

use crate::error::{Part, VerifyError};
use crate::head::SIGNATURE_LIMIT;

const UNTRUSTED: &str = "untrusted comment: ";

/// One hall and the one key whose signatures are accepted for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    hall: String,
    key: PublicKey,
    key_id: String,
}

/// Why a hall and key cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// The hall's id is empty.
    #[error("the hall's id is empty")]
    NoHall,
    /// Not the second line of a minisign public key file.
    #[error("not a minisign public key: {0}")]
    Key(String),
}

/// The key id in a minisign key or signature, which the library does not expose: the
/// eight bytes after the first two, little-endian, of a base64 text.
fn key_id(base64: &str) -> Option<String> {
    let mut bits = 0_u64;
    // Two bits of the fourteenth character belong to the id.
    for (at, byte) in base64.bytes().take(14).enumerate() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = if at < 13 {
            bits << 6 | u64::from(six)
        } else {
            bits << 2 | u64::from(six >> 4)
        };
    }
    Some(format!("{:016X}", bits.swap_bytes()))
}

impl Trust {
    /// Trust in a hall and a key: `public_key` is the base64 line of its `.pub` file
    /// (`RW…`).
    ///
    /// # Errors
    /// When the id is empty or the line is not a minisign public key.
    pub fn new(hall_id: &str, public_key: &str) -> Result<Trust, TrustError> {
        if hall_id.is_empty() {
            return Err(TrustError::NoHall);
        }
        let line = public_key.trim();
        let wrong = || TrustError::Key(line.chars().take(60).collect());
        let key = PublicKey::from_base64(line).map_err(|_undecoded| wrong())?;
        let key_id = key_id(line).ok_or_else(wrong)?;
        Ok(Trust { hall: hall_id.to_owned(), key, key_id })
    }

    /// The id of the hall.
    #[must_use]
    pub fn hall(&self) -> &str {
        &self.hall
    }

    /// The id of the key as minisign prints it: sixteen upper-case hex digits.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The storage key for data about this hall and key. With another key a reader starts
    /// without stored data.
    #[must_use]
    pub fn storage_key(&self) -> String {
        format!("hallboard-feed/1/{}/{}", self.key_id, self.hall)
    }

    /// Verifies the signature of bytes, before they are parsed.
    pub(crate) fn verify(
        &self,
        bytes: &[u8],
        signature: &[u8],
    ) -> Result<(), VerifyError> {
        use minisign_verify::Error;
        if signature.len() > SIGNATURE_LIMIT {
            return Err(VerifyError::TooLarge {
                part: Part::Signature,
                limit: SIGNATURE_LIMIT,
            });
        }
        let (decoded, id) = decode(signature).ok_or(VerifyError::SignatureFormat)?;
        self.key.verify(bytes, &decoded, false).map_err(|error| match error {
            Error::UnexpectedKeyId => {
                VerifyError::OtherKey { expected: self.key_id.clone(), got: id }
            }
            Error::UnexpectedAlgorithm => VerifyError::LegacySignature,
            _ => VerifyError::Signature,
        })
    }
}

/// A signature file and the key id in it. The file must consist of exactly four
/// terminated lines.
///
/// The library ignores anything after the fourth line, and the text of the first line.
fn decode(file: &[u8]) -> Option<(Signature, String)> {
    let text = std::str::from_utf8(file).ok()?;
    let lines = text.strip_suffix('\n')?.split('\n');
    let lines: Vec<&str> = lines.map(|it| it.strip_suffix('\r').unwrap_or(it)).collect();
    let [untrusted, signature, _trusted, _global] = lines.as_slice() else {
        return None;
    };
    if !untrusted.starts_with(UNTRUSTED) {
        return None;
    }
    Some((Signature::decode(text).ok()?, key_id(signature)?))
}
