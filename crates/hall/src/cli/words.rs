//! Numbers and names as people read them.

use hallboard_score::{Names, Points, Register, Rulebook};

use crate::language::Language;

/// The text of a key that is put together, in the language spoken.
pub(super) fn text(key: &str) -> Option<String> {
    crate::_rust_i18n_try_translate(Language::spoken().tag(), key).map(Into::into)
}

/// A number with a true minus sign.
pub(super) fn plain(points: Points) -> String {
    points.to_string().replace('-', "\u{2212}")
}

/// A number with its sign, plus included.
pub(super) fn signed(points: Points) -> String {
    match points > Points::ZERO {
        true => format!("+{points}"),
        false => plain(points),
    }
}

/// A score, or that there is none.
pub(super) fn score(score: Option<Points>) -> String {
    score.map_or_else(|| "not taking part".to_owned(), plain)
}

/// What people call it, or its id where it has no name.
pub(super) fn called(names: Option<&Names>, id: &str) -> String {
    match names.map(|names| names.best(Language::spoken().tag())) {
        None | Some("") => id.to_owned(),
        Some(name) => name.to_owned(),
    }
}

/// The name of a band of that rulebook.
pub(super) fn band(book: Option<&Rulebook>, id: Option<&str>) -> String {
    let Some(id) = id else { return String::new() };
    let band = book.and_then(|book| book.bands.iter().find(|band| band.id == id));
    called(band.map(|band| &band.names), id)
}

/// The name of a category by the rulebook of that day.
pub(super) fn category(
    register: &Register<'_>,
    on: hallboard_score::Day,
    id: &str,
) -> String {
    let category = register.book(on).and_then(|book| book.category(id));
    called(category.map(|category| &category.names), id)
}
