//! How wide a text will be set, near enough to count the lines it takes.
//!
//! Estimates lie on the wide side, so that what is counted to fit does fit.

/// The width of a text in ems.
#[must_use]
pub fn ems(text: &str) -> f64 {
    text.chars().map(em).sum()
}

fn em(c: char) -> f64 {
    match c {
        ' ' => 0.28,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' => 0.32,
        'f' | 'r' | 't' | '(' | ')' | '-' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' => 0.92,
        'A'..='Z' => 0.7,
        '\u{2e80}'.. => 1.0,
        '\u{2026}' | '\u{2014}' => 1.0,
        _ => 0.59,
    }
}

/// How many lines a text takes where a line is `width` ems wide.
///
/// Lines break at spaces, and beside any Han character; a word wider than the line
/// breaks within.
#[must_use]
pub fn lines(text: &str, width: f64) -> usize {
    // The sum of the parts of a line may miss the line by a rounding.
    let width = width.max(1.0) + 0.01;
    let mut count = 1;
    let mut used = 0.0;
    for word in words(text) {
        let size = ems(word.trim_end());
        if used > 0.0 && used + size > width {
            count += 1;
            used = 0.0;
        }
        let mut rest = size;
        while rest > width {
            count += 1;
            rest -= width;
        }
        used += rest + (ems(word) - size);
    }
    count
}

/// The pieces between which a line may break, spaces kept at their ends.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, first) = chars.next()?;
        let end = if is_wide(first) {
            first.len_utf8()
        } else {
            chars
                .find_map(|(at, c)| match c {
                    ' ' => Some(at + 1),
                    c if is_wide(c) => Some(at),
                    _ => None,
                })
                .unwrap_or(rest.len())
        };
        let (word, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(word)
    })
}

fn is_wide(c: char) -> bool {
    c >= '\u{2e80}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, width: f64, expected: usize) {
        assert_eq!(lines(text, width), expected, "{text} in {width} em");
    }

    #[test]
    fn counts_lines() {
        check("", 5.0, 1);
        check("陈桂花", 3.0, 1);
        check("陈桂花", 2.0, 2);
        check("茶园路 12号", 3.0, 2);
        check("Courtyard tidiness", 20.0, 1);
        check("Courtyard tidiness", 7.0, 2);
        check("Courtyard", 2.0, 3);
        check("a a a a", 100.0, 1);
    }

    #[test]
    fn a_narrower_line_never_takes_fewer_lines() {
        let text = "Taking part in the village's flood watch 暴雨夜巡堤 at night";
        let mut last = usize::MAX;
        for width in 1..60 {
            let count = lines(text, f64::from(width));
            assert!(count <= last, "{width}");
            last = count;
        }
        assert_eq!(last, 1);
    }
}
