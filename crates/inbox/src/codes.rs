//! Letters as texts of QR codes, `HBL1:<name>:<n>/<m>:<part>`, from any source: a file
//! made by a telephone, a mail, or the input of a scanner.
//!
//! [`Codes`] collects them in any order, of several letters at once and with repetitions,
//! and returns a letter when all of its codes were read and the bytes match its name.

use std::collections::{BTreeMap, BTreeSet};

use base64ct::{Base64UrlUnpadded, Encoding};
use hallboard_feed::Instant;
use hallboard_feed::letter::{LETTER_SIZES, file_name, is_file_name};

/// The prefix of every code.
pub const MARK: &str = "HBL1:";
/// The largest number of codes of one letter.
pub const MOST_CODES: u16 = 999;
/// The length of the longest letter in base64url, in characters.
const LONGEST: usize = LETTER_SIZES[2].div_ceil(3) * 4;
/// How many different readings of one code are stored: a scanner may misread.
const READINGS: usize = 3;
/// How many combinations of readings are tried for one letter.
const TRIES: usize = 81;
/// How many incomplete letters are stored.
const LETTERS: usize = 1024;

/// Why a text that begins like a code is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// The name is not that of a letter's file.
    #[error("its name is not 32 hex digits")]
    Name,
    /// The number or the count is invalid, or the number exceeds the count.
    #[error("it is not the n-th of m codes, from 1 to {MOST_CODES}")]
    Number,
    /// The part is empty, too long, or has characters that no letter has.
    #[error("it holds no part of a letter")]
    Part,
    /// There are too many incomplete letters, or too many readings of one letter.
    #[error("there are too many")]
    Many,
}

/// The fields of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Code<'t> {
    name: &'t str,
    number: u16,
    of: u16,
    part: &'t str,
}

/// The codes read so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    letters: BTreeMap<String, PartialLetter>,
}

/// The readings of the codes of one letter, by total number of codes, then by number of
/// the code.
#[derive(Clone, Debug, PartialEq, Eq)]
struct PartialLetter {
    place: String,
    came: Instant,
    characters: usize,
    sets: BTreeMap<u16, BTreeMap<u16, Vec<String>>>,
}

/// The codes found in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodesRead {
    /// The letters that the codes belong to, by the names of their files without the
    /// suffix.
    pub letters: BTreeSet<String>,
    /// Invalid codes, by line, from 1.
    pub faults: Vec<(usize, CodeFault)>,
    /// Whether the text contains anything else.
    pub more: bool,
}

/// A letter of which not all codes were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The name of its file without the suffix.
    pub name: String,
    /// The place of the first code that was read.
    pub place: String,
    /// The total number of codes.
    pub of: u16,
    /// The numbers of the missing codes; empty if a code was misread.
    pub missing: Vec<u16>,
}

/// Whether a text contains the prefix of a code.
pub(super) fn has_codes(text: &str) -> bool {
    text.contains(MARK)
}

/// Whether a character may occur in a code.
fn of_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '/')
}

fn of_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// Parses a number without a sign or leading zeros.
fn number(text: &str) -> Option<u16> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    plain.then(|| text.parse().ok()).flatten()
}

/// Parses a code without its prefix.
fn code(text: &str) -> Result<Code<'_>, CodeFault> {
    let mut fields = text.splitn(3, ':');
    let mut field = || fields.next().unwrap_or_default();
    let name = field();
    if !is_file_name(&format!("{name}.letter")) {
        return Err(CodeFault::Name);
    }
    let counted = field().split_once('/');
    let counted = counted.and_then(|(n, m)| Some((number(n)?, number(m)?)));
    let counted = counted.filter(|(n, m)| n <= m && *m <= MOST_CODES);
    let (number, of) = counted.ok_or(CodeFault::Number)?;
    let part = field();
    match !part.is_empty() && part.len() <= LONGEST && part.chars().all(of_part) {
        true => Ok(Code { name, number, of, part }),
        false => Err(CodeFault::Part),
    }
}

