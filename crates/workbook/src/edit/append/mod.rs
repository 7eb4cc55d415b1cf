//! Appends entries to the hall's own file, and changes nothing else.
//!
//! A row is inserted below the last one of its sheet, a line appended to a text, an object
//! to a list. Everything else stays the same, byte for byte, including columns and sheets
//! that the hall keeps for its own use.

mod json;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hallboard_container::{Kind, kind};
use hallboard_score::{Entry, Ledger};
use hallboard_sheets::edit::append as rows_below;
pub use hallboard_sheets::edit::append::AppendError as RowsError;
use hallboard_sheets::edit::append::{Cells, NewRows};

use crate::edit::fill_ids::EditError;
use crate::files::{file_of_hall, file_of_sheet, text_form};
use crate::read::{Located, Origins};
use crate::{NewRow, RowForm, is_for, new_rows};

/// Why entries cannot be appended to a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The register has no such sheet.
    #[error("no sheet `{sheet}`")]
    NoSheet {
        /// Its name in both languages.
        sheet: String,
    },
    /// A sheet has no column for a value, which would be lost.
    #[error("no column `{heading}` in the sheet `{sheet}`")]
    NoColumn {
        /// The sheet's name, as the register has it.
        sheet: String,
        /// The heading in both languages.
        heading: String,
    },
    /// The rows cannot be appended to the file.
    #[error(transparent)]
    Rows(#[from] RowsError),
}

impl From<EditError> for AppendError {
    fn from(error: EditError) -> AppendError {
        RowsError::from(error).into()
    }
}

/// How a register is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterFormat {
    /// A JSON file.
    Json,
    /// An Excel workbook.
    Xlsx,
    /// A LibreOffice workbook.
    Ods,
    /// A folder of text files.
    Folder,
    /// A SQLite database.
    Sqlite,
}

impl RegisterFormat {
    /// How a register that was read is stored: in a folder, or in a file with that content.
    #[must_use]
    pub fn of(path: &Path, bytes: &[u8]) -> RegisterFormat {
        match bytes {
            _ if path.is_dir() => RegisterFormat::Folder,
            _ if bytes.starts_with(b"SQLite format 3\0") => RegisterFormat::Sqlite,
            _ if bytes.starts_with(b"PK") => match kind(bytes) {
                Some(Kind::Ods) => RegisterFormat::Ods,
                _ => RegisterFormat::Xlsx,
            },
            _ => RegisterFormat::Json,
        }
    }
}

/// Files by path, with their content.
pub type Bytes = BTreeMap<PathBuf, Vec<u8>>;

/// The files that change, with the entries appended. `dates` decides whether dates are
/// written as the date values of spreadsheets instead of texts.
///
/// # Errors
/// If they cannot be appended without losing anything.
pub fn appended(
    path: &Path,
    before: &Bytes,
    located: &Located,
    entries: &[Entry],
    dates: bool,
) -> Result<Bytes, AppendError> {
    let bytes = before.get(path).map(Vec::as_slice).unwrap_or_default();
    let known = known(&located.ledger, entries);
    let origins = &located.origins;
    let rows = |form| placed(origins, new_rows(&known, entries, form));
    let one = |bytes| Ok(Bytes::from([(path.to_owned(), bytes)]));
    match RegisterFormat::of(path, bytes) {
        RegisterFormat::Json => one(json::json(bytes, entries)?),
        RegisterFormat::Xlsx => {
            one(rows_below::xlsx(bytes, &rows(RowForm::Sheet)?, dates)?)
        }
        RegisterFormat::Ods => {
            one(rows_below::ods(bytes, &rows(RowForm::CollapsingSheet)?, dates)?)
        }
        RegisterFormat::Folder => {
            let mut after = Bytes::new();
            for (sheet, new) in rows(RowForm::Line)? {
                let (file, bytes) = file_of(before, &sheet)?;
                let form = text_form(&sheet, hall_of(before), located.encoding);
                let text = rows_below::csv(&form, bytes, &new)?;
                after.insert(file.clone(), text);
            }
            Ok(after)
        }
        // Only the database itself can write into its file.
        RegisterFormat::Sqlite => Ok(Bytes::new()),
    }
}

