//! Font sizes at which texts fit into their boxes, from estimated character widths: the
//! fonts of the printing computer are unknown.

use unicode_width::UnicodeWidthChar;

/// A point in millimetres.
const POINT: f64 = 25.4 / 72.0;
/// Line height in font sizes. The style sheets set the same value for these texts.
pub const LINE_HEIGHT: f64 = 1.2;
/// A word that is too long for a line is set in smaller type down to this size in points;
/// below that, the word is broken.
const WHOLE_WORDS: f64 = 12.0;

/// A text's box, in millimetres.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    /// From edge to edge of its lines.
    pub width: f64,
    /// From the top of its first line to the bottom of its last.
    pub height: f64,
}

/// The largest of the sizes at which a text fits into a box, or the last if none does.
/// Sizes are in points, in descending order.
///
/// Lines break where a browser with `overflow-wrap: anywhere` breaks them.
#[must_use]
pub fn font_size(text: &str, area: Area, sizes: &[f64]) -> f64 {
    let fits = |size: f64, whole_words: bool| {
        let lines = wrapped(text, area.width / (size * POINT));
        let height = lines.count as f64 * size * POINT * LINE_HEIGHT;
        height <= area.height && !(whole_words && lines.breaks_a_word)
    };
    let found = sizes.iter().find(|size| fits(**size, **size > WHOLE_WORDS));
    found.or(sizes.last()).copied().unwrap_or(WHOLE_WORDS)
}

/// The height of a text in millimetres, at a width in millimetres and a font size in points.
#[must_use]
pub fn height(text: &str, width: f64, size: f64) -> f64 {
    wrapped(text, width / (size * POINT)).count as f64 * size * POINT * LINE_HEIGHT
}

/// The result of wrapping a text.
#[derive(Debug, PartialEq)]
struct Lines {
    count: usize,
    /// Whether a word is longer than a line.
    breaks_a_word: bool,
}

/// Wraps a text word by word; `line` is the line width in ems.
fn wrapped(text: &str, line: f64) -> Lines {
    let mut lines = Lines { count: 1, breaks_a_word: false };
    let mut used = 0.0;
    for word in words(text) {
        // Spaces at the end of a line take no width.
        let width: f64 = word.trim_end().chars().map(ems).sum();
        if used > 0.0 && used + width > line {
            lines.count += 1;
            used = 0.0;
        }
        lines.breaks_a_word |= width > line;
        for character in word.chars() {
            let width = ems(character);
            if !character.is_whitespace() && used > 0.0 && used + width > line {
                lines.count += 1;
                used = 0.0;
            }
            used += width;
        }
    }
    lines
}

/// Splits a text into the units that stay together on a line: words with the spaces after
/// them, parts up to a hyphen, and single Chinese characters with the punctuation after
/// them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, character) in text.char_indices() {
        let ends = before.is_some_and(|before| {
            let wide = [before, character].iter().any(|it| it.width() == Some(2));
            let blank = before.is_whitespace() && !character.is_whitespace();
            blank || character.is_alphanumeric() && (before == '-' || wide)
        });
        if ends {
            words.extend(text.get(start..at));
            start = at;
        }
        before = Some(character);
    }
    words.extend(text.get(start..).filter(|it| !it.is_empty()));
    words
}

/// The width of a character in ems: slightly more than in bold serif fonts.
fn ems(character: char) -> f64 {
    let wide_in_chinese_fonts =
        !character.is_alphanumeric() && character.width_cjk() == Some(2);
    match character.width().unwrap_or(0) {
        0 => 0.0,
        2 => 1.0,
        _ if wide_in_chinese_fonts => 1.0,
        _ if "MW@%".contains(character) => 1.15,
        _ if "mw".contains(character) => 1.0,
        _ if character.is_uppercase() => 0.84,
        _ if "fijlrtI .,:;!'|()[]/-".contains(character) => 0.46,
        _ => 0.66,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SIZES: [f64; 8] = [20.0, 18.0, 16.0, 14.0, 12.0, 10.0, 8.0, 6.0];
    const AREA: Area = Area { width: 50.0, height: 20.0 };

    #[test]
    fn lines_break_at_blanks_hyphens_and_chinese_characters() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected);
        check("", &[]);
        check("Margaret  Chen", &["Margaret  ", "Chen"]);
        check("Stone-Hill, J.", &["Stone-", "Hill, ", "J."]);
        check("王小明", &["王", "小", "明"]);
        check("买·提 John李", &["买·", "提 ", "John", "李"]);
    }

    #[test]
    fn font_size_falls_with_the_length_of_a_name() {
        let check = |text: &str, expected: f64| {
            assert_eq!(font_size(text, AREA, &SIZES), expected, "{text}");
        };
        check("王小明", 20.0);
        check("古丽娜扎尔·阿不都热合曼", 20.0);
        check("Margaret Chen", 20.0);
        check(&"字".repeat(14), 20.0);
        check(&"字".repeat(15), 16.0);
        check(&"字".repeat(1000), 6.0);
        // Words stay in one piece as long as the letters are not too small.
        check("Featherstonehaugh", 12.0);
        check(&"a".repeat(40), 12.0);
        check("", 20.0);
    }

    proptest! {
        #[test]
        fn font_size_is_monotonic(
            text in "[a-zA-Z 王明·-]{0,60}",
            more in "[a-z王 ]{0,20}",
            width in 20.0..90.0_f64,
        ) {
            let area = Area { width, height: 20.0 };
            let size = font_size(&text, area, &SIZES);
            prop_assert!(SIZES.contains(&size));
            let longer = format!("{text} {more}");
            prop_assert!(font_size(&longer, area, &SIZES) <= size);
            let lower = Area { height: 10.0, ..area };
            prop_assert!(font_size(&text, lower, &SIZES) <= size);
        }
    }
}
