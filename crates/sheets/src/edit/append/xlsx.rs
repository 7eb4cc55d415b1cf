//! Appends rows to the sheets of an `.xlsx` workbook.

use std::collections::BTreeMap;
use std::ops::Range;

use hallboard_container::{Package, WorkbookParts, attribute};
use hallboard_score::Day;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{AppendError, NewRows, NewValue, table};
use crate::edit::fill::xlsx::{cell_of, name_of, part_of, position};
use crate::edit::fill::{EditError, broken};
use crate::edit::splice::{
    Change, attribute_change, attributes_but, changed_text, escaped,
};

/// Writes rows below the last one of sheets, by the sheets' names, in the looks of the
/// last row that holds an entry. Tables that end with that row grow. `dates` is whether days
/// go into cells as numbers, where those of the last row do.
///
/// # Errors
/// When the file is no such workbook, lacks a sheet, or a table ends with a row of totals.
pub fn xlsx(
    bytes: &[u8],
    sheets: &BTreeMap<String, NewRows>,
    dates: bool,
) -> Result<Vec<u8>, AppendError> {
    let mut package = Package::open(bytes).map_err(EditError::from)?;
    let parts = WorkbookParts::read(&mut package).map_err(EditError::from)?;
    let mut changed = BTreeMap::new();
    for (sheet, new) in sheets {
        let part = part_of(&parts, sheet)?;
        let mut content = package.text(part).map_err(EditError::from)?;
        let changes = Page::read(&content.text, new)?.changes(&content.text, new, dates);
        content.text = changed_text(&content.text, changes)?;
        changed.insert(part, content);
        changed.extend(table::extended_tables(&mut package, part, sheet, new)?);
    }
    Ok(package.with(&changed).map_err(EditError::from)?)
}

/// An existing row.
#[derive(Clone, Debug, Default)]
struct Seen {
    number: u32,
    at: Range<usize>,
    attributes: String,
    cells: Vec<Look>,
}

/// The look of a cell, with its column, from 0.
#[derive(Clone, Debug)]
struct Look {
    column: u32,
    style: Option<String>,
    is_number: bool,
    /// Range of the cell in the text, and whether it names its column.
    at: Range<usize>,
    named: bool,
}

/// What was found in the text of a sheet.
#[derive(Debug, Default)]
struct Page {
    prefix: String,
    /// End of the last row with content in a column that is read.
    end: usize,
    /// The existing rows below it that are to be filled.
    below: Vec<Seen>,
    /// The look of the cells in the last row that contains an entry.
    like: Vec<Look>,
    /// First and last column, from 1, and style of columns.
    columns: Vec<(u32, u32, String)>,
    dimension: Option<(Range<usize>, String)>,
    /// Where the rows begin.
    start: usize,
    /// An element for rows that is empty, with its name.
    blank: Option<(Range<usize>, String)>,
    row: Option<Seen>,
    number: u32,
}

