//! The sources of rows: files of several kinds. All are read from top to bottom, one row at
//! a time, so that no table is ever in memory as a whole.

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
    /// Name of the sheet, of the file without its extension, or of the table.
    pub name: Arc<str>,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// Whether and how a row is hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hidden {
    /// Visible.
    #[default]
    No,
    /// Hidden by hand.
    ByHand,
    /// Excluded by a filter.
    ByFilter,
}

/// A row with content.
#[derive(Debug, Default)]
pub struct Line<'a> {
    /// The row's number, from 1.
    pub number: u32,
    /// Why people do not see it.
    pub hidden: Hidden,
    /// The cells with content, ordered by column, from 0.
    pub cells: Vec<(u32, Content<'a>)>,
    /// Errors other than in the content of cells, by column. A row with any is not used.
    pub flaws: Vec<(u32, Flaw)>,
    /// Whether merged cells from a row above extend into it; the error is reported there.
    pub covered: bool,
    /// Whether an unclosed quotation mark further up would have swallowed it.
    pub recovered: bool,
    /// Number of identical rows that follow directly and are not passed on.
    pub more: u32,
    /// Columns of the cells whose formula returns nothing.
    pub blank_formulas: Vec<u32>,
}

/// Properties of a sheet, besides its columns, that matter for writing into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The Excel tables in it.
    pub excel_tables: Vec<ExcelTable>,
    /// Its encoding, if it is a text file.
    pub encoding: Option<&'static Encoding>,
    /// Columns that a database table requires to be filled: index from 0, and name.
    pub must_fill: Vec<(u32, String)>,
    /// Why the file as a whole cannot be edited.
    pub unlike_usual: Option<String>,
}

/// Callback for rows.
pub type Each<'e> = dyn FnMut(Line<'_>) + 'e;

/// A file or folder with sheets.
pub trait Source {
    /// Its sheets, in the order of the file.
    fn sheets(&self) -> Vec<Found>;

    /// Whether a sheet has rows; a chart sheet has none.
    fn has_rows(&self, _index: usize) -> bool {
        true
    }

    /// Passes every row with content to `each`, from top to bottom.
    ///
    /// # Errors
    /// If the sheet cannot be read to its end.
    fn rows(&mut self, index: usize, each: &mut Each<'_>) -> Result<(), SheetsError>;

    /// Hidden columns of the sheet that was read last, as inclusive ranges from 0.
    fn hidden_columns(&self) -> Vec<(u32, u32)> {
        Vec::new()
    }

    /// Encoding of the sheet that was read last, if it was guessed.
    fn guessed_encoding(&self) -> Option<&'static str> {
        None
    }

    /// The last row of the sheet that was read last, if the sheet was too large to be
    /// read completely.
    fn overfilled(&self) -> Option<u32> {
        None
    }

    /// Properties of the sheet that was read last that matter for writing into it.
    fn layout(&self) -> Layout {
        Layout::default()
    }

    /// How dates are numbered.
    fn day_count(&self) -> DayCount {
        DayCount::default()
    }

    /// Maximum length of a text, in characters as spreadsheets count them.
    fn longest(&self) -> usize;
}

/// Maximum length of a text in a cell of a spreadsheet.
const OF_A_SPREADSHEET: usize = 32_767;

/// The character for an entity or character reference in XML.
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
