//! A folder of text files, one for each sheet: `.csv` and the other extensions that
//! spreadsheets use.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use encoding_rs::Encoding;

use super::records::{QuoteFault, Record, Records, RowMark};
use super::text::{Evidence, TextError, TextFile, encoding, marked_or};
use super::{Each, Found, Layout, Line, Source, broken};
use crate::WorkbookError;
use crate::fault::CellError;
use crate::schema::sheets::{Kind, Sheet};
use crate::source::cells::Content;

/// Maximum number of tables in a folder; no register has more.
const MOST: usize = 200;
/// Maximum number of files examined to find them.
const FILES: usize = 20_000;
/// Maximum length of a text in characters, where no spreadsheet sets a limit.
pub(super) const LONGEST: usize = 1_000_000;
/// Number of bytes of the hall's table that are searched for its time zone.
const HALL: u64 = 1 << 16;
/// Number of bytes at the start of a text that contain its headings.
const START: usize = 16_384;
/// The time zones of China, as spelled in the hall's table.
const CHINESE_ZONES: [&[u8]; 6] = [
    b"Asia/Shanghai",
    b"Asia/Urumqi",
    b"Asia/Chongqing",
    b"Asia/Harbin",
    b"Asia/Kashgar",
    b"PRC",
];

/// A folder of text files.
pub(crate) struct FolderSource {
    files: Vec<(PathBuf, Arc<str>)>,
    /// Whether the hall is in China.
    chinese: bool,
    /// The encoding that was set for files without a byte order mark.
    set: Option<&'static Encoding>,
    /// Whether a file that is not in the set encoding is an error.
    strict: bool,
    /// The encoding of the file read last, if it was guessed.
    guessed: Option<&'static str>,
    /// The encoding of the file read last.
    encoding: Option<&'static Encoding>,
}

impl FolderSource {
    /// Lists the tables of a folder; `set` is the encoding of its files, if it was set.
    ///
    /// # Errors
    /// If it cannot be read, contains too many files, or files of several workbooks.
    pub(crate) fn open(
        folder: &Path,
        set: Option<&'static Encoding>,
    ) -> Result<Self, WorkbookError> {
        let mut paths = Vec::new();
        for (number, entry) in std::fs::read_dir(folder).map_err(broken)?.enumerate() {
            let path = entry.map_err(broken)?.path();
            paths.extend(is_table(&path).then_some(path));
            if number > FILES || paths.len() > MOST {
                return Err(WorkbookError::Crowded { limit: MOST });
            }
        }
        paths.sort();
        let files = sheets_of(paths.iter().map(PathBuf::as_path))?;
        Ok(FolderSource::of(files, set, true))
    }

    /// As [`FolderSource::open`], but without limits on files and workbooks, and with
    /// undecodable text accepted: nothing may delay a withdrawal of consent.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn open_any(
        folder: &Path,
        set: Option<&'static Encoding>,
    ) -> Result<Self, WorkbookError> {
        let entries = std::fs::read_dir(folder).map_err(broken)?.flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.retain(|path| is_table(path));
        paths.sort();
        let files = paths.into_iter().map(|path| {
            let stem = path.file_stem().map(|it| it.to_string_lossy().trim().to_owned());
            let stem = stem.unwrap_or_default();
            let sheet = exported(&stem).map_or(stem.as_str(), |(_, sheet)| sheet);
            let name = if Sheet::of(&stem).is_some() { &stem } else { sheet };
            let name = Arc::from(name);
            (path, name)
        });
        Ok(FolderSource::of(files.collect(), set, false))
    }

    fn of(
        files: Vec<(PathBuf, Arc<str>)>,
        set: Option<&'static Encoding>,
        strict: bool,
    ) -> FolderSource {
        let hall = files.iter().find(|(_, name)| Sheet::of(name) == Some(Sheet::Hall));
        let chinese = hall.is_some_and(|(path, _)| {
            let mut start = Vec::new();
            let file = std::fs::File::open(path);
            let read = file.and_then(|file| file.take(HALL).read_to_end(&mut start));
            read.is_ok() && is_chinese(&start)
        });
        FolderSource { files, chinese, set, strict, guessed: None, encoding: None }
    }

    fn text(&self, path: &Path, evidence: &Evidence<'_>) -> Result<TextFile, TextError> {
        match self.set {
            None => Ok(TextFile::open(path, evidence)?),
            Some(set) if self.strict => TextFile::open_strictly_as(path, set),
            Some(set) => Ok(TextFile::open_as(path, set)?),
        }
    }
}

/// Whether the hall with that table is in China.
fn is_chinese(hall: &[u8]) -> bool {
    let plain: Vec<u8> = hall.iter().copied().filter(|byte| *byte != 0).collect();
    CHINESE_ZONES.iter().any(|zone| plain.windows(zone.len()).any(|it| it == *zone))
}

