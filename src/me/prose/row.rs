//! A line of paper: what it is on the left, a figure on the right, and what is to be said
//! of it below.

use hallboard_score::Day;

use crate::language::Named;

/// A line of paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::me) struct Row {
    /// The attribute by which it is found, and its value; none where that is empty.
    pub mark: (&'static str, String),
    /// Whether it is in the sum, `true` or `false`; empty for what could not be.
    pub counts: &'static str,
    /// What it is.
    pub name: Named,
    /// Its figure.
    pub figure: String,
    /// What is to be said of it.
    pub lines: Vec<String>,
    /// The rule it goes by, counted from 1; 0 for none.
    pub rule: usize,
    /// What the reader should know first.
    pub due: Vec<String>,
    /// How it can be objected to; `None` if it cannot.
    pub answer: Option<Answer>,
}

/// How an entry can be objected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::me) struct Answer {
    /// The entry in a line.
    pub title: String,
    /// The last day.
    pub until: Day,
    /// How many days are left, that one included.
    pub days: u32,
}

impl Row {
    /// A line with nothing but a name and a figure.
    pub(in crate::me) fn new(name: Named, figure: String) -> Row {
        Row { name, figure, ..Row::default() }
    }

    /// To be found by that attribute.
    pub(in crate::me) fn marked(mut self, attribute: &'static str, value: &str) -> Row {
        self.mark = (attribute, value.to_owned());
        self
    }

    /// It can be objected to, up to that day; `day` is its own, in words.
    pub(in crate::me) fn open(mut self, day: &str, until: Day, days: u32) -> Row {
        let mut title = [self.name.text.as_str(), " · ", day].concat();
        if !self.figure.is_empty() {
            title.push_str(" · ");
            title.push_str(&self.figure);
        }
        self.answer = Some(Answer { title, until, days });
        self
    }

    /// With something to be said of it; nothing if that is empty.
    pub(in crate::me) fn line(mut self, line: String) -> Row {
        if !line.is_empty() {
            self.lines.push(line);
        }
        self
    }
}