/// The file of a sheet, and its content.
fn file_of<'b>(
    before: &'b Bytes,
    sheet: &str,
) -> Result<(&'b PathBuf, &'b [u8]), AppendError> {
    let found = file_of_sheet(before.keys().map(PathBuf::as_path), sheet);
    let found = found.and_then(|file| before.get_key_value(&file));
    let (file, bytes) = found.ok_or_else(|| EditError::NoSheet(sheet.to_owned()))?;
    Ok((file, bytes))
}

/// The content of the hall's table.
fn hall_of(before: &Bytes) -> &[u8] {
    let file = file_of_hall(before.keys().map(PathBuf::as_path));
    file.and_then(|file| before.get(&file)).map(Vec::as_slice).unwrap_or_default()
}

/// Adds entries to the tables of a database, in one transaction: other readers of the file
/// see none or all of them.
///
/// `unchanged` is called once no other program can write any more.
///
/// # Errors
/// If the file is not such a database, lacks a table or column, or was changed. Then
/// nothing is written.
pub fn sqlite(
    path: &Path,
    located: &Located,
    entries: &[Entry],
    unchanged: impl FnOnce() -> bool,
) -> Result<(), AppendError> {
    let known = known(&located.ledger, entries);
    let rows = new_rows(&known, entries, RowForm::Table);
    let sheets = placed(&located.origins, rows)?;
    Ok(rows_below::sqlite(path, sheets, unchanged)?)
}

/// The ledger with the entries added, so that references among them can be resolved.
fn known(ledger: &Ledger, entries: &[Entry]) -> Ledger {
    let mut known = ledger.clone();
    known.entries.extend(entries.iter().cloned());
    known
}

/// What the register lacks for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoPlace {
    /// Its sheet.
    Sheet(String),
    /// The columns for some of its cells in that sheet.
    Columns { sheet: String, headings: Vec<String> },
}

impl From<NoPlace> for AppendError {
    fn from(missing: NoPlace) -> AppendError {
        match missing {
            NoPlace::Sheet(sheet) => AppendError::NoSheet { sheet },
            NoPlace::Columns { sheet, headings } => {
                let heading = headings.into_iter().next().unwrap_or_default();
                AppendError::NoColumn { sheet, heading }
            }
        }
    }
}

/// The rows by the names of their sheets in the register, each cell with its column.
pub(crate) fn placed(
    origins: &Origins,
    rows: Vec<NewRow>,
) -> Result<BTreeMap<String, NewRows>, AppendError> {
    let mut sheets = BTreeMap::new();
    for row in rows {
        place(origins, row, &mut sheets)?;
    }
    Ok(sheets)
}

/// Adds a row to those of its sheet.
pub(crate) fn place(
    origins: &Origins,
    row: NewRow,
    sheets: &mut BTreeMap<String, NewRows>,
) -> Result<(), NoPlace> {
    let found = origins.columns(|name| is_for(name, &row.sheet));
    let Some((sheet, columns)) = found else {
        return Err(NoPlace::Sheet(row.sheet));
    };
    let (mut cells, mut headings) = (Cells::new(), Vec::new());
    for cell in row.cells {
        match columns.iter().find(|it| it.0 == cell.field) {
            Some((_, place, _)) => cells.push((*place, cell.value)),
            None => headings.push(cell.heading),
        }
    }
    if !headings.is_empty() {
        return Err(NoPlace::Columns { sheet: sheet.to_string(), headings });
    }
    cells.sort_by_key(|(place, _)| *place);
    let new = sheets.entry(sheet.to_string()).or_insert_with(|| NewRows {
        rows: Vec::new(),
        like: origins.last_row(&sheet),
        after: origins.last_filled(&sheet),
    });
    new.rows.push(cells);
    Ok(())
}
