//! A folder of text files, one for each sheet: `.csv` and the other extensions that
//! spreadsheets use.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use encoding_rs::Encoding;

use super::records::{QuoteFault, Record, Records};
use super::text::{Evidence, TextError, TextFile};
use super::{Each, Found, KnownSheets, Layout, Line, Source, TextForm, broken};
use crate::cells::Content;
use crate::{Flaw, SheetsError};

/// Maximum number of tables in a folder; more are refused.
const MOST: usize = 200;
/// Maximum number of files examined to find them.
const FILES: usize = 20_000;
/// Maximum length of a text in characters, where no spreadsheet sets a limit.
pub(super) const LONGEST: usize = 1_000_000;
/// Number of bytes at the start of a text that contain its headings.
pub(super) const START: usize = 16_384;
/// A folder of text files.
pub struct FolderSource<'k> {
    files: Vec<(PathBuf, Arc<str>)>,
    known: &'k dyn KnownSheets,
    /// Whether its texts are probably Chinese.
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

impl<'k> FolderSource<'k> {
    /// Lists the tables of a folder; `set` is the encoding of its files, if it was set.
    ///
    /// # Errors
    /// If it cannot be read, contains too many files, or files of several workbooks.
    pub fn open(
        folder: &Path,
        known: &'k dyn KnownSheets,
        set: Option<&'static Encoding>,
    ) -> Result<Self, SheetsError> {
        let mut paths = Vec::new();
        for (number, entry) in std::fs::read_dir(folder).map_err(broken)?.enumerate() {
            let path = entry.map_err(broken)?.path();
            paths.extend(is_table(&path, known).then_some(path));
            if number > FILES || paths.len() > MOST {
                return Err(SheetsError::Crowded { limit: MOST });
            }
        }
        paths.sort();
        let files = sheets_of_files(paths.iter().map(PathBuf::as_path), known)?;
        Ok(FolderSource::of(files, known, set, true))
    }

    /// As [`FolderSource::open`], but without limits on files and workbooks, and with
    /// undecodable text accepted: nothing may delay a withdrawal of consent.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn open_any(
        folder: &Path,
        known: &'k dyn KnownSheets,
        set: Option<&'static Encoding>,
    ) -> Result<Self, SheetsError> {
        let entries = std::fs::read_dir(folder).map_err(broken)?.flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.retain(|path| is_table(path, known));
        paths.sort();
        let files = paths.into_iter().map(|path| {
            let stem = path.file_stem().map(|it| it.to_string_lossy().trim().to_owned());
            let stem = stem.unwrap_or_default();
            let sheet = exported(&stem, known).map_or(stem.as_str(), |(_, sheet)| sheet);
            let name = if known.is_sheet(&stem) { &stem } else { sheet };
            let name = Arc::from(name);
            (path, name)
        });
        Ok(FolderSource::of(files.collect(), known, set, false))
    }

    fn of(
        files: Vec<(PathBuf, Arc<str>)>,
        known: &'k dyn KnownSheets,
        set: Option<&'static Encoding>,
        strict: bool,
    ) -> FolderSource<'k> {
        let (chinese, guessed, encoding) = (false, None, None);
        FolderSource { files, known, chinese, set, strict, guessed, encoding }
    }

    /// At most `size` bytes from the start of the first file of a sheet with such a name;
    /// `None` if there is none, or it cannot be read.
    pub fn start_of(&self, is_it: impl Fn(&str) -> bool, size: u64) -> Option<Vec<u8>> {
        let (path, _) = self.files.iter().find(|(_, name)| is_it(name))?;
        let mut start = Vec::new();
        let file = std::fs::File::open(path).ok()?;
        file.take(size).read_to_end(&mut start).ok()?;
        Some(start)
    }

    /// With texts that are probably Chinese, where their encoding must be guessed, or not.
    #[must_use]
    pub fn with_chinese(self, chinese: bool) -> FolderSource<'k> {
        FolderSource { chinese, ..self }
    }

    fn text(&self, path: &Path, evidence: &Evidence<'_>) -> Result<TextFile, TextError> {
        match self.set {
            None => Ok(TextFile::open(path, evidence)?),
            Some(set) if self.strict => TextFile::open_strictly_as(path, set),
            Some(set) => Ok(TextFile::open_as(path, set)?),
        }
    }
}

/// Whether the file may hold the rows of a sheet.
fn is_table(path: &Path, known: &dyn KnownSheets) -> bool {
    let Some(stem) = path.file_stem().map(|it| it.to_string_lossy()) else {
        return false;
    };
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "csv" | "tsv" => !stem.starts_with(['.', '~']),
        // Excel's “Unicode text”; other `.txt` files are somebody's notes.
        "txt" => known.is_sheet(&stem) || exported(&stem, known).is_some(),
        _ => false,
    }
}

/// Splits the name of a single sheet saved by a spreadsheet into workbook and sheet: Google
/// writes `FILE - SHEET`, LibreOffice `FILE-SHEET`.
fn exported<'s>(stem: &'s str, known: &dyn KnownSheets) -> Option<(&'s str, &'s str)> {
    let (book, sheet) = stem.rsplit_once(['-', '–', '—', '－'])?;
    known.is_sheet(sheet).then(|| (book.trim(), sheet.trim()))
}

