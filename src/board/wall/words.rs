//! The words of a text, between which a line may break.

use crate::platform::{Font, text_widths};

/// The first CJK character; a line may break after any character from here on.
const FIRST_HAN: char = '\u{2e80}';

/// The parts of a text between which a line may break.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let ends_line = |c: char| c == ' ' || c == '-' || c >= FIRST_HAN;
    text.split_inclusive(ends_line).map(str::trim_end).filter(|word| !word.is_empty())
}

/// The widths of a text's words and of a space, in CSS pixels; the space is 0 in a text
/// without any, such as a Chinese one.
pub(super) fn word_widths(text: &str, font: Font) -> (Vec<f64>, f64) {
    let widths = text_widths(font, words(text));
    let space = if text.contains(' ') { font.size * SPACE } else { 0.0 };
    (widths, space)
}

/// The maximum width of a space, in font sizes.
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
