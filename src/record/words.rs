//! The texts of the page. Each language is a file of its own, which the page names and
//! fetches when a reader wants it.

use crate::language::Language;
use crate::words::Table;

/// A place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word(u16);

/// Every place, by its key.
pub(in crate::record) mod word {
    use super::Word;

    include!(concat!(env!("OUT_DIR"), "/me-words.rs"));
}

static TABLE: Table = Table::new();

fn embed(language: Language) {
    TABLE.take(language, || match language {
        Language::English => include_str!(concat!(env!("OUT_DIR"), "/me-en.txt")),
        Language::Chinese => include_str!(concat!(env!("OUT_DIR"), "/me-zh-Hans.txt")),
    });
}

impl Language {
    /// The text of the page in that place.
    #[must_use]
    pub fn text(self, word: Word) -> &'static str {
        embed(self);
        TABLE.text(self, word.0)
    }
}

/// Whether the texts of a language are there.
pub(super) fn has(language: Language) -> bool {
    embed(language);
    TABLE.has(language)
}

/// Adds the texts of a language, a line each.
pub(super) fn insert(language: Language, texts: String) {
    TABLE.take(language, || texts.leak());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_in_their_places() {
        assert_eq!(Language::English.text(word::CHANGES_NOTED), "I have read this");
        assert_eq!(Language::Chinese.text(word::CHANGES_NOTED), "我看过了");
    }
}
