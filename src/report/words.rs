//! The page's own words, in both languages, in a table of their own as those of `/me` are.
//! This page works without a network: it carries them.

use crate::language::{Language, filled};
use crate::words::Table;

/// A place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word(u16);

/// Every place, by its key.
pub(in crate::report) mod word {
    use super::Word;

    include!(concat!(env!("OUT_DIR"), "/report-words.rs"));
}

static TABLE: Table = Table::new();

impl Language {
    /// The words of the page for letters in that place.
    #[must_use]
    pub fn phrase(self, word: Word) -> &'static str {
        TABLE.take(self, || match self {
            Language::English => include_str!(concat!(env!("OUT_DIR"), "/report-en.txt")),
            Language::Chinese => {
                include_str!(concat!(env!("OUT_DIR"), "/report-zh-Hans.txt"))
            }
        });
        TABLE.text(self, word.0)
    }

    /// The words of the page for letters, `%{name}` replaced by what stands for it.
    #[must_use]
    pub fn phrase_with(self, word: Word, parts: &[(&str, &str)]) -> String {
        filled(self.phrase(word), parts)
    }
}
