//! Words of a page with an app of its own, as the build script put them into tables: a
//! place for each, and in each language the texts in the order of the places.
//!
//! rust-i18n compiles a table of that many keys to a map that is built at the start, with
//! all that building takes; and every key stood in the program twice.

use std::sync::OnceLock;

use crate::language::Language;

/// The texts of a page.
#[derive(Debug, Default)]
pub struct Table {
    english: OnceLock<Vec<&'static str>>,
    chinese: OnceLock<Vec<&'static str>>,
}

impl Table {
    /// Without any text as yet.
    #[must_use]
    pub const fn new() -> Table {
        Table { english: OnceLock::new(), chinese: OnceLock::new() }
    }

    fn texts(&self, language: Language) -> &OnceLock<Vec<&'static str>> {
        match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        }
    }

    /// Whether the texts of a language are there.
    #[must_use]
    pub fn has(&self, language: Language) -> bool {
        self.texts(language).get().is_some()
    }

    /// Takes the texts of a language, a line each, unless they are there.
    pub fn take(&self, language: Language, texts: impl FnOnce() -> &'static str) {
        self.texts(language).get_or_init(|| texts().split('\n').collect());
    }

    /// The text in that place; nothing where the language is not there.
    #[must_use]
    pub fn text(&self, language: Language, place: u16) -> &'static str {
        let texts = self.texts(language).get();
        texts.and_then(|it| it.get(usize::from(place))).copied().unwrap_or_default()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::language::tests::gaps;

    macro_rules! texts {
        ($file:literal) => {
            include_str!(concat!(env!("OUT_DIR"), "/", $file))
        };
    }

    #[test]
    fn both_languages_leave_the_same_gaps() {
        let pages = [
            (texts!("me-en.txt"), texts!("me-zh-Hans.txt")),
            (texts!("report-en.txt"), texts!("report-zh-Hans.txt")),
        ];
        for (english, chinese) in pages {
            assert!(english.lines().count() > 100);
            assert_eq!(english.lines().count(), chinese.lines().count());
            for (one, other) in english.lines().zip(chinese.lines()) {
                assert_eq!(gaps(one), gaps(other), "{one}");
            }
        }
    }

    #[test]
    fn a_language_is_there_once_it_was_taken() {
        let table = Table::new();
        assert!(!table.has(Language::Chinese));
        table.take(Language::Chinese, || "一\n二");
        table.take(Language::Chinese, || "other");
        assert!(table.has(Language::Chinese) && !table.has(Language::English));
        let texts = [0, 1, 2].map(|place| table.text(Language::Chinese, place));
        assert_eq!(texts, ["一", "二", ""]);
        assert_eq!(table.text(Language::English, 0), "");
    }
}
