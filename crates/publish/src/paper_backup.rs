//! The secret key as lines on paper, and the reverse.
//!
//! The key's text is split into numbered lines of [`LINE`] characters. Each ends in three
//! check characters for its number and text, so that a line with a typing error can be
//! named.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding};
use blake2::{Blake2b512, Digest};

/// The number of characters of the key in a line.
pub const LINE: usize = 24;
/// The number of characters in a group; groups are separated by spaces.
const GROUP: usize = 4;
/// The number of check characters of a line.
const CHECK: usize = 3;
/// The length of a minisign secret key in bytes, as in its file.
const KEY_BYTES: usize = 158;
/// The length of the key's text in characters.
const KEY_TEXT: usize = KEY_BYTES.div_ceil(3) * 4;
/// The comment above the key's text in its file.
pub(super) const COMMENT: &str = "Hallboard secret key: keep it to yourself";
/// Digits, and letters that cannot be confused with others.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A line of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupLine {
    /// Its number, from 1.
    pub number: usize,
    /// The characters of the key, in groups.
    pub groups: Vec<String>,
    /// The check characters.
    pub check: String,
}

impl BackupLine {
    /// Whether these are its check characters, as somebody types them.
    #[must_use]
    pub fn has_check(&self, typed: &str) -> bool {
        folded_check(&plain(typed)) == self.check
    }
}

/// What is wrong with lines typed from paper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupFault {
    /// A line is missing.
    #[error("line {line} is missing")]
    Missing {
        /// The number of the line.
        line: usize,
    },
    /// A line has too many or too few characters.
    #[error("line {line} has {found} characters after its number, not {expected}")]
    Length {
        /// The number of the line.
        line: usize,
        /// The number of characters without spaces.
        found: usize,
        /// The expected number.
        expected: usize,
    },
    /// The check characters of a line do not match.
    #[error("line {line} is typed wrongly somewhere")]
    Check {
        /// The number of the line.
        line: usize,
    },
    /// A line does not belong to the paper.
    #[error("`{text}` does not begin with the number of a line, 01 to {last}")]
    Stray {
        /// Its beginning.
        text: String,
        /// The number of the last line.
        last: usize,
    },
    /// All lines are correct, but do not form a key.
    #[error("the lines make no key")]
    NoKey,
}

/// The lines of a secret key file; empty if it is not one.
#[must_use]
pub fn lines(secret: &str) -> Vec<BackupLine> {
    let Some(text) = key_text(secret) else { return Vec::new() };
    let characters: Vec<char> = text.chars().collect();
    (1..)
        .zip(characters.chunks(LINE))
        .map(|(number, line)| BackupLine {
            number,
            groups: line.chunks(GROUP).map(|group| group.iter().collect()).collect(),
            check: check(number, &line.iter().collect::<String>()),
        })
        .collect()
}

/// The line of a file that is a secret key.
fn key_text(file: &str) -> Option<&str> {
    file.lines().map(str::trim).find(|line| is_key(line))
}

fn is_key(text: &str) -> bool {
    Base64::decode_vec(text).is_ok_and(|bytes| bytes.len() == KEY_BYTES)
}

/// Reconstructs the key file from lines typed from paper. Spaces, dashes and full-width
/// forms do not matter; case does.
///
/// # Errors
/// All faults.
pub fn read(typed: &str) -> Result<String, Vec<BackupFault>> {
    let file = |text: &str| format!("untrusted comment: {COMMENT}\n{text}\n");
    if let Some(text) = key_text(typed) {
        return Ok(file(text));
    }
    let mut faults = Vec::new();
    let mut lines: BTreeMap<usize, String> = BTreeMap::new();
    let last = KEY_TEXT.div_ceil(LINE);
    for line in typed.lines() {
        let plain = plain(line);
        if plain.is_empty() || plain.starts_with('#') {
            continue;
        }
        match numbered(line, &plain).filter(|(number, _)| (1..=last).contains(number)) {
            Some((number, text)) => drop(lines.insert(number, text)),
            None => {
                let text = line.trim().chars().take(12).collect();
                faults.push(BackupFault::Stray { text, last });
            }
        }
    }
    let mut key = String::new();
    for line in 1..=last {
        match lines.get(&line).ok_or(BackupFault::Missing { line }) {
            Ok(text) => match checked(line, text) {
                Ok(text) => key.push_str(text),
                Err(fault) => faults.push(fault),
            },
            Err(fault) => faults.push(fault),
        }
    }
    match faults.is_empty() {
        true if is_key(&key) => Ok(file(&key)),
        true => Err(vec![BackupFault::NoKey]),
        false => Err(faults),
    }
}

/// A line without the characters that do not matter.
fn plain(line: &str) -> String {
    let characters = line.chars().map(half_width);
    characters.filter(|c| !c.is_whitespace() && !"-–—−·|".contains(*c)).collect()
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c)
        }
        _ => c,
    }
}

