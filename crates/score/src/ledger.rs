//! The hall's register: one append-only list of entries, who lives where, the
//! rulebooks; and its one strict reader.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::day::Day;
use crate::points::{Points, shorten};
use crate::rulebook::{Names, Rulebook};
use crate::strict::{self, Sound, present, strict_object, words};

/// The format a ledger names in its first field.
pub const LEDGER_FORMAT: &str = "hallboard-ledger/1";

/// A whole register, free of errors of shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The hall that keeps it.
    pub hall: Hall,
    /// The rulebooks, no two from the same day, in the order of the file.
    pub rulebooks: Vec<Rulebook>,
    /// The households.
    pub households: Vec<Household>,
    /// The residents.
    pub residents: Vec<Resident>,
    /// What happened, in the order of the file: it decides ties.
    pub entries: Vec<Entry>,
}

/// The village hall.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Hall {
    /// Its id, which every publication carries.
    pub id: String,
    /// What people call it.
    pub names: Names,
    /// The IANA time zone in which its days begin and end.
    pub time_zone: String,
}

/// A household.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Household {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub names: Names,
}

/// A resident.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Resident {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The household lived in before any move.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub household: Option<String>,
}

/// Something that happened on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id, by which later entries name it.
    pub id: String,
    /// The day it happened.
    pub date: Day,
    /// What happened.
    pub kind: EntryKind,
    /// The recorder's note.
    pub note: Option<String>,
    /// Who wrote it.
    pub by: Option<String>,
}

/// What an entry records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// What a resident or household agrees to from now on, replacing what stood before.
    Consent {
        /// Who agrees, and to what.
        to: Consent,
        /// Who said so.
        given_by: Option<GivenBy>,
    },
    /// Stars given to a household.
    Rating {
        /// The household's id.
        household: String,
        /// The category's id.
        category: String,
        /// One to five.
        stars: u8,
    },
    /// A deed of a resident.
    Deed {
        /// The resident's id.
        resident: String,
        /// The deed rule's id.
        deed: String,
        /// Who reported it.
        source: Source,
        /// The day its subject was told.
        notified: Option<Day>,
    },
    /// The subject's reply to a deed or rating.
    Objection {
        /// The id of the entry replied to.
        entry: String,
        /// What was said.
        text: Option<String>,
    },
    /// The hall's decision on an objection.
    Decision {
        /// The id of the contested entry.
        entry: String,
        /// What was decided.
        outcome: Outcome,
        /// Why.
        reason: Option<String>,
    },
    /// An entry taken back for good.
    Reversal {
        /// The id of the entry taken back.
        entry: String,
        /// Why.
        reason: Option<String>,
    },
    /// A reward handed out.
    Redemption {
        /// The resident's id.
        resident: String,
        /// The reward's id.
        reward: String,
    },
    /// A resident moves to another household.
    Move {
        /// The resident's id.
        resident: String,
        /// The new household's id.
        household: String,
    },
}

/// Whose consent it is and what it covers. Without a scope it is a withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consent {
    /// A resident's.
    Resident {
        /// The resident's id.
        resident: String,
        /// What is agreed to.
        scopes: Vec<Scope>,
    },
    /// A household's.
    Household {
        /// The household's id.
        household: String,
        /// What is agreed to.
        scopes: Vec<HouseholdScope>,
    },
}

/// What a decision says of a contested entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stands as it was.
    Upheld,
    /// It is out.
    Overturned,
    /// A deed stands with these points.
    ChangedPoints(Points),
    /// A rating stands with these stars.
    ChangedStars(u8),
}

words! {
    /// What a resident can agree to.
    Scope {
        /// To take part at all.
        Score = "score",
        /// Name and score on the board.
        Board = "board",
        /// The history chart on the board too.
        History = "history",
        /// Good deeds named on the board.
        Thanks = "thanks",
    }
}

words! {
    /// What a household can agree to.
    HouseholdScope {
        /// Its stars on the board.
        Board = "board",
        /// A printable sign for its door.
        Sign = "sign",
    }
}

