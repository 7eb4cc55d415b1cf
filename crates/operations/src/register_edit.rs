//! Changes the hall's own register file: every changed file is replaced atomically, only if
//! it is unchanged since it was read and no spreadsheet program has it open, and a backup of
//! the day is kept beside it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use hallboard_workbook::edit::fill_ids::{BlankCell, EditError, csv, sqlite, workbook};
use hallboard_workbook::read::{Located, Made, located_at_in};
use hallboard_workbook::{Encoding, file_of_sheet};

use crate::atomic_write;
use crate::failure::{CliError, Message};
use crate::words::system;

/// The bytes of a file, or of each file of a folder, by path.
pub type Bytes = BTreeMap<PathBuf, Vec<u8>>;

/// The first bytes of every SQLite file.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Reads the files of a register: one file, or every table of a folder.
pub fn bytes(path: &Path) -> io::Result<Bytes> {
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

/// The target of a link; any other path unchanged.
fn linked(path: &Path) -> PathBuf {
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_symlink() => {
            fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
        }
        _ => path.to_owned(),
    }
}

/// Returns an error if a spreadsheet program has the file open: it would overwrite the ids,
/// or ask its user what to do about them.
pub fn closed(file: &Path) -> Result<(), CliError> {
    // The program may have opened the file by the link or by its target.
    for place in [file.to_owned(), linked(file)] {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let locks = [format!("~${name}"), format!(".~{name}"), format!(".~lock.{name}#")];
        for lock in locks.map(|lock| place.with_file_name(lock)) {
            if lock.exists() {
                let hint = t!("fill_ids.open_hint", lock = lock.display());
                return Err(CliError::runtime(Message::at(
                    file.display(),
                    t!("fill_ids.open"),
                    hint,
                )));
            }
        }
    }
    Ok(())
}

/// Writes all the ids or none.
pub fn fill_ids(path: &Path, before: &Bytes, located: &Located) -> Result<(), CliError> {
    before.keys().try_for_each(|file| closed(file))?;
    let sheets = blanks(&located.made);
    if before.get(path).is_some_and(|bytes| bytes.starts_with(SQLITE)) {
        back_up(path).map_err(|error| atomic_write::failed(path, &error))?;
        let unchanged = || bytes(path).is_ok_and(|now| now == *before);
        return sqlite(path, &sheets, unchanged)
            .map_err(|error| edit_error(path, &error));
    }
    let set = located.encoding;
    let after =
        spliced(path, before, &sheets, set).map_err(|error| edit_error(path, &error))?;
    let is_right = |draft: &Path| {
        located_at_in(draft, set)
            .is_ok_and(|it| it.made.is_empty() && it.ledger == located.ledger)
    };
    let not_as_expected = || {
        let what = t!("fill_ids.unmade", why = t!("fill_ids.not_the_same"));
        CliError::runtime(Message::at(path.display(), what, t!("fill_ids.unmade_hint")))
    };
    replace(path, before, after, is_right, not_as_expected)
}

fn blanks(made: &[Made]) -> BTreeMap<String, Vec<BlankCell>> {
    let mut sheets: BTreeMap<String, Vec<BlankCell>> = BTreeMap::new();
    for Made { sheet, row, column, id, .. } in made {
        let cell = BlankCell { row: *row, column: *column, text: id.clone() };
        sheets.entry(sheet.to_string()).or_default().push(cell);
    }
    sheets
}

/// The contents of the files that change, with the ids filled in.
fn spliced(
    path: &Path,
    before: &Bytes,
    sheets: &BTreeMap<String, Vec<BlankCell>>,
    set: Option<&'static Encoding>,
) -> Result<Bytes, EditError> {
    if path.is_dir() {
        let file = |(sheet, cells): (&String, &Vec<BlankCell>)| {
            of_folder(before, sheet, cells, set)
        };
        return sheets.iter().map(file).collect();
    }
    let bytes = before.get(path).map(Vec::as_slice).unwrap_or_default();
    Ok(Bytes::from([(path.to_owned(), workbook(bytes, sheets)?)]))
}

