//! A cell of an `.ods` file.

use hallboard_score::Day;
use quick_xml::events::{BytesRef, BytesStart, BytesText};

use super::parts::attribute;
use crate::workbook::cells::Content;

/// A cell, as its element and the text in it say.
#[derive(Clone, Debug, Default)]
pub(super) struct OdsCell {
    kind: String,
    value: Option<String>,
    formula: bool,
    covered: bool,
    text: String,
    lines: u32,
    /// How deep within what is no part of the cell's own text, as a note is.
    aside: u32,
    within: bool,
}

impl OdsCell {
    /// A cell whose element begins.
    pub(super) fn open(element: &BytesStart<'_>) -> OdsCell {
        let mut cell =
            OdsCell { covered: is(element, "covered-table-cell"), ..OdsCell::default() };
        for found in element.attributes().flatten() {
            let value = || {
                let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0);
                value.map(std::borrow::Cow::into_owned).unwrap_or_default()
            };
            match found.key.local_name().into_inner() {
                // LibreOffice says of a formula that fails that it gives a text, and in
                // an attribute of its own that it fails.
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

    /// An element within the cell begins.
    pub(super) fn open_part(&mut self, name: &str) {
        match name {
            "annotation" | "shapes" | "frame" | "table" => self.aside += 1,
            _ if self.aside > 0 => {}
            "p" => {
                if self.lines > 0 {
                    self.text.push('\n');
                }
                self.lines += 1;
                self.within = true;
            }
            _ => {}
        }
    }

    /// An element within the cell that holds nothing.
    pub(super) fn empty_part(&mut self, name: &str, element: &BytesStart<'_>) {
        if self.aside > 0 {
            return;
        }
        match name {
            "s" => {
                let count =
                    attribute(element, "c").and_then(|it| it.parse::<usize>().ok());
                let blanks = " ".repeat(count.unwrap_or(1).min(32_768));
                self.text.push_str(&blanks);
            }
            "tab" => self.text.push('\t'),
            "line-break" => self.text.push('\n'),
            "p" => {
                if self.lines > 0 {
                    self.text.push('\n');
                }
                self.lines += 1;
            }
            _ => {}
        }
    }

    /// An element within the cell ends.
    pub(super) fn close_part(&mut self, name: &str) {
        match name {
            "annotation" | "shapes" | "frame" | "table" => {
                self.aside = self.aside.saturating_sub(1);
            }
            "p" if self.aside == 0 => self.within = false,
            _ => {}
        }
    }

    /// A text within the cell.
    pub(super) fn text(&mut self, text: &BytesText<'_>) {
        if self.within && self.aside == 0 {
            self.text.push_str(text);
        }
    }

    /// A character within the cell that stands there by its name or number.
    pub(super) fn entity(&mut self, entity: &BytesRef<'_>) {
        if !self.within || self.aside > 0 {
            return;
        }
        let named = match &**entity {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => entity.resolve_char_ref().ok().flatten(),
        };
        self.text.push(named.unwrap_or('\u{fffd}'));
    }

    /// Whether nothing is in it.
    pub(super) fn is_blank(&self) -> bool {
        self.covered
            || (self.kind.is_empty() && !self.formula && self.text.trim().is_empty())
    }

    /// What it holds.
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

/// What LibreOffice shows where a formula fails.
fn is_error(text: &str) -> bool {
    let numbered = text.strip_prefix("Err:").is_some_and(|it| it.parse::<u32>().is_ok());
    let named = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"];
    numbered || named.contains(&text)
}

/// A date as `2025-03-01`, perhaps with a time of day.
fn date(value: &str) -> Content<'static> {
    let (day, time) = value.split_once('T').unwrap_or((value, ""));
    if time.contains(|c| matches!(c, '1'..='9')) {
        return Content::Moment(value.replace('T', " "));
    }
    day.parse::<Day>()
        .map_or_else(|_no_day| Content::NoDay(day.to_owned()), Content::Date)
}
