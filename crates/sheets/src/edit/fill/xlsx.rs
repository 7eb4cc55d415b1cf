//! Writes ids into an `.xlsx` workbook.

use std::collections::BTreeMap;
use std::ops::Range;

use hallboard_container::{Package, PartId, WorkbookParts, attribute};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{BlankCell, EditError, Wanted, broken, wanted};
use crate::edit::splice::{
    Change, attribute_change, attributes_but, changed_text, escaped,
};
use crate::letter;

/// Writes texts into blank cells of sheets, by the sheets' names.
///
/// # Errors
/// When the file is no such workbook, or a cell is not there or has a formula.
pub(super) fn xlsx(
    bytes: &[u8],
    sheets: &BTreeMap<String, Vec<BlankCell>>,
) -> Result<Vec<u8>, EditError> {
    let mut package = Package::open(bytes)?;
    let parts = WorkbookParts::read(&mut package)?;
    let mut changed_parts = BTreeMap::new();
    for (sheet, cells) in sheets {
        let part = part_of(&parts, sheet)?;
        let mut content = package.text(part)?;
        let changes = Page::new(sheet, &content.text, wanted(cells)).changes()?;
        content.text = changed_text(&content.text, changes)?;
        changed_parts.insert(part, content);
    }
    Ok(package.with(&changed_parts)?)
}

/// The part of a sheet.
pub(crate) fn part_of(parts: &WorkbookParts, sheet: &str) -> Result<PartId, EditError> {
    let part = parts.sheet(sheet).and_then(|it| it.part);
    part.ok_or_else(|| EditError::NoSheet(sheet.to_owned()))
}

/// The text of a sheet, read once from beginning to end.
struct Page<'a> {
    sheet: &'a str,
    text: &'a str,
    wanted: Wanted<'a>,
    changes: Vec<Change>,
    /// First and last column, from 1, and style of columns.
    columns: Vec<(u32, u32, String)>,
    row: u32,
    place: Option<Place>,
}

/// The place for an id in the row that is being read.
struct Place {
    /// The namespace prefix of the tags, with its colon.
    prefix: String,
    /// The style of the row's cells, if the row has one.
    style: Option<String>,
    /// The column, from 0, of the next cell that does not name its own.
    next: u32,
    /// Range of the existing cell, or the position for a new one, once it is known.
    at: Option<Range<usize>>,
    /// The attributes of the existing cell.
    attributes: Option<String>,
}

