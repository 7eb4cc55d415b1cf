//! The hall's keys for letters, stored next to its signing key.

use std::io;

use base64ct::{Base64, Encoding};
use hallboard_feed::letter::{Letter, LetterFault, LetterKey, LetterSecret};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// The value of the field `format` in a file of letter keys.
pub const LETTER_KEYS_FORMAT: &str = "hallboard-letter-keys/1";

/// The secret keys that open letters to the hall: the published one, and its
/// predecessors, because a letter may be under way for a long time.
#[derive(Clone, Debug)]
pub struct LetterKeys {
    newest: LetterSecret,
    before: Vec<LetterSecret>,
}

/// The JSON of a key file; the newest key is first.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: String,
    keys: Vec<String>,
}

impl Drop for Written {
    fn drop(&mut self) {
        self.keys.zeroize();
    }
}

/// Why a file of letter keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LetterKeysError {
    /// It is not valid JSON, or has other fields.
    #[error("line {line}, column {column}: {what}")]
    Text {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The message of the JSON parser.
        what: String,
    },
    /// It has another format.
    #[error("the format is `{found}`, not `{LETTER_KEYS_FORMAT}`")]
    Format {
        /// The format that it names.
        found: String,
    },
    /// A key is not 32 bytes in base64.
    #[error("key {number} is not 32 bytes in base64")]
    Key {
        /// The number of the key, from 1.
        number: usize,
    },
    /// It contains no key.
    #[error("there is no key in it")]
    Empty,
}

impl LetterKeys {
    /// A first key, from random bytes.
    #[must_use]
    pub fn new(random: [u8; 32]) -> LetterKeys {
        LetterKeys { newest: LetterSecret::new(random), before: Vec::new() }
    }

    /// Adds a new key and publishes it instead of the present one.
    pub fn renew(&mut self, random: [u8; 32]) {
        let before = std::mem::replace(&mut self.newest, LetterSecret::new(random));
        self.before.insert(0, before);
    }

    /// Reads what [`LetterKeys::write`] wrote.
    ///
    /// # Errors
    /// When the bytes are not a valid key file.
    pub fn read(bytes: &[u8]) -> Result<LetterKeys, LetterKeysError> {
        let written: Written = serde_json::from_slice(bytes).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            LetterKeysError::Text { line, column, what: error.to_string() }
        })?;
        if written.format != LETTER_KEYS_FORMAT {
            return Err(LetterKeysError::Format { found: written.format.clone() });
        }
        let mut keys = Vec::new();
        for (number, text) in (1..).zip(&written.keys) {
            let mut bytes = [0; 32];
            match Base64::decode(text, &mut bytes) {
                Ok(all) if all.len() == 32 => keys.push(LetterSecret::new(bytes)),
                _ => return Err(LetterKeysError::Key { number }),
            }
            bytes.zeroize();
        }
        let mut keys = keys.into_iter();
        let newest = keys.next().ok_or(LetterKeysError::Empty)?;
        Ok(LetterKeys { newest, before: keys.collect() })
    }

    /// The bytes of the key file.
    ///
    /// # Errors
    /// Never in practice: strings can always be serialised.
    pub fn write(&self) -> io::Result<Vec<u8>> {
        let keys = self.all().map(|key| Base64::encode_string(key.bytes())).collect();
        let written = Written { format: LETTER_KEYS_FORMAT.to_owned(), keys };
        let mut bytes = serde_json::to_vec_pretty(&written)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The published key.
    #[must_use]
    pub fn public(&self) -> LetterKey {
        self.newest.public()
    }

    /// Opens a letter to this hall with the key that it is sealed to.
    ///
    /// # Errors
    /// When it opens with none of the keys, or is not a letter to this hall.
    pub fn open(&self, hall: &str, file: &[u8]) -> Result<Letter, LetterFault> {
        let tried = self.all().map(|key| key.open(hall, file));
        let opened = tried.into_iter().find(|it| *it != Err(LetterFault::CannotOpen));
        opened.unwrap_or(Err(LetterFault::CannotOpen))
    }

    fn all(&self) -> impl Iterator<Item = &LetterSecret> {
        std::iter::once(&self.newest).chain(&self.before)
    }
}

#[cfg(test)]
mod tests {
    use hallboard_feed::Instant;
    use hallboard_feed::letter::{LetterBody, LetterId, Sender};

    use super::*;

    fn letter() -> Letter {
        Letter {
            hall: "mill".to_owned(),
            id: LetterId::new([1; 16]),
            written: Instant::from_unix(1_795_409_040).unwrap(),
            sender: Sender::Guest { name: "王芳".to_owned() },
            kind: LetterBody::Thanks {
                to: "李娜".to_owned(),
                deed: "help".to_owned(),
                date: "2026-11-22".parse().unwrap(),
                text: None,
                named: false,
            },
            handwriting: None,
        }
    }

    #[test]
    fn letters_to_earlier_keys_still_open() {
        let mut keys = LetterKeys::new([1; 32]);
        let old = letter().seal(&keys.public(), [9; 32]).unwrap().bytes;
        let before = keys.public();
        keys.renew([2; 32]);
        assert_ne!(keys.public(), before);
        let read = LetterKeys::read(&keys.write().unwrap()).unwrap();
        assert_eq!(read.public(), keys.public());
        let new = letter().seal(&keys.public(), [9; 32]).unwrap().bytes;
        assert_eq!(read.open("mill", &old), Ok(letter()));
        assert_eq!(read.open("mill", &new), Ok(letter()));
        let other = LetterKeys::new([3; 32]);
        assert_eq!(other.open("mill", &new), Err(LetterFault::CannotOpen));
        let elsewhere = read.open("yu", &old);
        assert!(matches!(elsewhere, Err(LetterFault::OtherHall { .. })), "{elsewhere:?}");
    }

    #[test]
    fn invalid_key_files_are_refused_with_the_reason() {
        let text = String::from_utf8(LetterKeys::new([1; 32]).write().unwrap()).unwrap();
        let check = |from: &str, to: &str, expected: &str| {
            assert!(text.contains(from), "{from} in {text}");
            let error = LetterKeys::read(text.replace(from, to).as_bytes()).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        };
        check("keys/1", "keys/2", "`hallboard-letter-keys/2`");
        check("\"keys\"", "\"key\"", "unknown field `key`");
        check("AQEB", "AQ", "key 1");
        let none = format!("{{\"format\":\"{LETTER_KEYS_FORMAT}\",\"keys\":[]}}");
        let error = LetterKeys::read(none.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), "there is no key in it");
    }
}