words! {
    /// Who said that consent was given.
    GivenBy {
        /// The person.
        SelfGiven = "self",
        /// A guardian.
        Guardian = "guardian",
    }
}

words! {
    /// Who reported a deed.
    Source {
        /// An organisation.
        Organisation = "organisation",
        /// A neighbour.
        Neighbour = "neighbour",
        /// The household.
        Household = "household",
        /// The person whose deed it is.
        SelfReport = "self",
    }
}

words! {
    /// The kinds of entry, as a ledger names them.
    KindWord {
        /// See [`EntryKind::Consent`].
        Consent = "consent",
        /// See [`EntryKind::Rating`].
        Rating = "rating",
        /// See [`EntryKind::Deed`].
        Deed = "deed",
        /// See [`EntryKind::Objection`].
        Objection = "objection",
        /// See [`EntryKind::Decision`].
        Decision = "decision",
        /// See [`EntryKind::Reversal`].
        Reversal = "reversal",
        /// See [`EntryKind::Redemption`].
        Redemption = "redemption",
        /// See [`EntryKind::Move`].
        Move = "move",
    }
}

words! {
    /// The outcomes, as a ledger names them.
    OutcomeWord {
        /// See [`Outcome::Upheld`].
        Upheld = "upheld",
        /// See [`Outcome::Overturned`].
        Overturned = "overturned",
        /// With points for a deed, stars for a rating.
        Changed = "changed",
    }
}

strict_object!(Hall, Household, Resident);

impl Sound for Hall {}
impl Sound for Household {}
impl Sound for Resident {}
impl Sound for Fields {}

/// An entry as it stands in the file: every field any kind may have.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, default)]
struct Fields {
    #[serde(deserialize_with = "present")]
    id: Option<String>,
    #[serde(deserialize_with = "present")]
    date: Option<Day>,
    #[serde(deserialize_with = "present")]
    kind: Option<KindWord>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    resident: Option<String>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    household: Option<String>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<ScopeWord>>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    given_by: Option<GivenBy>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(deserialize_with = "stars", skip_serializing_if = "Option::is_none")]
    stars: Option<u8>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    deed: Option<String>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    notified: Option<Day>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    outcome: Option<OutcomeWord>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    points: Option<Points>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    reward: Option<String>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    by: Option<String>,
}

strict_object!(Fields);

/// A scope of either kind of consent: which kind it is, the other fields tell.
struct ScopeWord(Option<Scope>, Option<HouseholdScope>);

impl Serialize for ScopeWord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.0, self.1) {
            (Some(scope), _) => scope.serialize(serializer),
            (None, Some(scope)) => scope.serialize(serializer),
            (None, None) => serializer.serialize_none(),
        }
    }
}

impl<'de> Deserialize<'de> for ScopeWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ScopeWord, D::Error> {
        let read = |word: &str| match (
            Scope::from_word(word),
            HouseholdScope::from_word(word),
        ) {
            (None, None) => None,
            (resident, household) => Some(ScopeWord(resident, household)),
        };
        let allowed = "one of `score`, `board`, `history`, `thanks` of a resident, \
                       `board`, `sign` of a household";
        strict::word(deserializer, read, allowed)
    }
}

fn stars<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let stars = strict::whole::<D, 1, 5>(deserializer)?;
    Ok(u8::try_from(stars).ok())
}

fn need<T>(field: &mut Option<T>, name: &str) -> Result<T, String> {
    field.take().ok_or_else(|| format!("missing field `{name}`"))
}

impl Fields {
    fn into_entry(mut self) -> Result<Entry, String> {
        let id = need(&mut self.id, "id")?;
        let named = |fault: String| format!("{fault}, in the entry `{}`", shorten(&id));
        let date = need(&mut self.date, "date").map_err(named)?;
        let word = need(&mut self.kind, "kind").map_err(named)?;
        let kind = self.take_kind(word).map_err(named)?;
        let (note, by) = (self.note.take(), self.by.take());
        if let Some(field) = self.left_over() {
            let word = word.word();
            return Err(named(format!("unknown field `{field}` of a {word}")));
        }
        Ok(Entry { id, date, kind, note, by })
    }

