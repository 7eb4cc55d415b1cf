//! Properties of an `.xlsx` sheet other than its cells: hidden and merged parts, filters,
//! tables, and how far down it reaches.

use hallboard_container::{
    ContainerError, Package, PartId, UNPACKED_LIMIT, attribute, is_true, relations,
};
use quick_xml::events::{BytesStart, Event};

use crate::SheetsError;

/// Maximum number of items stored of each kind: listing more would not help.
const MOST: usize = 2_000;

/// Maximum number of rows and columns in a sheet.
pub const ROWS: u32 = 1_048_576;
pub(super) const COLUMNS: u32 = 16_384;

/// A rectangle of cells: rows from 1, columns from 0, both inclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
    pub(super) range: String,
}

/// The first and the last cell of an area, each as row, from 1, and column, from 0.
pub(crate) type Corners = ((u32, u32), (u32, u32));

/// An Excel table, as described in its part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExcelTable {
    /// Its name, as formulas use it.
    pub name: String,
    pub(crate) area: Option<Corners>,
    /// Number of rows at its end that contain totals.
    pub(crate) totals: u32,
}

impl ExcelTable {
    /// Reads a `table` element.
    pub(crate) fn of(tag: &BytesStart<'_>) -> ExcelTable {
        let name = attribute(tag, "displayName").or_else(|| attribute(tag, "name"));
        let totals = attribute(tag, "totalsRowCount");
        ExcelTable {
            name: name.unwrap_or_default(),
            area: attribute(tag, "ref").and_then(|it| corners(&it)),
            totals: totals.and_then(|it| it.parse().ok()).unwrap_or(0),
        }
    }

    /// The last of its rows that may contain an entry.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn last_entry(&self) -> u32 {
        self.area.map_or(0, |(_, last)| last.0.saturating_sub(self.totals))
    }
}

/// The corners of a range such as `B7:C9`, or of a single cell `B7`.
pub(crate) fn corners(range: &str) -> Option<Corners> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    Some((cell(first)?, cell(last)?))
}

/// Properties of a sheet that are needed before its cells are read.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) merged: Vec<Area>,
    /// Hidden rows, as ranges.
    pub(super) hidden: Vec<(u32, u32)>,
    /// Hidden columns, from 0, as ranges.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// Ranges of rows with an active filter, of the sheet itself and of its tables.
    pub(super) filtered: Vec<(u32, u32)>,
    /// The last row of the sheet, if it is too large to be read completely.
    pub(super) overfilled: Option<u32>,
    pub(super) tables: Vec<ExcelTable>,
}

/// Reads the properties of a sheet and its tables.
pub(super) fn facts(
    package: &mut Package<'_>,
    part: PartId,
) -> Result<Facts, SheetsError> {
    let mut walk = Walk::default();
    let read = package.elements(part, UNPACKED_LIMIT, |event| {
        walk.event(&event);
        Ok(())
    });
    match read {
        Err(ContainerError::TooLarge { .. }) => {
            walk.facts.overfilled = Some(walk.last.max(walk.row).min(ROWS));
        }
        read => read?,
    }
    for table in relations(package, part)?.iter().filter(|it| it.kind == "table") {
        let Some(table) = table.target else { continue };
        package.elements::<SheetsError>(table, UNPACKED_LIMIT, |event| {
            if let Event::Start(it) | Event::Empty(it) = event {
                walk.filter(&it);
                if it.local_name().as_ref() == "table" && walk.facts.tables.len() < MOST {
                    walk.facts.tables.push(ExcelTable::of(&it));
                }
            }
            Ok(())
        })?;
    }
    Ok(walk.facts)
}

#[derive(Default)]
struct Walk {
    facts: Facts,
    row: u32,
    /// The last row according to the sheet's `dimension`.
    last: u32,
    /// The rows of the filter being read.
    filter: (u32, u32),
}

impl Walk {
    fn event(&mut self, event: &Event<'_>) {
        let (Event::Start(element) | Event::Empty(element)) = event else { return };
        match element.local_name().as_ref() {
            "c" | "v" | "f" | "is" | "t" => {}
            "row" => self.row(element),
            "dimension" => {
                let end = attribute(element, "ref");
                let end = end.as_deref().map(|it| it.rsplit(':').next().unwrap_or(it));
                self.last = end.and_then(cell).map_or(0, |(row, _)| row);
            }
            "mergeCell" => {
                let area = attribute(element, "ref").and_then(|it| area(&it));
                if self.facts.merged.len() < MOST {
                    self.facts.merged.extend(area);
                }
            }
            "col" if is_true(element, "hidden") => {
                let number = |name| attribute(element, name)?.parse::<u32>().ok();
                if let Some((from, to)) = number("min").zip(number("max"))
                    && self.facts.hidden_columns.len() < MOST
                {
                    let range = (from.saturating_sub(1), to.saturating_sub(1));
                    self.facts.hidden_columns.push(range);
                }
            }
            _ => self.filter(element),
        }
    }

    /// Stores the rows of a filter that is active.
    fn filter(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "autoFilter" => {
                let area = attribute(element, "ref").and_then(|it| area(&it));
                self.filter = area.map_or((1, ROWS), |area| area.rows);
            }
            "filterColumn" if self.facts.filtered.len() < MOST => {
                self.facts.filtered.push(self.filter);
            }
            _ => {}
        }
    }

    fn row(&mut self, element: &BytesStart<'_>) {
        let number = attribute(element, "r").and_then(|it| it.parse().ok());
        self.row = number.unwrap_or(self.row.saturating_add(1));
        if !is_true(element, "hidden") {
            return;
        }
        let more = self.facts.hidden.len() < MOST;
        match self.facts.hidden.last_mut() {
            Some((_, last)) if self.row == last.saturating_add(1) => *last = self.row,
            _ if more => self.facts.hidden.push((self.row, self.row)),
            _ => {}
        }
    }
}

/// Parses the name of a cell, such as `B7`, into a row, from 1, and a column, from 0.
pub(super) fn cell(name: &str) -> Option<(u32, u32)> {
    let mut letters = 0_u32;
    let mut rest = name.strip_prefix('$').unwrap_or(name);
    while let Some(letter) = rest.bytes().next().filter(u8::is_ascii_alphabetic) {
        let value = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        letters = letters.checked_mul(26)?.checked_add(value)?;
        rest = rest.get(1..)?;
    }
    let digits = rest.strip_prefix('$').unwrap_or(rest);
    Some((digits.parse().ok().filter(|row| *row > 0)?, letters.checked_sub(1)?))
}

/// Parses a range of more than one cell, such as `B7:C9`.
fn area(range: &str) -> Option<Area> {
    let (from, to) = range.split_once(':')?;
    let (from, to) = (cell(from)?, cell(to)?);
    (from != to).then(|| Area {
        rows: (from.0.min(to.0), from.0.max(to.0)),
        columns: (from.1.min(to.1), from.1.max(to.1)),
        range: range.to_owned(),
    })
}
