//! The catalogue: the texts of every page in every language, by typed keys.
//!
//! `build.rs` generates a constant for every key in `locales/<language>/<page>.toml`, so
//! that a program contains only the texts it uses. [`Language`](crate::language::Language)
//! reads them.

use crate::platform::PluralCategory;

/// The key of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word(&'static [&'static str; LANGUAGES.len()]);

/// The key of a text that depends on a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted(&'static [[&'static str; 6]; LANGUAGES.len()]);

/// The description of a language in `common.toml`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About {
    /// Its BCP 47 tag, which is also the name of its folder.
    pub tag: &'static str,
    /// Its name in the language itself.
    pub name: &'static str,
    /// The value of the HTML attribute `dir`.
    pub direction: &'static str,
    /// The locale for dates, numbers and the order of names.
    pub dates: &'static str,
}

impl Word {
    /// The text in the language at that index of [`LANGUAGES`].
    pub(crate) fn text(self, language: usize) -> &'static str {
        self.0.get(language).copied().unwrap_or_default()
    }
}

impl Counted {
    /// The form in the language at that index of [`LANGUAGES`].
    pub(crate) fn text(self, language: usize, category: PluralCategory) -> &'static str {
        let form = self.0.get(language).and_then(|it| it.get(category as usize));
        form.copied().unwrap_or_default()
    }
}

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