    fn take_kind(&mut self, word: KindWord) -> Result<EntryKind, String> {
        Ok(match word {
            KindWord::Consent => EntryKind::Consent {
                to: self.take_consent()?,
                given_by: self.given_by.take(),
            },
            KindWord::Rating => EntryKind::Rating {
                household: need(&mut self.household, "household")?,
                category: need(&mut self.category, "category")?,
                stars: need(&mut self.stars, "stars")?,
            },
            KindWord::Deed => EntryKind::Deed {
                resident: need(&mut self.resident, "resident")?,
                deed: need(&mut self.deed, "deed")?,
                source: need(&mut self.source, "source")?,
                notified: self.notified.take(),
            },
            KindWord::Objection => EntryKind::Objection {
                entry: need(&mut self.entry, "entry")?,
                text: self.text.take(),
            },
            KindWord::Decision => EntryKind::Decision {
                entry: need(&mut self.entry, "entry")?,
                outcome: self.take_outcome()?,
                reason: self.reason.take(),
            },
            KindWord::Reversal => EntryKind::Reversal {
                entry: need(&mut self.entry, "entry")?,
                reason: self.reason.take(),
            },
            KindWord::Redemption => EntryKind::Redemption {
                resident: need(&mut self.resident, "resident")?,
                reward: need(&mut self.reward, "reward")?,
            },
            KindWord::Move => EntryKind::Move {
                resident: need(&mut self.resident, "resident")?,
                household: need(&mut self.household, "household")?,
            },
        })
    }

    fn take_consent(&mut self) -> Result<Consent, String> {
        let scopes = need(&mut self.scopes, "scopes")?;
        match (self.resident.take(), self.household.take()) {
            (Some(resident), None) => {
                let scopes = scopes.iter().map(|scope| scope.0).collect::<Option<_>>();
                let scopes = scopes.ok_or("`sign` is no scope of a resident")?;
                Ok(Consent::Resident { resident, scopes })
            }
            (None, Some(household)) => {
                let scopes = scopes.iter().map(|scope| scope.1).collect::<Option<_>>();
                let scopes =
                    scopes.ok_or("a household's scopes are `board` and `sign`")?;
                Ok(Consent::Household { household, scopes })
            }
            _ => Err("a consent names either `resident` or `household`".to_owned()),
        }
    }

    fn take_outcome(&mut self) -> Result<Outcome, String> {
        let word = need(&mut self.outcome, "outcome")?;
        match (word, self.points.take(), self.stars.take()) {
            (OutcomeWord::Upheld, None, None) => Ok(Outcome::Upheld),
            (OutcomeWord::Overturned, None, None) => Ok(Outcome::Overturned),
            (OutcomeWord::Changed, Some(points), None) => {
                Ok(Outcome::ChangedPoints(points))
            }
            (OutcomeWord::Changed, None, Some(stars)) => Ok(Outcome::ChangedStars(stars)),
            (OutcomeWord::Changed, ..) => {
                Err("`changed` needs either `points` or `stars`".to_owned())
            }
            _ => Err("`points` and `stars` go with `changed` only".to_owned()),
        }
    }

