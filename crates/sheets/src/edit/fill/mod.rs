//! Writes texts into blank cells of a file, and changes nothing else.
//!
//! The cells are spliced into the bytes of the file: everything around them, and every other
//! part of a workbook, stays the same byte for byte.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod csv;
pub(crate) mod ods;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod sqlite;
pub(crate) mod xlsx;

#[cfg(not(target_arch = "wasm32"))]
pub use csv::csv;
use ods::ods;
#[cfg(not(target_arch = "wasm32"))]
pub use sqlite::sqlite;
use xlsx::xlsx;

use std::collections::BTreeMap;

use hallboard_container::{ContainerError, Kind, kind};

use crate::SheetsError;

/// A text to write into a blank cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankCell {
    /// The row, from 1.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// The id.
    pub text: String,
}

/// Why a text cannot be written into a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file does not have the structure of its format.
    #[error("the file is not made as expected: {0}")]
    Broken(String),
    /// The workbook has no sheet of that name.
    #[error("no sheet `{0}` in the file")]
    NoSheet(String),
    /// The sheet has no such row, or the row has no such blank cell.
    #[error("no row {row} in the sheet `{sheet}`")]
    NoRow {
        /// The sheet's name.
        sheet: String,
        /// The row, from 1.
        row: u32,
    },
    /// Another program is writing to the database.
    #[error("another program is writing to the file")]
    Locked,
    /// The database is read-only.
    #[error("the file may not be written to")]
    ReadOnly,
    /// The file was changed after it was read.
    #[error("the file was changed meanwhile")]
    Changed,
    /// The cell is blank only because its formula returns nothing.
    #[error("sheet `{sheet}`, row {row}: the cell has a formula")]
    Formula {
        /// The sheet's name.
        sheet: String,
        /// The row, from 1.
        row: u32,
    },
}

pub(crate) fn broken(error: impl std::fmt::Display) -> EditError {
    EditError::Broken(error.to_string())
}

impl From<SheetsError> for EditError {
    fn from(error: SheetsError) -> EditError {
        match error {
            SheetsError::Container(error) => error.into(),
            error => EditError::Broken(error.to_string()),
        }
    }
}

impl From<ContainerError> for EditError {
    fn from(error: ContainerError) -> EditError {
        match error {
            ContainerError::Broken { what } => EditError::Broken(what),
            error => EditError::Broken(error.to_string()),
        }
    }
}

/// Writes texts into blank cells of an `.xlsx` or `.ods` workbook, by the sheets' names.
///
/// # Errors
/// When the file is no such workbook, or a cell is not there or has a formula.
pub fn workbook(
    bytes: &[u8],
    sheets: &BTreeMap<String, Vec<BlankCell>>,
) -> Result<Vec<u8>, EditError> {
    match kind(bytes) {
        Some(Kind::Ods) => ods(bytes, sheets),
        _ => xlsx(bytes, sheets),
    }
}

/// The texts for a sheet, by row.
type Wanted<'a> = BTreeMap<u32, &'a BlankCell>;

fn wanted(cells: &[BlankCell]) -> Wanted<'_> {
    cells.iter().map(|cell| (cell.row, cell)).collect()
}
