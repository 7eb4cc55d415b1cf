//! Where rows come from: files of several kinds, all read from the top down, a row at a
//! time, so that no file is ever in memory as a table.

pub(crate) mod cells;
#[cfg(not(target_arch = "wasm32"))]
mod folder;
mod ods;
mod odscell;
mod parts;
#[cfg(not(target_arch = "wasm32"))]
mod records;
#[cfg(not(target_arch = "wasm32"))]
mod sqlite;
#[cfg(not(target_arch = "wasm32"))]
mod text;
mod xlsx;
mod xlsxcell;

use std::sync::Arc;

use encoding_rs::Encoding;
use quick_xml::events::BytesRef;

use super::fault::CellError;
use super::{WorkbookError, broken};
use crate::parse::dates::DayCount;
use crate::source::cells::Content;

#[cfg(not(target_arch = "wasm32"))]
pub(super) use folder::FolderSource;
#[cfg(not(target_arch = "wasm32"))]
pub use folder::file_of_sheet;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use folder::{delimiter_of, encoding_of, file_of_hall, rows_in};
pub(super) use ods::OdsSource;
pub(crate) use parts::ExcelTable;
pub(super) use parts::ROWS;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use parts::{Corners, corners};
#[cfg(not(target_arch = "wasm32"))]
pub(super) use sqlite::SqliteSource;
pub(super) use xlsx::XlsxSource;

/// A sheet of a source.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its name: of a sheet, a file without its ending, a table.
    pub(super) name: Arc<str>,
    /// Whether people do not see it.
    pub(super) hidden: bool,
}

/// Why people do not see a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Hidden {
    /// They do.
    #[default]
    No,
    /// Somebody has hidden it.
    ByHand,
    /// It is not among those asked for.
    ByFilter,
}

/// A row that holds anything.
#[derive(Debug, Default)]
pub(super) struct Line<'a> {
    /// Its number, from 1.
    pub(super) number: u32,
    pub(super) hidden: Hidden,
    /// The cells that hold anything, in order of their column from 0.
    pub(super) cells: Vec<(u32, Content<'a>)>,
    /// What is wrong beyond the cells' content, by column; and the row is not to be read.
    pub(super) flaws: Vec<(u32, CellError)>,
    /// Whether its cells belong to a row above, by which the flaw was told.
    pub(super) covered: bool,
    /// Whether a quotation mark further up, never closed, would have taken it in.
    pub(super) recovered: bool,
    /// How many rows that hold the same follow directly, and are not given.
    pub(super) more: u32,
    /// The columns of the cells whose formula comes to nothing, and which hold nothing else.
    pub(super) blank_formulas: Vec<u32>,
}

/// What decides about writing into a sheet, beyond its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The tables of Excel's in it.
    pub(crate) excel_tables: Vec<ExcelTable>,
    /// Its encoding, if it is a text file.
    pub(crate) encoding: Option<&'static Encoding>,
    /// The columns that a table of a database wants filled: place from 0 and name.
    pub(crate) must_fill: Vec<(u32, String)>,
    /// Why the whole file cannot be written into.
    pub(crate) unlike_usual: Option<String>,
}

/// What takes the rows.
pub(super) type Each<'e> = dyn FnMut(Line<'_>) + 'e;

/// A file or folder with sheets.
pub(super) trait Source {
    /// Its sheets, in its order.
    fn sheets(&self) -> Vec<Found>;

    /// Whether a sheet is one with rows: a chart on a tab of its own is not.
    fn has_rows(&self, _index: usize) -> bool {
        true
    }

    /// Gives every row of a sheet that holds anything, from the top down.
    ///
    /// # Errors
    /// When the sheet cannot be read to its end.
    fn rows(&mut self, index: usize, each: &mut Each<'_>) -> Result<(), WorkbookError>;

    /// The columns nobody sees of the sheet whose rows were given last, from 0, as ranges.
    fn hidden_columns(&self) -> Vec<(u32, u32)> {
        Vec::new()
    }

    /// The encoding for which the sheet whose rows were given last was taken, where that was
    /// guessed.
    fn guessed_encoding(&self) -> Option<&'static str> {
        None
    }

    /// The row down to which the sheet whose rows were given last reaches, if it is larger
    /// than that of any register.
    fn overfilled(&self) -> Option<u32> {
        None
    }

    /// What decides about writing into the sheet whose rows were given last.
    fn layout(&self) -> Layout {
        Layout::default()
    }

    /// How numbers stand for days.
    fn day_count(&self) -> DayCount {
        DayCount::default()
    }

    /// The most characters a text may have, as spreadsheets count them.
    fn longest(&self) -> usize;
}

/// The most characters of a cell in a spreadsheet.
const OF_A_SPREADSHEET: usize = 32_767;

/// The character that a reference of XML stands for.
fn entity(entity: &BytesRef<'_>) -> char {
    let named = match &**entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => entity.resolve_char_ref().ok().flatten(),
    };
    named.unwrap_or('\u{fffd}')
}
