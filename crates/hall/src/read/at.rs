//! Files and folders with a ledger in them.

use std::path::Path;

use std::io::Read;

use super::form::{Form, form};
use super::{Partial, ReadError, partial_of};
use crate::workbook::{WorkbookError, of_folder, of_sqlite};

/// The most bytes of a workbook before it is unpacked.
const PACKED_LIMIT: u64 = 100_000_000;

/// Reads what can be read of the ledger at a path.
pub(super) fn read(path: &Path) -> Result<Partial, ReadError> {
    if path.is_dir() {
        return Ok(of_folder(path)?);
    }
    let mut file = std::fs::File::open(path).map_err(|error| unreadable(&error))?;
    let size = file.metadata().map_err(|error| unreadable(&error))?.len();
    let mut bytes = Vec::new();
    let start = file.by_ref().take(64).read_to_end(&mut bytes);
    start.map_err(|error| unreadable(&error))?;
    if form("", &bytes) == Form::Sqlite {
        return Ok(of_sqlite(path)?);
    }
    if bytes.starts_with(b"PK") && size > PACKED_LIMIT {
        return Err(WorkbookError::FileTooLarge { limit: PACKED_LIMIT }.into());
    }
    file.read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    partial_of(&name, &bytes)
}

fn unreadable(error: &std::io::Error) -> ReadError {
    ReadError::File { what: error.to_string() }
}
