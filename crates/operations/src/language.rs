//! The language people are spoken to in.
//!
//! Texts for people stand in `locales/<room>.<language>.toml`, the same keys in each
//! language; `t!("table.key", name = value)` gives the one of the language chosen.

/// A language the command speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 2] = [Language::English, Language::Chinese];

    /// Its BCP 47 tag, by which the files of texts and the names in a ledger go.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh-Hans",
        }
    }

    /// The language nearest to a locale as systems name it: `zh_CN.UTF-8`, `zh-Hans-CN`.
    #[must_use]
    pub fn of_locale(locale: &str) -> Language {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        match language.eq_ignore_ascii_case("zh") {
            true => Language::Chinese,
            false => Language::English,
        }
    }

    /// The one people are spoken to in now; English until [`Language::speak`] says another.
    #[must_use]
    pub fn spoken() -> Language {
        Language::of_locale(&rust_i18n::locale())
    }

    /// From now on people are spoken to in this one: for the whole process, so that only
    /// the command decides it, once.
    pub fn speak(self) {
        rust_i18n::set_locale(self.tag());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_as_systems_name_them() {
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
