//! Paragraphs as wide as the terminal; a Chinese character is two columns wide.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Wider lines tire the eye.
const WIDEST: usize = 92;
/// Of a terminal narrower than this, lines run over the edge.
const NARROWEST: usize = 40;
/// Where nobody says how wide the terminal is.
const USUAL: usize = 80;

/// How wide a paragraph may be here: as `COLUMNS` says, else the terminal.
pub(super) fn width() -> usize {
    let given = std::env::var("COLUMNS").ok().and_then(|it| it.parse().ok());
    let seen =
        || console::Term::stdout().size_checked().map(|(_, width)| usize::from(width));
    given.or_else(seen).unwrap_or(USUAL).clamp(NARROWEST, WIDEST)
}

/// The text in lines of at most that many columns, where it can be broken. A line that
/// begins with a blank is an example and stays as it is.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.trim_end().split('\n') {
        if paragraph.starts_with(' ') {
            lines.push(paragraph.to_owned());
            continue;
        }
        let mut line = String::new();
        for piece in pieces(paragraph) {
            if line.width() + piece.trim_end().width() > width && !line.is_empty() {
                lines.push(line.trim_end().to_owned());
                line.clear();
            }
            line.push_str(piece);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The text in the smallest pieces that stay whole: words with the blank behind them,
/// Chinese characters with the punctuation that belongs to them.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, c)) {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(c);
    }
    pieces.extend(text.get(start..));
    pieces
}

fn may_break(before: char, after: char) -> bool {
    let wide = |c: char| c.width() == Some(2);
    match () {
        () if after == ' ' => false,
        () if before == ' ' => true,
        () if "（「『《【“‘".contains(before) => false,
        () if "，。！？、；：）」』》】”’…,.!?;:)".contains(after) => {
            false
        }
        () => wide(before) || wide(after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, lines: &[&str]) {
        assert_eq!(wrap(text, width), lines, "{text}");
    }

    #[test]
    fn lines_break_between_words_and_between_characters() {
        check("one two three", 7, &["one two", "three"]);
        check("one two three", 13, &["one two three"]);
        check("unbreakable", 3, &["unbreakable"]);
        check("登记册有错误", 6, &["登记册", "有错误"]);
        check("登记册，有错误", 6, &["登记", "册，有", "错误"]);
        check("看（说明）再做", 6, &["看（说", "明）再", "做"]);
        check("用 hallboard 检查", 12, &["用 hallboard", "检查"]);
        check(
            "one\n  as it is, however long\ntwo",
            5,
            &["one", "  as it is, however long", "two"],
        );
    }
}
