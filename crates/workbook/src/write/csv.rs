//! Writes a folder of `.csv` files, one for each sheet.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use hallboard_score::Ledger;
use hallboard_sheets::cells::quoted;

use super::{WriteError, languages, written};
use crate::schema::sheets::{Column, Sheet};
use crate::write::items::{Cell, items};

/// Without it Excel assumes the system's own encoding instead of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes a ledger into an empty folder as `.csv` files: UTF-8 with a byte order mark,
/// commas, CRLF, one file for each sheet, named like it. A text that a spreadsheet would
/// run as a formula, or read as a number or a date, gets additional quotes.
///
/// Besides the ledger, only one row is held in memory.
///
/// # Errors
/// If a language cannot have a column, or a file cannot be written.
pub fn write_csv(ledger: &Ledger, folder: &Path) -> Result<(), WriteError> {
    let tags = languages(ledger)?;
    for sheet in Sheet::ALL {
        let columns = sheet.columns(tags.iter().copied());
        let file = File::create(folder.join(format!("{}.csv", sheet.title())))?;
        let mut file = BufWriter::new(file);
        file.write_all(BYTE_ORDER_MARK)?;
        let mut out = ::csv::WriterBuilder::new()
            .terminator(::csv::Terminator::CRLF)
            .from_writer(file);
        write_rows(ledger, sheet, &columns, &mut out).map_err(std::io::Error::from)?;
        let file = out.into_inner().map_err(|error| error.into_error())?;
        file.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    }
    Ok(())
}

fn write_rows<W: Write>(
    ledger: &Ledger,
    sheet: Sheet,
    columns: &[Column],
    out: &mut ::csv::Writer<W>,
) -> Result<(), ::csv::Error> {
    out.write_record(columns.iter().map(Column::heading))?;
    for item in items(ledger, sheet) {
        for column in columns {
            match item.cell(&column.field) {
                None => out.write_field("")?,
                Some(Cell::Text(text)) if inert(&text) => {
                    out.write_field(written(&text, column))?;
                }
                Some(Cell::Text(text)) => out.write_field(quoted(&text))?,
                Some(cell) => out.write_field(cell.plain())?,
            }
        }
        out.write_record(None::<&[u8]>)?;
    }
    Ok(())
}

/// Whether a spreadsheet that opens the file reads the text as a text, unchanged.
pub(super) fn inert(text: &str) -> bool {
    let numeric = |c: char| c.is_ascii_digit() || " .,:/%+-eE年月日".contains(c);
    let first = text.chars().next().unwrap_or_default();
    let formula = "=+-@＝＋－＠".contains(first);
    let number = (first.is_ascii_digit() || first == '.') && text.chars().all(numeric);
    let flag = text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
    !formula && !number && !flag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_a_spreadsheet_would_alter_are_quoted() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "＝1",
            "007",
            "1e5",
            "2025-03-01",
            "3/4",
            "12345678901234567890",
            "TRUE",
            "1,5",
            "12%",
            "8:30",
            "3月4日",
        ] {
            assert!(!inert(text), "{text}");
        }
        for text in ["R0001", "张三", "12 Tea Lane", "a=b", "Falsehood", "E5x", "3号楼"]
        {
            assert!(inert(text), "{text}");
        }
    }
}