fn of_folder(
    before: &Bytes,
    sheet: &str,
    cells: &[BlankCell],
    set: Option<&'static Encoding>,
) -> Result<(PathBuf, Vec<u8>), EditError> {
    let found = file_of_sheet(before.keys().map(PathBuf::as_path), sheet);
    let found = found.and_then(|file| before.get_key_value(&file));
    let (file, bytes) = found.ok_or_else(|| EditError::NoSheet(sheet.to_owned()))?;
    Ok((file.clone(), csv(sheet, bytes, cells, set)?))
}

fn edit_error(path: &Path, error: &EditError) -> CliError {
    let path = path.display();
    CliError::runtime(match error {
        EditError::Formula { sheet, row } => Message::at(
            t!("fill_ids.place", file = path, sheet = sheet, row = row),
            t!("fill_ids.formula"),
            t!("fill_ids.formula_hint"),
        ),
        EditError::Changed => {
            Message::at(path, t!("fill_ids.changed"), t!("fill_ids.changed_hint"))
        }
        EditError::Locked => {
            Message::at(path, t!("fill_ids.locked"), t!("fill_ids.locked_hint"))
        }
        EditError::ReadOnly => {
            Message::at(path, t!("fill_ids.read_only"), t!("fill_ids.read_only_hint"))
        }
        error => Message::at(
            path,
            t!("fill_ids.unmade", why = system(error)),
            t!("fill_ids.unmade_hint"),
        ),
    })
}

/// Replaces the changed files, each atomically, if `is_right` accepts the drafts (else
/// fails with `not_as_expected`) and the originals have not been changed meanwhile. Where a path is
/// a link, its target is replaced and the link stays.
pub fn replace(
    path: &Path,
    before: &Bytes,
    after: Bytes,
    is_right: impl FnOnce(&Path) -> bool,
    not_as_expected: impl FnOnce() -> CliError,
) -> Result<(), CliError> {
    atomic_write::with_suffix(&linked(path), |draft| {
        let to_failure = |error: io::Error| atomic_write::failed(path, &error);
        let place = |file: &Path| match path.is_dir() {
            true => draft.join(file.file_name().unwrap_or_default()),
            false => draft.to_owned(),
        };
        if path.is_dir() {
            fs::create_dir(draft).map_err(to_failure)?;
        }
        for (file, old) in before {
            fs::write(place(file), after.get(file).unwrap_or(old)).map_err(to_failure)?;
        }
        if !is_right(draft) {
            return Err(not_as_expected());
        }
        if bytes(path).map_err(to_failure)? != *before {
            let message = Message::at(
                path.display(),
                t!("fill_ids.changed"),
                t!("fill_ids.changed_hint"),
            );
            return Err(CliError::runtime(message));
        }
        for file in after.keys() {
            back_up(file).map_err(to_failure)?;
            let (draft, target) = (place(file), linked(file));
            if path.is_dir() && target != *file {
                // The target of the link may be on another disk than the folder.
                atomic_write::with_suffix(&target, |copy| {
                    fs::copy(&draft, copy).map_err(to_failure)?;
                    atomic_write::persist(copy, &target).map_err(to_failure)
                })?;
            } else {
                atomic_write::persist(&draft, &target).map_err(to_failure)?;
            }
        }
        Ok(())
    })
}

/// Backs up the file as `.bak`, unless that was done today.
pub fn back_up(file: &Path) -> io::Result<()> {
    let file = &linked(file);
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".bak");
    let copy = file.with_file_name(name);
    let day = |time: std::time::SystemTime| {
        let time = jiff::Timestamp::try_from(time).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        time.to_zoned(jiff::tz::TimeZone::system()).date()
    };
    let modified = fs::metadata(&copy).and_then(|copy| copy.modified());
    if modified.is_ok_and(|modified| day(modified) == day(std::time::SystemTime::now())) {
        return Ok(());
    }
    let mut draft = copy.clone().into_os_string();
    draft.push("-unfinished");
    fs::write(&draft, fs::read(file)?)?;
    fs::set_permissions(&draft, fs::metadata(file)?.permissions())?;
    fs::File::open(&draft)?.sync_all()?;
    fs::rename(draft, copy)
}
