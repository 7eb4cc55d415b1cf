//! From the bytes of a file to a ledger, whatever form the file has.

use std::collections::BTreeMap;
use std::sync::Arc;

use hallboard_score::{Ledger, ShapeError, read_ledger};

use crate::workbook::{self, WorkbookError};

/// A ledger, and where in its workbook each part of it stands.
#[derive(Clone, Debug)]
pub struct Located {
    /// The ledger, free of errors of shape.
    pub ledger: Ledger,
    /// Sheets and rows; knows nothing of a ledger that was JSON.
    pub origins: Origins,
    /// The ids made for rows without one, as `tidy` writes them back.
    pub made: Vec<Made>,
    /// What a person should know of how the workbook was read.
    pub notes: Vec<Note>,
}

/// An id made for a row without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The sheet's name, as the workbook has it.
    pub sheet: Arc<str>,
    /// The row, from 1, as a spreadsheet counts.
    pub row: u32,
    /// The column of ids, from 0.
    pub column: u32,
    /// The id, which stands nowhere else.
    pub id: String,
}

/// Something about a workbook that is no error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The sheet's name, as the workbook has it.
    pub sheet: Arc<str>,
    /// The row, from 1.
    pub row: u32,
    /// What there is to know.
    pub what: String,
}

/// For each item of a ledger's lists, the row of the workbook it was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// By list: `rulebooks`, `households`, `residents`, `entries`.
    pub(crate) rows: BTreeMap<&'static str, Vec<Origin>>,
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The sheet's name, as the workbook has it.
    pub sheet: Arc<str>,
    /// The row, from 1, as a spreadsheet counts.
    pub row: u32,
}

impl Origins {
    /// Where that item of that list stands, if it came from a workbook.
    #[must_use]
    pub fn of(&self, list: &str, position: usize) -> Option<&Origin> {
        self.rows.get(list)?.get(position)
    }
}

/// Why a file is no ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The JSON is not of the right shape.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// The workbook is not of the right shape.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// The file or folder cannot be read at all.
    #[error("cannot be read: {what}")]
    File {
        /// What the system says.
        what: String,
    },
    /// A kind of file that is not read.
    #[error("a file of a kind that is not read: {name}")]
    Kind {
        /// The file's name.
        name: String,
    },
}

/// How every `.xlsx` file begins.
const ZIP: &[u8] = b"PK\x03\x04";

/// Reads the ledger at a path, whatever its form; told apart by content.
///
/// # Errors
/// When it cannot be read; every error of shape, of a workbook all of them at once.
#[cfg(not(target_arch = "wasm32"))]
pub fn located_at(path: &std::path::Path) -> Result<Located, ReadError> {
    let bytes = std::fs::read(path)
        .map_err(|error| ReadError::File { what: error.to_string() })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    located_of(&name, &bytes)
}

/// Reads a ledger, JSON or an `.xlsx` workbook, told apart by content.
///
/// # Errors
/// Every error of shape; of a workbook all of them at once.
pub fn register_of(name: &str, bytes: &[u8]) -> Result<Ledger, ReadError> {
    located_of(name, bytes).map(|located| located.ledger)
}

/// As [`register_of`], and tells the sheet and row of each item of a workbook.
///
/// # Errors
/// As [`register_of`].
pub fn located_of(name: &str, bytes: &[u8]) -> Result<Located, ReadError> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("ods" | "csv" | "xls" | "xlsb" | "xlsm") => {
            Err(ReadError::Kind { name: name.to_owned() })
        }
        Some("xlsx") => Ok(workbook::read(bytes)?),
        _ if bytes.starts_with(ZIP) => Ok(workbook::read(bytes)?),
        _ => Ok(Located {
            ledger: read_ledger(bytes)?,
            origins: Origins::default(),
            made: Vec::new(),
            notes: Vec::new(),
        }),
    }
}
