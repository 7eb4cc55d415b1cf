//! The page's own words.
//!
//! They stand in a table of their own, which the board does not carry: its words are asked
//! for with `say`, these with `tell`. A reader has them in one language, so each language
//! is a file of its own, which the page names; see [`fetch`].

use crate::language::Language;
use crate::words::Table;

/// A place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word(u16);

/// Every place, by its key.
pub(in crate::me) mod word {
    use super::Word;

    include!(concat!(env!("OUT_DIR"), "/me-words.rs"));
}

static TABLE: Table = Table::new();

/// Where there is no page that names files, the texts are in the program.
#[cfg(any(test, not(target_arch = "wasm32")))]
fn carried(language: Language) {
    TABLE.take(language, || match language {
        Language::English => include_str!(concat!(env!("OUT_DIR"), "/me-en.txt")),
        Language::Chinese => include_str!(concat!(env!("OUT_DIR"), "/me-zh-Hans.txt")),
    });
}

impl Language {
    /// The page's words in that place.
    #[must_use]
    pub fn tell(self, word: Word) -> &'static str {
        #[cfg(any(test, not(target_arch = "wasm32")))]
        carried(self);
        TABLE.text(self, word.0)
    }
}

/// Whether the words of that language are there.
pub(super) fn has(language: Language) -> bool {
    TABLE.has(language)
}

/// Takes the words of that language, as they came.
pub(super) fn take(language: Language, texts: String) {
    TABLE.take(language, || texts.leak());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_their_places() {
        assert_eq!(Language::English.tell(word::CHANGES_NOTED), "I have read this");
        assert_eq!(Language::Chinese.tell(word::CHANGES_NOTED), "我看过了");
    }
}