/// The tables among the files, each with the name of its sheet: the name of the file, or
/// the part that the exporting program put behind the name of the workbook.
///
/// # Errors
/// If they come from several workbooks.
pub fn sheets_of_files<'p>(
    paths: impl Iterator<Item = &'p Path>,
    known: &dyn KnownSheets,
) -> Result<Vec<(PathBuf, Arc<str>)>, SheetsError> {
    let named = paths.filter(|path| is_table(path, known)).map(|path| {
        let stem = path.file_stem().map(|it| it.to_string_lossy().trim().to_owned());
        (path.to_owned(), stem.unwrap_or_default())
    });
    let named: Vec<(PathBuf, String)> = named.collect();
    // If any file has the name of a sheet, files named like exports are ignored.
    let plain = named.iter().any(|(_, stem)| known.is_sheet(stem));
    let books: BTreeSet<&str> = named
        .iter()
        .filter_map(|(_, stem)| exported(stem, known))
        .map(|it| it.0)
        .collect();
    if !plain && books.len() > 1 {
        let books = books.into_iter().take(5).map(str::to_owned).collect();
        return Err(SheetsError::SeveralBooks { books });
    }
    let sheet = |stem: &str| match exported(stem, known) {
        Some((_, sheet)) if !plain => Arc::from(sheet),
        _ => Arc::from(stem),
    };
    Ok(named.iter().map(|(path, stem)| (path.clone(), sheet(stem))).collect())
}

impl Source for FolderSource<'_> {
    fn sheets(&self) -> Vec<Found> {
        let found =
            |(_, name): &(_, Arc<str>)| Found { name: Arc::clone(name), hidden: false };
        self.files.iter().map(found).collect()
    }

    fn rows(&mut self, index: usize, each: &mut Each<'_>) -> Result<(), SheetsError> {
        let Some((path, name)) = self.files.get(index) else { return Ok(()) };
        let (known, chinese, set) = (self.known, self.chinese, self.set);
        let form = TextForm { known, sheet: name, chinese, set };
        let known = |text: &str| form.of_delimiters(text).1;
        let evidence = Evidence { known: &known, chinese };
        let mut start = vec![0; START];
        let file = self.text(path, &evidence).map_err(|error| match error {
            TextError::File(error) => broken(error),
            TextError::Undecodable { line, encoding } => {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                let (file, encoding) = (file.into_owned(), encoding.name());
                SheetsError::Undecodable { file, line, encoding }
            }
        })?;
        self.guessed = file.encoding.guessed_name();
        self.encoding = Some(file.encoding.encoding);
        let mut text = file.read();
        let size = fill(&mut text, &mut start).map_err(broken)?;
        start.truncate(size);
        let head = String::from_utf8_lossy(&start).into_owned();
        let (delimiter, _) = form.of_delimiters(&head);
        // Excel's `sep=` line, which sets the delimiter, is not a row.
        let skipped =
            head.starts_with("sep=").then(|| head.find('\n').map_or(0, |at| at + 1));
        let skipped = skipped.unwrap_or_default();
        let start = start.split_off(skipped.min(start.len()));
        let from = io::Cursor::new(start).chain(text);
        let (above, guessed) = (u64::from(skipped > 0), self.guessed.is_some());
        Table { known: self.known, name, above, guessed }.read(from, delimiter, each)
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

/// Number of rows in a text, as a spreadsheet counts them.
pub(crate) fn rows_in(text: &str, delimiter: u8) -> u64 {
    let mut records = Records::new(text.as_bytes(), delimiter);
    let mut record = Record::default();
    while records.read(&mut record).unwrap_or(false) {}
    records.number()
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

/// A table that is being read.
struct Table<'t> {
    known: &'t dyn KnownSheets,
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
    ) -> Result<(), SheetsError> {
        let mut records = Records::new(from, delimiter);
        let mut record = Record::default();
        // The rows of others are not known.
        let mut headed = !self.known.is_sheet(self.name);
        loop {
            let more = records.read(&mut record);
            let more = more.map_err(|error| SheetsError::Text {
                sheet: self.name.to_string(),
                row: records.number() + self.above,
                what: error.to_string(),
            })?;
            if !more {
                return Ok(());
            }
            if !headed {
                let is_heading = |it: &String| self.known.is_heading(self.name, it);
                headed = record.fields.iter().any(is_heading);
                records.mark = self.known.row_mark(self.name, &record.fields);
            }
            self.row(&record, each);
        }
    }

    fn row(&self, record: &Record, each: &mut Each<'_>) {
        let cells = (0..).zip(&record.fields).filter_map(|(place, text)| {
            Content::of_text(text.as_str().into()).map(|content| (place, content))
        });
        let cells: Vec<_> = cells.collect();
        let mut flaws: Vec<(u32, Flaw)> = record
            .faults
            .iter()
            .map(|(column, fault)| {
                let wrong = match fault {
                    QuoteFault::Unclosed => Flaw::QuoteUnclosed,
                    QuoteFault::TextAfter => Flaw::TextAfterQuote,
                };
                (u32::try_from(*column).unwrap_or(u32::MAX), wrong)
            })
            .collect();
        if self.guessed {
            let unread = cells.iter().filter(|(_, it)| it.shown().contains(is_private));
            flaws.extend(
                unread.map(|(place, it)| (*place, Flaw::Garbled { found: it.brief() })),
            );
        }
        if !cells.is_empty() || !flaws.is_empty() {
            let number = u32::try_from(record.number + self.above).unwrap_or(u32::MAX);
            let recovered = record.recovered;
            each(Line { number, cells, flaws, recovered, ..Line::default() });
        }
    }
}

/// Whether a character is for private use: no encoding defines its meaning.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}
