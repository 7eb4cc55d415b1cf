//! The words of a text, between which a line may break.

use crate::platform::{Font, text_widths};

/// From here on letters may be followed by a new line each.
const FIRST_HAN: char = '\u{2e80}';

/// The parts of a text between which a line may break.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let ends_line = |c: char| c == ' ' || c == '-' || c >= FIRST_HAN;
    text.split_inclusive(ends_line).map(str::trim_end).filter(|word| !word.is_empty())
}

/// The widths of a text's words and of a space, in CSS pixels. None is between Han letters.
pub(super) fn word_widths(text: &str, font: Font) -> (Vec<f64>, f64) {
    let widths = text_widths(font, words(text));
    let space = if text.contains(' ') { font.size * SPACE } else { 0.0 };
    (widths, space)
}

/// The width of a space by the font size, at most.
const SPACE: f64 = 0.3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_hyphens_and_han_letters() {
        for (text, expected) in [
            ("Wilhelmina Ann-Montgomery", vec!["Wilhelmina", "Ann-", "Montgomery"]),
            ("遵纪守法", vec!["遵", "纪", "守", "法"]),
            ("Hall 堂", vec!["Hall", "堂"]),
            ("", vec![]),
        ] {
            assert_eq!(words(text).collect::<Vec<_>>(), expected);
        }
    }
}
