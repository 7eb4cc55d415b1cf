//! A text of the page with its placeholders filled in.

use hallboard_score::{Day, Points};

use crate::format;
use crate::language::{Language, filled};
use crate::platform::{Calendar, DateStyle};
use crate::words::{Counted, Word, record as word};

/// A text of the page and the values of its placeholders.
#[must_use]
pub(in crate::record) struct Message {
    language: Language,
    text: &'static str,
    parts: Vec<(&'static str, String)>,
}

impl Language {
    /// A text of the page, with placeholders to fill.
    pub(in crate::record) fn message(self, word: Word) -> Message {
        Message { language: self, text: self.text(word), parts: Vec::new() }
    }

    /// The plural form of a text for a number, which fills that placeholder.
    pub(in crate::record) fn counted_message(
        self,
        word: Counted,
        gap: &'static str,
        count: usize,
    ) -> Message {
        let number = i64::try_from(count).unwrap_or(i64::MAX);
        let text = self.form(word, number);
        Message { language: self, text, parts: Vec::new() }.count(gap, count)
    }
}

impl Message {
    fn part(mut self, gap: &'static str, text: String) -> Message {
        self.parts.push((gap, text));
        self
    }

    /// Fills a placeholder with a text.
    pub(in crate::record) fn with(self, gap: &'static str, text: &str) -> Message {
        self.part(gap, text.to_owned())
    }

    /// Fills a placeholder with a day.
    pub(in crate::record) fn day(self, gap: &'static str, day: Day) -> Message {
        let text = Calendar(self.language).day(day, DateStyle::Full);
        self.part(gap, text)
    }

    /// Fills a placeholder with a month.
    pub(in crate::record) fn month(self, gap: &'static str, day: Day) -> Message {
        let text = Calendar(self.language).month(day.month());
        self.part(gap, text)
    }

    /// Fills a placeholder with points.
    pub(in crate::record) fn points(self, gap: &'static str, points: Points) -> Message {
        self.part(gap, format::points(points))
    }

    /// Fills a placeholder with points given or taken.
    pub(in crate::record) fn signed(self, gap: &'static str, points: Points) -> Message {
        self.part(gap, format::signed(points))
    }

    /// Fills a placeholder with a score, or a text that there is none.
    pub(in crate::record) fn score(
        self,
        gap: &'static str,
        score: Option<Points>,
    ) -> Message {
        let text = score_words(self.language, score);
        self.part(gap, text)
    }

    /// Fills a placeholder with a number.
    pub(in crate::record) fn count(self, gap: &'static str, count: usize) -> Message {
        self.part(gap, count.to_string())
    }

    /// The finished text.
    pub(in crate::record) fn finish(self) -> String {
        let parts: Vec<(&str, &str)> =
            self.parts.iter().map(|(gap, text)| (*gap, text.as_str())).collect();
        filled(self.text, &parts)
    }
}

/// A score, or a text that there is none.
pub(in crate::record) fn score_words(
    language: Language,
    score: Option<Points>,
) -> String {
    match score {
        Some(score) => format::points(score),
        None => language.text(word::SCORE_NONE).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tests::english;

    #[test]
    fn placeholders_are_filled_with_any_text() {
        let message = english()
            .counted_message(word::WHY_EARLIER, "count", 7)
            .with("none", "%{count}")
            .finish();
        assert_eq!(message, "7 earlier entries together");
        let message =
            english().message(word::WHY_NOTE).with("note", "%{note} 5 %").finish();
        assert_eq!(message, "“%{note} 5 %”");
    }
}
