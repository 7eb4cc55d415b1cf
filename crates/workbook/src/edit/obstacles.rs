//! Finds out, when a register is read, what would prevent ids or entries from being written
//! into it.

use std::collections::BTreeMap;

use hallboard_score::Entry;
use hallboard_sheets::Layout;
use hallboard_sheets::edit::append::{NewRows, NewValue, has_no_room, unencodable};

use crate::edit::append::{NoPlace, place};
use crate::read::Partial;
use crate::{bare_rows, sheet_place};

/// Something that would prevent ids or entries from being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The sheet's name, as the register has it; if the sheet is missing, its name in both
    /// languages. `None` for the file as a whole.
    pub sheet: Option<String>,
    /// The kind of obstacle.
    pub what: ObstacleKind,
}

/// What would prevent ids or entries from being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObstacleKind {
    /// Entries: the sheet is missing.
    NoSheet,
    /// Entries: columns for some of their values are missing.
    NoColumns {
        /// The headings of the missing columns in both languages.
        headings: Vec<String>,
    },
    /// Entries: a table ends with a row of totals, and has no blank row above it.
    TotalsRow {
        /// The table's name.
        table: String,
    },
    /// Entries: the encoding of the text file lacks some of their characters.
    Encoding {
        /// The common name of the file's encoding.
        encoding: &'static str,
    },
    /// Entries: they have no value for a required column of the database table.
    MustFill {
        /// The column's name.
        column: String,
    },
    /// Both: the file does not have the structure that programs usually give it.
    UnlikeUsual {
        /// What is missing in it.
        what: String,
    },
    /// Ids: their cells are blank only because their formulas return nothing.
    IdFormulas {
        /// The rows, from 1.
        rows: Vec<u32>,
    },
}

/// Everything that would prevent the missing ids, or entries such as these, from being
/// written into a register, in the order of its sheets. Sheets with errors are left out,
/// because these must be corrected first. A JSON ledger has no obstacles.
#[must_use]
pub fn obstacles(read: &Partial, entries: &[Entry]) -> Vec<Obstacle> {
    if !read.is_workbook() {
        return Vec::new();
    }
    let mut found: BTreeMap<String, Vec<ObstacleKind>> = BTreeMap::new();
    let mut sheets = BTreeMap::new();
    for row in bare_rows(entries) {
        match place(&read.origins, row, &mut sheets) {
            Ok(()) => {}
            Err(NoPlace::Sheet(sheet)) => {
                found.insert(sheet, vec![ObstacleKind::NoSheet]);
            }
            Err(NoPlace::Columns { sheet, headings }) => {
                add_headings(found.entry(sheet).or_default(), headings);
            }
        }
    }
    for (sheet, new) in &sheets {
        let Some(layout) = read.origins.layout(sheet) else { continue };
        let kinds = full_table(layout, new).into_iter();
        let kinds = kinds.chain(other_encoding(layout, new)).chain(unfilled(layout, new));
        found.entry(sheet.clone()).or_default().extend(kinds);
    }
    for (sheet, rows) in ids_by_formula(read) {
        found.entry(sheet).or_default().push(ObstacleKind::IdFormulas { rows });
    }
    found.retain(|sheet, _| read.faults.iter().all(|fault| *fault.at.sheet != **sheet));
    let of_sheet = |(sheet, kinds): (String, Vec<ObstacleKind>)| {
        kinds.into_iter().map(move |what| Obstacle { sheet: Some(sheet.clone()), what })
    };
    let of_file = read.origins.unlike_usual().map(|what| Obstacle {
        sheet: None,
        what: ObstacleKind::UnlikeUsual { what: what.to_owned() },
    });
    let mut found: Vec<Obstacle> =
        found.into_iter().flat_map(of_sheet).chain(of_file).collect();
    found.sort_by_cached_key(|it| it.sheet.as_deref().map(sheet_place));
    found
}

/// Adds headings to those that are already known to be missing in the sheet.
fn add_headings(kinds: &mut Vec<ObstacleKind>, new: Vec<String>) {
    let mut known = kinds.iter_mut().find_map(|it| match it {
        ObstacleKind::NoColumns { headings } => Some(headings),
        _ => None,
    });
    match &mut known {
        None => kinds.push(ObstacleKind::NoColumns { headings: new }),
        Some(known) => {
            for heading in new {
                if !known.contains(&heading) {
                    known.push(heading);
                }
            }
        }
    }
}

fn full_table(layout: &Layout, new: &NewRows) -> Option<ObstacleKind> {
    let full = layout.excel_tables.iter().find(|it| has_no_room(it, new))?;
    Some(ObstacleKind::TotalsRow { table: full.name.clone() })
}

fn unfilled(layout: &Layout, new: &NewRows) -> Option<ObstacleKind> {
    let is_filled = |place: u32| {
        new.rows.iter().all(|cells| cells.iter().any(|(column, _)| *column == place))
    };
    let (_, column) = layout.must_fill.iter().find(|(place, _)| !is_filled(*place))?;
    Some(ObstacleKind::MustFill { column: column.clone() })
}

fn other_encoding(layout: &Layout, new: &NewRows) -> Option<ObstacleKind> {
    let encoding = layout.encoding?;
    let lacks = |(_, value): &(u32, NewValue)| match value {
        NewValue::Text(text) => unencodable(text, encoding).is_some(),
        NewValue::Day(_) => false,
    };
    let is_lacking = new.rows.iter().flatten().any(lacks);
    is_lacking.then(|| ObstacleKind::Encoding { encoding: encoding.name() })
}

/// The rows whose missing ids cannot be written, by sheet.
fn ids_by_formula(read: &Partial) -> BTreeMap<String, Vec<u32>> {
    let mut rows: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for made in read.made.iter().filter(|it| it.has_formula) {
        rows.entry(made.sheet.to_string()).or_default().push(made.row);
    }
    rows.values_mut().for_each(|rows| rows.sort_unstable());
    rows
}
