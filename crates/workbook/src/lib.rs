//! Reads, checks, writes and edits a hall's register, stored as a workbook, text files, a
//! database or a JSON ledger.
//!
//! - Start at [`mod@read`]: it turns the bytes of a file into a ledger and reports every
//!   error by sheet, row and column.
//! - `schema` defines the sheets and columns of a register, `source` reads the cells of
//!   each kind of file, and `parse` builds a ledger from them.
//! - [`mod@write`] writes a whole register. [`edit`] inserts ids and entries into the
//!   hall's own file and leaves every other byte unchanged.
//! - [`consent_entries`] reads who has consented to what, as far as a damaged file allows.
//!
//! Columns are found by their heading, in any order, in either language or both. The cells
//! of a row are parsed by the strict types of `hallboard-score`, so that a workbook and a
//! JSON ledger obey the same rules.
//!
//! # What this crate does not do
//! It computes no scores, does not decide what is published, and corrects no register: it
//! only reports the errors. It uses no clock and prints nothing. Finding the parts of an
//! archive is the task of `hallboard-container`. Without SQLite and access to files it also
//! builds for wasm32.

pub mod consent_entries;
pub mod edit;
mod fault;
pub mod json;
mod parse;
pub mod read;
pub mod salvage;
mod schema;
mod source;
pub mod write;

pub use encoding_rs::Encoding;
pub use hallboard_container::ContainerError;

pub use fault::{CellError, CellRef, RowFault, letter};
#[cfg(not(target_arch = "wasm32"))]
pub use parse::assemble::{of_folder, of_sqlite};
pub use parse::assemble::{of_ods, partial, read};
pub(crate) use parse::reader::cell_name;
pub(crate) use parse::typo::{slip, without_noughts};
pub use parse::unread_refs::{Doubtful, Listed};
pub(crate) use parse::values::{between, folded};
pub(crate) use parse::whole::without;
#[cfg(not(target_arch = "wasm32"))]
pub use schema::row_rules::{may_be_empty, says_nothing};
#[cfg(not(target_arch = "wasm32"))]
pub use source::file_of_sheet;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use source::{delimiter_of, encoding_of, file_of_hall, rows_in};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use write::{NewRow, NewValue, RowForm, bare_rows, is_for, new_rows};
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
    /// Not a workbook, or its parts cannot be read.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// The file is too large even before it is unpacked.
    #[error("the file is larger than {} MB", limit / 1_000_000)]
    FileTooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// A database has a view or a virtual table where a sheet is expected.
    #[error("`{name}` is no plain table")]
    NoTable {
        /// Name of the view or virtual table.
        name: String,
        /// Whether it is a view rather than a virtual table.
        view: bool,
    },
    /// Another program is writing to the database.
    #[error("another program is writing to the file")]
    Locked,
    /// None of its sheets has the name of a register's sheet.
    #[error("no sheet of a hall's workbook is among: {}", sheets.join(", "))]
    Foreign {
        /// Names of the first few sheets found.
        sheets: Vec<String>,
    },
    /// A folder or database with more tables than a register has.
    #[error("more than {limit} tables")]
    Crowded {
        /// The limit.
        limit: usize,
    },
    /// Text files exported from several workbooks.
    #[error("files of several workbooks: {}", books.join(", "))]
    SeveralBooks {
        /// Names of the workbooks, taken from the names of the files.
        books: Vec<String>,
    },
    /// A text file that cannot be read past a row.
    #[error("`{sheet}` cannot be read beyond row {row}: {what}")]
    Text {
        /// Name of the file, without its extension.
        sheet: String,
        /// The row, from 1.
        row: u64,
        /// The error at that row.
        what: String,
    },
    /// A text file that is not in the encoding that was set.
    #[error("line {line} of `{file}` is not {encoding}")]
    Undecodable {
        /// Name of the file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// Name of the encoding that was set.
        encoding: &'static str,
    },
    /// All errors found in rows, or in whole sheets.
    #[error("{} of the workbook's cells, rows or sheets are wrong", .0.len())]
    Rows(Vec<RowFault>),
}

/// The error for a file that is damaged.
fn broken(error: impl std::fmt::Display) -> WorkbookError {
    ContainerError::Broken { what: error.to_string() }.into()
}
