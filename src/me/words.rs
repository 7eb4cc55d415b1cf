//! The page's own words, in both languages.
//!
//! They stand in a table of their own, which the board does not carry: its words are asked
//! for with `say`, these with `tell`. There are too many of them for rust-i18n to compile
//! them to code, so its packed table is unpacked when the page starts.

use std::borrow::Cow;

use crate::language::{Language, filled};

rust_i18n::i18n!("locales/me");

impl Language {
    /// The page's words under that key.
    #[must_use]
    pub fn tell(self, key: &'static str) -> &'static str {
        match _RUST_I18N_BACKEND.translate(self.tag(), key) {
            Some(Cow::Borrowed(text)) => text,
            _ => key,
        }
    }

    /// The page's words under that key, `%{name}` replaced by what stands for it.
    #[must_use]
    pub fn tell_with(self, key: &'static str, parts: &[(&str, &str)]) -> String {
        filled(self.tell(key), parts)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;
    use crate::language::tests::{gaps, used};

    fn words(language: Language) -> BTreeMap<String, String> {
        let all = _RUST_I18N_BACKEND.messages_for_locale(language.tag()).unwrap();
        all.into_iter().map(|(key, text)| (key.into_owned(), text.into_owned())).collect()
    }

    #[test]
    fn both_languages_tell_everything_the_page_tells_and_no_more() {
        let mut told = BTreeSet::new();
        let me = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/me");
        used(&me, &["tell(", "tell_with("], &mut told);
        assert!(told.len() > 40);
        let keys = |language| words(language).into_keys().collect::<BTreeSet<_>>();
        assert_eq!(keys(Language::English), told);
        assert_eq!(keys(Language::Chinese), told);
    }

    #[test]
    fn both_languages_leave_the_same_gaps() {
        let chinese = words(Language::Chinese);
        for (key, english) in words(Language::English) {
            assert_eq!(gaps(&english), gaps(&chinese[&key]), "{key}");
        }
    }
}