/// Splits a line into its number and the rest. The number is the text before the first
/// space, or else the first two digits.
fn numbered(line: &str, plain: &str) -> Option<(usize, String)> {
    let half: String = line.trim().chars().map(half_width).collect();
    let first = half.split_whitespace().next()?;
    let digits = first.trim_end_matches(['.', ':', ')', '、']);
    let number = digits.parse::<usize>().ok().filter(|_| digits.len() <= 2);
    let (length, number) = match number {
        Some(number) => (first.len(), number),
        None => (2, plain.get(..2)?.parse().ok()?),
    };
    Some((number, plain.get(length..)?.to_owned()))
}

/// The text of a line without its check characters.
fn checked(line: usize, text: &str) -> Result<&str, BackupFault> {
    let expected = LINE.min(KEY_TEXT - (line - 1) * LINE) + CHECK;
    let found = text.chars().count();
    let split = (text.is_ascii() && found == expected)
        .then(|| text.split_at_checked(expected - CHECK))
        .flatten();
    let Some((text, given)) = split else {
        return Err(match found == expected {
            true => BackupFault::Check { line },
            false => BackupFault::Length { line, found, expected },
        });
    };
    match check(line, text) == folded_check(given) {
        true => Ok(text),
        false => Err(BackupFault::Check { line }),
    }
}

/// Check characters without what is easily confused.
fn folded_check(given: &str) -> String {
    given.to_uppercase().chars().map(unmistakable).collect()
}

fn unmistakable(c: char) -> char {
    match c {
        'O' => '0',
        'I' | 'L' => '1',
        _ => c,
    }
}

fn check(number: usize, text: &str) -> String {
    let hash = Blake2b512::digest(format!("hallboard paper 1, line {number}: {text}"));
    let letter =
        |byte: &u8| ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or(b'0');
    hash.iter().take(CHECK).map(|byte| char::from(letter(byte))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::HallKey;

    fn backup_lines(secret: &str) -> Vec<String> {
        let line = |it: &BackupLine| {
            format!("{:02}  {}  {}", it.number, it.groups.join(" "), it.check)
        };
        lines(secret).iter().map(line).collect()
    }

    #[test]
    fn key_is_restored_from_its_backup_in_any_spelling() {
        for passphrase in [None, Some("tea".to_owned())] {
            let secret = HallKey::generate(passphrase).unwrap().secret;
            let typed = backup_lines(&secret);
            assert_eq!(typed.len(), 9);
            let check = |typed: String| assert_eq!(read(&typed).as_ref(), Ok(&secret));
            check(typed.join("\n"));
            check(secret.clone());
            let shuffled: Vec<String> = typed.iter().rev().cloned().collect();
            check(format!("# of our hall\r\n\r\n{}\r\n", shuffled.join("\r\n\r\n")));
            check(typed.join("\n").replace(' ', ""));
            check(typed.join("\n").replace(' ', "-"));
            let wide = |c: char| match c {
                ' ' => '\u{3000}',
                '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
                _ => c,
            };
            check(typed.join("\n").chars().map(wide).collect());
            check(typed.join("\n").replacen("01  ", "1. ", 1));
        }
    }

    #[test]
    fn every_wrong_line_is_reported() {
        let secret = HallKey::generate(None).unwrap().secret;
        let mut typed = backup_lines(&secret);
        typed[1] = typed[1].replacen(&typed[1][4..5], "*", 1);
        typed.remove(4);
        typed[7].push('A');
        typed.push("and so on".to_owned());
        assert_eq!(
            read(&typed.join("\n")),
            Err(vec![
                BackupFault::Stray { text: "and so on".to_owned(), last: 9 },
                BackupFault::Check { line: 2 },
                BackupFault::Missing { line: 5 },
                BackupFault::Length { line: 9, found: 24, expected: 23 },
            ])
        );
    }

    #[test]
    fn check_characters_are_recognized_in_any_spelling() {
        let line = BackupLine { number: 1, groups: Vec::new(), check: "0A1".to_owned() };
        for typed in ["0A1", " oa l ", "OAI", "０Ａ１", "0-a-1"] {
            assert!(line.has_check(typed), "{typed}");
        }
        for typed in ["", "0A", "0A11", "1A0"] {
            assert!(!line.has_check(typed), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn typing_errors_give_an_error_or_the_key(at in 0_usize..250, to in any::<char>()) {
            let secret = HallKey::generate(None).unwrap().secret;
            let mut typed: Vec<char> = backup_lines(&secret).join("\n").chars().collect();
            typed[at] = to;
            if let Ok(read) = read(&typed.into_iter().collect::<String>()) {
                prop_assert_eq!(read, secret);
            }
        }
    }
}
