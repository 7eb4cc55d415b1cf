//! The tables of an `.xlsx` sheet, which grow with the rows below them.

use std::collections::BTreeMap;
use std::ops::Range;

use hallboard_container::{Package, PartId, PartText, attribute, relations};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{AppendError, NewRows};
use crate::edit::fill_ids::xlsx::{cell_of, name_of, position};
use crate::edit::fill_ids::{EditError, broken};
use crate::edit::splice::{attribute_change, changed_text};

/// A table, as its part says.
#[derive(Debug, Default)]
struct Table {
    name: String,
    /// Its first and last cell, and where the tag stands that says so.
    area: Option<((u32, u32), (u32, u32))>,
    tag: Range<usize>,
    /// The area of its filter, likewise.
    filter: Option<((u32, u32), (u32, u32))>,
    filter_tag: Range<usize>,
    /// Its last rows, which hold totals.
    totals: u32,
}

/// The parts of those tables of a sheet that grow, so that the new rows are in them.
pub(super) fn grown(
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
        let table = Table::read(&content.text)?;
        if !table.touches(new) {
            continue;
        }
        if table.totals > 0 && new.last() > table.last_entry() {
            let (sheet, table) = (sheet.to_owned(), table.name);
            return Err(AppendError::TotalsRow { sheet, table });
        }
        let text = table.grown(&content.text, new.last())?;
        if text != content.text {
            grown.insert(part, PartText { text, ..content });
        }
    }
    Ok(grown)
}

impl Table {
    fn read(text: &str) -> Result<Table, EditError> {
        let mut table = Table::default();
        let mut reader = Reader::from_str(text);
        loop {
            let start = position(&reader);
            let event = reader.read_event().map_err(broken)?;
            let at = start..position(&reader);
            let (Event::Start(tag) | Event::Empty(tag)) = event else {
                if matches!(event, Event::Eof) {
                    return Ok(table);
                }
                continue;
            };
            match tag.local_name().as_ref() {
                "table" => {
                    let name = attribute(&tag, "displayName")
                        .or_else(|| attribute(&tag, "name"));
                    table.name = name.unwrap_or_default();
                    (table.area, table.tag) = (area(&tag), at);
                    let totals = attribute(&tag, "totalsRowCount");
                    table.totals = totals.and_then(|it| it.parse().ok()).unwrap_or(0);
                }
                "autoFilter" => (table.filter, table.filter_tag) = (area(&tag), at),
                _ => {}
            }
        }
    }

    /// The last of its rows that may hold an entry.
    fn last_entry(&self) -> u32 {
        self.area.map_or(0, |(_, last)| last.0.saturating_sub(self.totals))
    }

    /// Whether it holds the row written under, or rows to be written, in their columns.
    fn touches(&self, new: &NewRows) -> bool {
        self.area.is_some_and(|(first, last)| new.are_in(first, last))
    }

    /// Its text once it reaches down to a row.
    fn grown(&self, text: &str, row: u32) -> Result<String, EditError> {
        let Some((first, last)) = self.area.filter(|(_, last)| last.0 < row) else {
            return Ok(text.to_owned());
        };
        let down_to = |(first, last): ((u32, u32), (u32, u32))| {
            format!("{}:{}", name_of(first), name_of((row, last.1)))
        };
        let area =
            attribute_change(text, self.tag.clone(), "ref", &down_to((first, last)));
        // A filter of some of the rows only was meant so.
        let filter = self.filter.filter(|(_, end)| end.0 == last.0);
        let filter = filter.and_then(|it| {
            attribute_change(text, self.filter_tag.clone(), "ref", &down_to(it))
        });
        changed_text(text, area.into_iter().chain(filter).collect())
    }
}

fn area(tag: &BytesStart<'_>) -> Option<((u32, u32), (u32, u32))> {
    let area = attribute(tag, "ref")?;
    let (first, last) = area.split_once(':').unwrap_or((&area, &area));
    Some((cell_of(first)?, cell_of(last)?))
}
