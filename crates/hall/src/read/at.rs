//! Files and folders with a ledger in them.

use std::path::Path;

use super::{Partial, ReadError, partial_of};

/// Reads what can be read of the ledger at a path.
pub(super) fn read(path: &Path) -> Result<Partial, ReadError> {
    let bytes = std::fs::read(path).map_err(|error| unreadable(&error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    partial_of(&name, &bytes)
}

fn unreadable(error: &std::io::Error) -> ReadError {
    ReadError::File { what: error.to_string() }
}
