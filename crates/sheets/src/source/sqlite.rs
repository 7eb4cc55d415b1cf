//! SQLite databases with a table for each sheet.

use std::path::Path;
use std::sync::Arc;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row, Statement};

use super::folder::LONGEST;
use super::{Each, Found, KnownSheets, Layout, Line, Source};
use crate::SheetsError;
use crate::cells::Content;

/// Maximum number of tables in a database; more are refused.
const MOST: usize = 200;

/// A SQLite database, of which only the tables are read.
pub struct SqliteSource {
    base: Connection,
    tables: Vec<Table>,
    /// Whether that application wrote it: then texts are exactly what they are.
    own: bool,
    /// The required columns of the table read last.
    must_fill: Vec<(u32, String)>,
}

/// A plain table, or anything else that is named as a sheet.
struct Table {
    name: String,
    /// Whether it is neither a view nor a virtual table. Those run code of the author of the
    /// file, and are never read.
    is_plain: bool,
    is_view: bool,
}

impl SqliteSource {
    /// Opens it for reading alone. Views and virtual tables are listed if their names are
    /// those of sheets. In a file whose header names that `application`, texts are exactly
    /// what they are.
    ///
    /// # Errors
    /// When it is broken.
    pub fn open(
        path: &Path,
        known: &dyn KnownSheets,
        application: i32,
    ) -> Result<Self, SheetsError> {
        SqliteSource::open_up_to(path, known, application, MOST)
    }

    /// As [`SqliteSource::open`], without a limit on the number of tables.
    ///
    /// # Errors
    /// As [`SqliteSource::open`].
    pub fn open_any(
        path: &Path,
        known: &dyn KnownSheets,
        application: i32,
    ) -> Result<Self, SheetsError> {
        SqliteSource::open_up_to(path, known, application, usize::MAX)
    }

    fn open_up_to(
        path: &Path,
        known: &dyn KnownSheets,
        application: i32,
        most: usize,
    ) -> Result<Self, SheetsError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let base = Connection::open_with_flags(path, flags).map_err(broken)?;
        base.pragma_update(None, "trusted_schema", false).map_err(broken)?;
        base.pragma_update(None, "cell_size_check", true).map_err(broken)?;
        let id: i64 = base
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .map_err(broken)?;
        let tables = tables(&base, known, most)?;
        Ok(SqliteSource {
            base,
            tables,
            own: id == i64::from(application),
            must_fill: Vec::new(),
        })
    }

    fn select(&self, table: &str) -> Result<(Statement<'_>, bool), SheetsError> {
        let name = table.replace('"', "\"\"");
        let by_number = format!("SELECT rowid, * FROM \"{name}\" ORDER BY rowid");
        if let Ok(rows) = self.base.prepare(&by_number) {
            return Ok((rows, true));
        }
        // Some tables have no row ids.
        let rows = self.base.prepare(&format!("SELECT * FROM \"{name}\""));
        Ok((rows.map_err(broken)?, false))
    }
}

/// The error for a database that cannot be read.
fn broken(error: rusqlite::Error) -> SheetsError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => SheetsError::Locked,
        _ => super::broken(error),
    }
}

/// The plain tables, and whatever else is named as a sheet.
fn tables(
    base: &Connection,
    known: &dyn KnownSheets,
    most: usize,
) -> Result<Vec<Table>, SheetsError> {
    let sql = "SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view')";
    let mut found = base.prepare(sql).map_err(broken)?;
    let mut rows = found.query([]).map_err(broken)?;
    let mut tables = Vec::new();
    while let Some(row) = rows.next().map_err(broken)? {
        let name: String = row.get(0).map_err(broken)?;
        let kind: String = row.get(1).map_err(broken)?;
        let sql: String = row.get(2).unwrap_or_default();
        let is_view = kind == "view";
        let is_plain = !is_view && !sql.to_uppercase().starts_with("CREATE VIRTUAL");
        if name.starts_with("sqlite_") {
            continue;
        }
        if is_plain || known.is_sheet(&name) {
            tables.push(Table { name, is_plain, is_view });
        }
        if tables.len() > most {
            return Err(SheetsError::Crowded { limit: most });
        }
    }
    Ok(tables)
}

/// The columns of a table that must not be null and have no default value.
fn must_fill(base: &Connection, table: &str) -> rusqlite::Result<Vec<(u32, String)>> {
    let sql = "SELECT cid, name FROM pragma_table_info(?1) \
               WHERE \"notnull\" AND dflt_value IS NULL";
    let mut columns = base.prepare(sql)?;
    columns.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

impl Source for SqliteSource {
    fn layout(&self) -> Layout {
        Layout { must_fill: self.must_fill.clone(), ..Layout::default() }
    }

    fn sheets(&self) -> Vec<Found> {
        let found =
            |it: &Table| Found { name: Arc::from(it.name.as_str()), hidden: false };
        self.tables.iter().map(found).collect()
    }

    fn rows(&mut self, index: usize, each: &mut Each<'_>) -> Result<(), SheetsError> {
        let Some(table) = self.tables.get(index) else { return Ok(()) };
        if !table.is_plain {
            let (name, view) = (table.name.clone(), table.is_view);
            return Err(SheetsError::NoTable { name, view });
        }
        // Reading, above all of withdrawals, must not fail because of it.
        self.must_fill = must_fill(&self.base, &table.name).unwrap_or_default();
        let (mut statement, numbered) = self.select(&table.name)?;
        let skipped = usize::from(numbered);
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let headings = (0..).zip(names.iter().skip(skipped));
        let headings = headings.filter_map(|(place, name)| {
            Content::of_text(name.as_str().into()).map(|name| (place, name))
        });
        each(Line { number: 1, cells: headings.collect(), ..Line::default() });
        let mut rows = statement.query([]).map_err(broken)?;
        let mut ordinal = 0;
        while let Some(row) = rows.next().map_err(broken)? {
            ordinal += 1;
            let number = if numbered { row.get(0).unwrap_or(ordinal) } else { ordinal };
            let columns = (0..).zip(skipped..names.len());
            let cells = columns.filter_map(|(place, column)| {
                content(row, column, self.own).map(|content| (place, content))
            });
            let cells: Vec<_> = cells.collect();
            if !cells.is_empty() {
                each(Line { number, cells, ..Line::default() });
            }
        }
        Ok(())
    }

    fn longest(&self) -> usize {
        LONGEST
    }
}

fn content<'r>(row: &'r Row<'_>, column: usize, own: bool) -> Option<Content<'r>> {
    match row.get_ref(column).ok()? {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(Content::Whole(number)),
        ValueRef::Real(number) => Some(Content::Number(number)),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) if own => Some(Content::Literal(text.into())),
            Ok(text) => Content::of_text(text.into()),
            Err(_) => {
                Content::of_text(String::from_utf8_lossy(bytes).into_owned().into())
            }
        },
        // A blob is not a text, and can only be reported as unreadable.
        ValueRef::Blob(_) => Some(Content::Text("\u{fffd}".into())),
    }
}
