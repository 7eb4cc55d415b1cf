//! Texts in the languages of a paper.

use hallboard_score::{Day, Month, Names};
use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::layout::PrintLanguage;

/// A text in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Wording {
    /// The language's tag.
    pub(crate) language: &'static str,
    pub(crate) text: String,
}

/// A text in each language of a page; equal texts of two languages are merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Text(Vec<Wording>);

impl Text {
    /// A text that is made for each language by its tag.
    pub(crate) fn new(language: PrintLanguage, make: impl Fn(&str) -> String) -> Text {
        let mut wordings: Vec<Wording> = Vec::new();
        for tag in language.tags() {
            let text = make(tag);
            if !text.is_empty() && wordings.iter().all(|it| it.text != text) {
                wordings.push(Wording { language: tag, text });
            }
        }
        Text(wordings)
    }

    /// Names, in each language or else in any.
    pub(crate) fn of(names: &Names, language: PrintLanguage) -> Text {
        Text::new(language, |tag| names.best(tag).to_owned())
    }

    /// A text of the locales.
    pub(crate) fn words(
        key: &str,
        language: PrintLanguage,
        facts: &[(&str, Text)],
    ) -> Option<Text> {
        crate::_rust_i18n_try_translate("en", key)?;
        Some(Text::new(language, |tag| {
            let words = crate::_rust_i18n_try_translate(tag, key).unwrap_or_default();
            facts.iter().fold(words.into_owned(), |words, (name, fact)| {
                words.replace(&format!("%{{{name}}}"), fact.in_language(tag))
            })
        }))
    }

    /// The same text in whatever language.
    pub(crate) fn plain(text: impl ToString) -> Text {
        Text(vec![Wording { language: "und", text: text.to_string() }])
    }

    pub(crate) fn from_wordings(wordings: Vec<(String, String)>) -> Text {
        let known = |tag: &str| {
            PrintLanguage::Both
                .tags()
                .iter()
                .copied()
                .find(|it| *it == tag)
                .unwrap_or("und")
        };
        let wording =
            |(tag, text): (String, String)| Wording { language: known(&tag), text };
        Text(wordings.into_iter().map(wording).collect())
    }

    /// The text in a language, or else in any.
    pub(crate) fn in_language(&self, tag: &str) -> &str {
        let own = self.0.iter().find(|it| it.language == tag).or(self.0.first());
        own.map(|it| it.text.as_str()).unwrap_or_default()
    }

    pub(crate) fn wordings(&self) -> &[Wording] {
        &self.0
    }

    /// All languages in one line, with a separator, for programs and people alike.
    pub(crate) fn joined(&self) -> String {
        let texts: Vec<&str> = self.0.iter().map(|it| it.text.as_str()).collect();
        texts.join(" · ")
    }

    /// All languages in one line.
    pub(crate) fn line(&self) -> String {
        let texts: Vec<&str> = self.0.iter().map(|it| it.text.as_str()).collect();
        texts.join(" ")
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Value {
        Value::from(Serde(text))
    }
}

fn month_name(month: i8, language: PrintLanguage) -> Text {
    Text::new(language, |tag| {
        let name = crate::_rust_i18n_try_translate(tag, format!("month.{month}"));
        name.unwrap_or_default().into_owned()
    })
}

fn date(key: &str, language: PrintLanguage, facts: &[(&str, Text)]) -> Text {
    Text::words(key, language, facts).unwrap_or_default()
}

/// A day as people write it.
pub(crate) fn day(day: Day, language: PrintLanguage) -> Text {
    let month = month_name(day.month().number(), language);
    let facts = [
        ("day", Text::plain(day.day_of_month())),
        ("month", month),
        ("year", Text::plain(day.year())),
    ];
    date("date.day", language, &facts)
}

/// A month as people write it.
pub(crate) fn month(month: Month, language: PrintLanguage) -> Text {
    let name = month_name(month.number(), language);
    date("date.month", language, &[("month", name), ("year", Text::plain(month.year()))])
}

/// The quarter of the year that a day is in.
pub(crate) fn quarter(day: Day, language: PrintLanguage) -> Text {
    let quarter = (day.month().number() - 1) / 3 + 1;
    let facts = [("quarter", Text::plain(quarter)), ("year", Text::plain(day.year()))];
    date("date.quarter", language, &facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_formatted_in_each_language() {
        let check = |text: Text, expected: [&str; 2]| {
            let texts: Vec<&str> = text.0.iter().map(|it| it.text.as_str()).collect();
            assert_eq!(texts, expected);
        };
        let both = PrintLanguage::Both;
        let on = |month, number| Day::new(2026, month, number).unwrap();
        check(day(on(11, 3), both), ["2026年11月3日", "3 November 2026"]);
        check(month(on(2, 28).month(), both), ["2026年2月", "February 2026"]);
        check(quarter(on(1, 1), both), ["2026年第1季度", "Quarter 1, 2026"]);
        check(quarter(on(3, 31), both), ["2026年第1季度", "Quarter 1, 2026"]);
        check(quarter(on(4, 1), both), ["2026年第2季度", "Quarter 2, 2026"]);
        check(quarter(on(12, 31), both), ["2026年第4季度", "Quarter 4, 2026"]);
    }

    #[test]
    fn equal_texts_of_two_languages_are_merged() {
        let names = |pairs: &[(&str, &str)]| Names::new(pairs.iter().copied());
        let check = |names: &Names, language, expected: &[&str]| {
            let text = Text::of(names, language);
            let texts: Vec<&str> = text.0.iter().map(|it| it.text.as_str()).collect();
            assert_eq!(texts, expected);
        };
        let both = names(&[("en", "Mill"), ("zh-Hans", "磨坊")]);
        check(&both, PrintLanguage::Both, &["磨坊", "Mill"]);
        check(&both, PrintLanguage::English, &["Mill"]);
        check(&names(&[("fr", "Moulin")]), PrintLanguage::Both, &["Moulin"]);
        check(&names(&[]), PrintLanguage::Both, &[]);
    }
}