    fn left_over(&self) -> Option<&'static str> {
        let fields = [
            ("resident", self.resident.is_some()),
            ("household", self.household.is_some()),
            ("scopes", self.scopes.is_some()),
            ("given_by", self.given_by.is_some()),
            ("category", self.category.is_some()),
            ("stars", self.stars.is_some()),
            ("deed", self.deed.is_some()),
            ("source", self.source.is_some()),
            ("notified", self.notified.is_some()),
            ("entry", self.entry.is_some()),
            ("text", self.text.is_some()),
            ("outcome", self.outcome.is_some()),
            ("points", self.points.is_some()),
            ("reason", self.reason.is_some()),
            ("reward", self.reward.is_some()),
        ];
        fields.iter().find(|(_, there)| *there).map(|(name, _)| *name)
    }

    fn of(entry: &Entry) -> Fields {
        let mut fields = Fields {
            id: Some(entry.id.clone()),
            date: Some(entry.date),
            kind: Some(entry.kind.word()),
            note: entry.note.clone(),
            by: entry.by.clone(),
            ..Fields::default()
        };
        match entry.kind.clone() {
            EntryKind::Consent { to, given_by } => {
                fields.given_by = given_by;
                let scopes = match to {
                    Consent::Resident { resident, scopes } => {
                        fields.resident = Some(resident);
                        scopes.into_iter().map(|it| ScopeWord(Some(it), None)).collect()
                    }
                    Consent::Household { household, scopes } => {
                        fields.household = Some(household);
                        scopes.into_iter().map(|it| ScopeWord(None, Some(it))).collect()
                    }
                };
                fields.scopes = Some(scopes);
            }
            EntryKind::Rating { household, category, stars } => {
                fields.household = Some(household);
                fields.category = Some(category);
                fields.stars = Some(stars);
            }
            EntryKind::Deed { resident, deed, source, notified } => {
                fields.resident = Some(resident);
                fields.deed = Some(deed);
                fields.source = Some(source);
                fields.notified = notified;
            }
            EntryKind::Objection { entry, text } => {
                fields.entry = Some(entry);
                fields.text = text;
            }
            EntryKind::Decision { entry, outcome, reason } => {
                fields.entry = Some(entry);
                fields.reason = reason;
                fields.outcome = Some(match outcome {
                    Outcome::Upheld => OutcomeWord::Upheld,
                    Outcome::Overturned => OutcomeWord::Overturned,
                    Outcome::ChangedPoints(points) => {
                        fields.points = Some(points);
                        OutcomeWord::Changed
                    }
                    Outcome::ChangedStars(stars) => {
                        fields.stars = Some(stars);
                        OutcomeWord::Changed
                    }
                });
            }
            EntryKind::Reversal { entry, reason } => {
                fields.entry = Some(entry);
                fields.reason = reason;
            }
            EntryKind::Redemption { resident, reward } => {
                fields.resident = Some(resident);
                fields.reward = Some(reward);
            }
            EntryKind::Move { resident, household } => {
                fields.resident = Some(resident);
                fields.household = Some(household);
            }
        }
        fields
    }
}

