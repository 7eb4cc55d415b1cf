//! A hall's register, as a workbook, text files, a database or a JSON ledger: read, checked,
//! written, and changed in place.
//!
//! - [`mod@read`] is where to start: from the bytes of a file to a ledger, with all
//!   errors, by sheet, row and column.
//! - `schema` has the sheets and columns of a register, `files` where they are in a folder or
//!   database; `parse` makes a ledger of their cells, which `hallboard-sheets` reads.
//! - [`mod@write`] writes a whole register, [`edit`] puts ids and entries into the hall's own
//!   file and leaves every other byte as it is.
//! - [`consent_entries`] reads the consents from all parts that are still readable.
//!
//! Columns are found by their heading, in any order, in either language or both. The cells of a
//! row are read by the strict types of `hallboard-score`, so that a workbook and a JSON ledger
//! obey the same rules.
//!
//! # What this crate does not do
//! It computes no score, decides nothing about what is published, and corrects no register: it
//! reports the errors. It reads no clock and prints nothing. `hallboard-container` finds the parts
//! of an archive. Without SQLite and files it builds for wasm32.

pub mod consent_entries;
pub mod edit;
mod fault;
#[cfg(not(target_arch = "wasm32"))]
mod files;
pub mod json;
mod parse;
pub mod read;
pub mod salvage;
mod schema;
pub mod write;

pub use encoding_rs::Encoding;
pub use hallboard_container::ContainerError;
pub use hallboard_sheets::{SheetsError, letter};

pub use fault::{CellError, CellRef, RowFault};
#[cfg(not(target_arch = "wasm32"))]
pub use files::file_of_sheet;
#[cfg(not(target_arch = "wasm32"))]
pub use parse::assemble::{of_folder, of_sqlite};
pub use parse::assemble::{of_ods, partial, read};
pub(crate) use parse::typo::{is_typo, without_leading_zeros};
pub use parse::unread_refs::{Listed, UnreadRefs};
pub(crate) use parse::values::{between, folded};
pub(crate) use parse::whole::without;
#[cfg(not(target_arch = "wasm32"))]
pub use schema::row_rules::{may_be_empty, says_nothing};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use write::{NewRow, RowForm, bare_rows, is_for, new_rows};
pub use write::{WriteError, write};
#[cfg(not(target_arch = "wasm32"))]
pub use write::{write_csv, write_ods, write_sqlite};

rust_i18n::i18n!("locales", fallback = "en");

/// Position of the sheet with that name in the order in which sheets are written, from 0; a
/// sheet that is not part of a register comes last.
#[cfg(not(target_arch = "wasm32"))]
pub fn sheet_place(name: &str) -> usize {
    schema::sheets::Sheet::of(name).map_or(usize::MAX, |sheet| sheet as usize)
}

/// Why a file could not be read as a hall's workbook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkbookError {
    /// Its sheets cannot be read.
    #[error(transparent)]
    Sheets(#[from] SheetsError),
    /// The file is too large even before it is unpacked.
    #[error("the file is larger than {} MB", limit / 1_000_000)]
    FileTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// None of its sheets has the name of a register's sheet.
    #[error("no sheet of a hall's workbook is among: {}", sheets.join(", "))]
    Foreign {
        /// Names of the first few sheets found.
        sheets: Vec<String>,
    },
    /// All errors found in rows, or in whole sheets.
    #[error("{} of the workbook's cells, rows or sheets are wrong", .0.len())]
    Rows(Vec<RowFault>),
}

impl From<ContainerError> for WorkbookError {
    fn from(error: ContainerError) -> WorkbookError {
        SheetsError::from(error).into()
    }
}
