//! Writes a SQLite database with a table for each sheet.

use std::path::Path;

use hallboard_score::Ledger;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ToSql, Transaction};

use super::{WriteError, languages, listed, number};
use crate::schema::sheets::{Column, Sheet};
use crate::schema::tables::APPLICATION;
use crate::write::items::{Cell, items};

/// Writes a ledger into a new database, which must not exist yet.
///
/// Tables are named like the sheets, columns after their fields: `score_min`, `name_en`,
/// `star_points_5`. Texts are stored unchanged, dates as `2026-11-23`, points as numbers,
/// scopes as words separated by commas (`none` for an empty list), missing values as
/// `NULL`. The rows of a table are in the order of the ledger.
///
/// Besides the ledger, only one row is held in memory.
///
/// # Errors
/// If a language cannot have a column, or the database cannot be written.
pub fn write_sqlite(ledger: &Ledger, path: &Path) -> Result<(), WriteError> {
    let tags = languages(ledger)?;
    let mut base = Connection::open(path)?;
    // The file gets its final name only when it is complete, so it needs no journal.
    base.pragma_update(None, "journal_mode", "OFF")?;
    base.pragma_update(None, "synchronous", "OFF")?;
    base.pragma_update(None, "application_id", APPLICATION)?;
    let work = base.transaction()?;
    for sheet in Sheet::ALL {
        let columns = sheet.columns(tags.iter().copied());
        make_table(&work, sheet, &columns)?;
        fill_table(&work, ledger, sheet, &columns)?;
    }
    work.commit()?;
    base.close().map_err(|(_, error)| error)?;
    std::fs::File::open(path)?.sync_all()?;
    Ok(())
}

fn make_table(
    work: &Transaction<'_>,
    sheet: Sheet,
    columns: &[Column],
) -> Result<(), rusqlite::Error> {
    let columns: Vec<String> = columns
        .iter()
        .map(|column| format!("\"{}\" {}", column.in_table(), column.type_in_table()))
        .collect();
    let table = sheet.table();
    work.execute(&format!("CREATE TABLE {table} ({}) STRICT", columns.join(", ")), [])?;
    Ok(())
}

fn fill_table(
    work: &Transaction<'_>,
    ledger: &Ledger,
    sheet: Sheet,
    columns: &[Column],
) -> Result<(), rusqlite::Error> {
    let places: Vec<&str> = columns.iter().map(|_| "?").collect();
    let table = sheet.table();
    let insert = format!("INSERT INTO {table} VALUES ({})", places.join(", "));
    let mut insert = work.prepare(&insert)?;
    for item in items(ledger, sheet) {
        for (place, column) in (1..).zip(columns) {
            insert.raw_bind_parameter(place, item.cell(&column.field))?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Word(word) => ToSqlOutput::Borrowed(ValueRef::Text(word.as_bytes())),
            Cell::Words(words) => ToSqlOutput::Owned(Value::Text(listed(words))),
            Cell::Day(day) => ToSqlOutput::Owned(Value::Text(day.to_string())),
            Cell::Points(points) => ToSqlOutput::Owned(Value::Real(number(*points))),
            Cell::Whole(number) => {
                let number = i64::try_from(*number).unwrap_or(i64::MAX);
                ToSqlOutput::Owned(Value::Integer(number))
            }
        })
    }
}
