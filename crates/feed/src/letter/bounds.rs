//! What may stand in a letter.

use hallboard_score::{Day, Scope};

use super::fault::{Field, LetterFault};
use super::handwriting::HandwritingError;
use crate::instant::Instant;

/// The most characters (Unicode scalar values) a person's name may have.
pub const NAME_LIMIT: usize = 80;
/// The most characters an id may have.
pub const ID_LIMIT: usize = 100;
/// The most characters a text may have.
pub const TEXT_LIMIT: usize = 2000;

/// Whether a letter may not hold the character at all; a line feed is for texts only.
///
/// Control characters; what turns the direction of what follows (U+202A to U+202E, U+2066
/// to U+2069); line ends that only some programs know (U+2028, U+2029); what nobody sees
/// and programs read (U+FEFF, U+FFF9 to U+FFFB, the tags from U+E0000 to U+E007F).
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// What was typed, as a text a letter may hold if it is not too long or empty: without
/// forbidden characters, every line end a line feed, tabs blanks, no blanks at either end.
#[must_use]
pub fn clean_text(typed: &str) -> String {
    let lines = typed.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let kept = lines.replace('\t', " ");
    let kept: String = kept.chars().filter(|c| *c == '\n' || !is_forbidden(*c)).collect();
    kept.trim().to_owned()
}

/// As [`clean_text`], in one line.
#[must_use]
pub fn clean_line(typed: &str) -> String {
    clean_text(typed).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bounded(
    field: Field,
    text: &str,
    limit: usize,
    lines: bool,
) -> Result<(), LetterFault> {
    if let Some(found) = text.chars().find(|c| is_forbidden(*c) && !(lines && *c == '\n'))
    {
        return Err(LetterFault::Character { field, found });
    }
    if text.trim().is_empty() {
        return Err(LetterFault::Empty { field });
    }
    // No character takes more than four bytes: what is far too long is not counted out.
    let got = text.chars().take(limit.saturating_add(1)).count();
    if got > limit {
        return Err(LetterFault::Long { field, limit });
    }
    Ok(())
}

pub(super) fn id(field: Field, text: &str) -> Result<(), LetterFault> {
    bounded(field, text, ID_LIMIT, false)
}

pub(super) fn name(field: Field, text: &str) -> Result<(), LetterFault> {
    bounded(field, text, NAME_LIMIT, false)
}

pub(super) fn text(text: &str) -> Result<(), LetterFault> {
    bounded(Field::Text, text, TEXT_LIMIT, true)
}

pub(super) fn handwriting(
    field: Field,
    got: usize,
    limit: usize,
) -> Result<(), LetterFault> {
    if got > limit {
        let error = HandwritingError::TooLong { got, limit };
        return Err(LetterFault::Handwriting { field, error });
    }
    Ok(())
}

/// Nothing is told before it has happened. Where the day begins up to fourteen hours
/// earlier than in UTC, today may be tomorrow.
pub(super) fn happened(date: Day, written: Instant) -> Result<(), LetterFault> {
    match written.day() {
        Some(today) if date <= today.tomorrow() => Ok(()),
        _ => Err(LetterFault::Future { date, written }),
    }
}

pub(super) fn once(scopes: &[Scope]) -> Result<(), LetterFault> {
    for (place, scope) in scopes.iter().enumerate() {
        if scopes.iter().take(place).any(|before| before == scope) {
            return Err(LetterFault::Twice { scope: *scope });
        }
    }
    Ok(())
}
