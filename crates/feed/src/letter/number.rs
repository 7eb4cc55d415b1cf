//! The short number of a letter, by which its sender and the hall refer to it.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::{Letter, Mark};

/// The number of digits.
const DIGITS: u32 = 8;
/// Numbers are less than this.
const NUMBERS: u32 = 10_u32.pow(DIGITS);
/// The prefix of the hashed data, which separates this hash from those for other
/// purposes.
const PURPOSE: &[u8] = b"hallboard letter number 1";

/// Eight digits that both sides compute from a letter's [`Mark`]. Written in two groups,
/// `4821-9370`: digits can be read, spoken and typed in every language.
///
/// It reveals nothing about the letter or its sender, and cannot be computed from the
/// sealed bytes, because the mark is inside. It is no proof: two letters of a hall may
/// have the same number (among a person's newest 24, the chance is below 1 in 300,000).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LetterNumber(u32);

/// The text is not the number of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the {DIGITS} digits of a letter's number")]
pub struct LetterNumberError;

impl Mark {
    /// The number of the letter with this mark.
    #[must_use]
    pub fn number(&self) -> LetterNumber {
        let hash = Sha256::new()
            .chain_update(PURPOSE)
            .chain_update(self.id.bytes())
            .chain_update(self.digest)
            .finalize();
        let remainder = hash.iter().fold(0_u64, |remainder, byte| {
            ((remainder << 8) | u64::from(*byte)) % u64::from(NUMBERS)
        });
        LetterNumber(u32::try_from(remainder).unwrap_or_default())
    }
}

impl Letter {
    /// The letter's number, which is the same however often the letter is sealed or sent.
    #[must_use]
    pub fn number(&self) -> LetterNumber {
        self.mark().number()
    }
}

impl fmt::Display for LetterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

impl FromStr for LetterNumber {
    type Err = LetterNumberError;

    /// Reads a typed number. Spaces and hyphens between digits are ignored, and
    /// full-width digits count as plain ones.
    fn from_str(text: &str) -> Result<LetterNumber, LetterNumberError> {
        let (mut number, mut digits) = (0, 0);
        for typed in text.chars() {
            if typed.is_whitespace() || "-‐‑–—－".contains(typed) {
                continue;
            }
            let plain = match typed {
                '０'..='９' => char::from_u32(u32::from(typed) - 0xff10 + 0x30),
                _ => Some(typed),
            };
            let digit = plain.and_then(|it| it.to_digit(10)).ok_or(LetterNumberError)?;
            digits += 1;
            if digits > DIGITS {
                return Err(LetterNumberError);
            }
            number = number * 10 + digit;
        }
        if digits == DIGITS { Ok(LetterNumber(number)) } else { Err(LetterNumberError) }
    }
}
