//! The page's own words, in both languages.
//!
//! They stand in tables of their own: rust-i18n compiles a table of up to 128 keys to
//! plain code, and the board's must not carry the page's. The board's words are asked
//! for with `say`, these with `tell`.

use crate::language::{Language, filled};

macro_rules! table {
    ($name:ident, $folder:literal) => {
        mod $name {
            rust_i18n::i18n!($folder);

            pub(super) fn told(language: &str, key: &str) -> Option<&'static str> {
                _rust_i18n_static_translate(language, key)
            }

            #[cfg(test)]
            pub(super) fn all(language: &str) -> Vec<(String, String)> {
                let all = _RUST_I18N_BACKEND.messages_for_locale(language).unwrap();
                let owned = |(key, text): (std::borrow::Cow<'_, str>, _)| {
                    (key.into_owned(), std::borrow::Cow::into_owned(text))
                };
                all.into_iter().map(owned).collect()
            }
        }
    };
}

table!(door, "locales/me/door");
table!(record, "locales/me/record");
table!(more, "locales/me/more");
table!(rules, "locales/me/rules");

impl Language {
    /// The page's words under that key.
    #[must_use]
    pub fn tell(self, key: &'static str) -> &'static str {
        let tag = self.tag();
        let found = door::told(tag, key).or_else(|| record::told(tag, key));
        let found = found.or_else(|| more::told(tag, key));
        found.or_else(|| rules::told(tag, key)).unwrap_or(key)
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
        let tag = language.tag();
        let tables = [door::all(tag), record::all(tag), more::all(tag), rules::all(tag)];
        let count: usize = tables.iter().map(Vec::len).sum();
        let words: BTreeMap<_, _> = tables.into_iter().flatten().collect();
        assert_eq!(words.len(), count, "a key stands in two tables");
        words
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
