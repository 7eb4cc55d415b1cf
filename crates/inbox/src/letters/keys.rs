//! The hall's keys for letters, as they lie beside its signing key.

use std::io;

use base64ct::{Base64, Encoding};
use hallboard_feed::letter::{Letter, LetterFault, LetterKey, LetterSecret};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// The format a file of keys for letters names in its first field.
pub const LETTER_KEYS_FORMAT: &str = "hallboard-letter-keys/1";

/// The keys letters to the hall open with: the one that is published now, and those before
/// it, since a letter may have been long on its way.
#[derive(Clone, Debug)]
pub struct LetterKeys {
    newest: LetterSecret,
    before: Vec<LetterSecret>,
}

/// The keys as they are written, the newest first.
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

/// Why keys for letters cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LetterKeysError {
    /// Not the JSON expected.
    #[error("line {line}, column {column}: {what}")]
    Text {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the reader of JSON found.
        what: String,
    },
    /// Another format.
    #[error("the format is `{found}`, not `{LETTER_KEYS_FORMAT}`")]
    Format {
        /// The one it names.
        found: String,
    },
    /// A key that is none.
    #[error("key {number} is not 32 bytes in base64")]
    Key {
        /// Which, from 1.
        number: usize,
    },
    /// There is no key in it.
    #[error("there is no key in it")]
    Empty,
}

impl LetterKeys {
    /// The first key, of bytes that must be random.
    #[must_use]
    pub fn new(random: [u8; 32]) -> LetterKeys {
        LetterKeys { newest: LetterSecret::new(random), before: Vec::new() }
    }

    /// Makes another key the newest.
    pub fn renew(&mut self, random: [u8; 32]) {
        let before = std::mem::replace(&mut self.newest, LetterSecret::new(random));
        self.before.insert(0, before);
    }

    /// Reads them as [`LetterKeys::write`] wrote them.
    ///
    /// # Errors
    /// When they are none.
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

    /// Their bytes.
    ///
    /// # Errors
    /// Never in practice: texts can be written.
    pub fn write(&self) -> io::Result<Vec<u8>> {
        let keys = self.all().map(|key| Base64::encode_string(key.bytes())).collect();
        let written = Written { format: LETTER_KEYS_FORMAT.to_owned(), keys };
        let mut bytes = serde_json::to_vec_pretty(&written)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The key that is published.
    #[must_use]
    pub fn public(&self) -> LetterKey {
        self.newest.public()
    }

    /// Opens a letter to that hall, whichever of the keys it was sealed to.
    ///
    /// # Errors
    /// When it is none.
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
    fn a_letter_to_a_key_of_before_still_opens() {
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
    fn what_are_no_keys_is_refused_with_the_reason() {
        let text = String::from_utf8(LetterKeys::new([1; 32]).write().unwrap()).unwrap();
        let check = |from: &str, to: &str, says: &str| {
            assert!(text.contains(from), "{from} in {text}");
            let error = LetterKeys::read(text.replace(from, to).as_bytes()).unwrap_err();
            assert!(error.to_string().contains(says), "{error}");
        };
        check("keys/1", "keys/2", "`hallboard-letter-keys/2`");
        check("\"keys\"", "\"key\"", "unknown field `key`");
        check("AQEB", "AQ", "key 1");
        let none = format!("{{\"format\":\"{LETTER_KEYS_FORMAT}\",\"keys\":[]}}");
        let error = LetterKeys::read(none.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), "there is no key in it");
    }
}
