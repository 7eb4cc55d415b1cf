//! The senders of letters.

use std::fmt;

use base16ct::lower;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroize;

use super::LETTER_FORMAT;
use super::handwriting::Handwriting;
use super::kind::Proof;
use crate::hex::from_hex;
use crate::sealed::Secret;

/// The sender of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Somebody without a card, by the name that they state. A deed that a guest reports
    /// as their own has the source "neighbour".
    Guest {
        /// The stated name.
        name: String,
    },
    /// Somebody without a card, with a handwritten name that only a person can read.
    HandwrittenGuest {
        /// The handwritten name.
        name: Handwriting,
    },
    /// A person who scanned a card, or typed its code, on the page for letters: on the
    /// hall's screen or on their own device. The letter does not show which.
    Card {
        /// The [`Token::reporter`] of the card.
        token: Token,
    },
    /// A person who opened their own page with the card.
    Resident {
        /// The [`Token::own`] of the card.
        token: Token,
    },
}

/// Sixteen bytes by which only the hall can identify a card: neither the secret, nor the
/// name of the sealed file, nor the other token can be derived from them.
///
/// They are wiped from memory when dropped, and `Debug` does not show them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token([u8; 16]);

impl Sender {
    /// The proof of the sender's identity.
    #[must_use]
    pub fn proof(&self) -> Proof {
        match self {
            Sender::Guest { .. } | Sender::HandwrittenGuest { .. } => Proof::NameOnly,
            Sender::Card { .. } => Proof::Card,
            Sender::Resident { .. } => Proof::Own,
        }
    }
}

impl Token {
    /// The token for the page for letters. That page derives nothing else from a card.
    #[must_use]
    pub fn reporter(secret: &Secret, hall: &str) -> Token {
        Token::derived(secret, "reporter", hall)
    }

    /// The token for a resident's own page. Letters that change a person's consent or
    /// reply in their name require it: a card read by the page for letters is not enough
    /// for them.
    #[must_use]
    pub fn own(secret: &Secret, hall: &str) -> Token {
        Token::derived(secret, "own letters", hall)
    }

    /// The token with these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 16]) -> Token {
        Token(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Parses a token of 32 lower-case hex digits.
    #[must_use]
    pub fn from_hex(digits: &str) -> Option<Token> {
        from_hex(digits).map(Token)
    }

    /// The 32 lower-case hex digits of the token, as in a letter.
    #[must_use]
    pub fn hex(&self) -> String {
        lower::encode_string(&self.0)
    }

    fn derived(secret: &Secret, purpose: &str, hall: &str) -> Token {
        let mut bytes = [0; 16];
        let hkdf = Hkdf::<Sha256>::new(Some(LETTER_FORMAT.as_bytes()), secret.bytes());
        // Expanding can only fail for more than 8,160 bytes.
        let derived = hkdf.expand(format!("{purpose}\n{hall}").as_bytes(), &mut bytes);
        debug_assert!(derived.is_ok());
        Token(bytes)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
