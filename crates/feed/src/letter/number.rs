//! The short number of a letter, by which its sender and the hall speak of it.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::{Letter, Mark};

/// How many digits a number has.
const DIGITS: u32 = 8;
/// Numbers are below this.
const NUMBERS: u32 = 10_u32.pow(DIGITS);
/// What the hash of a mark begins with, so that it serves for nothing else.
const PURPOSE: &[u8] = b"hallboard letter number 1";

/// Eight digits that both sides work out from a letter's [`Mark`]. Written in two groups,
/// `4821-9370`: digits alone are read, said and typed in every language.
///
/// It says nothing of the letter or its sender, and whoever sees only the sealed bytes
/// cannot work it out, since the mark is inside. It is no proof: two letters of a hall may
/// have the same one (of a person's newest 24, the chance is below 1 in 300,000).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LetterNumber(u32);

/// Why a text is no number of a letter.
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
    /// Its number: the same however often the letter is sealed or sent.
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

    /// Reads a number as people type it: blanks and hyphens between digits do not matter,
    /// and full-width digits are taken for plain ones.
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
