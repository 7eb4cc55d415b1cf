//! Paragraphs wrapped to the width of the terminal; a Chinese character is two columns
//! wide.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm, core::Word};

/// Maximum width in columns: wider lines are tiring to read.
const WIDEST: usize = 92;
/// Minimum width: on narrower terminals, lines run over the edge.
const NARROWEST: usize = 40;
/// Width if the terminal's is unknown.
const USUAL: usize = 80;

/// Width of a paragraph: from `COLUMNS`, or else the terminal.
pub fn width() -> usize {
    let given = std::env::var("COLUMNS").ok().and_then(|it| it.parse().ok());
    let seen =
        || console::Term::stdout().size_checked().map(|(_, width)| usize::from(width));
    given.or_else(seen).unwrap_or(USUAL).clamp(NARROWEST, WIDEST)
}

/// Options for wrapping paragraphs to `width` columns, with breaks where Unicode permits
/// them (UAX #14) and none within words. A line that begins with a space is an example and
/// is not wrapped.
pub fn options(width: usize) -> Options<'static> {
    Options::new(width)
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(false)
}

fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    if line.starts_with(' ') {
        return Box::new(std::iter::once(Word::from(line)));
    }
    WordSeparator::UnicodeBreakProperties.find_words(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, lines: &[&str]) {
        assert_eq!(textwrap::wrap(text, options(width)), lines, "{text}");
    }

    #[test]
    fn lines_break_between_words_and_between_characters() {
        check("one two three", 7, &["one two", "three"]);
        check("one two three", 13, &["one two three"]);
        check("unbreakable", 3, &["unbreakable"]);
        check("see --fill-ids", 10, &["see", "--fill-ids"]);
        check("登记册有错误", 6, &["登记册", "有错误"]);
        check("登记册，有错误", 6, &["登记", "册，有", "错误"]);
        check("错误都改了。", 10, &["错误都改", "了。"]);
        check("看（说明）再做", 6, &["看（说", "明）再", "做"]);
        check("用 hallboard 检查", 12, &["用 hallboard", "检查"]);
        check(
            "one\n  as it is, however long\ntwo",
            5,
            &["one", "  as it is, however long", "two"],
        );
    }

    #[test]
    fn indents_count_towards_the_width() {
        let step = |text, width| {
            let indented =
                options(width).initial_indent("  1. ").subsequent_indent("     ");
            textwrap::fill(text, indented)
        };
        assert_eq!(step("one two three", 12), "  1. one two\n     three");
        assert_eq!(step("登记册有错误", 11), "  1. 登记册\n     有错误");
        assert_eq!(
            step("one\n  as it is", 12),
            "  1. one\n       as it is",
            "examples are indented too"
        );
    }
}
