//! Reads the bytes of a file, in any supported format, into a ledger.

#[cfg(not(target_arch = "wasm32"))]
mod at;
mod duplicates;
mod form;
mod origins;
mod partial;
mod suggest;
#[cfg(not(target_arch = "wasm32"))]
mod time_zone;

use std::sync::Arc;

use hallboard_score::{Household, Ledger, Resident, ShapeError, read_json, read_ledger};
use serde_json::Value;

use crate::consent_entries::{ConsentEntries, KnownIds};
use crate::salvage::{objects_in, text_of};
use crate::{ContainerError, Encoding, WorkbookError};
use form::{Form, form};

pub use duplicates::{Duplicate, DuplicateKind, duplicates};
pub(crate) use origins::At;
pub use origins::{Origin, Origins};
pub use partial::Partial;
pub use suggest::{Suggestion, suggestion};
#[cfg(not(target_arch = "wasm32"))]
pub use time_zone::{hall_findings, unknown_time_zone};

/// A ledger, and the place of each item in its workbook.
#[derive(Clone, Debug)]
pub struct Located {
    /// The ledger; all its rows could be read.
    pub ledger: Ledger,
    /// Sheets and rows of its items; empty for a JSON ledger.
    pub origins: Origins,
    /// Ids generated for rows without one; `fill-ids` writes them into the file.
    pub made: Vec<Made>,
    /// Remarks for the user on how the workbook was read.
    pub notes: Vec<Note>,
    /// The encoding that was set for its text files, also used for writing into them.
    pub encoding: Option<&'static Encoding>,
}

/// An id generated for a row without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The sheet's name, as the workbook has it.
    pub sheet: Arc<str>,
    /// The row, from 1, as in a spreadsheet.
    pub row: u32,
    /// The column of ids, from 0.
    pub column: u32,
    /// The id, which occurs nowhere else.
    pub id: String,
    /// Whether the cell is blank only because its formula returns nothing; such a cell is
    /// not overwritten.
    pub has_formula: bool,
}

/// A remark on a workbook that is not an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The sheet's name, as the workbook has it.
    pub sheet: Arc<str>,
    /// The row, from 1.
    pub row: u32,
    /// The remark.
    pub what: Remark,
}

/// Something in a workbook that is not an error but may be unintended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Remark {
    /// A hidden sheet; it was read all the same.
    #[error("the sheet is hidden")]
    HiddenSheet,
    /// Rows hidden by a filter; they were read all the same.
    #[error("{rows} rows are hidden by a filter")]
    Filtered {
        /// Number of hidden rows.
        rows: u32,
    },
    /// A text file whose encoding was guessed.
    #[error("the file was taken for {encoding}")]
    GuessedEncoding {
        /// The encoding it was read in.
        encoding: &'static str,
    },
    /// A hidden column; it was read all the same.
    #[error("column {} `{heading}` is hidden", crate::letter(*.column))]
    HiddenColumn {
        /// The column, from 0.
        column: u32,
        /// Its heading.
        heading: Arc<str>,
    },
}

/// Why a file could not be read as a ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The JSON does not have the structure of a ledger.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// The workbook cannot be read, or has errors.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// The file or folder cannot be read at all.
    #[error("cannot be read: {what}")]
    File {
        /// The error message of the operating system.
        what: String,
    },
    /// A workbook of Excel before 2007, or in Excel's binary format.
    #[error("a workbook in an old form: {name}")]
    OldExcel {
        /// Name of the file.
        name: String,
    },
    /// A single sheet as a text file; the folder with all sheets is required.
    #[error("a single sheet: {name}")]
    OneTable {
        /// Name of the file.
        name: String,
    },
    /// An unsupported kind of file.
    #[error("a file of a kind that is not read: {name}")]
    Kind {
        /// Name of the file.
        name: String,
    },
}

/// Reads the ledger at a path. The format is detected from the content.
///
/// # Errors
/// If it cannot be read, or has structural errors; those of a workbook are reported all at
/// once.
#[cfg(not(target_arch = "wasm32"))]
pub fn located_at(path: &std::path::Path) -> Result<Located, ReadError> {
    located_at_in(path, None)
}

