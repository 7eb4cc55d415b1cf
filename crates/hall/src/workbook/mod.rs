//! The hall's workbook: one sheet per kind of thing, a row for each.
//!
//! Columns are found by their heading, in any order, in either language or both. The
//! cells of a row are read by the strict types of `hallboard-score`, so that a workbook
//! and a JSON ledger obey the very same rules; what is wrong is told by cell.

mod assemble;
mod cells;
mod columns;
pub(crate) mod consents;
mod dates;
mod doubt;
mod fault;
mod head;
mod ids;
mod items;
mod lists;
mod needs;
mod numbers;
mod order;
mod reader;
mod row;
mod rulebooks;
mod sheets;
mod slip;
mod source;
#[cfg(not(target_arch = "wasm32"))]
mod tables;
mod values;
mod whole;
mod words;
mod write;

#[cfg(not(target_arch = "wasm32"))]
pub use assemble::{of_folder, of_sqlite};
pub use assemble::{of_ods, partial, read};
pub use doubt::{Doubtful, Listed};
pub(crate) use fault::letter;
pub use fault::{RowFault, Spot, Wrong};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use needs::{may_be_empty, says_nothing};
pub(crate) use reader::cell_name;
pub(crate) use slip::{slip, without_noughts};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use source::{encoding_of, file_of_hall, file_of_sheet, rows_in};
pub(crate) use values::{between, folded};
pub(crate) use whole::without;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use write::{NewRow, NewValue, RowForm, is_for, new_rows};
pub use write::{WriteError, write};
#[cfg(not(target_arch = "wasm32"))]
pub use write::{write_csv, write_ods, write_sqlite};

/// The place of a sheet of that name in the order in which sheets are written, from 0; a
/// sheet that is not a hall's comes last.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn sheet_place(name: &str) -> usize {
    sheets::Sheet::of(name).map_or(usize::MAX, |sheet| sheet as usize)
}

/// The most bytes a workbook may unpack to.
pub const UNPACKED_LIMIT: u64 = 200_000_000;

/// Why a file is no workbook of a hall.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkbookError {
    /// Not a workbook, or a broken one.
    #[error("not a workbook that can be read: {what}")]
    Broken {
        /// What the reader of such files says.
        what: String,
    },
    /// It unpacks to more than [`UNPACKED_LIMIT`], or holds more than a workbook would.
    #[error("the workbook unpacks to more than {} MB", limit / 1_000_000)]
    TooLarge {
        /// The most bytes allowed.
        limit: u64,
    },
    /// An archive of more parts than a workbook has.
    #[error("more than {limit} parts")]
    TooManyParts {
        /// The most there may be.
        limit: usize,
    },
    /// A file that is too large before it is unpacked.
    #[error("the file is larger than {} MB", limit / 1_000_000)]
    FileTooLarge {
        /// The most bytes allowed.
        limit: u64,
    },
    /// A part that holds more, or is nested deeper, than that of any workbook.
    #[error("its part `{part}` holds more than any workbook would")]
    Overfull {
        /// The part's name in the archive.
        part: String,
    },
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
    /// It is protected by a password.
    #[error("the workbook is protected by a password")]
    Protected,
    /// It has sheets, but none of a hall's.
    #[error("no sheet of a hall's workbook is among: {}", sheets.join(", "))]
    Foreign {
        /// The first of its sheets.
        sheets: Vec<String>,
    },
    /// A folder or database with more tables than a hall has.
    #[error("more than {limit} tables")]
    Crowded {
        /// The most there may be.
        limit: usize,
    },
    /// Text files that were saved from several workbooks.
    #[error("files of several workbooks: {}", books.join(", "))]
    SeveralBooks {
        /// What stands before the names of the sheets.
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
    /// Rows, or whole sheets, that are wrong: all of them.
    #[error("{} of the workbook's cells, rows or sheets are wrong", .0.len())]
    Rows(Vec<RowFault>),
}
