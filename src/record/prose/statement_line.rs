//! A line of a statement: its name at the start, its figure at the end, notes below.

use hallboard_score::Day;

use crate::language::Named;

/// A line of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::record) struct StatementLine {
    /// The id of its element, the target of links; empty for none.
    pub id: String,
    /// An attribute of its element, with its value; none if the value is empty.
    pub attribute: (&'static str, String),
    /// Whether it counts in the sum, `true` or `false`; empty where that does not apply.
    pub counts: &'static str,
    /// Its name.
    pub name: Named,
    /// Its figure.
    pub figure: String,
    /// Notes below the name.
    pub notes: Vec<String>,
    /// The number of the rule it follows, from 1; 0 for none.
    pub rule: usize,
    /// What is due, shown in a box.
    pub due: Vec<String>,
    /// The time in which it can be objected to; `None` if it cannot.
    pub reply_window: Option<ReplyWindow>,
    /// The id of the element with the reply button; empty if that is this element, or if
    /// there is none.
    pub answer_at: String,
}

/// The id of an element that belongs to an entry. Ids must not contain spaces: all
/// characters except ASCII letters and digits are written as their code points.
pub(in crate::record) fn element_id(of: &str, entry: &str) -> String {
    let mut id = format!("{of}-");
    for letter in entry.chars() {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else {
            id.push_str(&format!("_{:x}_", u32::from(letter)));
        }
    }
    id
}

/// The time in which an entry can be objected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) struct ReplyWindow {
    /// The entry in one line.
    pub title: String,
    /// The last day.
    pub until: Day,
    /// The number of days left, including the last one.
    pub days: u32,
}

impl StatementLine {
    /// A line with only a name and a figure.
    pub(in crate::record) fn new(name: Named, figure: String) -> StatementLine {
        StatementLine { name, figure, ..StatementLine::default() }
    }

    /// Adds an attribute to its element.
    pub(in crate::record) fn with_attribute(
        mut self,
        attribute: &'static str,
        value: &str,
    ) -> StatementLine {
        self.attribute = (attribute, value.to_owned());
        self
    }

    /// Adds the last day for an objection; `day` is the formatted day of the entry.
    pub(in crate::record) fn with_reply(
        mut self,
        day: &str,
        until: Day,
        days: u32,
    ) -> StatementLine {
        let mut title = [self.name.text.as_str(), " · ", day].concat();
        if !self.figure.is_empty() {
            title.push_str(" · ");
            title.push_str(&self.figure);
        }
        self.reply_window = Some(ReplyWindow { title, until, days });
        self
    }

    /// Adds a note, unless it is empty.
    pub(in crate::record) fn with_note(mut self, note: String) -> StatementLine {
        if !note.is_empty() {
            self.notes.push(note);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_id_needs_no_escaping_in_a_link_and_tells_entries_apart() {
        let entries = ["E1", "E 1", "E_20_1", "第1条", "#%", ""];
        let ids = entries.map(|entry| element_id("entry", entry));
        for id in &ids {
            let plain = |it: u8| it.is_ascii_alphanumeric() || b"-_".contains(&it);
            assert!(id.bytes().all(plain), "{id}");
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
        }
        assert_eq!(ids[0], "entry-E1");
    }
}
