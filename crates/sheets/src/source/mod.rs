//! Where rows come from: files of several kinds, all read from the top down, a row at a
//! time, so that no file is ever in memory as a table.

#[cfg(not(target_arch = "wasm32"))]
mod folder;
#[cfg(not(target_arch = "wasm32"))]
mod known;
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

use crate::cells::Content;
use crate::dates::DayCount;
use crate::{Flaw, SheetsError, broken};

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use folder::rows_in;
#[cfg(not(target_arch = "wasm32"))]
pub use folder::{FolderSource, sheets_of_files};
#[cfg(not(target_arch = "wasm32"))]
pub use known::{KnownSheets, TextForm};
pub use ods::OdsSource;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use parts::{Corners, corners};
pub use parts::{ExcelTable, ROWS};
#[cfg(not(target_arch = "wasm32"))]
pub use records::RowMark;
#[cfg(not(target_arch = "wasm32"))]
pub use sqlite::SqliteSource;
pub use xlsx::XlsxSource;

/// A sheet of a source.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its name: of a sheet, a file without its ending, a table.
    pub name: Arc<str>,
    /// Whether people do not see it.
    pub hidden: bool,
}

/// Why people do not see a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hidden {
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
pub struct Line<'a> {
    /// Its number, from 1.
    pub number: u32,
    /// Why people do not see it.
    pub hidden: Hidden,
    /// The cells that hold anything, in order of their column from 0.
    pub cells: Vec<(u32, Content<'a>)>,
    /// What is wrong beyond the cells' content, by column; and the row is not to be read.
    pub flaws: Vec<(u32, Flaw)>,
    /// Whether its cells belong to a row above, by which the flaw was told.
    pub covered: bool,
    /// Whether a quotation mark further up, never closed, would have taken it in.
    pub recovered: bool,
    /// How many rows that hold the same follow directly, and are not given.
    pub more: u32,
    /// The columns of the cells whose formula comes to nothing, and which hold nothing else.
    pub blank_formulas: Vec<u32>,
}

/// What decides about writing into a sheet, beyond its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The tables of Excel's in it.
    pub excel_tables: Vec<ExcelTable>,
    /// Its encoding, if it is a text file.
    pub encoding: Option<&'static Encoding>,
    /// The columns that a table of a database wants filled: place from 0 and name.
    pub must_fill: Vec<(u32, String)>,
    /// Why the whole file cannot be written into.
    pub unlike_usual: Option<String>,
}

/// What takes the rows.
pub type Each<'e> = dyn FnMut(Line<'_>) + 'e;

/// A file or folder with sheets.
pub trait Source {
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
    fn rows(&mut self, index: usize, each: &mut Each<'_>) -> Result<(), SheetsError>;

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
