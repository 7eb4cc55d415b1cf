//! From the bytes of a file to a ledger, whatever form the file has.

#[cfg(not(target_arch = "wasm32"))]
mod at;
mod form;
mod origins;
mod partial;
mod suggest;
#[cfg(not(target_arch = "wasm32"))]
mod time_zone;
mod twice;

use std::sync::Arc;

use hallboard_score::{Household, Ledger, Resident, ShapeError, read_json, read_ledger};
use serde_json::Value;

use crate::consent_entries::{ConsentEntries, KnownIds};
use crate::salvage::{objects_in, text_of};
use crate::{ContainerError, Encoding, WorkbookError};
use form::{Form, form};

pub(crate) use origins::At;
pub use origins::{Origin, Origins};
pub use partial::Partial;
pub use suggest::{Suggestion, meant};
#[cfg(not(target_arch = "wasm32"))]
pub use time_zone::{hall_findings, unknown_time_zone};
pub use twice::{Alike, Twice, twice};

/// A ledger, and where in its workbook each part of it stands.
#[derive(Clone, Debug)]
pub struct Located {
    /// The ledger, free of errors of shape.
    pub ledger: Ledger,
    /// Sheets and rows; knows nothing of a ledger that was JSON.
    pub origins: Origins,
    /// The ids made for rows without one, as `fill-ids` writes them back.
    pub made: Vec<Made>,
    /// What a person should know of how the workbook was read.
    pub notes: Vec<Note>,
    /// The encoding that was set for its text files, in which they are written on.
    pub encoding: Option<&'static Encoding>,
}

/// An id made for a row without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The sheet's name, as the workbook has it.
    pub sheet: Arc<str>,
    /// The row, from 1, as a spreadsheet counts.
    pub row: u32,
    /// The column of ids, from 0.
    pub column: u32,
    /// The id, which stands nowhere else.
    pub id: String,
    /// Whether the cell is blank only because its formula gives nothing: such a cell is not
    /// written into.
    pub has_formula: bool,
}

/// Something about a workbook that is no error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The sheet's name, as the workbook has it.
    pub sheet: Arc<str>,
    /// The row, from 1.
    pub row: u32,
    /// What there is to know.
    pub what: Remark,
}

/// Something about a workbook that is no error, but may not be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Remark {
    /// A sheet nobody sees; it was read all the same.
    #[error("the sheet is hidden")]
    HiddenSheet,
    /// Rows nobody sees because of a filter; they were read all the same.
    #[error("{rows} rows are hidden by a filter")]
    Filtered {
        /// How many.
        rows: u32,
    },
    /// A text file whose encoding nothing in it proves.
    #[error("the file was taken for {encoding}")]
    GuessedEncoding {
        /// The encoding it was read in.
        encoding: &'static str,
    },
    /// A column nobody sees; it was read all the same.
    #[error("column {} `{heading}` is hidden", crate::letter(*.column))]
    HiddenColumn {
        /// Its place, from 0.
        column: u32,
        /// Its heading.
        heading: Arc<str>,
    },
}

/// Why a file is no ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The JSON is not of the right shape.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// The workbook is not of the right shape.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// The file or folder cannot be read at all.
    #[error("cannot be read: {what}")]
    File {
        /// What the system says.
        what: String,
    },
    /// A workbook of an Excel of before 2007, or in its binary form.
    #[error("a workbook in an old form: {name}")]
    OldExcel {
        /// The file's name.
        name: String,
    },
    /// One sheet as a text file, where the folder with all of them is wanted.
    #[error("a single sheet: {name}")]
    OneTable {
        /// The file's name.
        name: String,
    },
    /// A kind of file that is not read.
    #[error("a file of a kind that is not read: {name}")]
    Kind {
        /// The file's name.
        name: String,
    },
}

