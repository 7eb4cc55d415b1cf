//! A cell of an `.ods` file.

use hallboard_container::attribute;
use hallboard_score::Day;
use quick_xml::events::{BytesStart, Event};

use super::entity;
use crate::cells::Content;
use crate::dates::at_midnight;

/// A cell, read from its element and the text inside.
#[derive(Clone, Debug, Default)]
pub(super) struct OdsCell {
    kind: String,
    value: Option<String>,
    formula: bool,
    covered: bool,
    text: String,
    lines: u32,
    /// Depth inside the cell.
    depth: u32,
    /// Depth of an element that is not part of the cell's own text, such as a note or a
    /// drawing.
    skipped_depth: Option<u32>,
    /// The namespace prefix of the paragraph being read, with its colon. Elements of other
    /// namespaces in it are not text.
    paragraph: Option<String>,
}

impl OdsCell {
    /// Begins a cell with its opening element.
    pub(super) fn open(element: &BytesStart<'_>) -> OdsCell {
        let mut cell =
            OdsCell { covered: is(element, "covered-table-cell"), ..OdsCell::default() };
        for found in element.attributes().flatten() {
            let value = || {
                let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0);
                value.map(std::borrow::Cow::into_owned).unwrap_or_default()
            };
            match found.key.local_name().into_inner() {
                // For a formula that fails, LibreOffice gives a text as the value type, and
                // the error only in an attribute of its own.
                "value-type" if cell.kind != "error" => cell.kind = value(),
                "value" | "date-value" | "boolean-value" | "string-value"
                | "time-value" => {
                    cell.value = Some(value());
                }
                "formula" => cell.formula = true,
                _ => {}
            }
        }
        cell
    }

    /// Handles an event inside the cell; `true` once the cell itself ends.
    ///
    /// Only the cell's own paragraphs are its text, not those of notes, drawings, charts or
    /// tables inside it.
    pub(super) fn event(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Start(element) => {
                self.depth += 1;
                if self.skipped_depth.is_none() && !self.is_own(element) {
                    self.skipped_depth = Some(self.depth);
                }
            }
            Event::Empty(element) if self.skipped_depth.is_none() => self.empty(element),
            Event::Text(text) => self.push(text),
            Event::CData(text) => self.push(text),
            Event::GeneralRef(it) => {
                let mut buffer = [0; 4];
                self.push(entity(it).encode_utf8(&mut buffer));
            }
            Event::End(_) => {
                let Some(depth) = self.depth.checked_sub(1) else { return true };
                if self.skipped_depth == Some(self.depth) {
                    self.skipped_depth = None;
                } else if depth == 0 {
                    self.paragraph = None;
                }
                self.depth = depth;
            }
            _ => {}
        }
        false
    }

    /// Whether an opening element belongs to the cell's own text.
    fn is_own(&mut self, element: &BytesStart<'_>) -> bool {
        let name = element.local_name();
        match &self.paragraph {
            None => {
                let own = self.depth == 1 && name.as_ref() == "p";
                if own {
                    self.begin_line(prefix(element));
                }
                own
            }
            Some(of_text) => {
                *of_text == prefix(element)
                    && !matches!(name.as_ref(), "note" | "ruby-text" | "tracked-changes")
            }
        }
    }

    fn begin_line(&mut self, prefix: String) {
        if self.lines > 0 {
            self.text.push('\n');
        }
        self.lines += 1;
        self.paragraph = Some(prefix);
    }

    /// Handles an empty element inside the cell.
    fn empty(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name();
        let Some(of_text) = &self.paragraph else {
            if self.depth == 0 && name.as_ref() == "p" {
                self.begin_line(String::new());
                self.paragraph = None;
            }
            return;
        };
        if *of_text != prefix(element) {
            return;
        }
        match name.as_ref() {
            "s" => {
                let count =
                    attribute(element, "c").and_then(|it| it.parse::<usize>().ok());
                let blanks = " ".repeat(count.unwrap_or(1).min(32_768));
                self.text.push_str(&blanks);
            }
            "tab" => self.text.push('\t'),
            "line-break" => self.text.push('\n'),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.paragraph.is_some() && self.skipped_depth.is_none() {
            self.text.push_str(text);
        }
    }

    /// Whether it has no content.
    pub(super) fn is_blank(&self) -> bool {
        self.covered
            || (self.kind.is_empty() && !self.formula && self.text.trim().is_empty())
    }

    /// Whether it has a formula.
    pub(super) fn is_formula(&self) -> bool {
        self.formula
    }

    /// Its content; `None` if nothing visible is left.
    pub(super) fn content(&self) -> Option<Content<'_>> {
        let value = self.value.as_deref().unwrap_or_default();
        match self.kind.as_str() {
            "float" | "percentage" | "currency" => Some(match value.parse() {
                Ok(number) => Content::Number(number),
                Err(_no_number) => return Content::of_text(value.into()),
            }),
            "date" => Some(date(value)),
            "boolean" => Some(Content::Flag(value == "true")),
            "error" => Some(Content::Failed(self.text.trim().to_owned())),
            "" if self.formula && self.text.is_empty() => Some(Content::Uncalculated),
            "string" if self.formula && is_error(&self.text) => {
                Some(Content::Failed(self.text.clone()))
            }
            _ => match (&self.value, self.text.is_empty()) {
                (Some(value), true) => Content::of_text(value.as_str().into()),
                _ => Content::of_text(self.text.as_str().into()),
            },
        }
    }
}

fn is(element: &BytesStart<'_>, name: &str) -> bool {
    element.local_name().into_inner() == name
}

/// The namespace prefix of an element's name, with its colon.
fn prefix(element: &BytesStart<'_>) -> String {
    let name = element.name();
    name.0.split_once(':').map(|(prefix, _)| format!("{prefix}:")).unwrap_or_default()
}

/// Whether a text is the error of a formula: in LibreOffice `Err:` with a number, in other
/// programs `#REF!`, `#SPILL!` and the like.
fn is_error(text: &str) -> bool {
    let numbered = text.strip_prefix("Err:").is_some_and(|it| it.parse::<u32>().is_ok());
    let capitals = |c: char| c.is_ascii_uppercase() || matches!(c, '_' | '/' | '0');
    let named = text.strip_prefix('#').is_some_and(|it| {
        let name = it.trim_end_matches(['!', '?']);
        !name.is_empty()
            && name.chars().all(capitals)
            && (name.len() < it.len() || matches!(name, "N/A" | "GETTING_DATA"))
    });
    numbered || named
}

/// A date such as `2025-03-01`, optionally with a time of day.
fn date(value: &str) -> Content<'static> {
    let (text, time) = value.split_once('T').unwrap_or((value, ""));
    let day = text.parse::<Day>().ok();
    if time.contains(|c| matches!(c, '1'..='9')) {
        let moment = || Content::Moment(value.replace('T', " "));
        return day
            .and_then(|it| at_midnight(it, time))
            .map_or_else(moment, Content::Date);
    }
    day.map_or_else(|| Content::NoDay(text.to_owned()), Content::Date)
}
