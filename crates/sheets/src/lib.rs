//! Sheets of workbooks, text files and databases as rows of cells: read, and changed in
//! place.
//!
//! - [`Source`] is where to start: it gives the sheets of a file or folder, and the rows of
//!   each, as [`Line`]s of [`cells::Content`]. [`XlsxSource`], [`OdsSource`], `FolderSource`
//!   (text files, with their delimiters and encodings) and `SqliteSource` implement it.
//! - [`Flaw`] is what can be wrong with a cell by the file itself, [`SheetsError`] why a file
//!   or sheet cannot be read.
//! - [`KnownSheets`] is what the caller knows of the sheets: text files and databases do not
//!   say which of them belong together, or where their rows begin.
//! - [`dates`] has the ways in which spreadsheets store days, [`cells`] those in which cells
//!   store texts.
//! - [`edit`] fills blank cells and appends rows, and leaves every other byte of the file
//!   unchanged.
//!
//! # What this crate does not do
//! It knows no register: what sheets and columns are for, and whether what a cell holds is
//! right, is decided in `hallboard-workbook`, which also writes whole files. The parts of an
//! archive are found by `hallboard-container`. Without SQLite and folders it builds for
//! wasm32.

pub mod cells;
pub mod dates;
pub mod edit;
mod source;

use hallboard_container::ContainerError;

pub use source::{
    Each, ExcelTable, Found, Hidden, Layout, Line, OdsSource, ROWS, Source, XlsxSource,
};
#[cfg(not(target_arch = "wasm32"))]
pub use source::{
    FolderSource, KnownSheets, RowMark, SqliteSource, TextForm, sheets_of_files,
};

/// Why the sheets of a file or folder cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetsError {
    /// Not a workbook, or one whose parts cannot be read.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// A view or a virtual table of a database in the place of a sheet.
    #[error("`{name}` is no plain table")]
    NoTable {
        /// Its name.
        name: String,
        /// Whether it is a view.
        view: bool,
    },
    /// Another program is writing to the database.
    #[error("another program is writing to the file")]
    Locked,
    /// A folder or database with more tables than are read.
    #[error("more than {limit} tables")]
    Crowded {
        /// The most there may be.
        limit: usize,
    },
    /// Text files that were saved from several workbooks.
    #[error("files of several workbooks: {}", books.join(", "))]
    SeveralBooks {
        /// The prefixes of the names of the sheets.
        books: Vec<String>,
    },
    /// A text file that cannot be read beyond a row.
    #[error("`{sheet}` cannot be read beyond row {row}: {what}")]
    Text {
        /// The file, without its ending.
        sheet: String,
        /// The row, from 1.
        row: u64,
        /// What is wrong there.
        what: String,
    },
    /// A text file that is not in the encoding that was set.
    #[error("line {line} of `{file}` is not {encoding}")]
    Undecodable {
        /// The file's name.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The encoding that was set.
        encoding: &'static str,
    },
}

/// Why a file that cannot be read is broken.
fn broken(error: impl std::fmt::Display) -> SheetsError {
    ContainerError::Broken { what: error.to_string() }.into()
}

/// An error in a cell that is independent of its expected content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A quotation mark that is never closed, or only in a row further down.
    QuoteUnclosed,
    /// Text between a closing quotation mark and the end of the cell.
    TextAfterQuote,
    /// Cells merged into one, with data in their rows.
    Merged {
        /// The merged cells, as `A2:B3`.
        range: String,
    },
    /// A text that was not saved in the encoding it was read in.
    Garbled {
        /// The start of the text.
        found: String,
    },
}

/// A column from 0 as a spreadsheet names it: `A`, `B`, … `AA`.
#[must_use]
pub fn letter(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// A cell of a sheet as `Deeds!C4`: its row from 1, its column from 0.
#[must_use]
pub fn cell_name(sheet: &str, row: u32, column: u32) -> String {
    format!("{sheet}!{}{row}", letter(column))
}
