//! The page's own words, in both languages.
//!
//! They stand in a table of their own, which the board does not carry: its words are asked
//! for with `say`, these with `tell`. rust-i18n compiles a table of that many keys to a
//! map that is built at the start, with all that building takes; here the file itself is
//! the table, and only where each line stands is put in order.

use std::sync::OnceLock;

use hallboard_score::arrange;

use crate::language::Language;

/// A line of a file of words: its section, its key, its text.
type Line = (&'static str, &'static str, &'static str);

const ENGLISH: &str = include_str!("../../locales/me/en.toml");
const CHINESE: &str = include_str!("../../locales/me/zh-Hans.toml");

/// The lines of a file that has nothing but sections and plain texts, in order.
fn lines(file: &'static str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut section = "";
    for line in file.lines() {
        if let Some((key, text)) = line.split_once(" = \"") {
            lines.push((section, key, text.strip_suffix('"').unwrap_or(text)));
        } else if let Some(name) = line.strip_prefix('[') {
            section = name.strip_suffix(']').unwrap_or(name);
        }
    }
    arrange(&mut lines, &|one, other| (one.0, one.1).cmp(&(other.0, other.1)));
    lines
}

fn words(language: Language) -> &'static [Line] {
    static WORDS: [OnceLock<Vec<Line>>; 2] = [OnceLock::new(), OnceLock::new()];
    let [english, chinese] = &WORDS;
    match language {
        Language::English => english.get_or_init(|| lines(ENGLISH)),
        Language::Chinese => chinese.get_or_init(|| lines(CHINESE)),
    }
}

impl Language {
    /// The page's words under that key.
    #[must_use]
    pub fn tell(self, key: &'static str) -> &'static str {
        let wanted = key.split_once('.').unwrap_or(("", key));
        let words = words(self);
        let place = words.binary_search_by(|line| (line.0, line.1).cmp(&wanted));
        place.ok().and_then(|at| words.get(at)).map_or(key, |line| line.2)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::language::tests::{gaps, used};

    fn keys(language: Language) -> BTreeSet<String> {
        let keys =
            words(language).iter().map(|(section, key, _)| format!("{section}.{key}"));
        keys.collect()
    }

    #[test]
    fn both_languages_tell_everything_the_page_tells_and_no_more() {
        let mut told = BTreeSet::new();
        let me = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/me");
        used(&me, &["tell(", "told("], &mut told);
        assert!(told.len() > 40);
        assert_eq!(keys(Language::English), told);
        assert_eq!(keys(Language::Chinese), told);
    }

    #[test]
    fn both_languages_leave_the_same_gaps() {
        let (english, chinese) = (words(Language::English), words(Language::Chinese));
        for (one, other) in english.iter().zip(chinese) {
            assert_eq!((one.0, one.1), (other.0, other.1));
            assert_eq!(gaps(one.2), gaps(other.2), "{}.{}", one.0, one.1);
        }
    }

    #[test]
    fn the_files_are_as_plain_as_they_are_read() {
        for (language, file) in
            [(Language::English, ENGLISH), (Language::Chinese, CHINESE)]
        {
            assert!(!file.contains('\\'), "an escape would be shown as it stands");
            let lines = file.lines().filter(|it| !it.is_empty() && !it.starts_with('['));
            assert_eq!(lines.count(), words(language).len());
            assert!(words(language).iter().all(|(_, _, text)| !text.contains('"')));
        }
    }
}
