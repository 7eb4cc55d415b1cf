//! Writes ids into a SQLite database.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OptionalExtension, TransactionBehavior};

use super::{BlankCell, EditError};
use crate::cells::Content;

/// Writes texts into blank cells of tables, by the tables' names, all in one step: other
/// readers of the file see none or all of them. A row's number is SQLite's own.
///
/// `unchanged` is asked once nobody else can write any more.
///
/// # Errors
/// When the file is no such database, a row is not there or its cell not blank, or it was
/// changed. Nothing is written then.
pub fn sqlite(
    path: &Path,
    tables: &BTreeMap<String, Vec<BlankCell>>,
    unchanged: impl FnOnce() -> bool,
) -> Result<(), EditError> {
    let mut base = Connection::open(path).map_err(broken)?;
    let work =
        base.transaction_with_behavior(TransactionBehavior::Immediate).map_err(broken)?;
    if !unchanged() {
        return Err(EditError::Changed);
    }
    for (table, cells) in tables {
        let name = quoted(table);
        let headings: Vec<String> = {
            let rows = work.prepare(&format!("SELECT * FROM {name}")).map_err(broken)?;
            rows.column_names().map(quoted).collect()
        };
        for cell in cells {
            let missing = || EditError::NoRow { sheet: table.clone(), row: cell.row };
            let place = usize::try_from(cell.column).ok();
            let column = place.and_then(|it| headings.get(it)).ok_or_else(missing)?;
            let select = format!("SELECT {column} FROM {name} WHERE rowid = ?1");
            let mut select = work.prepare_cached(&select).map_err(broken)?;
            let there: Option<Value> = select
                .query_one([cell.row], |row| row.get(0))
                .optional()
                .map_err(broken)?;
            if !there.is_some_and(|it| is_blank(&it)) {
                return Err(missing());
            }
            let update = format!("UPDATE {name} SET {column} = ?1 WHERE rowid = ?2");
            let mut update = work.prepare_cached(&update).map_err(broken)?;
            update.execute((&cell.text, cell.row)).map_err(broken)?;
        }
    }
    work.commit().map_err(broken)
}

/// Whether a value is read as a blank cell.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => Content::of_text(text.into()).is_none(),
        _ => false,
    }
}

/// The error for a database that cannot be written to.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
pub(crate) fn broken(error: rusqlite::Error) -> EditError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => EditError::Locked,
        Some(ErrorCode::ReadOnly) => EditError::ReadOnly,
        _ => EditError::Broken(error.to_string()),
    }
}

pub(crate) fn quoted(name: impl AsRef<str>) -> String {
    format!("\"{}\"", name.as_ref().replace('"', "\"\""))
}
