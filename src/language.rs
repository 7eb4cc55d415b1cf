//! The languages of the board and the words of its own.

use hallboard_score::Names;

/// A language the board speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    #[default]
    Chinese,
}

/// A text of the feed, with its language where that is not the page's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The text.
    pub text: String,
    /// Its language tag, where it differs from the page's.
    pub lang: Option<String>,
}

impl Language {
    /// The tag by which pages, names and translations say it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh-Hans",
        }
    }

    /// The tag of its dates and its order of names.
    #[must_use]
    pub const fn locale(self) -> &'static str {
        match self {
            Language::English => "en-GB",
            Language::Chinese => "zh-Hans-CN",
        }
    }

    /// What the language calls itself, short.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Language::English => "EN",
            Language::Chinese => "中文",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Language {
        match self {
            Language::English => Language::Chinese,
            Language::Chinese => Language::English,
        }
    }

    /// The language a tag such as `zh-CN` or `en-US` asks for.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Language> {
        match tag.get(..2)?.to_ascii_lowercase().as_str() {
            "zh" => Some(Language::Chinese),
            "en" => Some(Language::English),
            _ => None,
        }
    }

    /// The board's own words under that key.
    ///
    /// The table rust-i18n compiles is asked directly (it compiles one for up to 128
    /// keys): by way of its backend a copy of it would be made at the start, and carried.
    #[must_use]
    pub fn say(self, key: &'static str) -> &'static str {
        crate::_rust_i18n_static_translate(self.tag(), key).unwrap_or(key)
    }

    /// The board's own words under that key, `%{name}` replaced by what stands for it.
    #[must_use]
    pub fn say_with(self, key: &'static str, parts: &[(&str, &str)]) -> String {
        filled(self.say(key), parts)
    }

    /// The words of rulebooks under that key, which stand in a table of their own: the
    /// page of one's own has them, and not the board's.
    #[must_use]
    pub fn rule(self, key: &'static str) -> &'static str {
        rules::translated(self.tag(), key).unwrap_or(key)
    }

    /// The words of rulebooks under that key, `%{name}` replaced by what stands for it.
    #[must_use]
    pub fn rule_with(self, key: &'static str, parts: &[(&str, &str)]) -> String {
        filled(self.rule(key), parts)
    }

    /// A name of the feed in this language, else in any.
    #[must_use]
    pub fn name(self, names: &Names) -> Named {
        if let Some(text) = names.get(self.tag()) {
            return Named { text: text.to_owned(), lang: None };
        }
        names.iter().next().map_or_else(
            || Named { text: String::new(), lang: None },
            |(lang, text)| Named { text: text.to_owned(), lang: Some(lang.to_owned()) },
        )
    }

    /// A person's name, which has one form only.
    #[must_use]
    pub fn person(self, name: &str) -> Named {
        let han = name.chars().any(|c| ('\u{2e80}'..'\u{ac00}').contains(&c));
        let foreign = han && self == Language::English;
        let lang = foreign.then(|| Language::Chinese.tag().to_owned());
        Named { text: name.to_owned(), lang }
    }

    /// A name of the feed in the other language, if it has one of its own there.
    #[must_use]
    pub fn other_name(self, names: &Names) -> Option<Named> {
        let text = names.get(self.other().tag())?;
        (Some(text) != names.get(self.tag()) && names.get(self.tag()).is_some()).then(
            || Named { text: text.to_owned(), lang: Some(self.other().tag().to_owned()) },
        )
    }
}

mod rules {
    rust_i18n::i18n!("locales/rules");

    pub(super) fn translated(tag: &str, key: &str) -> Option<&'static str> {
        _rust_i18n_static_translate(tag, key)
    }
}

