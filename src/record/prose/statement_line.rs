//! A line of statement: what it is on the left, a figure on the right, and what is to be said
//! of it below.

use hallboard_score::Day;

use crate::language::Named;

/// A line of paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::record) struct StatementLine {
    /// The attribute by which it is found, and its value; none where that is empty.
    pub attribute: (&'static str, String),
    /// Whether it is in the sum, `true` or `false`; empty for what could not be.
    pub counts: &'static str,
    /// What it is.
    pub name: Named,
    /// Its figure.
    pub figure: String,
    /// What is to be said of it.
    pub notes: Vec<String>,
    /// The rule it goes by, counted from 1; 0 for none.
    pub rule: usize,
    /// What the reader should know first.
    pub due: Vec<String>,
    /// How it can be objected to; `None` if it cannot.
    pub reply_window: Option<ReplyWindow>,
}

/// How an entry can be objected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) struct ReplyWindow {
    /// The entry in a line.
    pub title: String,
    /// The last day.
    pub until: Day,
    /// How many days are left, that one included.
    pub days: u32,
}

impl StatementLine {
    /// A line with nothing but a name and a figure.
    pub(in crate::record) fn new(name: Named, figure: String) -> StatementLine {
        StatementLine { name, figure, ..StatementLine::default() }
    }

    /// To be found by that attribute.
    pub(in crate::record) fn with_attribute(
        mut self,
        attribute: &'static str,
        value: &str,
    ) -> StatementLine {
        self.attribute = (attribute, value.to_owned());
        self
    }

    /// It can be objected to, up to that day; `day` is its own, in words.
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

    /// With something to be said of it; nothing if that is empty.
    pub(in crate::record) fn with_note(mut self, note: String) -> StatementLine {
        if !note.is_empty() {
            self.notes.push(note);
        }
        self
    }
}
