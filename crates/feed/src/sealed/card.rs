//! The card a hall prints for a resident.

use std::fmt;

use zeroize::Zeroize;

use super::code::{self, CodeFault, GROUP};

/// The random 128 bits on a card. Whoever has them can open one resident's files.
///
/// They are wiped from memory when dropped, and no text for people shows them.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 16]);

/// What a card says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The secret.
    pub secret: Secret,
    /// The id of the hall's key, as minisign prints it; `None` if only a code was typed.
    pub key_id: Option<String>,
    /// No publication below this version is believed with the card: the newest when it
    /// was printed; 0 if only a code was typed.
    pub least_version: u64,
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Secret {
    /// The secret of these bytes, which must be random.
    #[must_use]
    pub fn new(bytes: [u8; 16]) -> Secret {
        Secret(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Its code: 28 characters, the last two checking the others.
    #[must_use]
    pub fn code(&self) -> String {
        code::write(&self.0)
    }

    /// Its code in groups of four, as cards print it.
    #[must_use]
    pub fn groups(&self) -> Vec<String> {
        let code: Vec<char> = self.code().chars().collect();
        code.chunks(GROUP).map(|group| group.iter().collect()).collect()
    }

    /// The secret of a code typed off a card. Capitals, blanks and hyphens do not
    /// matter, full-width forms are taken for plain ones, O for 0, I and L for 1, U for V.
    ///
    /// # Errors
    /// When it is no code, with what is wrong where that can be known.
    pub fn typed(text: &str) -> Result<Secret, CodeFault> {
        code::read(text).map(Secret)
    }
}

impl Card {
    /// What stands behind the `#` of the card's address.
    #[must_use]
    pub fn fragment(&self) -> String {
        let code = self.secret.code();
        match &self.key_id {
            Some(key_id) => format!("{code}.{key_id}.{}", self.least_version),
            None => code,
        }
    }

    /// What was scanned, pasted or typed: a card's whole address, what stands behind its
    /// `#`, or the code alone.
    ///
    /// # Errors
    /// When there is no code in it.
    pub fn read(text: &str) -> Result<Card, CodeFault> {
        let text = text.rsplit_once('#').map_or(text, |(_, fragment)| fragment).trim();
        let parts: Vec<&str> = text.split('.').collect();
        if let [code, key_id, version] = parts.as_slice()
            && key_id.len() == 16
            && key_id.chars().all(|it| it.is_ascii_hexdigit())
            && let Ok(least_version) = version.parse()
        {
            let key_id = Some(key_id.to_ascii_uppercase());
            return Ok(Card { secret: Secret::typed(code)?, key_id, least_version });
        }
        let secret = Secret::typed(text)?;
        Ok(Card { secret, key_id: None, least_version: 0 })
    }
}
