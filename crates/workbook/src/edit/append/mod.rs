//! Entries appended to the hall's own file, and nothing else changed.
//!
//! A row is spliced in below the last one of its sheet, a line put to the end of a text, an
//! object to the end of a list: what is there stays byte for byte as it was, whatever
//! columns and sheets of its own the hall keeps.

mod json;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hallboard_container::{Kind, kind};
use hallboard_score::{Entry, Ledger};
use hallboard_sheets::edit::append as rows_below;
use hallboard_sheets::edit::append::{Cells, NewRows};

use crate::edit::fill_ids::EditError;
use crate::files::{file_of_hall, file_of_sheet, text_form};
use crate::read::{Located, Origins};
use crate::{NewRow, RowForm, is_for, new_rows};

/// Why entries cannot be put into a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The register has no such sheet.
    #[error("no sheet `{sheet}`")]
    NoSheet {
        /// Its name in both languages.
        sheet: String,
    },
    /// A sheet has no column for something that would be lost.
    #[error("no column `{heading}` in the sheet `{sheet}`")]
    NoColumn {
        /// The sheet's name, as the register has it.
        sheet: String,
        /// The heading in both languages.
        heading: String,
    },
    /// A table ends with a row of totals, which leaves no place below its last entry.
    #[error("the table `{table}` in the sheet `{sheet}` ends with a row of totals")]
    TotalsRow {
        /// The sheet's name, as the register has it.
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

impl From<rows_below::AppendError> for AppendError {
    fn from(error: rows_below::AppendError) -> AppendError {
        use rows_below::AppendError as Error;
        match error {
            Error::TotalsRow { sheet, table } => AppendError::TotalsRow { sheet, table },
            Error::File(error) => AppendError::File(error),
            Error::Encoding { sheet, cell, character, encoding } => {
                AppendError::Encoding { sheet, cell, character, encoding }
            }
        }
    }
}

/// What a register is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// JSON.
    Json,
    /// A workbook of Excel's.
    Xlsx,
    /// A workbook of LibreOffice's.
    Ods,
    /// A folder of text files.
    Folder,
    /// A SQLite file.
    Sqlite,
}

impl Kept {
    /// What a register is kept in that was read: a folder, or a file that begins so.
    #[must_use]
    pub fn of(path: &Path, bytes: &[u8]) -> Kept {
        match bytes {
            _ if path.is_dir() => Kept::Folder,
            _ if bytes.starts_with(b"SQLite format 3\0") => Kept::Sqlite,
            _ if bytes.starts_with(b"PK") => match kind(bytes) {
                Some(Kind::Ods) => Kept::Ods,
                _ => Kept::Xlsx,
            },
            _ => Kept::Json,
        }
    }
}

/// The files, by path, with their bytes.
pub type Bytes = BTreeMap<PathBuf, Vec<u8>>;

/// The files that change, with the entries in them. `dates` says whether days go into
/// cells as the numbers that spreadsheets have for them.
///
/// # Errors
/// When they cannot be put into the file without losing anything.
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
    match Kept::of(path, bytes) {
        Kept::Json => one(json::json(bytes, entries)?),
        Kept::Xlsx => one(rows_below::xlsx(bytes, &rows(RowForm::Sheet)?, dates)?),
        Kept::Ods => one(rows_below::ods(bytes, &rows(RowForm::MeltingSheet)?, dates)?),
        Kept::Folder => {
            let mut after = Bytes::new();
            for (sheet, new) in rows(RowForm::Line)? {
                let (file, bytes) = file_of(before, &sheet)?;
                let form = text_form(&sheet, hall_of(before), located.encoding);
                let text = rows_below::csv(&form, bytes, &new)?;
                after.insert(file.clone(), text);
            }
            Ok(after)
        }
        // Only the database itself writes into its file.
        Kept::Sqlite => Ok(Bytes::new()),
    }
}

/// The file of a sheet, and its bytes.
fn file_of<'b>(
    before: &'b Bytes,
    sheet: &str,
) -> Result<(&'b PathBuf, &'b [u8]), AppendError> {
    let found = file_of_sheet(before.keys().map(PathBuf::as_path), sheet);
    let found = found.and_then(|file| before.get_key_value(&file));
    let (file, bytes) = found.ok_or_else(|| EditError::NoSheet(sheet.to_owned()))?;
    Ok((file, bytes))
}

/// The bytes of the hall's own table.
fn hall_of(before: &Bytes) -> &[u8] {
    let file = file_of_hall(before.keys().map(PathBuf::as_path));
    file.and_then(|file| before.get(&file)).map(Vec::as_slice).unwrap_or_default()
}

/// Adds entries to the tables of a database, all in one step: whoever reads the file
/// meanwhile sees none or all of them.
///
/// `unchanged` is asked once nobody else can write any more.
///
/// # Errors
/// When the file is no such database, lacks a table or column, or was changed. Nothing is
/// written then.
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

/// The ledger and the entries, so that each knows what the others refer to.
fn known(ledger: &Ledger, entries: &[Entry]) -> Ledger {
    let mut known = ledger.clone();
    known.entries.extend(entries.iter().cloned());
    known
}

/// What a register has no place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoPlace {
    /// A row, for want of its sheet.
    Sheet(String),
    /// Cells of a row, for want of their columns in the sheet of that name.
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

/// The rows by the names their sheets have, each cell with its place.
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