/// A text, `%{name}` replaced by what stands for it.
pub(crate) fn filled(text: &str, parts: &[(&str, &str)]) -> String {
    let mut said = String::new();
    for (at, piece) in text.split('%').enumerate() {
        let gap = piece.strip_prefix('{').filter(|_| at > 0);
        match gap.and_then(|gap| gap.split_once('}')) {
            Some((name, after)) => {
                let value = parts.iter().find(|(known, _)| *known == name);
                said.push_str(value.map_or("", |(_, value)| value));
                said.push_str(after);
            }
            None => said.push_str(piece),
        }
    }
    said
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::borrow::Cow;
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    fn messages(language: Language) -> [Vec<(String, String)>; 2] {
        let owned = |all: Option<Vec<(Cow<'_, str>, Cow<'_, str>)>>| {
            let all = all.unwrap().into_iter();
            all.map(|(key, text)| (key.into_owned(), text.into_owned())).collect()
        };
        let tag = language.tag();
        [
            owned(crate::_rust_i18n_backend().messages_for_locale(tag)),
            owned(rules::_rust_i18n_backend().messages_for_locale(tag)),
        ]
    }

    /// Keys that stand in calls such as `say("…")` under `folder`.
    pub(crate) fn used(folder: &Path, calls: &[&str], found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                used(&path, calls, found);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap();
            for call in calls {
                for after in source.split(call).skip(1) {
                    let Some(quoted) = after.trim_start().strip_prefix('"') else {
                        continue;
                    };
                    found.insert(quoted.split('"').next().unwrap().to_owned());
                }
            }
        }
    }

    /// The names of the gaps in a text.
    pub(crate) fn gaps(text: &str) -> BTreeSet<String> {
        text.split("%{")
            .skip(1)
            .map(|gap| gap.split('}').next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn both_languages_say_everything_the_board_says_and_no_more() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let tables = [&["say(", "say_with("], &["rule(", "rule_with("]];
        for (at, calls) in tables.into_iter().enumerate() {
            let mut said = BTreeSet::new();
            used(&sources, calls, &mut said);
            assert!(said.len() > 15);
            for language in [Language::English, Language::Chinese] {
                let all = &messages(language)[at];
                let keys: BTreeSet<_> = all.iter().map(|(key, _)| key.clone()).collect();
                assert_eq!(keys, said, "{language:?}");
            }
        }
    }

    #[test]
    fn both_languages_leave_the_same_gaps() {
        let chinese: BTreeMap<_, _> =
            messages(Language::Chinese).into_iter().flatten().collect();
        for (key, english) in messages(Language::English).into_iter().flatten() {
            assert_eq!(gaps(&english), gaps(&chinese[&key]), "{key}");
        }
    }

    #[test]
    fn gaps_are_filled() {
        let said = Language::English.say_with("rules.lead", &[("base", "60")]);
        assert_eq!(said, "Everyone starts at 60.");
        let said = Language::Chinese.say_with("rules.lead", &[("base", "60")]);
        assert_eq!(said, "每人从 60 分起。");
    }

    #[test]
    fn tags_choose_a_language() {
        assert_eq!(Language::from_tag("zh-CN"), Some(Language::Chinese));
        assert_eq!(Language::from_tag("ZH"), Some(Language::Chinese));
        assert_eq!(Language::from_tag("en-US"), Some(Language::English));
        assert_eq!(Language::from_tag("fr"), None);
        assert_eq!(Language::from_tag("中"), None);
        assert_eq!(Language::from_tag(""), None);
    }

    #[test]
    fn names_in_another_language_say_so() {
        let both = Names::new([("en", "12 Tea Lane"), ("zh-Hans", "茶园路 12号")]);
        let one = Names::new([("zh-Hans", "茶园路 12号")]);
        assert_eq!(Language::English.name(&both).lang, None);
        assert_eq!(Language::English.name(&one).lang.as_deref(), Some("zh-Hans"));
        assert_eq!(Language::Chinese.name(&one).lang, None);
        assert_eq!(Language::Chinese.other_name(&both).unwrap().text, "12 Tea Lane");
        assert_eq!(Language::Chinese.other_name(&one), None);
        assert_eq!(Language::English.other_name(&one), None);
        assert_eq!(Language::English.person("陈桂花").lang.as_deref(), Some("zh-Hans"));
        assert_eq!(Language::Chinese.person("陈桂花").lang, None);
        assert_eq!(Language::English.person("Ann Chen").lang, None);
    }
}
