//! Appends rows to the tables of a SQLite database.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior, params_from_iter};

use super::{AppendError, NewRows, NewValue};
use crate::edit::fill::EditError;
use crate::edit::fill::sqlite::{broken, quoted};

/// Adds rows to the tables of a database, by the tables' names, all in one step: other
/// readers of the file see none or all of them.
///
/// `unchanged` is asked once nobody else can write any more.
///
/// # Errors
/// When the file is no such database, lacks a table or column, or was changed. Nothing is
/// written then.
pub fn sqlite(
    path: &Path,
    tables: BTreeMap<String, NewRows>,
    unchanged: impl FnOnce() -> bool,
) -> Result<(), AppendError> {
    let mut base = Connection::open(path).map_err(broken)?;
    let work =
        base.transaction_with_behavior(TransactionBehavior::Immediate).map_err(broken)?;
    if !unchanged() {
        return Err(EditError::Changed.into());
    }
    for (table, new) in tables {
        let name = quoted(&table);
        let headings: Vec<String> = {
            let rows = work.prepare(&format!("SELECT * FROM {name}")).map_err(broken)?;
            rows.column_names().map(quoted).collect()
        };
        for cells in new.rows {
            let mut columns = Vec::new();
            let mut values = Vec::new();
            for (place, value) in cells {
                let heading = usize::try_from(place).ok().and_then(|it| headings.get(it));
                let heading = heading.ok_or_else(|| EditError::NoSheet(table.clone()))?;
                columns.push(heading.clone());
                values.push(match value {
                    NewValue::Text(text) => text,
                    NewValue::Day(day) => day.to_string(),
                });
            }
            let marks = vec!["?"; values.len()].join(", ");
            let columns = columns.join(", ");
            let insert = format!("INSERT INTO {name} ({columns}) VALUES ({marks})");
            work.execute(&insert, params_from_iter(values)).map_err(broken)?;
        }
    }
    work.commit().map_err(broken)?;
    Ok(())
}
