//! The cells of a workbook, read with a bound on what they may unpack to.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use zip::ZipArchive;

use super::cells::Content;
use super::{UNPACKED_LIMIT, WorkbookError};

/// A sheet: its name, and its rows that hold anything, by number from 1.
pub(super) struct Grid {
    pub(super) name: Arc<str>,
    pub(super) rows: BTreeMap<u32, Cells>,
}

/// The cells of a row that hold anything, by column from 0.
pub(super) type Cells = BTreeMap<u32, Content>;

fn broken(error: impl std::fmt::Display) -> WorkbookError {
    WorkbookError::Broken { what: error.to_string() }
}

/// Every sheet, in the order of the workbook.
pub(super) fn grids(bytes: &[u8]) -> Result<Vec<Grid>, WorkbookError> {
    within_bounds(bytes, UNPACKED_LIMIT)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    book.sheet_names()
        .into_iter()
        .map(|name| {
            Ok(Grid { rows: rows(&mut book, &name)?, name: Arc::from(name.as_str()) })
        })
        .collect()
}

/// Unpacks the file into nothing: what its directory says of sizes may be a lie.
fn within_bounds(bytes: &[u8], limit: u64) -> Result<(), WorkbookError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = limit;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let size = size.map_err(broken)?;
        left = left.checked_sub(size).ok_or(WorkbookError::TooLarge { limit })?;
    }
    Ok(())
}

/// Cell by cell, since one stray cell at the far end of a sheet would make a dense
/// table of it as large as the sheet can be.
fn rows(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
) -> Result<BTreeMap<u32, Cells>, WorkbookError> {
    let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut rows: BTreeMap<u32, Cells> = BTreeMap::new();
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        if let Some(content) = content(cell.get_value()) {
            rows.entry(row + 1).or_default().insert(column, content);
        }
    }
    Ok(rows)
}

fn content(value: &DataRef<'_>) -> Option<Content> {
    Some(match value {
        DataRef::Int(number) => Content::Text(number.to_string()),
        DataRef::Float(number) => Content::Number(*number),
        DataRef::String(text) => return trimmed(text),
        DataRef::SharedString(text) => return trimmed(text),
        DataRef::Bool(flag) => Content::Flag(*flag),
        DataRef::DateTime(moment) => date(moment),
        DataRef::DateTimeIso(text) => Content::Date(
            text.split_once('T').map_or(text.as_str(), |(day, _)| day).to_owned(),
        ),
        DataRef::DurationIso(text) => return trimmed(text),
        DataRef::Error(error) => Content::Failed(error.to_string()),
        DataRef::Empty => return None,
    })
}

fn trimmed(text: &str) -> Option<Content> {
    let text = text.trim();
    (!text.is_empty()).then(|| Content::Text(text.to_owned()))
}

fn date(moment: &ExcelDateTime) -> Content {
    if moment.is_duration() {
        return Content::Number(moment.as_f64());
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    Content::Date(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn zeros(size: usize) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for name in ["a.xml", "b.xml"] {
            zip.start_file(name, options).unwrap();
            zip.write_all(&vec![0; size]).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_by_what_it_unpacks_to() {
        let bytes = zeros(50_000);
        assert_eq!(within_bounds(&bytes, 100_000), Ok(()));
        let limit = 99_999;
        assert_eq!(within_bounds(&bytes, limit), Err(WorkbookError::TooLarge { limit }));
    }
}