impl Page {
    fn read(text: &str, new: &NewRows) -> Result<Page, EditError> {
        let mut page = Page::default();
        let mut reader = Reader::from_str(text);
        let mut data = false;
        loop {
            let start = position(&reader);
            let event = reader.read_event().map_err(broken)?;
            let end = position(&reader);
            match event {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag)
                    if tag.local_name().as_ref() == "sheetData" =>
                {
                    data = true;
                    page.prefix = prefix(&tag);
                    page.start = end;
                    if text.get(start..end).is_some_and(|it| it.ends_with("/>")) {
                        page.blank = Some((start..end, tag.name().0.to_owned()));
                    }
                }
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "row" => page.open(&tag, start),
                    "c" => page.cell(&tag, start..end),
                    "is" => page.held_text(),
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" => {
                        page.open(&tag, start);
                        page.close(end, new);
                    }
                    "c" => page.cell(&tag, start..end),
                    "col" => page.column(&tag),
                    "dimension" => {
                        let stated = attribute(&tag, "ref");
                        page.dimension = stated.map(|stated| (start..end, stated));
                    }
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "c" => page.end_cell(end),
                    "row" => page.close(end, new),
                    _ => {}
                },
                _ => {}
            }
        }
        match data {
            true => Ok(page),
            false => Err(broken("a sheet without `sheetData`")),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, start: usize) {
        let stated = attribute(tag, "r").and_then(|it| it.parse().ok());
        self.number = stated.unwrap_or(self.number + 1);
        // A row that is filled must not stay hidden.
        let attributes = attributes_but(tag, &["r", "spans", "hidden"]);
        let at = start..start;
        let number = self.number;
        self.row = Some(Seen { number, at, attributes, ..Seen::default() });
    }

    fn cell(&mut self, tag: &BytesStart<'_>, at: Range<usize>) {
        let Some(row) = &mut self.row else { return };
        let stated = attribute(tag, "r").and_then(|it| cell_of(&it)).map(|(_, it)| it);
        let next = row.cells.last().map_or(0, |it| it.column + 1);
        let is_number = attribute(tag, "t").is_none_or(|it| it == "n");
        let style = attribute(tag, "s");
        let (column, named) = (stated.unwrap_or(next), stated.is_some());
        row.cells.push(Look { column, style, is_number, at, named });
    }

    fn end_cell(&mut self, end: usize) {
        let cell = self.row.as_mut().and_then(|row| row.cells.last_mut());
        cell.into_iter().for_each(|cell| cell.at.end = end);
    }

    fn held_text(&mut self) {
        let cell = self.row.as_mut().and_then(|row| row.cells.last_mut());
        cell.into_iter().for_each(|cell| cell.is_number = false);
    }

    fn close(&mut self, end: usize, new: &NewRows) {
        let Some(mut row) = self.row.take() else { return };
        row.at.end = end;
        if Some(row.number) == new.like {
            self.like = row.cells.clone();
        }
        if row.number <= new.after {
            self.end = end;
        } else if row.number <= new.last() {
            self.below.push(row);
        }
    }

    fn column(&mut self, tag: &BytesStart<'_>) {
        let number = |name| attribute(tag, name).and_then(|it| it.parse().ok());
        if let (Some(min), Some(max), Some(style)) =
            (number("min"), number("max"), attribute(tag, "style"))
        {
            self.columns.push((min, max, style));
        }
    }

    fn changes(&self, text: &str, new: &NewRows, dates: bool) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut end = if self.end == 0 { self.start } else { self.end };
        let mut below = self.below.iter().peekable();
        let mut last_column = 0;
        for (number, cells) in (new.after + 1..).zip(&new.rows) {
            last_column = cells.iter().map(|it| it.0).max().unwrap_or(0).max(last_column);
            while let Some(row) = below.next_if(|row| row.number < number) {
                end = row.at.end;
            }
            let there = below.next_if(|row| row.number == number);
            let made = self.row_of(text, number, cells, there, dates);
            let at = there.map_or(end..end, |row| row.at.clone());
            end = at.end;
            changes.push(Change { at, text: made });
        }
        if let Some((at, name)) = &self.blank {
            let rows: String = changes.drain(..).map(|it| it.text).collect();
            let open = text.get(at.clone()).unwrap_or_default().trim_end_matches("/>");
            let made = format!("{open}>{rows}</{name}>");
            changes.push(Change { at: at.clone(), text: made });
        }
        changes.extend(self.dimension(text, (new.last(), last_column)));
        changes
    }

    fn dimension(&self, text: &str, last: (u32, u32)) -> Option<Change> {
        let (at, old) = self.dimension.as_ref()?;
        let (first, end) = old.split_once(':').unwrap_or((old, old));
        let (first, end) = (cell_of(first)?, cell_of(end)?);
        let high = (end.0.max(last.0), end.1.max(last.1));
        let made = format!("{}:{}", name_of((first.0, 0)), name_of(high));
        attribute_change(text, at.clone(), "ref", &made)
    }

    fn row_of(
        &self,
        text: &str,
        number: u32,
        cells: &[(u32, NewValue)],
        there: Option<&Seen>,
        dates: bool,
    ) -> String {
        let p = &self.prefix;
        let mut made: BTreeMap<u32, String> = BTreeMap::new();
        // Other cells in that row stay.
        for look in there.map(|row| row.cells.as_slice()).unwrap_or_default() {
            let mut cell = text.get(look.at.clone()).unwrap_or_default().to_owned();
            if !look.named {
                let name = name_of((number, look.column));
                cell =
                    cell.replacen(&format!("<{p}c"), &format!("<{p}c r=\"{name}\""), 1);
            }
            made.insert(look.column, cell);
        }
        for (column, value) in cells {
            let like = self.like.iter().find(|it| it.column == *column);
            let blank =
                there.and_then(|row| row.cells.iter().find(|it| it.column == *column));
            let of_column = || {
                let place = column + 1;
                let found = self.columns.iter().find(|it| (it.0..=it.1).contains(&place));
                found.map(|it| it.2.as_str())
            };
            let of = |look: Option<&Look>| look.and_then(|it| it.style.clone());
            let own = of(like).or_else(|| of(blank));
            let own = own.or_else(|| of_column().map(str::to_owned));
            let (name, style) = (name_of((number, *column)), style(own.as_deref()));
            let as_number = like.is_some_and(|it| it.is_number && it.style.is_some());
            let cell = match value {
                NewValue::Day(day) if dates && as_number => match serial(*day) {
                    Some(serial) => {
                        format!("<{p}c r=\"{name}\"{style}><{p}v>{serial}</{p}v></{p}c>")
                    }
                    None => text_cell(p, &name, &style, &day.to_string()),
                },
                NewValue::Day(day) => text_cell(p, &name, &style, &day.to_string()),
                NewValue::Text(text) => text_cell(p, &name, &style, text),
            };
            made.insert(*column, cell);
        }
        let attributes = there.map(|row| row.attributes.as_str()).unwrap_or_default();
        let cells: String = made.into_values().collect();
        format!("<{p}row r=\"{number}\"{attributes}>{cells}</{p}row>")
    }
}

fn prefix(tag: &BytesStart<'_>) -> String {
    let name = tag.name();
    let prefix = name.0.rsplit_once(':').map(|(prefix, _)| format!("{prefix}:"));
    prefix.unwrap_or_default()
}

fn style(style: Option<&str>) -> String {
    style.map(|style| format!(" s=\"{style}\"")).unwrap_or_default()
}

/// A cell that contains a text, whatever the text begins with: never a formula.
fn text_cell(p: &str, name: &str, style: &str, text: &str) -> String {
    let text = escaped(text);
    format!(
        "<{p}c r=\"{name}\"{style} t=\"inlineStr\"><{p}is><{p}t xml:space=\"preserve\">{text}\
         </{p}t></{p}is></{p}c>"
    )
}

/// The number of a date in spreadsheets; `None` before the first one on which all agree.
fn serial(day: Day) -> Option<i32> {
    let first = Day::new(1900, 3, 1)?;
    (day >= first).then(|| 61 + first.days_until(day))
}
