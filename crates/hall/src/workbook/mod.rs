//! The hall's workbook: one sheet per kind of thing, a row for each.
//!
//! Columns are found by their heading, in any order, in either language or both.
//! A row becomes a small JSON object which the strict types of `hallboard-score`
//! read, so that a workbook and a JSON ledger obey the very same rules.

mod cells;
mod grid;
mod items;
mod reader;
mod row;
mod sheets;
#[cfg(not(target_arch = "wasm32"))]
mod tables;
mod words;
mod write;

pub use reader::{consents, read};
pub use write::{WriteError, write};
#[cfg(not(target_arch = "wasm32"))]
pub use write::{write_csv, write_ods, write_sqlite};

/// The most bytes a workbook may unpack to.
pub const UNPACKED_LIMIT: u64 = 200_000_000;

/// Why a file is no workbook of a hall.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkbookError {
    /// Not an `.xlsx` file, or a broken one.
    #[error("not an .xlsx workbook: {what}")]
    Broken {
        /// What the reader of such files says.
        what: String,
    },
    /// It unpacks to more than [`UNPACKED_LIMIT`].
    #[error("the workbook unpacks to more than {} MB", limit / 1_000_000)]
    TooLarge {
        /// The most bytes allowed.
        limit: u64,
    },
    /// Rows, or whole sheets, that are wrong: all of them.
    #[error("{} of the workbook's rows or sheets are wrong", .0.len())]
    Rows(Vec<RowFault>),
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sheet `{sheet}`{}{}: {what}", in_row(*row), in_column(column.as_deref()))]
pub struct RowFault {
    /// The sheet's name, as the workbook has it.
    pub sheet: String,
    /// The row, from 1; `None` where it is the sheet as a whole.
    pub row: Option<u32>,
    /// The heading of the column, where it is a single one.
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
}

fn in_row(row: Option<u32>) -> String {
    row.map(|row| format!(", row {row}")).unwrap_or_default()
}

fn in_column(column: Option<&str>) -> String {
    column.map(|column| format!(", column `{column}`")).unwrap_or_default()
}
