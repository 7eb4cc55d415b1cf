//! Reads the ledger of a file or folder.

use std::path::Path;

use std::io::Read;

use super::form::{Form, form};
use super::{Partial, ReadError, Withdrawals, partial_of, withdrawals_of};
use crate::parse::consents;
use crate::{Encoding, WorkbookError, of_folder, of_sqlite};

/// Maximum size of a workbook in bytes, before it is unpacked.
const PACKED_LIMIT: u64 = 100_000_000;

/// The same for a workbook of which only the consents are read.
const PACKED_LIMIT_OF_CONSENTS: u64 = 10 * PACKED_LIMIT;

/// Where a ledger is stored.
enum LedgerSource {
    Folder,
    Sqlite,
    /// A single file: its name and content.
    File(String, Vec<u8>),
}

/// Reads the ledger at a path as far as possible.
pub(super) fn read(
    path: &Path,
    encoding: Option<&'static Encoding>,
) -> Result<Partial, ReadError> {
    match ledger_source(path, PACKED_LIMIT)? {
        LedgerSource::Folder => Ok(of_folder(path, encoding)?),
        LedgerSource::Sqlite => Ok(of_sqlite(path)?),
        LedgerSource::File(name, bytes) => partial_of(&name, &bytes),
    }
}

/// Reads the consents of the ledger at a path.
pub(super) fn withdrawals(
    path: &Path,
    encoding: Option<&'static Encoding>,
) -> Result<Option<Withdrawals>, ReadError> {
    match ledger_source(path, PACKED_LIMIT_OF_CONSENTS)? {
        LedgerSource::Folder => Ok(consents::of_folder(path, encoding)?),
        LedgerSource::Sqlite => Ok(consents::of_sqlite(path)?),
        LedgerSource::File(name, bytes) => withdrawals_of(&name, &bytes),
    }
}

fn ledger_source(path: &Path, packed_limit: u64) -> Result<LedgerSource, ReadError> {
    if path.is_dir() {
        return Ok(LedgerSource::Folder);
    }
    let mut file = std::fs::File::open(path).map_err(|error| unreadable(&error))?;
    let size = file.metadata().map_err(|error| unreadable(&error))?.len();
    let mut bytes = Vec::new();
    let start = file.by_ref().take(64).read_to_end(&mut bytes);
    start.map_err(|error| unreadable(&error))?;
    if form("", &bytes) == Form::Sqlite {
        return Ok(LedgerSource::Sqlite);
    }
    if bytes.starts_with(b"PK") && size > packed_limit {
        return Err(WorkbookError::FileTooLarge { limit: packed_limit }.into());
    }
    file.read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(LedgerSource::File(name.into_owned(), bytes))
}

fn unreadable(error: &std::io::Error) -> ReadError {
    ReadError::File { what: error.to_string() }
}
