//! The forms a ledger is written in, each whole or not at all.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use hallboard_score::Ledger;

use super::failure::{Failure, Said};
use super::whole;
use crate::json::write_json;
use crate::workbook::{self, WriteError};

/// A form of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Form {
    /// A file of JSON.
    Json,
    /// A workbook of Excel and WPS.
    Xlsx,
    /// A workbook of LibreOffice.
    Ods,
    /// A folder of text files, one for each sheet.
    Csv,
    /// A database file of SQLite.
    Sqlite,
}

impl Form {
    /// The form a path says: by its ending, or by being a folder's, which is there
    /// already or has a slash at its end.
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

    /// The form asked for, or the one the path says.
    pub(super) fn asked(asked: Option<Form>, path: &Path) -> Result<Form, Failure> {
        asked.or_else(|| Form::of(path)).ok_or_else(|| {
            Failure::usage(Said::at(
                path.display(),
                t!("convert.form_unknown"),
                t!("convert.form_unknown_mend"),
            ))
        })
    }
}

/// Writes a ledger in a form, whole or not at all; over what is there only if told so.
pub(super) fn write(
    ledger: &Ledger,
    form: Form,
    path: &Path,
    replace: bool,
) -> Result<(), Failure> {
    let bytes = |bytes: Result<Vec<u8>, WriteError>| {
        let bytes = bytes.map_err(|error| unwritable(path, &error))?;
        whole::file(path, replace, |file| {
            std::fs::write(file, &bytes).map_err(|error| unwritable(path, &error.into()))
        })
    };
    let said = |error: WriteError| unwritable(path, &error);
    match form {
        Form::Json => whole::file(path, replace, |file| {
            json(ledger, file).map_err(|error| said(error.into()))
        }),
        Form::Xlsx => bytes(workbook::write(ledger)),
        Form::Ods => bytes(workbook::write_ods(ledger)),
        Form::Csv => whole::folder(path, replace, is_ours, |folder| {
            workbook::write_csv(ledger, folder).map_err(said)
        }),
        Form::Sqlite => whole::file(path, replace, |file| {
            workbook::write_sqlite(ledger, file).map_err(said)
        }),
    }
}

fn json(ledger: &Ledger, file: &Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    write_json(ledger, &mut out)?;
    out.flush()
}

/// Whether a file in a folder is one that writing the folder anew would write.
fn is_ours(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".csv")
}

pub(super) fn unwritable(path: &Path, error: &WriteError) -> Failure {
    let path = path.display();
    let remedy = t!("convert.too_much_mend");
    let said = match error {
        WriteError::Rows { sheet, rows, limit } => Said::at(
            format!("{path}, {sheet}"),
            t!("convert.rows", rows = rows, limit = limit),
            t!("convert.rows_mend"),
        ),
        WriteError::Text { sheet, row, column, length, limit } => Said::at(
            t!("convert.cell", path = path, sheet = sheet, row = row, column = column),
            t!("convert.text", length = length, limit = limit),
            remedy,
        ),
        WriteError::Language { tag } => {
            Said::at(path, t!("convert.language", tag = tag), t!("convert.language_mend"))
        }
        WriteError::File(error) => {
            Said::at(path, t!("convert.file", error = error), t!("convert.file_mend"))
        }
        error => Said::at(path, error, t!("convert.file_mend")),
    };
    Failure::doing(said)
}
