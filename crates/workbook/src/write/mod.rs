//! Writes a ledger as a workbook, a folder of text files or a database.

mod choices;
#[cfg(not(target_arch = "wasm32"))]
mod csv;
mod guide;
pub(crate) mod items;
mod labels;
mod lists;
mod look;
mod notes;
#[cfg(not(target_arch = "wasm32"))]
mod ods;
#[cfg(not(target_arch = "wasm32"))]
mod rows;
#[cfg(not(target_arch = "wasm32"))]
mod sqlite;
mod xlsx;

use std::collections::BTreeSet;

use hallboard_score::{Ledger, Names, Rulebook};
use hallboard_sheets::cells::{quote, quote_id};

use crate::schema::sheets::{Column, Kind, Sheet};
use crate::schema::words::NONE;
use crate::write::items::{Cell, items};

#[cfg(not(target_arch = "wasm32"))]
pub use csv::write_csv;
#[cfg(not(target_arch = "wasm32"))]
pub use ods::write_ods;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use rows::{NewRow, RowForm, bare_rows, is_for, new_rows};
#[cfg(not(target_arch = "wasm32"))]
pub use sqlite::write_sqlite;
pub use xlsx::write;

/// Maximum number of rows in a sheet, including the headings.
const ROWS_LIMIT: u64 = 1_048_576;
/// Maximum length of a text in a cell, in UTF-16 units.
const TEXT_LIMIT: usize = 32_767;
/// The first date that has the same number in every spreadsheet: before it, some count a 29
/// February 1900.
const FIRST_DATE_CELL: &str = "1900-03-01";

/// Why a ledger cannot be written in a format.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// More rows than a sheet can have.
    #[error("{rows} rows for the sheet `{sheet}`, which can have {limit}")]
    Rows {
        /// The sheet's name.
        sheet: String,
        /// Number of rows it would have, including the headings.
        rows: u64,
        /// Maximum number of rows.
        limit: u64,
    },
    /// A text longer than a cell can hold.
    #[error(
        "sheet `{sheet}`, row {row}, column `{column}`: {length} characters, where a cell \
         can hold {limit}"
    )]
    Text {
        /// The sheet's name.
        sheet: String,
        /// The row, from 1.
        row: u64,
        /// The heading of the column.
        column: String,
        /// Its length, in UTF-16 units.
        length: usize,
        /// Maximum length in a cell.
        limit: usize,
    },
    /// A language of names that cannot have a column: its tag has other characters than
    /// letters, digits and `-`, or differs from another one only in case.
    #[error("no column can be named after the language `{tag}`")]
    Language {
        /// The language's tag.
        tag: String,
    },
    /// The error of the writer of `.xlsx` files.
    #[error("the workbook cannot be made: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The error of the writer of `.ods` files.
    #[cfg(not(target_arch = "wasm32"))]
    #[error("the workbook cannot be made: {0}")]
    Ods(#[from] spreadsheet_ods::OdsError),
    /// The error of the database.
    #[cfg(not(target_arch = "wasm32"))]
    #[error("the database cannot be written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A file cannot be written.
    #[error("{0}")]
    File(#[from] std::io::Error),
}

/// The tags of the languages that names are given in.
fn languages(ledger: &Ledger) -> Result<Vec<&str>, WriteError> {
    let of_books = ledger.rulebooks.iter().flat_map(names_of);
    let households = ledger.households.iter().map(|it| &it.names);
    let all = of_books.chain(households).chain([&ledger.hall.names]);
    let tags: BTreeSet<&str> =
        all.flat_map(|names| names.iter().map(|(tag, _)| tag)).collect();
    let mut seen = BTreeSet::from(["en".to_owned(), "zh-hans".to_owned()]);
    for tag in &tags {
        let is_valid =
            !tag.is_empty() && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let usual = ["en", "zh-Hans"].contains(tag);
        if !is_valid || !(usual || seen.insert(tag.to_lowercase())) {
            return Err(WriteError::Language { tag: (*tag).to_owned() });
        }
    }
    Ok(tags.into_iter().collect())
}

fn names_of(book: &Rulebook) -> impl Iterator<Item = &Names> {
    let categories = book.categories.iter().map(|it| &it.names);
    let deeds = book.deeds.iter().map(|it| &it.names);
    let bands = book.bands.iter().map(|it| &it.names);
    categories.chain(deeds).chain(bands).chain(book.rewards.iter().map(|it| &it.names))
}

/// Checks that a spreadsheet can hold the ledger.
///
/// # Errors
/// If a sheet would have too many rows.
fn fits(ledger: &Ledger) -> Result<(), WriteError> {
    for sheet in Sheet::ALL {
        let rows = 1 + items(ledger, sheet).map(|_| 1_u64).sum::<u64>();
        if rows > ROWS_LIMIT {
            return Err(WriteError::Rows {
                sheet: sheet.title(),
                rows,
                limit: ROWS_LIMIT,
            });
        }
    }
    Ok(())
}

/// Checks that a cell of a spreadsheet can hold the text, and returns it.
///
/// # Errors
/// If it is too long.
fn fitting(
    text: String,
    sheet: Sheet,
    row: u32,
    column: &Column,
) -> Result<String, WriteError> {
    let length = text.encode_utf16().count();
    match length <= TEXT_LIMIT {
        true => Ok(text),
        false => Err(WriteError::Text {
            sheet: sheet.title(),
            row: u64::from(row) + 1,
            column: column.heading(),
            length,
            limit: TEXT_LIMIT,
        }),
    }
}

/// A text as it is written into the cells of a column.
fn written(text: &str, column: &Column) -> String {
    match column.kind {
        Kind::Id | Kind::Reference(_) => quote_id(text),
        _ => quote(text),
    }
}

/// Words separated by commas, or the word for an empty list.
fn listed(words: &[&str]) -> String {
    if words.is_empty() { NONE.word.to_owned() } else { words.join(", ") }
}

impl Cell<'_> {
    /// The content as a text that is the same in every format.
    fn plain(&self) -> String {
        match self {
            Cell::Text(text) => text.clone().into_owned(),
            Cell::Word(word) => (*word).to_owned(),
            Cell::Words(words) => listed(words),
            Cell::Points(points) => points.to_string(),
            Cell::Whole(number) => number.to_string(),
            Cell::Day(day) => day.to_string(),
        }
    }
}

/// The number for a cell with points.
#[expect(clippy::cast_precision_loss, reason = "at most a hundred million")]
fn number(points: hallboard_score::Points) -> f64 {
    points.hundredths() as f64 / 100.0
}
