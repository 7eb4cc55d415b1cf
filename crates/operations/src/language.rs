//! The language of the texts that people read.
//!
//! The texts are in `locales/<area>.<language>.toml`, with the same keys in each language;
//! `t!("area.key", name = value)` gives the one in the current language.

/// A language with texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// All languages.
    pub const ALL: [Language; 2] = [Language::English, Language::Chinese];

    /// The BCP 47 tag, used in the names of text files and for the names in a ledger.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh-Hans",
        }
    }

    /// The language closest to a system's locale, such as `zh_CN.UTF-8` or `zh-Hans-CN`.
    #[must_use]
    pub fn of_locale(locale: &str) -> Language {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        match language.eq_ignore_ascii_case("zh") {
            true => Language::Chinese,
            false => Language::English,
        }
    }

    /// The current language; English until [`Language::set_current`] sets another.
    #[must_use]
    pub fn current() -> Language {
        Language::of_locale(&rust_i18n::locale())
    }

    /// Sets the language of the whole process: the command does so once, the desk whenever its
    /// user chooses another.
    pub fn set_current(self) {
        rust_i18n::set_locale(self.tag());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_locales_map_to_languages() {
        for (locale, language) in [
            ("zh_CN.UTF-8", Language::Chinese),
            ("zh-Hans-CN", Language::Chinese),
            ("ZH", Language::Chinese),
            ("en_GB.UTF-8", Language::English),
            ("C", Language::English),
            ("", Language::English),
            ("zhuang", Language::English),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }
}
