//! The languages of the app, and the texts of the catalogue in them.

use hallboard_score::Names;

use crate::platform::PluralCategory;
use crate::words::{About, Counted, LANGUAGES, Word};

/// A language with a folder in `locales/`. The default is the fallback of all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Language(usize);

/// A text of the feed, with its language where that is not the page's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The text.
    pub text: String,
    /// Its language tag, where it differs from the page's.
    pub lang: Option<String>,
}

/// The language of Chinese characters.
const HAN: &str = "zh-Hans";

impl Language {
    /// All languages, the default first.
    pub fn all() -> impl Iterator<Item = Language> {
        (0..LANGUAGES.len()).map(Language)
    }

    fn about(self) -> &'static About {
        let [default, ..] = &LANGUAGES;
        LANGUAGES.get(self.0).unwrap_or(default)
    }

    /// Its BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.about().tag
    }

    /// The locale of its dates and its order of names.
    #[must_use]
    pub fn locale(self) -> &'static str {
        self.about().dates
    }

    /// The language's own name.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        self.about().name
    }

    /// `ltr` or `rtl`.
    #[must_use]
    pub fn direction(self) -> &'static str {
        self.about().direction
    }

    /// The language for a tag such as `zh-CN` or `en-US`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Language> {
        let primary = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
        let same = |it: &Language| it.tag().eq_ignore_ascii_case(tag);
        let near = |it: &Language| primary(it.tag()) == primary(tag);
        Language::all().find(same).or_else(|| Language::all().find(near))
    }

    /// The text under that key.
    #[must_use]
    pub fn text(self, word: Word) -> &'static str {
        word.text(self.0)
    }

    /// The text under that key, with `%{name}` replaced by its value.
    #[must_use]
    pub fn text_with(self, word: Word, parts: &[(&str, &str)]) -> String {
        filled(self.text(word), parts)
    }

    /// The plural form of a text for a number.
    #[must_use]
    pub fn form(self, word: Counted, number: i64) -> &'static str {
        word.text(self.0, PluralCategory::of(number as f64, self.locale()))
    }

    /// The plural form of a text for a number, with the number in place of `%{gap}`.
    #[must_use]
    pub fn counted(self, word: Counted, gap: &str, number: i64) -> String {
        filled(self.form(word, number), &[(gap, &number.to_string())])
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
        let foreign = han && self.tag() != HAN;
        let lang = foreign.then(|| HAN.to_owned());
        Named { text: name.to_owned(), lang }
    }

    /// A name of the feed in another language, if it has one of its own there and one in
    /// this language.
    #[must_use]
    pub fn other_name(self, names: &Names) -> Option<Named> {
        let own = names.get(self.tag())?;
        let (lang, text) = names.iter().find(|(_, text)| *text != own)?;
        Some(Named { text: text.to_owned(), lang: Some(lang.to_owned()) })
    }
}

/// A text with `%{name}` replaced by its value.
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
    use crate::words::{MISSING, SHIPPED, record, report, rules};

    fn language(tag: &str) -> Language {
        Language::from_tag(tag).unwrap()
    }

    pub(crate) fn english() -> Language {
        language("en")
    }

    pub(crate) fn chinese() -> Language {
        language("zh-Hans")
    }

    #[test]
    fn every_language_is_complete() {
        const { assert!(SHIPPED >= 2) };
        assert!(MISSING.is_empty(), "missing: {MISSING:#?}");
    }

    #[test]
    fn every_language_names_itself() {
        let all: Vec<_> = Language::all().collect();
        let about = |it: &&Language| (it.tag(), it.own_name(), it.direction());
        let said: Vec<_> = all.iter().take(2).map(|it| about(&it)).collect();
        assert_eq!(said, [("zh-Hans", "中文", "ltr"), ("en", "English", "ltr")]);
        assert_eq!(Language::default().tag(), "zh-Hans");
    }

    #[test]
    fn texts_are_found_by_key() {
        assert_eq!(language("en").text(record::CHANGES_NOTED), "I have read this");
        assert_eq!(language("zh").text(record::CHANGES_NOTED), "我看过了");
    }

    #[test]
    fn placeholders_are_filled() {
        let scale = [("base", "60"), ("min", "0"), ("max", "100")];
        let said = language("en").text_with(rules::BOOK_SCALE, &scale);
        assert_eq!(said, "Starting score 60, never below 0 or above 100.");
        let said = language("zh").text_with(rules::BOOK_SCALE, &scale);
        assert_eq!(said, "起始分 60，最低 0，最高 100。");
    }

    #[test]
    fn counted_texts_have_the_forms_of_their_language() {
        let left =
            |tag, number| language(tag).counted(report::WORDS_LEFT, "count", number);
        assert_eq!(left("en", 1), "1 character left");
        assert_eq!(left("en", 2), "2 characters left");
        assert_eq!(left("zh", 1), "还可以写 1 个字");
        assert_eq!(left("zh", 2), "还可以写 2 个字");
    }

    #[test]
    fn tags_choose_a_language() {
        let chosen = |tag| Language::from_tag(tag).map(Language::tag);
        assert_eq!(chosen("zh-CN"), Some("zh-Hans"));
        assert_eq!(chosen("ZH"), Some("zh-Hans"));
        assert_eq!(chosen("en-US"), Some("en"));
        assert_eq!(chosen("fr"), None);
        assert_eq!(chosen("中"), None);
        assert_eq!(chosen(""), None);
    }

    #[test]
    fn names_in_another_language_have_a_lang_attribute() {
        let both = Names::new([("en", "12 Tea Lane"), ("zh-Hans", "茶园路 12号")]);
        let one = Names::new([("zh-Hans", "茶园路 12号")]);
        let (english, chinese) = (english(), chinese());
        assert_eq!(english.name(&both).lang, None);
        assert_eq!(english.name(&one).lang.as_deref(), Some("zh-Hans"));
        assert_eq!(chinese.name(&one).lang, None);
        assert_eq!(chinese.other_name(&both).unwrap().text, "12 Tea Lane");
        assert_eq!(chinese.other_name(&one), None);
        assert_eq!(english.other_name(&one), None);
        assert_eq!(english.person("陈桂花").lang.as_deref(), Some("zh-Hans"));
        assert_eq!(chinese.person("陈桂花").lang, None);
        assert_eq!(english.person("Ann Chen").lang, None);
    }
}