impl<'a> Page<'a> {
    fn new(sheet: &'a str, text: &'a str, wanted: Wanted<'a>) -> Page<'a> {
        let (changes, columns) = (Vec::new(), Vec::new());
        Page { sheet, text, wanted, changes, columns, row: 0, place: None }
    }

    fn changes(mut self) -> Result<Vec<Change>, EditError> {
        let text = self.text;
        let mut reader = Reader::from_str(text);
        let mut open: Option<(usize, bool)> = None;
        loop {
            let start = position(&reader);
            let event = reader.read_event().map_err(broken)?;
            let end = position(&reader);
            match event {
                Event::Eof => break,
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "row" => self.row(&tag, start..end),
                    "c" => open = self.cell(&tag, start..end).then_some((start, false)),
                    "f" => open = open.map(|(start, _)| (start, true)),
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" => {
                        self.row(&tag, start..end);
                        self.place = None;
                    }
                    "c" => drop(self.cell(&tag, start..end)),
                    "f" => open = open.map(|(start, _)| (start, true)),
                    "col" => self.column(&tag),
                    "dimension" => self.dimension(&tag, start..end),
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "c" => {
                        if let Some((start, formula)) = open.take() {
                            self.close(start..end, formula)?;
                        }
                    }
                    "row" => self.end_row(start),
                    _ => {}
                },
                _ => {}
            }
        }
        match self.wanted.keys().next() {
            None => Ok(self.changes),
            Some(row) => {
                Err(EditError::NoRow { sheet: self.sheet.to_owned(), row: *row })
            }
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

    fn row(&mut self, tag: &BytesStart<'_>, at: Range<usize>) {
        let stated = attribute(tag, "r").and_then(|it| it.parse().ok());
        self.row = stated.unwrap_or(self.row + 1);
        self.place = None;
        let Some(cell) = self.wanted.get(&self.row) else { return };
        let name = tag.name();
        let prefix = name.0.rsplit_once(':').map(|(prefix, _)| format!("{prefix}:"));
        let own = attribute(tag, "customFormat").is_some_and(|it| it != "0");
        self.place = Some(Place {
            prefix: prefix.unwrap_or_default(),
            style: attribute(tag, "s").filter(|_| own),
            next: 0,
            at: None,
            attributes: None,
        });
        if let Some(spans) = attribute(tag, "spans") {
            let wider = widened(&spans, cell.column + 1);
            self.changes.extend(attribute_change(self.text, at, "spans", &wider));
        }
    }

    fn dimension(&mut self, tag: &BytesStart<'_>, at: Range<usize>) {
        let Some(old) = attribute(tag, "ref") else { return };
        let ends = old.split_once(':').unwrap_or((&old, &old));
        let (Some(first), Some(last)) = (cell_of(ends.0), cell_of(ends.1)) else {
            return;
        };
        let cells = self.wanted.values().map(|cell| (cell.row, cell.column));
        let (mut low, mut high) = (first, last);
        for (row, column) in cells {
            low = (low.0.min(row), low.1.min(column));
            high = (high.0.max(row), high.1.max(column));
        }
        if (low, high) != (first, last) {
            let new = format!("{}:{}", name_of(low), name_of(high));
            self.changes.extend(attribute_change(self.text, at, "ref", &new));
        }
    }

    /// Handles a cell; returns whether it is the one to write into.
    fn cell(&mut self, tag: &BytesStart<'_>, at: Range<usize>) -> bool {
        let (Some(place), Some(cell)) = (&mut self.place, self.wanted.get(&self.row))
        else {
            return false;
        };
        let stated =
            attribute(tag, "r").and_then(|it| cell_of(&it)).map(|(_, column)| column);
        let column = stated.unwrap_or(place.next);
        place.next = column + 1;
        if place.at.is_some() || column < cell.column {
            return false;
        }
        if column > cell.column {
            place.at = Some(at.start..at.start);
            return false;
        }
        place.attributes = Some(attributes_but(tag, &["t"]));
        place.at = Some(at);
        true
    }

    fn close(&mut self, at: Range<usize>, formula: bool) -> Result<(), EditError> {
        if formula {
            let (sheet, row) = (self.sheet.to_owned(), self.row);
            return Err(EditError::Formula { sheet, row });
        }
        if let Some(place) = &mut self.place {
            place.at = Some(at);
        }
        Ok(())
    }

    /// Writes the new cell at the end of its row, when all that it needs is known.
    fn end_row(&mut self, end: usize) {
        let Some(place) = self.place.take() else { return };
        let Some(cell) = self.wanted.remove(&self.row) else { return };
        let attributes = place.attributes.unwrap_or_else(|| {
            let number = cell.column + 1;
            let of_column =
                self.columns.iter().find(|it| (it.0..=it.1).contains(&number));
            let style = place.style.or_else(|| of_column.map(|it| it.2.clone()));
            let style = style.map(|style| format!(" s=\"{style}\"")).unwrap_or_default();
            format!(" r=\"{}\"{style}", name_of((cell.row, cell.column)))
        });
        let (p, id) = (place.prefix, escaped(&cell.text));
        let text = format!(
            "<{p}c{attributes} t=\"inlineStr\"><{p}is><{p}t>{id}</{p}t></{p}is></{p}c>"
        );
        self.changes.push(Change { at: place.at.unwrap_or(end..end), text });
    }
}

pub(crate) fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The row, from 1, and the column, from 0, of a cell such as `B7`.
pub(crate) fn cell_of(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at_checked(digits)?;
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'@')?);
        column.checked_mul(26)?.checked_add(value)
    })?;
    Some((digits.parse().ok()?, column.checked_sub(1)?))
}

