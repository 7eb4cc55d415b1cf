//! Numbers and names as text for people.

use std::collections::HashMap;

use hallboard_score::{KindWord, Ledger, Names, Points, Register, Rulebook};

use crate::language::Language;
use crate::terminal::one_line;

/// The text of a key that is put together, in the language spoken.
pub(crate) fn text(key: &str) -> Option<String> {
    crate::_rust_i18n_try_translate(Language::current().tag(), key).map(Into::into)
}

/// As [`text`], with the facts in its gaps; the key itself if there is no text.
pub(crate) fn fill(key: &str, facts: &[(&str, String)]) -> String {
    fill_gaps(&text(key).unwrap_or_else(|| key.to_owned()), facts)
}

/// A text with the facts in its gaps, `%{name}`, each in one line; gaps without a fact are
/// empty.
#[must_use]
pub fn fill_gaps(text: &str, facts: &[(&str, String)]) -> String {
    let mut parts = text.split("%{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let fact = facts.iter().find(|(it, _)| *it == name);
        filled.push_str(&fact.map(|(_, fact)| one_line(fact)).unwrap_or_default());
        filled.push_str(rest);
    }
    filled
}

/// A system error about a file, translated if it is a common one: the system reports it in
/// a language of its own, with a number at the end.
pub fn system(error: impl ToString) -> String {
    let message = error.to_string();
    let number =
        message.rsplit_once("(os error ").and_then(|(_, rest)| rest.split_once(')'));
    let usual = number.and_then(|(number, _)| {
        let usual: &[(&str, &str)] = if cfg!(windows) {
            &[
                ("2", "absent"),
                ("3", "absent"),
                ("5", "denied"),
                ("32", "in_use"),
                ("33", "in_use"),
                ("80", "there"),
                ("112", "full"),
                ("183", "there"),
            ]
        } else {
            &[
                ("2", "absent"),
                ("13", "denied"),
                ("17", "there"),
                ("20", "absent"),
                ("21", "folder"),
                ("28", "full"),
                ("30", "denied"),
            ]
        };
        let (_, key) = usual.iter().find(|(it, _)| *it == number)?;
        text(&format!("system.{key}"))
    });
    usual.unwrap_or(message)
}

/// A number with its noun, such as "1 error" or "12 errors", from a key of the table
/// `count`.
pub fn count(what: &str, number: usize) -> String {
    let form = if number == 1 { "one" } else { "many" };
    fill(&format!("count.{what}.{form}"), &[("count", number.to_string())])
}

/// A kind of entry, with an article where the language has one: "an objection".
pub fn a_kind(kind: KindWord) -> String {
    fill(&format!("word.a.{}", kind.as_str()), &[])
}

/// A kind of entry: "objection".
pub fn kind(kind: KindWord) -> String {
    fill(&format!("word.kind.{}", kind.as_str()), &[])
}

/// Points with a real minus sign (U+2212).
pub fn plain(points: Points) -> String {
    points.to_string().replace('-', "\u{2212}")
}

/// Points with a sign, plus included.
pub fn signed(points: Points) -> String {
    match points > Points::ZERO {
        true => format!("+{points}"),
        false => plain(points),
    }
}

/// A score, or the text for none.
pub fn score(score: Option<Points>) -> String {
    score.map_or_else(|| t!("word.no_score").into(), plain)
}

/// The name in the current language, or the id if there is no name.
pub fn called(names: Option<&Names>, id: &str) -> String {
    match names.map(|names| names.best(Language::current().tag())) {
        None | Some("") => id.to_owned(),
        Some(name) => name.to_owned(),
    }
}

/// The name of a band in that rulebook.
pub fn band(book: Option<&Rulebook>, id: Option<&str>) -> String {
    let Some(id) = id else { return String::new() };
    let band = book.and_then(|book| book.bands.iter().find(|band| band.id == id));
    called(band.map(|band| &band.names), id)
}

/// The name of a category in the rulebook of that day.
pub fn category(register: &Register<'_>, on: hallboard_score::Day, id: &str) -> String {
    let category = register.book(on).and_then(|book| book.category(id));
    called(category.map(|category| &category.names), id)
}

/// The names of a ledger's residents by id.
pub struct People<'l> {
    residents: HashMap<&'l str, &'l str>,
}

impl<'l> People<'l> {
    /// Collects the names of a ledger.
    pub fn of(ledger: &'l Ledger) -> People<'l> {
        let residents = ledger.residents.iter();
        People { residents: residents.map(|it| (&*it.id, &*it.name)).collect() }
    }

    /// A resident's id and name, as in `R0001 张三`.
    pub fn resident(&self, id: &str) -> String {
        match self.residents.get(id) {
            Some(name) => format!("{id} {name}"),
            None => id.to_owned(),
        }
    }
}
