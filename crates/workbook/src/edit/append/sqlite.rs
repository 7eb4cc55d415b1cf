//! Appends rows to the tables of a SQLite database.

use std::path::Path;

use hallboard_score::Entry;
use rusqlite::{Connection, TransactionBehavior, params_from_iter};

use super::{AppendError, known, placed};
use crate::edit::fill_ids::EditError;
use crate::edit::fill_ids::sqlite::{broken, quoted};
use crate::read::Located;
use crate::{NewValue, RowForm, new_rows};

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
    let mut base = Connection::open(path).map_err(broken)?;
    let work =
        base.transaction_with_behavior(TransactionBehavior::Immediate).map_err(broken)?;
    if !unchanged() {
        return Err(EditError::Changed.into());
    }
    for (table, new) in sheets {
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
