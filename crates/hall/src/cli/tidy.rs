//! `hallboard tidy`: ids for the rows that have none, written into the file itself.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::failure::{Failure, Said};
use super::files;
use super::folder::ledger_path;
use super::whole;
use super::words::system;
use crate::read::{Located, Made, located_at};
use crate::tidy::{BlankCell, TidyError, csv, sqlite, workbook};
use crate::workbook::file_of_sheet;

/// How many ids are told one by one.
const TOLD: usize = 30;

/// Writes an id into every row that has none, and changes nothing else.
#[derive(clap::Args)]
pub(super) struct Tidy {
    /// The hall's ledger, or the hall's folder; the current folder, if left out.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    /// Say what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// The bytes of a file, or of each file of a folder, by path.
pub(super) type Bytes = BTreeMap<PathBuf, Vec<u8>>;

/// How a SQLite file begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

impl Tidy {
    /// Writes the ids, or says which it would write.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let path = ledger_path(self.path.as_deref())?;
        let before = bytes(&path).map_err(|error| whole::failed(&path, &error))?;
        let located = files::ledger_at(&path)?;
        let made = &located.made;
        let file = path.display();
        if made.is_empty() {
            writeln!(out, "{}", t!("tidy.nothing", file = file))?;
            return Ok(ExitCode::SUCCESS);
        }
        if self.dry_run {
            writeln!(out, "{}", t!("tidy.would", file = file, count = made.len()))?;
        } else {
            write(&path, &before, &located)?;
            writeln!(out, "{}", t!("tidy.written", file = file, count = made.len()))?;
        }
        for Made { sheet, row, id, .. } in made.iter().take(TOLD) {
            writeln!(out, "  {}", t!("tidy.id", sheet = sheet, row = row, id = id))?;
        }
        if let Some(more) = made.len().checked_sub(TOLD).filter(|more| *more > 0) {
            writeln!(out, "  {}", t!("tidy.more", count = more))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The bytes of a register: of its file, or of each file of its folder.
pub(super) fn bytes(path: &Path) -> io::Result<Bytes> {
    if !path.is_dir() {
        return Ok(Bytes::from([(path.to_owned(), fs::read(path)?)]));
    }
    let mut files = Bytes::new();
    for entry in fs::read_dir(path)? {
        let file = entry?.path();
        let ending = file.extension().unwrap_or_default();
        let is_table =
            ["csv", "tsv", "txt"].iter().any(|it| ending.eq_ignore_ascii_case(it));
        if is_table && file.is_file() {
            files.insert(file.clone(), fs::read(&file)?);
        }
    }
    Ok(files)
}

/// The file or folder itself, where the path is a link to it.
fn linked(path: &Path) -> PathBuf {
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_symlink() => {
            fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
        }
        _ => path.to_owned(),
    }
}

/// Refuses a file that a spreadsheet program has open: it would write over the ids, or
/// ask its user what to do about them.
pub(super) fn closed(file: &Path) -> Result<(), Failure> {
    // A program may have opened it by a link, or where the link leads.
    for place in [file.to_owned(), linked(file)] {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let locks = [format!("~${name}"), format!(".~{name}"), format!(".~lock.{name}#")];
        for lock in locks.map(|lock| place.with_file_name(lock)) {
            if lock.exists() {
                let mend = t!("tidy.open_mend", lock = lock.display());
                return Err(Failure::doing(Said::at(
                    file.display(),
                    t!("tidy.open"),
                    mend,
                )));
            }
        }
    }
    Ok(())
}

/// Writes the ids, whole or not at all.
pub(super) fn write(
    path: &Path,
    before: &Bytes,
    located: &Located,
) -> Result<(), Failure> {
    before.keys().try_for_each(|file| closed(file))?;
    let sheets = blanks(&located.made);
    if before.get(path).is_some_and(|bytes| bytes.starts_with(SQLITE)) {
        keep(path).map_err(|error| whole::failed(path, &error))?;
        let unchanged = || bytes(path).is_ok_and(|now| now == *before);
        return sqlite(path, &sheets, unchanged).map_err(|error| untidy(path, &error));
    }
    let after = spliced(path, before, &sheets).map_err(|error| untidy(path, &error))?;
    let is_right = |draft: &Path| {
        located_at(draft)
            .is_ok_and(|it| it.made.is_empty() && it.ledger == located.ledger)
    };
    let unlike = || {
        let what = t!("tidy.unmade", why = t!("tidy.not_the_same"));
        Failure::doing(Said::at(path.display(), what, t!("tidy.unmade_mend")))
    };
    replace(path, before, after, is_right, unlike)
}

fn blanks(made: &[Made]) -> BTreeMap<String, Vec<BlankCell>> {
    let mut sheets: BTreeMap<String, Vec<BlankCell>> = BTreeMap::new();
    for Made { sheet, row, column, id } in made {
        let cell = BlankCell { row: *row, column: *column, id: id.clone() };
        sheets.entry(sheet.to_string()).or_default().push(cell);
    }
    sheets
}

/// The files that change, with the ids in their places.
fn spliced(
    path: &Path,
    before: &Bytes,
    sheets: &BTreeMap<String, Vec<BlankCell>>,
) -> Result<Bytes, TidyError> {
    if path.is_dir() {
        let files = sheets.iter().map(|(sheet, cells)| of_folder(before, sheet, cells));
        return files.collect();
    }
    let bytes = before.get(path).map(Vec::as_slice).unwrap_or_default();
    Ok(Bytes::from([(path.to_owned(), workbook(bytes, sheets)?)]))
}

fn of_folder(
    before: &Bytes,
    sheet: &str,
    cells: &[BlankCell],
) -> Result<(PathBuf, Vec<u8>), TidyError> {
    let found = file_of_sheet(before.keys().map(PathBuf::as_path), sheet);
    let found = found.and_then(|file| before.get_key_value(&file));
    let (file, bytes) = found.ok_or_else(|| TidyError::NoSheet(sheet.to_owned()))?;
    Ok((file.clone(), csv(sheet, bytes, cells)?))
}

fn untidy(path: &Path, error: &TidyError) -> Failure {
    let path = path.display();
    Failure::doing(match error {
        TidyError::Formula { sheet, row } => Said::at(
            t!("tidy.place", file = path, sheet = sheet, row = row),
            t!("tidy.formula"),
            t!("tidy.formula_mend"),
        ),
        TidyError::Changed => Said::at(path, t!("tidy.changed"), t!("tidy.changed_mend")),
        TidyError::Locked => Said::at(path, t!("tidy.locked"), t!("tidy.locked_mend")),
        TidyError::ReadOnly => {
            Said::at(path, t!("tidy.read_only"), t!("tidy.read_only_mend"))
        }
        error => {
            Said::at(path, t!("tidy.unmade", why = system(error)), t!("tidy.unmade_mend"))
        }
    })
}

/// Writes the changed files, each whole: only if they are read as they should be (or
/// fails with `unlike`), and nobody has changed the old ones meanwhile. What a link leads
/// to is replaced, and the link stays.
pub(super) fn replace(
    path: &Path,
    before: &Bytes,
    after: Bytes,
    is_right: impl FnOnce(&Path) -> bool,
    unlike: impl FnOnce() -> Failure,
) -> Result<(), Failure> {
    whole::beside(&linked(path), |draft| {
        let told = |error: io::Error| whole::failed(path, &error);
        let place = |file: &Path| match path.is_dir() {
            true => draft.join(file.file_name().unwrap_or_default()),
            false => draft.to_owned(),
        };
        if path.is_dir() {
            fs::create_dir(draft).map_err(told)?;
        }
        for (file, old) in before {
            fs::write(place(file), after.get(file).unwrap_or(old)).map_err(told)?;
        }
        if !is_right(draft) {
            return Err(unlike());
        }
        if bytes(path).map_err(told)? != *before {
            let said =
                Said::at(path.display(), t!("tidy.changed"), t!("tidy.changed_mend"));
            return Err(Failure::doing(said));
        }
        for file in after.keys() {
            keep(file).map_err(told)?;
            let (draft, target) = (place(file), linked(file));
            if path.is_dir() && target != *file {
                // It may be on another disk than the folder.
                whole::beside(&target, |copy| {
                    fs::copy(&draft, copy).map_err(told)?;
                    whole::settle(copy, &target).map_err(told)
                })?;
            } else {
                whole::settle(&draft, &target).map_err(told)?;
            }
        }
        Ok(())
    })
}

/// Keeps a copy of the file as it was, unless one was kept today.
pub(super) fn keep(file: &Path) -> io::Result<()> {
    let file = &linked(file);
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".bak");
    let copy = file.with_file_name(name);
    let day = |time: std::time::SystemTime| {
        let time = jiff::Timestamp::try_from(time).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        time.to_zoned(jiff::tz::TimeZone::system()).date()
    };
    let kept = fs::metadata(&copy).and_then(|copy| copy.modified());
    if kept.is_ok_and(|kept| day(kept) == day(std::time::SystemTime::now())) {
        return Ok(());
    }
    let mut draft = copy.clone().into_os_string();
    draft.push("-unfinished");
    fs::write(&draft, fs::read(file)?)?;
    fs::set_permissions(&draft, fs::metadata(file)?.permissions())?;
    fs::File::open(&draft)?.sync_all()?;
    fs::rename(draft, copy)
}
