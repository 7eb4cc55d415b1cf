//! The only reader of ledgers, which is strict.

use crate::json::{Failed, Json, JsonError, Read, read_json};
use crate::json_fault::{JsonFault, KnownWords};
use crate::ledger::{
    Entry, EntryKind, Hall, Household, KindWord, LEDGER_FORMAT, Ledger, Outcome, Resident,
};
use crate::map::{Map, all_differ};
use crate::rulebook::Rulebook;
use crate::validate::{self, Validate, strict_object};

/// The top level of the file.
struct Document {
    format: Format,
    hall: Hall,
    rulebooks: Vec<Rulebook>,
    households: Vec<Household>,
    residents: Vec<Resident>,
    entries: Vec<Entry>,
}

strict_object!(Document { format, hall, rulebooks, households, residents, entries });

impl Validate for Document {}

struct Format;

impl Read for Format {
    fn read(json: &mut Json<'_>) -> Result<Format, Failed> {
        let read = |word: &str| (word == LEDGER_FORMAT).then_some(Format);
        validate::word(json, read, KnownWords::OneOf(&[LEDGER_FORMAT]))
    }
}

/// A structural error of a ledger. Nothing is computed from such a ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// A fault in the text.
    #[error("line {line}, column {column}{}: {what}", within(path))]
    Text {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The path of the field, such as `entries[3].stars`; empty for a syntax error at
        /// the top level.
        path: String,
        /// The fault.
        what: JsonFault,
    },
    /// The parts are inconsistent.
    #[error("{list}[{position}] (`{id}`): {what}")]
    Parts {
        /// `rulebooks`, `households`, `residents` or `entries`.
        list: &'static str,
        /// The index in the list, from 0.
        position: usize,
        /// The id, or the first day of a rulebook.
        id: String,
        /// The inconsistency.
        what: Inconsistency,
    },
}

/// An inconsistency between parts of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Inconsistency {
    /// Two rulebooks start on the same day.
    #[error("two rulebooks from the same day")]
    SecondRulebook,
    /// An id occurs twice in a list.
    #[error("an id that occurs twice in its list")]
    SecondId,
    /// A decision gives points to a rating.
    #[error("`points` given to a rating, which has `stars`")]
    PointsOfRating {
        /// The id of the rating.
        entry: String,
    },
    /// A decision gives stars to a deed.
    #[error("`stars` given to a deed, which has `points`")]
    StarsOfDeed {
        /// The id of the deed.
        entry: String,
    },
}

fn within(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!(", {path}") }
}

/// Reads a whole ledger, or returns an error with its place.
///
/// # Errors
/// For every structural error: invalid JSON, a repeated key, a missing or unknown field,
/// a wrong type, a date that does not exist, a number that is not exact, and others.
pub fn read_ledger(bytes: &[u8]) -> Result<Ledger, ShapeError> {
    let document = read_json::<Document>(bytes)?;
    let Document { format: Format, hall, rulebooks, households, residents, entries } =
        document;
    let ledger = Ledger { hall, rulebooks, households, residents, entries };
    match ledger.inconsistencies().into_iter().next() {
        Some(inconsistency) => Err(inconsistency),
        None => Ok(ledger),
    }
}

impl From<JsonError> for ShapeError {
    fn from(error: JsonError) -> ShapeError {
        let JsonError { line, column, path, what } = error;
        ShapeError::Text { line, column, path, what }
    }
}

impl Ledger {
    /// All inconsistencies between the parts. The readers of JSON and of workbooks both
    /// use it.
    #[must_use]
    pub fn inconsistencies(&self) -> Vec<ShapeError> {
        let mut found = Vec::new();
        let days: Vec<String> =
            self.rulebooks.iter().map(|it| it.from.to_string()).collect();
        twice_in("rulebooks", days.iter().map(String::as_str), &mut found);
        twice_in(
            "households",
            self.households.iter().map(|it| it.id.as_str()),
            &mut found,
        );
        twice_in("residents", self.residents.iter().map(|it| it.id.as_str()), &mut found);
        twice_in("entries", self.entries.iter().map(|it| it.id.as_str()), &mut found);
        self.changes_of_the_wrong_kind(&mut found);
        found
    }

    fn changes_of_the_wrong_kind(&self, found: &mut Vec<ShapeError>) {
        let changes = || {
            self.entries.iter().enumerate().filter_map(|(position, it)| match &it.kind {
                EntryKind::Decision { entry, outcome, .. } => {
                    Some((position, it, entry.as_str(), *outcome))
                }
                _ => None,
            })
        };
        let wanted: Map<&str, ()> =
            changes().map(|(_, _, target, _)| (target, ())).collect();
        let kinds: Map<&str, KindWord> = self
            .entries
            .iter()
            .filter(|it| wanted.contains_key(it.id.as_str()))
            .map(|it| (it.id.as_str(), it.kind.name()))
            .collect();
        for (position, decision, target, outcome) in changes() {
            let what = match (kinds.get(target), outcome) {
                (Some(KindWord::Rating), Outcome::ChangedPoints(_)) => {
                    Inconsistency::PointsOfRating { entry: target.to_owned() }
                }
                (Some(KindWord::Deed), Outcome::ChangedStars(_)) => {
                    Inconsistency::StarsOfDeed { entry: target.to_owned() }
                }
                _ => continue,
            };
            found.push(ShapeError::Parts {
                list: "entries",
                position,
                id: decision.id.to_string(),
                what,
            });
        }
    }
}

/// Finds all ids that occur twice.
fn twice_in<'a>(
    list: &'static str,
    ids: impl Iterator<Item = &'a str> + Clone,
    found: &mut Vec<ShapeError>,
) {
    if all_differ(ids.clone()) {
        return;
    }
    let mut seen: Map<&str, ()> = Map::default();
    for (position, id) in ids.enumerate() {
        if seen.insert(id, ()).is_some() {
            let what = match list {
                "rulebooks" => Inconsistency::SecondRulebook,
                _ => Inconsistency::SecondId,
            };
            found.push(ShapeError::Parts { list, position, id: id.to_owned(), what });
        }
    }
}
