//! The page's own words, in both languages, in a table of their own as those of `/me` are.

use std::sync::OnceLock;

use crate::language::{Language, filled};

const KEYS: &str = include_str!(concat!(env!("OUT_DIR"), "/report-en.keys"));
const ENGLISH: &str = include_str!(concat!(env!("OUT_DIR"), "/report-en.txt"));
const CHINESE: &str = include_str!(concat!(env!("OUT_DIR"), "/report-zh-Hans.txt"));

/// The keys in order, and the texts of each language in the order of the keys.
fn tables() -> &'static [Vec<&'static str>; 3] {
    static TABLES: OnceLock<[Vec<&str>; 3]> = OnceLock::new();
    let lines = |table: &'static str| table.split('\n').collect();
    TABLES.get_or_init(|| [KEYS, ENGLISH, CHINESE].map(lines))
}

impl Language {
    /// The words of the page for letters under that key.
    #[must_use]
    pub fn phrase(self, key: &'static str) -> &'static str {
        let [keys, english, chinese] = tables();
        let texts = match self {
            Language::English => english,
            Language::Chinese => chinese,
        };
        let place = keys.binary_search(&key).ok();
        place.and_then(|at| texts.get(at)).copied().unwrap_or(key)
    }

    /// The words of the page for letters, `%{name}` replaced by what stands for it.
    #[must_use]
    pub fn phrase_with(self, key: &'static str, parts: &[(&str, &str)]) -> String {
        filled(self.phrase(key), parts)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::language::tests::{gaps, used};

    #[test]
    fn the_page_has_words_for_everything_it_says_and_no_more() {
        let mut said = BTreeSet::new();
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
        used(&sources, &["phrase(", "phrase_with("], &mut said);
        let keys: BTreeSet<String> = tables()[0].iter().map(|it| (*it).into()).collect();
        assert_eq!(keys, said);
    }

    #[test]
    fn both_languages_have_the_same_keys_and_gaps() {
        let chinese = include_str!(concat!(env!("OUT_DIR"), "/report-zh-Hans.keys"));
        assert_eq!(KEYS, chinese);
        let [keys, english, chinese] = tables();
        assert_eq!((english.len(), chinese.len()), (keys.len(), keys.len()));
        assert!(keys.is_sorted());
        for (key, (one, other)) in keys.iter().zip(english.iter().zip(chinese)) {
            assert_eq!(gaps(one), gaps(other), "{key}");
            assert!(![one, other].iter().any(|it| it.is_empty() || it.contains('\\')));
        }
    }
}
