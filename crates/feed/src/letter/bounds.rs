//! Limits on the contents of a letter.

use hallboard_score::{Day, Scope};

use super::fault::{Field, LetterFault};
use super::handwriting::HandwritingError;
use crate::instant::Instant;

/// The largest length of a person's name in characters (Unicode scalar values).
pub const NAME_LIMIT: usize = 80;
/// The largest length of an id in characters.
pub const ID_LIMIT: usize = 100;
/// The largest length of a text in characters.
pub const TEXT_LIMIT: usize = 2000;

/// Whether a character is forbidden everywhere in a letter, except that texts may contain
/// line feeds.
///
/// These are control characters; characters that change the direction of the following
/// text (U+202A to U+202E, U+2066 to U+2069); line ends that only some programs recognise
/// (U+2028, U+2029); invisible characters that programs interpret (U+FEFF, U+FFF9 to
/// U+FFFB, the tags from U+E0000 to U+E007F).
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

/// Cleans typed text for a letter: removes forbidden characters, converts line ends to
/// line feeds and tabs to spaces, and trims both ends. The result may still be too long
/// or empty.
#[must_use]
pub fn clean_text(typed: &str) -> String {
    let lines = typed.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let kept = lines.replace('\t', " ");
    let kept: String = kept.chars().filter(|c| *c == '\n' || !is_forbidden(*c)).collect();
    kept.trim().to_owned()
}

/// Like [`clean_text`], but as a single line.
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
    // Counting stops at the limit, so that an extremely long text costs no more time.
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

/// A letter must not report a future event. In time zones ahead of UTC, by up to fourteen
/// hours, the local date may be one day later than the UTC date.
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
