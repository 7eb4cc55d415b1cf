//! Rows appended to sheets.
//!
//! A row is spliced in below the last one of its sheet, a line put to the end of a text:
//! what is there stays byte for byte as it was, whatever other columns and sheets there are.

mod csv;
mod ods;
mod sqlite;
mod table;
mod xlsx;

use hallboard_score::Day;

use crate::edit::fill::EditError;

pub use csv::{csv, unencodable};
pub use ods::ods;
pub use sqlite::sqlite;
pub use table::has_no_room;
pub use xlsx::xlsx;

/// Why rows cannot be appended to a sheet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// A table ends with a row of totals, which leaves no place below its last entry.
    #[error("the table `{table}` in the sheet `{sheet}` ends with a row of totals")]
    TotalsRow {
        /// The sheet's name.
        sheet: String,
        /// The table's name.
        table: String,
    },
    /// The file is not made as expected.
    #[error(transparent)]
    File(#[from] EditError),
    /// A text file in an encoding that has no such character.
    #[error("{cell}: `{sheet}` is in {encoding}, which has no `{character}`")]
    Encoding {
        /// The sheet's name.
        sheet: String,
        /// The cell that the character would stand in.
        cell: String,
        /// The character.
        character: char,
        /// The encoding of the file, as people know it.
        encoding: &'static str,
    },
}

/// What a cell of a new row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewValue {
    /// A text, and never a formula.
    Text(String),
    /// A day.
    Day(Day),
}

/// The cells of a row: place of the column from 0, and what goes there.
pub type Cells = Vec<(u32, NewValue)>;

/// New rows of a sheet, and where they go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRows {
    /// The rows, each with its cells in order of their columns.
    pub rows: Vec<Cells>,
    /// The last of its rows that holds an entry.
    pub like: Option<u32>,
    /// The last of its rows that holds anything in a column that is read: they go below it.
    pub after: u32,
}

impl NewRows {
    /// Whether an area holds the row written under, or rows to be written, in their
    /// columns; it goes from the one cell to the other, each its row and column.
    pub(crate) fn are_in(&self, first: (u32, u32), last: (u32, u32)) -> bool {
        let columns = first.1..=last.1;
        let written =
            self.rows.iter().flatten().any(|(column, _)| columns.contains(column));
        written && first.0 <= self.last() && last.0 >= self.after
    }

    /// The last row once they are there.
    pub(crate) fn last(&self) -> u32 {
        self.after.saturating_add(u32::try_from(self.rows.len()).unwrap_or(u32::MAX))
    }
}