/// Reads the ledger at a path, whatever its form; told apart by content.
///
/// # Errors
/// When it cannot be read; every error of shape, of a workbook all of them at once.
#[cfg(not(target_arch = "wasm32"))]
pub fn located_at(path: &std::path::Path) -> Result<Located, ReadError> {
    located_at_in(path, None)
}

/// As [`located_at`], with text files in that encoding, if one is set: nothing is guessed
/// then. A byte-order mark at the beginning of a file goes before it.
///
/// # Errors
/// As [`located_at`]; also when a line of a text file is not in that encoding.
#[cfg(not(target_arch = "wasm32"))]
pub fn located_at_in(
    path: &std::path::Path,
    encoding: Option<&'static Encoding>,
) -> Result<Located, ReadError> {
    Ok(at::read(path, encoding)?.whole()?)
}

/// Reads what can be read of the ledger at a path, for a report of all that is wrong.
///
/// # Errors
/// When it is no ledger at all; of JSON, every error of shape.
#[cfg(not(target_arch = "wasm32"))]
pub fn lenient_at(path: &std::path::Path) -> Result<Partial, ReadError> {
    lenient_at_in(path, None)
}

/// As [`lenient_at`], with text files in that encoding, as for [`located_at_in`].
///
/// # Errors
/// As [`lenient_at`]; also when a line of a text file is not in that encoding.
#[cfg(not(target_arch = "wasm32"))]
pub fn lenient_at_in(
    path: &std::path::Path,
    encoding: Option<&'static Encoding>,
) -> Result<Partial, ReadError> {
    let mut partial = at::read(path, encoding)?;
    partial.judge_time_zone();
    Ok(partial)
}

/// What a withdrawal needs of a register, and nothing else of it.
#[derive(Clone, Debug, Default)]
pub struct Withdrawals {
    /// Who agrees to what.
    pub consents: ConsentEntries,
    /// The residents that can be read.
    pub residents: Vec<Resident>,
    /// The households that can be read.
    pub households: Vec<Household>,
    /// Why it cannot be read as a whole, where it was read in pieces.
    pub damage: Option<ShapeError>,
}

/// Who agrees to what in the ledger at a path, whatever else is wrong with it; `None`
/// where it has no consents at all.
///
/// # Errors
/// When it is no ledger, or the consents cannot be read to their end.
#[cfg(not(target_arch = "wasm32"))]
pub fn withdrawals_at(path: &std::path::Path) -> Result<Option<Withdrawals>, ReadError> {
    withdrawals_at_in(path, None)
}

/// As [`withdrawals_at`], with text files in that encoding, if one is set; what is not in
/// it makes its own row doubtful and stops nothing.
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

/// As [`withdrawals_at`], of a workbook or a ledger of JSON in one file.
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
    /// Those of a ledger of JSON whose other parts may be of any shape; `None` if it is
    /// not JSON with a list of entries at all.
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
        consents.settle(&known);
        Some(Withdrawals { consents, residents, households, damage: None })
    }

    /// Those of what is no JSON, or has no list of entries: of the objects in it that can be
    /// read. `None` if there is no consent among them.
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
        consents.settle(&known);
        *damage = read_ledger(json_text(bytes)).err();
        Some(found)
    }

    /// Takes an object of a ledger of JSON, if it is an entry, a resident or a household.
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

/// The text without a mark of its encoding.
fn json_text(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Reads a ledger, JSON or a workbook in one file, told apart by content.
///
/// # Errors
/// Every error of shape; of a workbook all of them at once.
pub fn register_of(name: &str, bytes: &[u8]) -> Result<Ledger, ReadError> {
    located_of(name, bytes).map(|located| located.ledger)
}

/// As [`register_of`], and tells the sheet and row of each item of a workbook.
///
/// # Errors
/// As [`register_of`].
pub fn located_of(name: &str, bytes: &[u8]) -> Result<Located, ReadError> {
    Ok(partial_of(name, bytes)?.whole()?)
}

/// As [`located_of`], but of a workbook all that can be read.
///
/// # Errors
/// When it is no ledger at all.
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
