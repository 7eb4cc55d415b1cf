//! A folder of text files, one for each sheet: `.csv` and what else spreadsheets call it.

use std::cell::Cell;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use encoding_rs::Encoding;

use super::text::{TextFile, encoding};
use super::{Each, Found, Line, Source};
use crate::workbook::WorkbookError;
use crate::workbook::cells::Content;
use crate::workbook::sheets::Sheet;

/// The most tables in a folder: more are no hall's.
const MOST: usize = 200;
/// The most files that are looked at for them.
const FILES: usize = 20_000;
/// The most bytes of a row.
const ROW: usize = 4_000_000;
/// The most characters of a text, where no spreadsheet says how many.
pub(super) const LONGEST: usize = 1_000_000;

/// A folder of text files.
pub(in crate::workbook) struct FolderSource {
    files: Vec<(PathBuf, Arc<str>)>,
}

impl FolderSource {
    /// Looks into the folder.
    ///
    /// # Errors
    /// When it cannot be read or holds far too much.
    pub(in crate::workbook) fn open(folder: &Path) -> Result<Self, WorkbookError> {
        let mut files = Vec::new();
        for (number, entry) in std::fs::read_dir(folder).map_err(unread)?.enumerate() {
            let path = entry.map_err(unread)?.path();
            files.extend(sheet_name(&path).map(|name| (path, name)));
            if number > FILES || files.len() > MOST {
                return Err(WorkbookError::Crowded { limit: MOST });
            }
        }
        files.sort();
        Ok(FolderSource { files })
    }
}

/// The name of the sheet in a file, if it holds one.
fn sheet_name(path: &Path) -> Option<Arc<str>> {
    let stem = path.file_stem()?.to_string_lossy();
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    let is_table = match ending.as_str() {
        "csv" | "tsv" => !stem.starts_with(['.', '~']),
        // Excel's “Unicode text”; other texts are somebody's notes.
        "txt" => Sheet::of(&stem).is_some(),
        _ => false,
    };
    is_table.then(|| Arc::from(stem.trim()))
}

impl Source for FolderSource {
    fn sheets(&self) -> Vec<Found> {
        let found =
            |(_, name): &(_, Arc<str>)| Found { name: Arc::clone(name), hidden: false };
        self.files.iter().map(found).collect()
    }

    fn rows(&mut self, index: usize, each: &mut Each<'_>) -> Result<(), WorkbookError> {
        let Some((path, name)) = self.files.get(index) else { return Ok(()) };
        let sheet = Sheet::of(name);
        let known = |text: &str| of_delimiters(sheet, text).1 > 0;
        let mut start = vec![0; 16_384];
        let mut text = TextFile::open(path, known).map_err(unread)?.read();
        let size = fill(&mut text, &mut start).map_err(unread)?;
        start.truncate(size);
        let head = String::from_utf8_lossy(&start).into_owned();
        let (delimiter, _) = of_delimiters(sheet, &head);
        // Excel's own word for the delimiter is no row.
        let skipped =
            head.starts_with("sep=").then(|| head.find('\n').map_or(0, |at| at + 1));
        let skipped = skipped.unwrap_or_default();
        let start = start.split_off(skipped.min(start.len()));
        let from = io::Cursor::new(start).chain(text).chain(&b"\n"[..]);
        table(from, delimiter, u64::from(skipped > 0), name, each)
    }

    fn longest(&self) -> usize {
        LONGEST
    }
}

/// How the file of a sheet is encoded, found out as when it is read.
pub(crate) fn encoding_of(sheet: &str, bytes: &[u8]) -> &'static Encoding {
    let sheet = Sheet::of(sheet);
    encoding(bytes, |text| of_delimiters(sheet, text).1 > 0)
}

/// Reads until the buffer is full or the text ends.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut size = 0;
    while let Some(rest) = buffer.get_mut(size..).filter(|rest| rest.len() >= 16) {
        match from.read(rest)? {
            0 => break,
            read => size += read,
        }
    }
    Ok(size)
}

/// The delimiter by which most headings are known, and how many are.
fn of_delimiters(sheet: Option<Sheet>, text: &str) -> (u8, usize) {
    if let Some(rest) = text.strip_prefix("sep=") {
        return (rest.bytes().next().unwrap_or(b','), 1);
    }
    let known = |delimiter: u8| {
        let mut rows = rows(text.as_bytes(), delimiter);
        let mut record = csv::StringRecord::new();
        let mut most = 0;
        // A title may stand above the headings.
        for _ in 0..3 {
            if !rows.read_record(&mut record).unwrap_or(false) {
                break;
            }
            let is_known =
                |it: &&str| sheet.is_some_and(|sheet| sheet.column(it).is_some());
            most = most.max(record.iter().filter(is_known).count());
        }
        most
    };
    let counts = [b',', b'\t', b';'].map(|delimiter| (delimiter, known(delimiter)));
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    best.copied().unwrap_or((b',', 0))
}

fn rows<R: Read>(from: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(1 << 16)
        .from_reader(from)
}

/// Gives every row of a table; `above` lines stood above it.
fn table(
    from: impl Read,
    delimiter: u8,
    above: u64,
    name: &Arc<str>,
    each: &mut Each<'_>,
) -> Result<(), WorkbookError> {
    let left = Rc::new(Cell::new(ROW));
    let mut rows = rows(Bounded { from, left: Rc::clone(&left) }, delimiter);
    let mut record = csv::StringRecord::new();
    let (mut number, mut within) = (0_u64, 0_u64);
    loop {
        let read = rows.read_record(&mut record);
        let more = read.map_err(|error| WorkbookError::Text {
            sheet: name.to_string(),
            row: number + 1 + above,
            what: error.to_string(),
        })?;
        if !more {
            return Ok(());
        }
        left.set(ROW);
        // Lines within a cell are no rows; blank lines are.
        let lines = record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
        within += u64::try_from(lines).unwrap_or_default();
        let line = rows.position().line().saturating_sub(1 + within);
        number = line.max(number + 1);
        let cells = (0..).zip(&record).filter_map(|(place, text)| {
            Content::of_text(text.into()).map(|content| (place, content))
        });
        let cells: Vec<_> = cells.collect();
        if !cells.is_empty() {
            let number = u32::try_from(number + above).unwrap_or(u32::MAX);
            each(Line { number, cells, ..Line::default() });
        }
    }
}

/// A reader that stops within a row that is far too long.
struct Bounded<R> {
    from: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            let what = "a row far too long; perhaps a quotation mark is missing";
            return Err(io::Error::other(what));
        }
        let read = self.from.read(buffer)?;
        self.left.set(left.saturating_sub(read));
        Ok(read)
    }
}

fn unread(error: io::Error) -> WorkbookError {
    WorkbookError::Broken { what: error.to_string() }
}
