//! The page's own words, in both languages.
//!
//! They stand in a table of their own, which the board does not carry: its words are asked
//! for with `say`, these with `tell`. rust-i18n compiles a table of that many keys to a
//! map that is built at the start, with all that building takes; here the build script
//! puts the keys in order, once for both languages, and the texts beside them.

use std::sync::OnceLock;

use crate::language::Language;

const KEYS: &str = include_str!(concat!(env!("OUT_DIR"), "/me-en.keys"));
const ENGLISH: &str = include_str!(concat!(env!("OUT_DIR"), "/me-en.txt"));
const CHINESE: &str = include_str!(concat!(env!("OUT_DIR"), "/me-zh-Hans.txt"));

/// The keys in order, and the texts of each language in the order of the keys.
fn tables() -> &'static [Vec<&'static str>; 3] {
    static TABLES: OnceLock<[Vec<&str>; 3]> = OnceLock::new();
    let lines = |table: &'static str| table.split('\n').collect();
    TABLES.get_or_init(|| [KEYS, ENGLISH, CHINESE].map(lines))
}

impl Language {
    /// The page's words under that key.
    #[must_use]
    pub fn tell(self, key: &'static str) -> &'static str {
        let [keys, english, chinese] = tables();
        let texts = match self {
            Language::English => english,
            Language::Chinese => chinese,
        };
        let place = keys.binary_search(&key).ok();
        place.and_then(|at| texts.get(at)).copied().unwrap_or(key)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::language::tests::{gaps, used};

    const FILES: [&str; 2] = [
        include_str!("../../locales/me/en.toml"),
        include_str!("../../locales/me/zh-Hans.toml"),
    ];

    #[test]
    fn the_page_has_words_for_everything_it_tells_and_no_more() {
        let mut told = BTreeSet::new();
        let me = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/me");
        used(&me, &["tell(", "told("], &mut told);
        assert!(told.len() > 40);
        let keys: BTreeSet<String> = tables()[0].iter().map(|it| (*it).into()).collect();
        assert_eq!(keys, told);
    }

    #[test]
    fn both_languages_have_the_same_keys() {
        let chinese = include_str!(concat!(env!("OUT_DIR"), "/me-zh-Hans.keys"));
        assert_eq!(KEYS, chinese);
        let [keys, english, chinese] = tables();
        assert_eq!((english.len(), chinese.len()), (keys.len(), keys.len()));
        assert!(keys.is_sorted());
    }

    #[test]
    fn both_languages_leave_the_same_gaps() {
        let [keys, english, chinese] = tables();
        for (key, (one, other)) in keys.iter().zip(english.iter().zip(chinese)) {
            assert_eq!(gaps(one), gaps(other), "{key}");
        }
    }

    #[test]
    fn words_stand_under_their_keys() {
        assert_eq!(Language::English.tell("changes.noted"), "I have read this");
        assert_eq!(Language::Chinese.tell("changes.noted"), "我看过了");
    }

    #[test]
    fn the_files_are_as_plain_as_they_are_read() {
        for file in FILES {
            assert!(!file.contains('\\'), "an escape would be shown as it stands");
            let lines = file.lines().filter(|it| !it.is_empty() && !it.starts_with('['));
            assert_eq!(lines.count(), tables()[0].len());
        }
        let texts = tables().iter().skip(1).flatten();
        assert!(texts.clone().all(|text| !text.contains('"') && !text.is_empty()));
    }
}
