//! What will stop ids or entries from being written into a register, known from reading it.

use std::collections::BTreeMap;

use hallboard_score::Entry;
use hallboard_sheets::Layout;
use hallboard_sheets::edit::append::{NewRows, NewValue, has_no_room, unencodable};

use crate::edit::append::{NoPlace, place};
use crate::read::Partial;
use crate::{bare_rows, sheet_place};

/// Something that will stop ids or entries from being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The sheet's name as the register has it; of one that is not there, in both languages.
    /// `None` where it is the whole file.
    pub sheet: Option<String>,
    /// What stands in the way.
    pub what: ObstacleKind,
}

/// What stops ids or entries from being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObstacleKind {
    /// Entries: there is no such sheet.
    NoSheet,
    /// Entries: there are no columns for some of what they say.
    NoColumns {
        /// The headings of those columns in both languages.
        headings: Vec<String>,
    },
    /// Entries: a table ends with a row of totals, and has no blank row above it.
    TotalsRow {
        /// The table's name.
        table: String,
    },
    /// Entries: the text file is in an encoding that does not have all of their characters.
    Encoding {
        /// The encoding of the file, as people know it.
        encoding: &'static str,
    },
    /// Entries: a column of a database's table must be filled, and they say nothing for it.
    MustFill {
        /// The column's name.
        column: String,
    },
    /// Both: the file is not made as programs make such files.
    UnlikeUsual {
        /// What is missing in it.
        what: String,
    },
    /// Ids: their cells are blank only because their formulas give nothing.
    IdFormulas {
        /// The rows, from 1.
        rows: Vec<u32>,
    },
}

/// All that will stop the missing ids, or entries such as these, from being written into a
/// register, in the order of its sheets. Nothing is told of sheets of which something is
/// wrong as a whole or in a row: that must be corrected first. A ledger of JSON takes all.
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

/// Adds headings to those that are missing in the sheet already.
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

/// By sheet, the rows whose missing ids are not written.
fn ids_by_formula(read: &Partial) -> BTreeMap<String, Vec<u32>> {
    let mut rows: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for made in read.made.iter().filter(|it| it.has_formula) {
        rows.entry(made.sheet.to_string()).or_default().push(made.row);
    }
    rows.values_mut().for_each(|rows| rows.sort_unstable());
    rows
}