/// As [`located_at`], but text files are read in `encoding` if it is set; otherwise the
/// encoding is guessed. A byte order mark in a file takes precedence.
///
/// # Errors
/// As [`located_at`]; also if a line of a text file is not in that encoding.
#[cfg(not(target_arch = "wasm32"))]
pub fn located_at_in(
    path: &std::path::Path,
    encoding: Option<&'static Encoding>,
) -> Result<Located, ReadError> {
    Ok(at::read(path, encoding)?.whole()?)
}

/// Reads the ledger at a path as far as possible, to report everything that is wrong.
///
/// # Errors
/// If it is not a ledger at all; for JSON, also for every structural error.
#[cfg(not(target_arch = "wasm32"))]
pub fn lenient_at(path: &std::path::Path) -> Result<Partial, ReadError> {
    lenient_at_in(path, None)
}

/// As [`lenient_at`], with `encoding` for text files as in [`located_at_in`].
///
/// # Errors
/// As [`lenient_at`]; also if a line of a text file is not in that encoding.
#[cfg(not(target_arch = "wasm32"))]
pub fn lenient_at_in(
    path: &std::path::Path,
    encoding: Option<&'static Encoding>,
) -> Result<Partial, ReadError> {
    let mut partial = at::read(path, encoding)?;
    partial.check_time_zone();
    Ok(partial)
}

/// The parts of a register that a withdrawal of consent needs.
#[derive(Clone, Debug, Default)]
pub struct Withdrawals {
    /// The consent entries.
    pub consents: ConsentEntries,
    /// The residents that could be read.
    pub residents: Vec<Resident>,
    /// The households that could be read.
    pub households: Vec<Household>,
    /// Why the file cannot be read as a whole, if only parts of it were read.
    pub damage: Option<ShapeError>,
}

/// Reads the consents of the ledger at a path, whatever errors it has elsewhere; `None` if
/// it has no consents at all.
///
/// # Errors
/// If it is not a ledger, or the consents cannot be read to the end.
#[cfg(not(target_arch = "wasm32"))]
pub fn withdrawals_at(path: &std::path::Path) -> Result<Option<Withdrawals>, ReadError> {
    withdrawals_at_in(path, None)
}

/// As [`withdrawals_at`], with text files in `encoding` if it is set. An undecodable text
/// only makes its own row doubtful.
///
/// # Errors
/// As [`withdrawals_at`].
#[cfg(not(target_arch = "wasm32"))]
pub fn withdrawals_at_in(
    path: &std::path::Path,
    encoding: Option<&'static Encoding>,
) -> Result<Option<Withdrawals>, ReadError> {
    at::withdrawals(path, encoding)
}

/// As [`withdrawals_at`], for a workbook or JSON ledger in one file that is already in
/// memory.
///
/// # Errors
/// As [`withdrawals_at`].
pub fn withdrawals_of(
    name: &str,
    bytes: &[u8],
) -> Result<Option<Withdrawals>, ReadError> {
    Ok(match form(name, bytes) {
        Form::Json => Withdrawals::in_json(bytes),
        Form::Xlsx => crate::parse::consents::of_xlsx(bytes)?,
        Form::Ods => crate::parse::consents::of_ods(bytes)?,
        _ => return partial_of(name, bytes).map(|_| None),
    })
}

