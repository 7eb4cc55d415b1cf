//! Formats points exactly, with a real minus sign (U+2212).

use hallboard_score::Points;

/// Points as text: `72.5`, `−5`.
#[must_use]
pub fn points(points: Points) -> String {
    points.to_string().replace('-', "\u{2212}")
}

/// Points given or taken, with a plus sign if positive: `+3`, `−5`, `0`.
#[must_use]
pub fn signed(given: Points) -> String {
    let plus = if given > Points::ZERO { "+" } else { "" };
    format!("{plus}{}", points(given))
}

/// A length in CSS pixels for the style sheet, rounded to a whole pixel.
#[must_use]
pub fn pixels(length: f64) -> String {
    format!("{}px", length.round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, plain: &str, with_sign: &str) {
        let read = Points::parse(text).unwrap();
        assert_eq!(points(read), plain);
        assert_eq!(signed(read), with_sign);
    }

    #[test]
    fn signs_are_written() {
        check("3", "3", "+3");
        check("-5", "−5", "−5");
        check("0", "0", "0");
        check("72.50", "72.5", "+72.5");
        check("-0.25", "−0.25", "−0.25");
    }
}
