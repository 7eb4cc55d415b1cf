//! Texts of the command whose keys are composed.

use hallboard_operations::language::Language;
use hallboard_operations::words::fill_gaps;

/// The text of a key, in the current language.
pub(super) fn text(key: &str) -> Option<String> {
    crate::_rust_i18n_try_translate(Language::current().tag(), key).map(Into::into)
}

/// As [`text`], with the facts in its gaps; the key itself if there is no text.
pub(super) fn fill(key: &str, facts: &[(&str, String)]) -> String {
    fill_gaps(&text(key).unwrap_or_else(|| key.to_owned()), facts)
}

/// A number of things, as in "1 entry" and "12 entries"; `what` is a key of the table `count`.
pub(super) fn count(what: &str, number: usize) -> String {
    let form = if number == 1 { "one" } else { "many" };
    fill(&format!("count.{what}.{form}"), &[("count", number.to_string())])
}