impl Codes {
    /// Reads the codes of a text from a place, received at `came`.
    pub fn read(&mut self, place: &str, came: Instant, text: &str) -> CodesRead {
        let mut read = CodesRead::default();
        let blank = |text: &str| text.trim_matches('\u{feff}').trim().is_empty();
        let mut pieces = text.split(MARK);
        let before = pieces.next().unwrap_or_default();
        read.more = !blank(before);
        let mut line = 1 + before.matches('\n').count();
        for piece in pieces {
            let end = piece.find(|c| !of_code(c)).unwrap_or(piece.len());
            let (text, rest) = piece.split_at(end);
            read.more |= !blank(rest);
            match code(text).and_then(|it| self.add(place, came, it)) {
                Ok(name) => {
                    read.letters.insert(name);
                }
                Err(fault) => read.faults.push((line, fault)),
            }
            line += rest.matches('\n').count();
        }
        read
    }

    fn add(
        &mut self,
        place: &str,
        came: Instant,
        code: Code<'_>,
    ) -> Result<String, CodeFault> {
        let name = code.name.to_owned();
        if !self.letters.contains_key(&name) && self.letters.len() >= LETTERS {
            return Err(CodeFault::Many);
        }
        let empty = || PartialLetter {
            place: place.to_owned(),
            came,
            characters: 0,
            sets: BTreeMap::new(),
        };
        let letter = self.letters.entry(name.clone()).or_insert_with(empty);
        letter.came = letter.came.max(came);
        let readings =
            letter.sets.entry(code.of).or_default().entry(code.number).or_default();
        if readings.iter().any(|it| it == code.part) {
            return Ok(name);
        }
        if readings.len() >= READINGS
            || letter.characters + code.part.len() > READINGS * LONGEST
        {
            return Err(CodeFault::Many);
        }
        letter.characters += code.part.len();
        readings.push(code.part.to_owned());
        Ok(name)
    }

    /// The bytes of a letter and when its last code was received, if all of its codes
    /// were read.
    #[must_use]
    pub fn assemble(&self, name: &str) -> Option<(Vec<u8>, Instant)> {
        let letter = self.letters.get(name)?;
        let bytes = letter.sets.iter().find_map(|(of, set)| combine(name, *of, set))?;
        Some((bytes, letter.came))
    }

    /// The letters with codes, by the names of their files without the suffix.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.letters.keys().cloned().collect()
    }

    /// Removes the codes of a letter.
    pub fn forget(&mut self, name: &str) {
        self.letters.remove(name);
    }

    /// The missing codes of a letter; `None` if no code of it was read.
    #[must_use]
    pub fn gap(&self, name: &str) -> Option<Gap> {
        let letter = self.letters.get(name)?;
        let missing =
            |(of, set): (&u16, &BTreeMap<u16, Vec<String>>)| -> (Vec<u16>, u16) {
                ((1..=*of).filter(|number| !set.contains_key(number)).collect(), *of)
            };
        let (missing, of) =
            letter.sets.iter().map(missing).min_by_key(|it| it.0.len())?;
        Some(Gap { name: name.to_owned(), place: letter.place.clone(), of, missing })
    }

    /// All incomplete letters, by name.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let open = self.letters.keys().filter(|name| self.assemble(name).is_none());
        open.filter_map(|name| self.gap(name)).collect()
    }
}

/// Combines one reading of each code, and returns the first combination that matches the
/// name.
fn combine(name: &str, of: u16, set: &BTreeMap<u16, Vec<String>>) -> Option<Vec<u8>> {
    if set.len() != usize::from(of) {
        return None;
    }
    let ways = set.values().try_fold(1_usize, |ways, it| ways.checked_mul(it.len()));
    (0..ways.unwrap_or(TRIES).min(TRIES)).find_map(|mut index| {
        let mut text = String::new();
        for readings in set.values() {
            text.push_str(readings.get(index.checked_rem(readings.len())?)?);
            index /= readings.len();
        }
        let bytes = Base64UrlUnpadded::decode_vec(&text).ok()?;
        let fits = LETTER_SIZES.contains(&bytes.len())
            && file_name(&bytes).strip_suffix(".letter") == Some(name);
        fits.then_some(bytes)
    })
}

/// Numbers with runs combined: `2, 5–7`.
#[must_use]
pub fn spans(numbers: &[u16]) -> String {
    let mut spans: Vec<(u16, u16)> = Vec::new();
    for number in numbers {
        match spans.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => spans.push((*number, *number)),
        }
    }
    let span = |(first, last): (u16, u16)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    };
    spans.into_iter().map(span).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
