//! Sealed letters: encrypted to the hall's key, and padded to one of a few sizes.

use std::fmt;
use std::str::FromStr;

use base16ct::lower;
use base64ct::{Base64, Encoding};
use crypto_box::aead::rand_core::{CryptoRng, Error, RngCore};
use crypto_box::{PublicKey, SecretKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use super::Letter;
use super::fault::LetterFault;

/// The sizes a sealed letter may have, in bytes.
///
/// A letter of the first size fits into one QR code. An ordinary letter of any kind, with
/// a text of up to 200 characters, has the first size; any letter within the limits fits
/// into one of them.
pub const LETTER_SIZES: [usize; 3] = [1 << 10, 4 << 10, 16 << 10];

const LARGEST: usize = 16 << 10;
/// The overhead of a sealed box over its contents: a key and a tag.
const SEAL: usize = 32 + 16;
/// The length of the JSON stands before it, in four bytes, big-endian.
const LENGTH: usize = 4;
/// The suffix of letter files.
const SUFFIX: &str = ".letter";

/// The hall's public key for letters (X25519). Written as 44 characters of base64.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LetterKey([u8; 32]);

/// The hall's secret key for letters (X25519), which opens all of them.
///
/// It is wiped from memory when dropped, and `Debug` does not show it.
#[derive(Clone)]
pub struct LetterSecret([u8; 32]);

/// A sealed letter, which can be stored anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedLetter {
    /// The name of its file: [`file_name`] of its bytes.
    pub name: String,
    /// The bytes; their number is one of [`LETTER_SIZES`].
    pub bytes: Vec<u8>,
}

/// The text is not a key for letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the 44 characters of a key for letters")]
pub struct LetterKeyError;

/// The file name of a sealed letter: 32 hex digits derived from its bytes only, then
/// `.letter`. The same bytes have the same name wherever they are stored.
#[must_use]
pub fn file_name(sealed: &[u8]) -> String {
    let hash = Sha256::digest(sealed);
    let digits = lower::encode_string(hash.get(..16).unwrap_or_default());
    format!("{digits}{SUFFIX}")
}

/// Whether this can be the file name of a sealed letter.
#[must_use]
pub fn is_file_name(name: &str) -> bool {
    let digit = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
    name.strip_suffix(SUFFIX).is_some_and(|it| it.len() == 32 && it.bytes().all(digit))
}

impl Letter {
    /// Encrypts the letter to a hall's key. The sender cannot open it again.
    ///
    /// `ephemeral` must be random and used for nothing else. Each value gives different
    /// bytes for the same letter.
    ///
    /// # Errors
    /// When the letter is not within all limits.
    pub fn seal(
        &self,
        to: &LetterKey,
        ephemeral: [u8; 32],
    ) -> Result<SealedLetter, LetterFault> {
        self.check()?;
        let json = self.to_json();
        let needed = json.len().saturating_add(LENGTH + SEAL);
        let too_large = LetterFault::TooLarge { got: needed, limit: LARGEST };
        let size = LETTER_SIZES.into_iter().find(|size| *size >= needed);
        let (Some(size), Ok(length)) = (size, u32::try_from(json.len())) else {
            return Err(too_large);
        };
        let mut plain = Vec::with_capacity(size);
        plain.extend(length.to_be_bytes());
        plain.extend(json.into_bytes());
        plain.resize(size.saturating_sub(SEAL), 0);
        let key = PublicKey::from_bytes(to.0);
        let sealed = key.seal(&mut Given(ephemeral), &plain);
        plain.zeroize();
        let bytes = sealed.map_err(|_opaque| too_large)?;
        Ok(SealedLetter { name: file_name(&bytes), bytes })
    }
}

impl LetterSecret {
    /// The key with these bytes, which must be random.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> LetterSecret {
        LetterSecret(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The public key to which letters are encrypted.
    #[must_use]
    pub fn public(&self) -> LetterKey {
        LetterKey(SecretKey::from_bytes(self.0).public_key().to_bytes())
    }

    /// Opens a letter to this hall.
    ///
    /// # Errors
    /// When the file is not a valid letter to this hall. No part of it is returned then.
    pub fn open(&self, hall: &str, file: &[u8]) -> Result<Letter, LetterFault> {
        let got = file.len();
        if got > LARGEST {
            return Err(LetterFault::TooLarge { got, limit: LARGEST });
        }
        if !LETTER_SIZES.contains(&got) {
            return Err(LetterFault::Size { got });
        }
        let opened = SecretKey::from_bytes(self.0).unseal(file);
        let mut plain = opened.map_err(|_opaque| LetterFault::CannotOpen)?;
        let letter = unpadded(&plain).and_then(|json| Letter::from_json(json, hall));
        plain.zeroize();
        letter
    }
}

fn unpadded(plain: &[u8]) -> Result<&[u8], LetterFault> {
    let (length, rest) =
        plain.split_first_chunk::<LENGTH>().ok_or(LetterFault::Padding)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok();
    let split = length.and_then(|length| rest.split_at_checked(length));
    let (json, blank) = split.ok_or(LetterFault::Padding)?;
    if blank.iter().any(|byte| *byte != 0) {
        return Err(LetterFault::Padding);
    }
    Ok(json)
}

impl LetterKey {
    /// The key with these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> LetterKey {
        LetterKey(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for LetterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 44];
        f.write_str(Base64::encode(&self.0, &mut text).map_err(|_room| fmt::Error)?)
    }
}

impl fmt::Debug for LetterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LetterKey({self})")
    }
}

impl FromStr for LetterKey {
    type Err = LetterKeyError;

    fn from_str(text: &str) -> Result<LetterKey, LetterKeyError> {
        let mut bytes = [0; 32];
        let read = Base64::decode(text, &mut bytes).map_err(|_text| LetterKeyError)?;
        if read.len() == 32 { Ok(LetterKey(bytes)) } else { Err(LetterKeyError) }
    }
}

impl fmt::Debug for LetterSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LetterSecret(…)")
    }
}

impl Drop for LetterSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Passes the caller's random bytes to a library that takes a random number generator.
/// The library requests bytes once, for one key.
struct Given([u8; 32]);

impl RngCore for Given {
    fn next_u32(&mut self) -> u32 {
        let [a, b, c, d, ..] = self.0;
        u32::from_le_bytes([a, b, c, d])
    }

    fn next_u64(&mut self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        dest.iter_mut().zip(self.0).for_each(|(to, byte)| *to = byte);
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

impl CryptoRng for Given {}

impl Drop for Given {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
