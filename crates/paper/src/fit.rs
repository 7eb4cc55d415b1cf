//! Font sizes at which a text fits into its box, from estimated widths of characters: the
//! fonts of the computer that prints are not known.

use unicode_width::UnicodeWidthChar;

/// A point in millimetres.
const POINT: f64 = 25.4 / 72.0;
/// The distance of two lines, in font sizes. The style sheets set the same for these texts.
pub const LINE_HEIGHT: f64 = 1.2;
/// A word that is too long for a line is set smaller down to this size in points, and from
/// there on broken in two.
const WHOLE_WORDS: f64 = 12.0;

/// The room of a text, in millimetres.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    /// From edge to edge of its lines.
    pub width: f64,
    /// From the top of its first line to the bottom of its last.
    pub height: f64,
}

/// The first of the sizes, in points and from large to small, at which a text fits into an
/// area; the last one where none does.
///
/// Lines end where a browser with `overflow-wrap: anywhere` ends them.
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

/// The height of a text in millimetres, in lines of that width in millimetres and letters of
/// that size in points.
#[must_use]
pub fn height(text: &str, width: f64, size: f64) -> f64 {
    wrapped(text, width / (size * POINT)).count as f64 * size * POINT * LINE_HEIGHT
}

/// How a text falls into lines.
#[derive(Debug, PartialEq)]
struct Lines {
    count: usize,
    /// Whether a word is longer than a line.
    breaks_a_word: bool,
}

/// Fills lines of that many ems, word by word.
fn wrapped(text: &str, line: f64) -> Lines {
    let mut lines = Lines { count: 1, breaks_a_word: false };
    let mut used = 0.0;
    for word in words(text) {
        // Blanks at the end of a line take no room.
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

/// What stays together on a line: words with the blanks behind them, parts up to a hyphen,
/// single Chinese characters with the punctuation behind them.
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

/// The width of a character in ems: a little more than in bold fonts with serifs.
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
    fn lines_end_at_blanks_hyphens_and_between_chinese_characters() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected);
        check("", &[]);
        check("Margaret  Chen", &["Margaret  ", "Chen"]);
        check("Stone-Hill, J.", &["Stone-", "Hill, ", "J."]);
        check("王小明", &["王", "小", "明"]);
        check("买·提 John李", &["买·", "提 ", "John", "李"]);
    }

    #[test]
    fn a_long_name_is_set_smaller_step_by_step() {
        let check = |text: &str, expected: f64| {
            assert_eq!(font_size(text, AREA, &SIZES), expected, "{text}");
        };
        check("王小明", 20.0);
        check("古丽娜扎尔·阿不都热合曼", 20.0);
        check("Margaret Chen", 20.0);
        check(&"字".repeat(14), 20.0);
        check(&"字".repeat(15), 16.0);
        check(&"字".repeat(1000), 6.0);
        // The words stay whole as long as the letters are not too small.
        check("Featherstonehaugh", 12.0);
        check(&"a".repeat(40), 12.0);
        check("", 20.0);
    }

    proptest! {
        #[test]
        fn more_text_or_less_room_never_makes_it_larger(
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