/// Whether a file may contain a table of a register.
fn is_table(path: &Path) -> bool {
    let Some(stem) = path.file_stem().map(|it| it.to_string_lossy()) else {
        return false;
    };
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "csv" | "tsv" => !stem.starts_with(['.', '~']),
        // Excel's “Unicode text”; other `.txt` files are somebody's notes.
        "txt" => Sheet::of(&stem).is_some() || exported(&stem).is_some(),
        _ => false,
    }
}

/// Splits the name of a single sheet saved by a spreadsheet into workbook and sheet: Google
/// writes `FILE - SHEET`, LibreOffice `FILE-SHEET`.
fn exported(stem: &str) -> Option<(&str, &str)> {
    let (book, sheet) = stem.rsplit_once(['-', '–', '—', '－'])?;
    Sheet::of(sheet).map(|_| (book.trim(), sheet.trim()))
}

/// The tables among the files, each with the name of its sheet: the name of the file, or
/// the part that the exporting program put behind the name of the workbook.
///
/// # Errors
/// If they come from several workbooks.
fn sheets_of<'p>(
    paths: impl Iterator<Item = &'p Path>,
) -> Result<Vec<(PathBuf, Arc<str>)>, WorkbookError> {
    let named = paths.filter(|path| is_table(path)).map(|path| {
        let stem = path.file_stem().map(|it| it.to_string_lossy().trim().to_owned());
        (path.to_owned(), stem.unwrap_or_default())
    });
    let named: Vec<(PathBuf, String)> = named.collect();
    // If any file is named as a sheet, files named as exports are not part of the register.
    let plain = named.iter().any(|(_, stem)| Sheet::of(stem).is_some());
    let books: BTreeSet<&str> =
        named.iter().filter_map(|(_, stem)| exported(stem)).map(|it| it.0).collect();
    if !plain && books.len() > 1 {
        let books = books.into_iter().take(5).map(str::to_owned).collect();
        return Err(WorkbookError::SeveralBooks { books });
    }
    let sheet = |stem: &str| match exported(stem) {
        Some((_, sheet)) if !plain => Arc::from(sheet),
        _ => Arc::from(stem),
    };
    Ok(named.iter().map(|(path, stem)| (path.clone(), sheet(stem))).collect())
}

/// The file that contains a sheet.
pub fn file_of_sheet<'p>(
    paths: impl Iterator<Item = &'p Path>,
    sheet: &str,
) -> Option<PathBuf> {
    let files = sheets_of(paths).ok()?;
    files.into_iter().find(|(_, name)| **name == *sheet).map(|(path, _)| path)
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
        let known = |text: &str| of_delimiters(sheet, text).1;
        let evidence = Evidence { known: &known, chinese: self.chinese };
        let mut start = vec![0; START];
        let file = self.text(path, &evidence).map_err(|error| match error {
            TextError::File(error) => broken(error),
            TextError::Undecodable { line, encoding } => {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                let (file, encoding) = (file.into_owned(), encoding.name());
                WorkbookError::Undecodable { file, line, encoding }
            }
        })?;
        self.guessed = file.encoding.guessed_name();
        self.encoding = Some(file.encoding.encoding);
        let mut text = file.read();
        let size = fill(&mut text, &mut start).map_err(broken)?;
        start.truncate(size);
        let head = String::from_utf8_lossy(&start).into_owned();
        let (delimiter, _) = of_delimiters(sheet, &head);
        // Excel's `sep=` line, which sets the delimiter, is not a row.
        let skipped =
            head.starts_with("sep=").then(|| head.find('\n').map_or(0, |at| at + 1));
        let skipped = skipped.unwrap_or_default();
        let start = start.split_off(skipped.min(start.len()));
        let from = io::Cursor::new(start).chain(text);
        let (above, guessed) = (u64::from(skipped > 0), self.guessed.is_some());
        Table { sheet, name, above, guessed }.read(from, delimiter, each)
    }

    fn guessed_encoding(&self) -> Option<&'static str> {
        self.guessed
    }

    fn layout(&self) -> Layout {
        Layout { encoding: self.encoding, ..Layout::default() }
    }

    fn longest(&self) -> usize {
        LONGEST
    }
}

/// The file that contains the hall's table.
pub(crate) fn file_of_hall<'p>(paths: impl Iterator<Item = &'p Path>) -> Option<PathBuf> {
    let mut files = sheets_of(paths).ok()?.into_iter();
    files.find(|(_, name)| Sheet::of(name) == Some(Sheet::Hall)).map(|(path, _)| path)
}

/// Number of rows in a text, as a spreadsheet counts them.
pub(crate) fn rows_in(text: &str, delimiter: u8) -> u64 {
    let mut records = Records::new(text.as_bytes(), delimiter);
    let mut record = Record::default();
    while records.read(&mut record).unwrap_or(false) {}
    records.number()
}

