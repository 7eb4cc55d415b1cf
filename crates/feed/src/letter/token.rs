//! Who writes.

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

/// Who writes a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Somebody without a card, by the name they give. What a guest says of "themselves"
    /// is a neighbour's word.
    Guest {
        /// The name given.
        name: String,
    },
    /// Somebody without a card who wrote their name by hand: who it is, a person must
    /// read.
    HandwrittenGuest {
        /// The name as written.
        name: Handwriting,
    },
    /// Whoever showed a card, or typed its code, on the page for letters: on the hall's
    /// screen or on a device of their own. A letter does not say which.
    Card {
        /// The card's [`Token::reporter`].
        token: Token,
    },
    /// Whoever opened their own page with the card.
    Resident {
        /// The card's [`Token::own`].
        token: Token,
    },
}

/// Sixteen bytes by which the hall knows a card, and by which nobody else knows anything:
/// they lead neither to the secret, nor to the sealed file, nor to the other token.
///
/// They are wiped from memory when dropped, and no text for people shows them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token([u8; 16]);

impl Sender {
    /// What stands behind the sender's word.
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
    /// What the page for letters makes of a card shown to it. It is the only thing that
    /// page makes of one.
    #[must_use]
    pub fn reporter(secret: &Secret, hall: &str) -> Token {
        Token::derived(secret, "reporter", hall)
    }

    /// What a resident's own page makes of the card that opens it. A letter that changes
    /// what somebody agreed to, or speaks for them, carries it: a card read by the page for
    /// letters is not enough for that.
    #[must_use]
    pub fn own(secret: &Secret, hall: &str) -> Token {
        Token::derived(secret, "own letters", hall)
    }

    /// The token of these bytes, as a letter carries them.
    #[must_use]
    pub fn new(bytes: [u8; 16]) -> Token {
        Token(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The token that these 32 lower-case hex digits write.
    #[must_use]
    pub fn from_hex(digits: &str) -> Option<Token> {
        from_hex(digits).map(Token)
    }

    /// Its 32 lower-case hex digits, as a letter carries them.
    #[must_use]
    pub fn hex(&self) -> String {
        lower::encode_string(&self.0)
    }

    fn derived(secret: &Secret, purpose: &str, hall: &str) -> Token {
        let mut bytes = [0; 16];
        let hkdf = Hkdf::<Sha256>::new(Some(LETTER_FORMAT.as_bytes()), secret.bytes());
        // Only more than 8,160 bytes could be refused.
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