impl Withdrawals {
    /// Reads a JSON ledger whose other parts may be malformed. A text that is not JSON, or
    /// has no list of entries, is read as damaged; `None` if that finds no consents.
    fn in_json(bytes: &[u8]) -> Option<Withdrawals> {
        let document: Option<Value> = serde_json::from_slice(json_text(bytes)).ok();
        let items = |list: &str| document.as_ref()?.get(list)?.as_array();
        let Some(entries) = items("entries") else {
            return Withdrawals::in_damaged_json(bytes);
        };
        let mut consents = ConsentEntries::of_json(entries);
        fn readable<T: hallboard_score::Read>(items: Option<&Vec<Value>>) -> Vec<T> {
            let read = |it: &Value| read_json(it.to_string().as_bytes()).ok();
            items.into_iter().flatten().filter_map(read).collect()
        }
        let residents = readable(items("residents"));
        let households = readable(items("households"));
        let lists = ["residents", "households"].map(|it| items(it).map_or(0, Vec::len));
        let whole = lists == [residents.len(), households.len()];
        let known = KnownIds::of(&residents, &households, &consents, |_, _| !whole);
        consents.resolve_subjects(&known);
        Some(Withdrawals { consents, residents, households, damage: None })
    }

    /// Reads the intact objects of a text that is not JSON or has no list of entries.
    /// `None` if no consent is among them.
    fn in_damaged_json(bytes: &[u8]) -> Option<Withdrawals> {
        let text = text_of(bytes);
        let mut found = Withdrawals::default();
        let pieces = objects_in(&text, &mut |value| found.take(value));
        let Withdrawals { consents, residents, households, damage } = &mut found;
        let known = KnownIds::of(residents, households, consents, |_, _| true);
        pieces.iter().for_each(|piece| consents.add_json_piece(piece, &known));
        if consents.entries.is_empty() && consents.doubtful.is_empty() {
            return None;
        }
        consents.resolve_subjects(&known);
        *damage = read_ledger(json_text(bytes)).err();
        Some(found)
    }

    /// Takes in an object of a JSON ledger if it is an entry, a resident or a household;
    /// returns whether it was.
    fn take(&mut self, value: &Value) -> bool {
        let has = |field: &str| value.get(field).is_some();
        let bytes = || value.to_string().into_bytes();
        if has("kind") || has("scopes") {
            self.consents.add_json(value);
            return true;
        }
        if !has("id") {
            return false;
        }
        let resident = has("name").then(|| read_json::<Resident>(&bytes()).ok());
        let household = has("names").then(|| read_json::<Household>(&bytes()).ok());
        let (resident, household) = (resident.flatten(), household.flatten());
        let is_taken = resident.is_some() || household.is_some();
        self.residents.extend(resident);
        self.households.extend(household);
        is_taken
    }
}

/// The text without a UTF-8 byte order mark.
fn json_text(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Reads a JSON ledger or a workbook in one file. The format is detected from the content.
///
/// # Errors
/// If it cannot be read, or has structural errors; those of a workbook are reported all at
/// once.
pub fn register_of(name: &str, bytes: &[u8]) -> Result<Ledger, ReadError> {
    located_of(name, bytes).map(|located| located.ledger)
}

/// As [`register_of`], with the sheet and row of each item of a workbook.
///
/// # Errors
/// As [`register_of`].
pub fn located_of(name: &str, bytes: &[u8]) -> Result<Located, ReadError> {
    Ok(partial_of(name, bytes)?.whole()?)
}

/// As [`located_of`], but reads a workbook as far as possible.
///
/// # Errors
/// If it is not a ledger at all; for JSON, also for every structural error.
pub fn partial_of(name: &str, bytes: &[u8]) -> Result<Partial, ReadError> {
    let name = || name.to_owned();
    Ok(match form(&name(), bytes) {
        Form::Json => Partial::of_json(read_ledger(json_text(bytes))?),
        Form::Xlsx => crate::partial(bytes)?,
        Form::Protected => {
            return Err(WorkbookError::from(ContainerError::Protected).into());
        }
        Form::OldExcel => return Err(ReadError::OldExcel { name: name() }),
        Form::Table => return Err(ReadError::OneTable { name: name() }),
        Form::NoWorkbook => {
            let what = "it does not begin as one".to_owned();
            return Err(WorkbookError::from(ContainerError::Broken { what }).into());
        }
        Form::Ods => crate::of_ods(bytes)?,
        Form::Sqlite | Form::Other => {
            return Err(ReadError::Kind { name: name() });
        }
    })
}