/// The encoding of a sheet's file, detected as in reading. `hall` is the content of the
/// hall's table, `set` the encoding that was set.
pub(crate) fn encoding_of(
    sheet: &str,
    bytes: &[u8],
    hall: &[u8],
    set: Option<&'static Encoding>,
) -> &'static Encoding {
    if let Some(set) = set {
        return marked_or(bytes, set);
    }
    let sheet = Sheet::of(sheet);
    let known = |text: &str| of_delimiters(sheet, text).1;
    encoding(bytes, &Evidence { known: &known, chinese: is_chinese(hall) }).encoding
}

/// The delimiter in a sheet's text, detected as in reading.
pub(crate) fn delimiter_of(sheet: &str, text: &str) -> u8 {
    let start = text.get(..text.floor_char_boundary(START)).unwrap_or(text);
    of_delimiters(Sheet::of(sheet), start).0
}

/// Reads until the text ends, or fewer than 16 bytes of the buffer are free: the decoder
/// needs that many.
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

/// The delimiter with which most headings are recognised, and their number.
fn of_delimiters(sheet: Option<Sheet>, text: &str) -> (u8, usize) {
    if let Some(rest) = text.strip_prefix("sep=") {
        return (rest.bytes().next().unwrap_or(b','), 1);
    }
    let known = |delimiter: u8| {
        let mut records = Records::new(text.as_bytes(), delimiter);
        let mut record = Record::default();
        let mut most = 0;
        // There may be a title above the headings.
        for _ in 0..3 {
            if !records.read(&mut record).unwrap_or(false) {
                break;
            }
            let is_known =
                |it: &&String| sheet.is_some_and(|sheet| sheet.column(it).is_some());
            most = most.max(record.fields.iter().filter(is_known).count());
        }
        most
    };
    let counts = [b',', b'\t', b';'].map(|delimiter| (delimiter, known(delimiter)));
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    best.copied().unwrap_or((b',', 0))
}

/// A table that is being read.
struct Table<'t> {
    sheet: Option<Sheet>,
    name: &'t Arc<str>,
    /// Number of lines above the table.
    above: u64,
    /// Whether its encoding was guessed.
    guessed: bool,
}

impl Table<'_> {
    /// Passes every row to `each`.
    fn read(
        &self,
        from: impl Read,
        delimiter: u8,
        each: &mut Each<'_>,
    ) -> Result<(), WorkbookError> {
        let mut records = Records::new(from, delimiter);
        let mut record = Record::default();
        let mut headed = false;
        loop {
            let more = records.read(&mut record);
            let more = more.map_err(|error| WorkbookError::Text {
                sheet: self.name.to_string(),
                row: records.number() + self.above,
                what: error.to_string(),
            })?;
            if !more {
                return Ok(());
            }
            if let (false, Some(sheet)) = (headed, self.sheet) {
                headed = record.fields.iter().any(|it| sheet.column(it).is_some());
                records.mark = row_mark(sheet, &record.fields);
            }
            self.row(&record, each);
        }
    }

    fn row(&self, record: &Record, each: &mut Each<'_>) {
        let cells = (0..).zip(&record.fields).filter_map(|(place, text)| {
            Content::of_text(text.as_str().into()).map(|content| (place, content))
        });
        let cells: Vec<_> = cells.collect();
        let mut flaws: Vec<(u32, CellError)> = record
            .faults
            .iter()
            .map(|(column, fault)| {
                let wrong = match fault {
                    QuoteFault::Unclosed => CellError::QuoteUnclosed,
                    QuoteFault::TextAfter => CellError::TextAfterQuote,
                };
                (u32::try_from(*column).unwrap_or(u32::MAX), wrong)
            })
            .collect();
        if self.guessed {
            let unread = cells.iter().filter(|(_, it)| it.shown().contains(is_private));
            flaws.extend(
                unread.map(|(place, it)| {
                    (*place, CellError::Garbled { found: it.brief() })
                }),
            );
        }
        if !cells.is_empty() || !flaws.is_empty() {
            let number = u32::try_from(record.number + self.above).unwrap_or(u32::MAX);
            let recovered = record.recovered;
            each(Line { number, cells, flaws, recovered, ..Line::default() });
        }
    }
}

/// How rows of a sheet can be recognised, given its headings; `None` if these include
/// neither a date nor an id.
fn row_mark(sheet: Sheet, headings: &[String]) -> Option<RowMark> {
    let place = |kind: Kind| {
        let is_it = |it: &String| sheet.column(it).is_some_and(|it| it.kind == kind);
        headings.iter().position(is_it)
    };
    let (day, id) = (place(Kind::Date), place(Kind::Id));
    let is_known = day.is_some() || id.is_some();
    is_known.then_some(RowMark { day, id, headings: headings.len(), is_day })
}

fn is_day(text: &str) -> bool {
    let content = Content::Text(text.into());
    text.len() >= 8 && crate::parse::dates::day(&content).is_ok()
}

/// Whether a character is for private use: no encoding defines its meaning.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}
