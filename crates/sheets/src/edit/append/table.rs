//! Extends the tables of an `.xlsx` sheet to new rows below them.

use std::collections::BTreeMap;
use std::ops::Range;

use hallboard_container::{Package, PartId, PartText, attribute, relations};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::{AppendError, NewRows};
use crate::edit::fill::xlsx::{name_of, position};
use crate::edit::fill::{EditError, broken};
use crate::edit::splice::{attribute_change, changed_text};
use crate::source::{Corners, ExcelTable, corners};

/// The part of an Excel table.
#[derive(Debug, Default)]
struct TablePart {
    table: ExcelTable,
    /// Range of the tag that gives the table's area.
    tag: Range<usize>,
    /// The area of its filter, and the range of that tag.
    filter: Option<Corners>,
    filter_tag: Range<usize>,
}

/// The changed parts of the tables that are extended to contain the new rows.
pub(super) fn extended_tables(
    package: &mut Package<'_>,
    sheet_part: PartId,
    sheet: &str,
    new: &NewRows,
) -> Result<BTreeMap<PartId, PartText>, AppendError> {
    let mut grown = BTreeMap::new();
    let relations = relations(package, sheet_part).map_err(EditError::from)?;
    for relation in relations.into_iter().filter(|it| it.kind == "table") {
        let Some(part) = relation.target else { continue };
        let content = package.text(part).map_err(EditError::from)?;
        let found = TablePart::read(&content.text)?;
        if !touches(&found.table, new) {
            continue;
        }
        if has_no_room(&found.table, new) {
            let (sheet, table) = (sheet.to_owned(), found.table.name);
            return Err(AppendError::TotalsRow { sheet, table });
        }
        let text = found.extended_to(&content.text, new.last())?;
        if text != content.text {
            grown.insert(part, PartText { text, ..content });
        }
    }
    Ok(grown)
}

/// Whether a table contains the row above the new rows, or some of these, in their columns.
fn touches(table: &ExcelTable, new: &NewRows) -> bool {
    table.area.is_some_and(|(first, last)| new.are_in(first, last))
}

/// Whether new rows would be in, or below, a table's row of totals.
pub fn has_no_room(table: &ExcelTable, new: &NewRows) -> bool {
    touches(table, new) && table.totals > 0 && new.last() > table.last_entry()
}

impl TablePart {
    fn read(text: &str) -> Result<TablePart, EditError> {
        let mut part = TablePart::default();
        let mut reader = Reader::from_str(text);
        loop {
            let start = position(&reader);
            let event = reader.read_event().map_err(broken)?;
            let at = start..position(&reader);
            let (Event::Start(tag) | Event::Empty(tag)) = event else {
                if matches!(event, Event::Eof) {
                    return Ok(part);
                }
                continue;
            };
            match tag.local_name().as_ref() {
                "table" => (part.table, part.tag) = (ExcelTable::of(&tag), at),
                "autoFilter" => {
                    part.filter = attribute(&tag, "ref").and_then(|it| corners(&it));
                    part.filter_tag = at;
                }
                _ => {}
            }
        }
    }

    /// Its text, after it is extended down to a row.
    fn extended_to(&self, text: &str, row: u32) -> Result<String, EditError> {
        let Some((first, last)) = self.table.area.filter(|(_, last)| last.0 < row) else {
            return Ok(text.to_owned());
        };
        let down_to = |(first, last): Corners| {
            format!("{}:{}", name_of(first), name_of((row, last.1)))
        };
        let area =
            attribute_change(text, self.tag.clone(), "ref", &down_to((first, last)));
        // A filter of only some of the rows is intended, and stays.
        let filter = self.filter.filter(|(_, end)| end.0 == last.0);
        let filter = filter.and_then(|it| {
            attribute_change(text, self.filter_tag.clone(), "ref", &down_to(it))
        });
        changed_text(text, area.into_iter().chain(filter).collect())
    }
}
