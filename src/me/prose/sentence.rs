//! A sentence of the page's words, its gaps filled one after another.

use hallboard_score::{Day, Points};

use crate::figures;
use crate::language::{Language, filled};
use crate::me::dates;
use crate::me::words::{Word, word};

/// A sentence in the making. It is a box, so that it is handed on as one number.
#[must_use]
pub(in crate::me) struct Sentence(Box<Gaps>);

struct Gaps {
    language: Language,
    text: &'static str,
    parts: Vec<(&'static str, String)>,
}

impl Language {
    /// The page's words under that key, with gaps to fill.
    pub(in crate::me) fn told(self, word: Word) -> Sentence {
        let parts = Vec::new();
        Sentence(Box::new(Gaps { language: self, text: self.tell(word), parts }))
    }
}

impl Sentence {
    fn part(mut self, gap: &'static str, text: String) -> Sentence {
        self.0.parts.push((gap, text));
        self
    }

    /// With a text.
    pub(in crate::me) fn with(self, gap: &'static str, text: &str) -> Sentence {
        self.part(gap, text.to_owned())
    }

    /// With a day.
    pub(in crate::me) fn day(self, gap: &'static str, day: Day) -> Sentence {
        let text = dates::day(self.0.language, day);
        self.part(gap, text)
    }

    /// With a month.
    pub(in crate::me) fn month(self, gap: &'static str, day: Day) -> Sentence {
        let text = dates::month(self.0.language, day.month());
        self.part(gap, text)
    }

    /// With points.
    pub(in crate::me) fn points(self, gap: &'static str, points: Points) -> Sentence {
        self.part(gap, figures::points(points))
    }

    /// With points given or taken.
    pub(in crate::me) fn signed(self, gap: &'static str, points: Points) -> Sentence {
        self.part(gap, figures::signed(points))
    }

    /// With a score, or that there is none.
    pub(in crate::me) fn score(
        self,
        gap: &'static str,
        score: Option<Points>,
    ) -> Sentence {
        let text = score_words(self.0.language, score);
        self.part(gap, text)
    }

    /// With a number.
    pub(in crate::me) fn count(self, gap: &'static str, count: usize) -> Sentence {
        self.part(gap, count.to_string())
    }

    /// As a text.
    pub(in crate::me) fn done(self) -> String {
        let parts: Vec<(&str, &str)> =
            self.0.parts.iter().map(|(gap, text)| (*gap, text.as_str())).collect();
        filled(self.0.text, &parts)
    }
}

/// A score, or that there is none.
pub(in crate::me) fn score_words(language: Language, score: Option<Points>) -> String {
    match score {
        Some(score) => figures::points(score),
        None => language.tell(word::SCORE_NONE).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_whatever_stands_in_them() {
        let told = Language::English
            .told(word::WHY_EARLIER)
            .count("count", 7)
            .with("none", "%{count}")
            .done();
        assert_eq!(told, "7 earlier entries together");
        let told =
            Language::English.told(word::WHY_NOTE).with("note", "%{note} 5 %").done();
        assert_eq!(told, "“%{note} 5 %”");
    }
}
