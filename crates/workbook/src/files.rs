//! Where the sheets of a register are in a folder of text files or a database, which
//! have no list of their sheets.

use std::path::{Path, PathBuf};

use hallboard_sheets::cells::Content;
use hallboard_sheets::{
    FolderSource, KnownSheets, RowMark, SheetsError, SqliteSource, TextForm,
    sheets_of_files,
};

use crate::Encoding;
use crate::schema::sheets::{Kind, Sheet};
use crate::schema::tables::APPLICATION;

/// Number of bytes of the hall's table that are searched for its time zone.
const HALL: u64 = 1 << 16;
/// The time zones of China, as spelled in the hall's table.
const CHINESE_ZONES: [&[u8]; 6] = [
    b"Asia/Shanghai",
    b"Asia/Urumqi",
    b"Asia/Chongqing",
    b"Asia/Harbin",
    b"Asia/Kashgar",
    b"PRC",
];

/// The sheets of a register.
struct RegisterSheets;

impl KnownSheets for RegisterSheets {
    fn is_sheet(&self, name: &str) -> bool {
        Sheet::of(name).is_some()
    }

    fn is_heading(&self, sheet: &str, text: &str) -> bool {
        Sheet::of(sheet).is_some_and(|sheet| sheet.column(text).is_some())
    }

    /// By its day or its id; not at all by a row without any.
    fn row_mark(&self, sheet: &str, headings: &[String]) -> Option<RowMark> {
        let sheet = Sheet::of(sheet)?;
        let place = |kind: Kind| {
            let is_it = |it: &String| sheet.column(it).is_some_and(|it| it.kind == kind);
            headings.iter().position(is_it)
        };
        let (day, id) = (place(Kind::Date), place(Kind::Id));
        let is_known = day.is_some() || id.is_some();
        is_known.then_some(RowMark { day, id, headings: headings.len(), is_day })
    }
}

fn is_day(text: &str) -> bool {
    let content = Content::Text(text.into());
    text.len() >= 8 && crate::parse::dates::day(&content).is_ok()
}

/// The text files of a folder, in the encoding `set` if there is one.
///
/// # Errors
/// When the folder cannot be read, holds far too much, or files of several workbooks.
pub(crate) fn folder(
    folder: &Path,
    set: Option<&'static Encoding>,
) -> Result<FolderSource<'static>, SheetsError> {
    FolderSource::open(folder, &RegisterSheets, set).map(in_its_country)
}

/// As [`folder`], however much is in it, of however many workbooks, and with whatever cannot
/// be decoded.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn any_folder(
    folder: &Path,
    set: Option<&'static Encoding>,
) -> Result<FolderSource<'static>, SheetsError> {
    FolderSource::open_any(folder, &RegisterSheets, set).map(in_its_country)
}

fn in_its_country(source: FolderSource<'static>) -> FolderSource<'static> {
    let hall = source.start_of(|name| Sheet::of(name) == Some(Sheet::Hall), HALL);
    source.with_chinese(hall.is_some_and(|hall| is_chinese(&hall)))
}

/// The tables of a SQLite file.
///
/// # Errors
/// When it is broken or has too many.
pub(crate) fn sqlite(path: &Path) -> Result<SqliteSource, SheetsError> {
    SqliteSource::open(path, &RegisterSheets, APPLICATION)
}

/// As [`sqlite`], however many tables there are.
///
/// # Errors
/// When it is broken.
pub(crate) fn any_sqlite(path: &Path) -> Result<SqliteSource, SheetsError> {
    SqliteSource::open_any(path, &RegisterSheets, APPLICATION)
}

/// How the text file of a sheet is made; `hall` is what the hall's own table holds, `set` the
/// encoding that was set.
pub(crate) fn text_form<'f>(
    sheet: &'f str,
    hall: &[u8],
    set: Option<&'static Encoding>,
) -> TextForm<'f> {
    TextForm { known: &RegisterSheets, sheet, chinese: is_chinese(hall), set }
}

/// Whether the hall with that table is in China.
fn is_chinese(hall: &[u8]) -> bool {
    let plain: Vec<u8> = hall.iter().copied().filter(|byte| *byte != 0).collect();
    CHINESE_ZONES.iter().any(|zone| plain.windows(zone.len()).any(|it| it == *zone))
}

/// The file that contains a sheet.
pub fn file_of_sheet<'p>(
    paths: impl Iterator<Item = &'p Path>,
    sheet: &str,
) -> Option<PathBuf> {
    let files = sheets_of_files(paths, &RegisterSheets).ok()?;
    files.into_iter().find(|(_, name)| **name == *sheet).map(|(path, _)| path)
}

/// The file that contains the hall's table.
pub(crate) fn file_of_hall<'p>(paths: impl Iterator<Item = &'p Path>) -> Option<PathBuf> {
    let mut files = sheets_of_files(paths, &RegisterSheets).ok()?.into_iter();
    files.find(|(_, name)| Sheet::of(name) == Some(Sheet::Hall)).map(|(path, _)| path)
}
