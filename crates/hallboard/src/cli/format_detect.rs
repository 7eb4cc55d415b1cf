//! The file formats of a ledger, each written completely or not at all.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use hallboard_score::Ledger;
use hallboard_workbook::WriteError;
use hallboard_workbook::json::write_json;

use hallboard_operations::atomic_write::{self, unwritten};
use hallboard_operations::failure::{CliError, Message};

/// A file format of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Form {
    /// A JSON file.
    Json,
    /// A workbook of Excel and WPS.
    Xlsx,
    /// A workbook of LibreOffice.
    Ods,
    /// A folder of text files, one for each sheet.
    Csv,
    /// A SQLite database file.
    Sqlite,
}

impl Form {
    /// The format for a path: text files if it ends with a slash, else by its extension,
    /// else text files if it is an existing folder.
    fn of(path: &Path) -> Option<Form> {
        if path.as_os_str().to_string_lossy().ends_with(std::path::is_separator) {
            return Some(Form::Csv);
        }
        let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        Some(match ending.to_ascii_lowercase().as_str() {
            "json" => Form::Json,
            "xlsx" => Form::Xlsx,
            "ods" => Form::Ods,
            "csv" => Form::Csv,
            "sqlite" | "sqlite3" | "db" => Form::Sqlite,
            _ if path.is_dir() => Form::Csv,
            _ => return None,
        })
    }

    /// The format given, or the one for the path.
    pub(super) fn asked(asked: Option<Form>, path: &Path) -> Result<Form, CliError> {
        asked.or_else(|| Form::of(path)).ok_or_else(|| {
            CliError::usage(Message::at(
                path.display(),
                t!("convert.form_unknown"),
                t!("convert.form_unknown_hint"),
            ))
        })
    }
}

/// Writes a ledger in a format, completely or not at all; replaces an existing one only
/// with `replace`.
pub(super) fn write(
    ledger: &Ledger,
    form: Form,
    path: &Path,
    replace: bool,
) -> Result<(), CliError> {
    let bytes = |bytes: Result<Vec<u8>, WriteError>| {
        let bytes = bytes.map_err(|error| unwritable(path, &error))?;
        atomic_write::file(path, replace, |file| {
            std::fs::write(file, &bytes).map_err(|error| unwritable(path, &error.into()))
        })
    };
    let to_failure = |error: WriteError| unwritable(path, &error);
    match form {
        Form::Json => atomic_write::file(path, replace, |file| {
            json(ledger, file).map_err(|error| to_failure(error.into()))
        }),
        Form::Xlsx => bytes(hallboard_workbook::write(ledger)),
        Form::Ods => bytes(hallboard_workbook::write_ods(ledger)),
        Form::Csv => atomic_write::folder(path, replace, is_ours, |folder| {
            hallboard_workbook::write_csv(ledger, folder).map_err(to_failure)
        }),
        Form::Sqlite => atomic_write::file(path, replace, |file| {
            hallboard_workbook::write_sqlite(ledger, file).map_err(to_failure)
        }),
    }
}

fn json(ledger: &Ledger, file: &Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    write_json(ledger, &mut out)?;
    out.flush()
}

/// Whether a file in a folder is one that this module writes.
fn is_ours(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".csv")
}

pub(super) fn unwritable(path: &Path, error: &WriteError) -> CliError {
    let path = path.display();
    let hint = t!("convert.too_much_hint");
    let message = match error {
        WriteError::Rows { sheet, rows, limit } => Message::at(
            format!("{path}, {sheet}"),
            t!("convert.rows", rows = rows, limit = limit),
            t!("convert.rows_hint"),
        ),
        WriteError::Text { sheet, row, column, length, limit } => Message::at(
            t!("convert.cell", path = path, sheet = sheet, row = row, column = column),
            t!("convert.text", length = length, limit = limit),
            hint,
        ),
        WriteError::Language { tag } => Message::at(
            path,
            t!("convert.language", tag = tag),
            t!("convert.language_hint"),
        ),
        error => unwritten(path, &error),
    };
    CliError::runtime(message)
}