impl EntryKind {
    /// The word a ledger uses for the kind.
    #[must_use]
    pub fn word(&self) -> KindWord {
        match self {
            EntryKind::Consent { .. } => KindWord::Consent,
            EntryKind::Rating { .. } => KindWord::Rating,
            EntryKind::Deed { .. } => KindWord::Deed,
            EntryKind::Objection { .. } => KindWord::Objection,
            EntryKind::Decision { .. } => KindWord::Decision,
            EntryKind::Reversal { .. } => KindWord::Reversal,
            EntryKind::Redemption { .. } => KindWord::Redemption,
            EntryKind::Move { .. } => KindWord::Move,
        }
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entry, D::Error> {
        <Fields as Deserialize>::deserialize(deserializer)?
            .into_entry()
            .map_err(D::Error::custom)
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(&Fields::of(self), serializer)
    }
}

/// The file's own top level.
#[derive(serde::Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
struct Document {
    format: Format,
    hall: Hall,
    rulebooks: Vec<Rulebook>,
    households: Vec<Household>,
    residents: Vec<Resident>,
    entries: Vec<Entry>,
}

struct Format;

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Format, D::Error> {
        let read = |word: &str| (word == LEDGER_FORMAT).then_some(Format);
        strict::word(deserializer, read, "`hallboard-ledger/1`")
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Document, D::Error> {
        struct Object;
        impl<'de> serde::de::Visitor<'de> for Object {
            type Value = Document;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                map: A,
            ) -> Result<Document, A::Error> {
                <Document>::deserialize(serde::de::value::MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Something a ledger cannot be: nothing is computed from it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// The text itself is not what it should be.
    #[error("line {line}, column {column}{}: {what}", within(path))]
    Text {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The field, as `entries[3].stars`; empty where the file itself is broken.
        path: String,
        /// What is wrong.
        what: String,
    },
    /// The parts do not fit each other.
    #[error("{list}[{position}] (`{id}`): {what}")]
    Parts {
        /// `rulebooks`, `households`, `residents` or `entries`.
        list: &'static str,
        /// Which one of the list, from 0.
        position: usize,
        /// Its id, or its day for a rulebook.
        id: String,
        /// What is wrong.
        what: String,
    },
}

fn within(path: &str) -> String {
    if path.is_empty() || path == "." { String::new() } else { format!(", {path}") }
}

/// Reads a ledger: all of it, or an error that says where.
///
/// # Errors
/// Every error of shape: not JSON, a key twice, a missing or unknown field, a wrong
/// type, a date that does not exist, a number that is not exact, and so on.
pub fn read_ledger(bytes: &[u8]) -> Result<Ledger, ShapeError> {
    let document = match serde_json::from_slice::<Document>(bytes) {
        Ok(document) => document,
        Err(plain) => return Err(locate(bytes, &plain)),
    };
    let Document { format: Format, hall, rulebooks, households, residents, entries } =
        document;
    let ledger = Ledger { hall, rulebooks, households, residents, entries };
    match ledger.misfits().into_iter().next() {
        Some(misfit) => Err(misfit),
        None => Ok(ledger),
    }
}

/// Reads again, slower, to learn in which field reading stopped.
fn locate(bytes: &[u8], plain: &serde_json::Error) -> ShapeError {
    let mut again = serde_json::Deserializer::from_slice(bytes);
    let path = match serde_path_to_error::deserialize::<_, Document>(&mut again) {
        Err(error) => error.path().to_string(),
        Ok(_) => String::new(),
    };
    let whole = plain.to_string();
    let what = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(what, _)| what);
    ShapeError::Text {
        line: plain.line(),
        column: plain.column(),
        path,
        what: what.to_owned(),
    }
}

impl Ledger {
    /// Every error of shape between the parts; the reader of JSON and of workbooks
    /// both end here.
    #[must_use]
    pub fn misfits(&self) -> Vec<ShapeError> {
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
        let wanted: std::collections::HashSet<&str> =
            changes().map(|(_, _, target, _)| target).collect();
        let kinds: std::collections::HashMap<&str, KindWord> = self
            .entries
            .iter()
            .filter(|it| wanted.contains(it.id.as_str()))
            .map(|it| (it.id.as_str(), it.kind.word()))
            .collect();
        for (position, decision, target, outcome) in changes() {
            let what = match (kinds.get(target), outcome) {
                (Some(KindWord::Rating), Outcome::ChangedPoints(_)) => {
                    "`points` given to a rating, which has `stars`"
                }
                (Some(KindWord::Deed), Outcome::ChangedStars(_)) => {
                    "`stars` given to a deed, which has `points`"
                }
                _ => continue,
            };
            found.push(ShapeError::Parts {
                list: "entries",
                position,
                id: decision.id.clone(),
                what: what.to_owned(),
            });
        }
    }
}

fn twice_in<'a>(
    list: &'static str,
    ids: impl Iterator<Item = &'a str>,
    found: &mut Vec<ShapeError>,
) {
    let mut seen = std::collections::HashSet::new();
    for (position, id) in ids.enumerate() {
        if !seen.insert(id) {
            let what = match list {
                "rulebooks" => "two rulebooks from the same day",
                _ => "an id that stands twice in its list",
            };
            found.push(ShapeError::Parts {
                list,
                position,
                id: id.to_owned(),
                what: what.to_owned(),
            });
        }
    }
}

impl Serialize for Ledger {
    /// The canonical form: fields in the order of the specification, defaults left out.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(6))?;
        map.serialize_entry("format", LEDGER_FORMAT)?;
        map.serialize_entry("hall", &self.hall)?;
        map.serialize_entry("rulebooks", &self.rulebooks)?;
        map.serialize_entry("households", &self.households)?;
        map.serialize_entry("residents", &self.residents)?;
        map.serialize_entry("entries", &self.entries)?;
        map.end()
    }
}