pub(crate) fn name_of((row, column): (u32, u32)) -> String {
    format!("{}{row}", letter(column))
}

/// A range of columns such as `2:5`, extended to include a column.
fn widened(spans: &str, column: u32) -> String {
    let ends = spans.split_once(':').map(|(low, high)| (low.parse(), high.parse()));
    let Some((Ok(low), Ok(high))) = ends else { return spans.to_owned() };
    let (low, high): (u32, u32) = (low, high);
    format!("{}:{}", low.min(column), high.max(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The id `N` for the first column of row 3.
    fn cells() -> Vec<BlankCell> {
        vec![BlankCell { row: 3, column: 0, text: "N".to_owned() }]
    }

    #[track_caller]
    fn check(text: &str, becomes: &str) {
        let cells = cells();
        let changes = Page::new("S", text, wanted(&cells)).changes().unwrap();
        assert_eq!(changed_text(text, changes).unwrap(), becomes);
    }

    #[test]
    fn blank_cells_are_filled_and_nothing_else_changes() {
        let id = "t=\"inlineStr\"><is><t>N</t></is></c>";
        check(
            r#"<row r="3" spans="1:4"><c r="A3" s="7"/><c r="B3"/></row>"#,
            &format!(r#"<row r="3" spans="1:4"><c r="A3" s="7" {id}<c r="B3"/></row>"#),
        );
        check(
            r#"<row r="3"><c r="A3" t="s" s='7'><v>5</v></c> <c r="B3"/></row>"#,
            &format!(r#"<row r="3"><c r="A3" s="7" {id} <c r="B3"/></row>"#),
        );
        check(
            r#"<dimension ref="B1:D9"/><row r="3" ht="9" spans="2:4"><c r="B3"/></row>"#,
            &format!(
                r#"<dimension ref="A1:D9"/><row r="3" ht="9" spans="1:4"><c r="A3" {id}<c r="B3"/></row>"#
            ),
        );
        check(
            r#"<cols><col min="1" max="2" style="4"/></cols><row r="3"><c r="C3"/></row>"#,
            &format!(
                r#"<cols><col min="1" max="2" style="4"/></cols><row r="3"><c r="A3" s="4" {id}<c r="C3"/></row>"#
            ),
        );
        check(
            "<row/><row/><row><c/><c><v>1</v></c></row>",
            &format!("<row/><row/><row><c {id}<c><v>1</v></c></row>"),
        );
        check(
            r#"<x:row r="3"><x:c r="B3"/></x:row>"#,
            r#"<x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t>N</x:t></x:is></x:c><x:c r="B3"/></x:row>"#,
        );
    }

    #[test]
    fn unwritable_cells_are_reported() {
        let error = |text: &str| Page::new("S", text, wanted(&cells())).changes().err();
        let formula = r#"<row r="3"><c r="A3"><f>1</f><v></v></c></row>"#;
        let (sheet, row) = ("S".to_owned(), 3);
        assert_eq!(
            error(formula),
            Some(EditError::Formula { sheet: sheet.clone(), row })
        );
        assert_eq!(error(r#"<row r="4"/>"#), Some(EditError::NoRow { sheet, row }));
    }

    #[test]
    fn cell_names_round_trip() {
        for (name, cell) in
            [("A1", (1, 0)), ("Z9", (9, 25)), ("AA10", (10, 26)), ("XFD1", (1, 16_383))]
        {
            assert_eq!(cell_of(name), Some(cell));
            assert_eq!(name_of(cell), name);
        }
    }
}
