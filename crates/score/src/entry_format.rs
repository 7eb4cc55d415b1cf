//! Reads and writes entries: one object with the fields of its kind and no others.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::day::Day;
use crate::json::{Failed, Json, Read};
use crate::json_fault::{JsonFault, KnownWords};
use crate::ledger::{
    Consent, Entry, EntryKind, GivenBy, HouseholdScope, Id, KindWord, Outcome,
    OutcomeWord, Scope, Source,
};
use crate::points::{Points, shorten};
use crate::validate::{self, non_null};

/// All fields of all kinds of entries, in the order in which they are written.
const FIELDS: [&str; 20] = [
    "id",
    "date",
    "kind",
    "resident",
    "household",
    "scopes",
    "given_by",
    "category",
    "stars",
    "deed",
    "source",
    "notified",
    "entry",
    "text",
    "outcome",
    "points",
    "reason",
    "reward",
    "note",
    "by",
];

const ID: usize = 0;
const DATE: usize = 1;
const KIND: usize = 2;
const RESIDENT: usize = 3;
const HOUSEHOLD: usize = 4;
const SCOPES: usize = 5;
const GIVEN_BY: usize = 6;
const CATEGORY: usize = 7;
const STARS: usize = 8;
const DEED: usize = 9;
const SOURCE: usize = 10;
const NOTIFIED: usize = 11;
const ENTRY: usize = 12;
const TEXT: usize = 13;
const OUTCOME: usize = 14;
const POINTS: usize = 15;
const REASON: usize = 16;
const REWARD: usize = 17;
const NOTE: usize = 18;
const BY: usize = 19;

/// The fields of an entry. Most are texts; each is stored at the index of its name in
/// [`FIELDS`], so that all can be handled in the same way.
#[derive(Default)]
struct Fields {
    texts: [Option<Id>; FIELDS.len()],
    date: Option<Day>,
    kind: Option<KindWord>,
    scopes: Option<Vec<ScopeWord>>,
    given_by: Option<GivenBy>,
    stars: Option<u8>,
    source: Option<Source>,
    notified: Option<Day>,
    outcome: Option<OutcomeWord>,
    points: Option<Points>,
}

/// A scope in a consent. The other fields determine whether it is a resident's or a
/// household's scope.
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

impl Read for ScopeWord {
    fn read(json: &mut Json<'_>) -> Result<ScopeWord, Failed> {
        let read = |word: &str| match (
            Scope::from_name(word),
            HouseholdScope::from_name(word),
        ) {
            (None, None) => None,
            (resident, household) => Some(ScopeWord(resident, household)),
        };
        let (resident, household) = (Scope::WORDS, HouseholdScope::WORDS);
        validate::word(json, read, KnownWords::Scopes { resident, household })
    }
}

fn need<T>(field: &mut Option<T>, at: usize) -> Result<T, JsonFault> {
    let name = FIELDS.get(at).copied().unwrap_or_default();
    field.take().ok_or(JsonFault::MissingField { field: name })
}

impl Fields {
    fn read(&mut self, json: &mut Json<'_>, at: usize) -> Result<(), Failed> {
        match at {
            DATE => self.date = non_null(json)?,
            KIND => self.kind = non_null(json)?,
            SCOPES => self.scopes = non_null(json)?,
            GIVEN_BY => self.given_by = non_null(json)?,
            STARS => self.stars = u8::try_from(validate::whole(json, 1, 5)?).ok(),
            SOURCE => self.source = non_null(json)?,
            NOTIFIED => self.notified = non_null(json)?,
            OUTCOME => self.outcome = non_null(json)?,
            POINTS => self.points = non_null(json)?,
            _ => {
                let text = non_null(json)?;
                self.put(at, text);
            }
        }
        Ok(())
    }

    fn put(&mut self, at: usize, text: Option<Id>) {
        if let Some(place) = self.texts.get_mut(at) {
            *place = text;
        }
    }

    fn take(&mut self, at: usize) -> Option<Id> {
        self.texts.get_mut(at)?.take()
    }

    fn need(&mut self, at: usize) -> Result<Id, JsonFault> {
        need(&mut self.take(at), at)
    }

    fn take_entry(&mut self) -> Result<Entry, JsonFault> {
        let id = self.need(ID)?;
        let (note, by) = (self.take(NOTE), self.take(BY));
        match self.take_rest() {
            Ok((date, kind)) => Ok(Entry { id, date, kind, note, by }),
            Err(fault) => {
                let (fault, id) = (Box::new(fault), shorten(&id));
                Err(JsonFault::InEntry { fault, id })
            }
        }
    }

    fn take_rest(&mut self) -> Result<(Day, EntryKind), JsonFault> {
        let date = need(&mut self.date, DATE)?;
        let word = need(&mut self.kind, KIND)?;
        let kind = self.take_kind(word)?;
        match FIELDS.iter().enumerate().find(|(at, _)| self.is_there(*at)) {
            Some((_, field)) => {
                let kind = word.as_str();
                Err(JsonFault::FieldOfOtherKind { field, kind })
            }
            None => Ok((date, kind)),
        }
    }

    fn is_there(&self, at: usize) -> bool {
        match at {
            SCOPES => self.scopes.is_some(),
            GIVEN_BY => self.given_by.is_some(),
            STARS => self.stars.is_some(),
            SOURCE => self.source.is_some(),
            NOTIFIED => self.notified.is_some(),
            OUTCOME => self.outcome.is_some(),
            POINTS => self.points.is_some(),
            _ => self.texts.get(at).is_some_and(Option::is_some),
        }
    }

    fn take_kind(&mut self, word: KindWord) -> Result<EntryKind, JsonFault> {
        Ok(match word {
            KindWord::Consent => EntryKind::Consent {
                to: self.take_consent()?,
                given_by: self.given_by.take(),
            },
            KindWord::Rating => EntryKind::Rating {
                household: self.need(HOUSEHOLD)?,
                category: self.need(CATEGORY)?,
                stars: need(&mut self.stars, STARS)?,
            },
            KindWord::Deed => EntryKind::Deed {
                resident: self.need(RESIDENT)?,
                deed: self.need(DEED)?,
                source: need(&mut self.source, SOURCE)?,
                notified: self.notified.take(),
            },
            KindWord::Objection => {
                EntryKind::Objection { entry: self.need(ENTRY)?, text: self.take(TEXT) }
            }
            KindWord::Decision => EntryKind::Decision {
                entry: self.need(ENTRY)?,
                outcome: self.take_outcome()?,
                reason: self.take(REASON),
            },
            KindWord::Reversal => EntryKind::Reversal {
                entry: self.need(ENTRY)?,
                reason: self.take(REASON),
            },
            KindWord::Redemption => EntryKind::Redemption {
                resident: self.need(RESIDENT)?,
                reward: self.need(REWARD)?,
            },
            KindWord::Move => EntryKind::Move {
                resident: self.need(RESIDENT)?,
                household: self.need(HOUSEHOLD)?,
            },
        })
    }

    fn take_consent(&mut self) -> Result<Consent, JsonFault> {
        let scopes = need(&mut self.scopes, SCOPES)?;
        match (self.take(RESIDENT), self.take(HOUSEHOLD)) {
            (Some(resident), None) => {
                let scopes = scopes.iter().map(|scope| scope.0).collect::<Option<_>>();
                let scopes = scopes.ok_or(JsonFault::ScopeOfHousehold)?;
                Ok(Consent::Resident { resident, scopes })
            }
            (None, Some(household)) => {
                let scopes = scopes.iter().map(|scope| scope.1).collect::<Option<_>>();
                let scopes = scopes.ok_or(JsonFault::ScopeOfResident)?;
                Ok(Consent::Household { household, scopes })
            }
            _ => Err(JsonFault::ConsentSubject),
        }
    }

    fn take_outcome(&mut self) -> Result<Outcome, JsonFault> {
        let word = need(&mut self.outcome, OUTCOME)?;
        match (word, self.points.take(), self.stars.take()) {
            (OutcomeWord::Upheld, None, None) => Ok(Outcome::Upheld),
            (OutcomeWord::Overturned, None, None) => Ok(Outcome::Overturned),
            (OutcomeWord::Changed, Some(points), None) => {
                Ok(Outcome::ChangedPoints(points))
            }
            (OutcomeWord::Changed, None, Some(stars)) => Ok(Outcome::ChangedStars(stars)),
            (OutcomeWord::Changed, ..) => Err(JsonFault::ChangedToWhat),
            _ => Err(JsonFault::NotChanged),
        }
    }

    fn of(entry: &Entry) -> Fields {
        let mut fields = Fields {
            date: Some(entry.date),
            kind: Some(entry.kind.name()),
            ..Fields::default()
        };
        fields.put(ID, Some(entry.id.clone()));
        fields.put(NOTE, entry.note.clone());
        fields.put(BY, entry.by.clone());
        match entry.kind.clone() {
            EntryKind::Consent { to, given_by } => {
                fields.given_by = given_by;
                let scopes = match to {
                    Consent::Resident { resident, scopes } => {
                        fields.put(RESIDENT, Some(resident));
                        scopes.into_iter().map(|it| ScopeWord(Some(it), None)).collect()
                    }
                    Consent::Household { household, scopes } => {
                        fields.put(HOUSEHOLD, Some(household));
                        scopes.into_iter().map(|it| ScopeWord(None, Some(it))).collect()
                    }
                };
                fields.scopes = Some(scopes);
            }
            EntryKind::Rating { household, category, stars } => {
                fields.put(HOUSEHOLD, Some(household));
                fields.put(CATEGORY, Some(category));
                fields.stars = Some(stars);
            }
            EntryKind::Deed { resident, deed, source, notified } => {
                fields.put(RESIDENT, Some(resident));
                fields.put(DEED, Some(deed));
                fields.source = Some(source);
                fields.notified = notified;
            }
            EntryKind::Objection { entry, text } => {
                fields.put(ENTRY, Some(entry));
                fields.put(TEXT, text);
            }
            EntryKind::Decision { entry, outcome, reason } => {
                fields.put(ENTRY, Some(entry));
                fields.put(REASON, reason);
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
                fields.put(ENTRY, Some(entry));
                fields.put(REASON, reason);
            }
            EntryKind::Redemption { resident, reward } => {
                fields.put(RESIDENT, Some(resident));
                fields.put(REWARD, Some(reward));
            }
            EntryKind::Move { resident, household } => {
                fields.put(RESIDENT, Some(resident));
                fields.put(HOUSEHOLD, Some(household));
            }
        }
        fields
    }
}

impl Read for Entry {
    fn read(json: &mut Json<'_>) -> Result<Entry, Failed> {
        let mut fields = Fields::default();
        json.object(&FIELDS, 0, &mut |json, at| fields.read(json, at))?;
        fields.take_entry().map_err(|what| json.fault(what))
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Fields {
            texts,
            date,
            kind,
            scopes,
            given_by,
            stars,
            source,
            notified,
            outcome,
            points,
        } = Fields::of(self);
        let mut map = serializer.serialize_map(None)?;
        for (at, (field, text)) in FIELDS.iter().zip(&texts).enumerate() {
            match at {
                DATE => put(&mut map, field, &date)?,
                KIND => put(&mut map, field, &kind)?,
                SCOPES => put(&mut map, field, &scopes)?,
                GIVEN_BY => put(&mut map, field, &given_by)?,
                STARS => put(&mut map, field, &stars)?,
                SOURCE => put(&mut map, field, &source)?,
                NOTIFIED => put(&mut map, field, &notified)?,
                OUTCOME => put(&mut map, field, &outcome)?,
                POINTS => put(&mut map, field, &points)?,
                _ => put(&mut map, field, text)?,
            }
        }
        map.end()
    }
}

/// Writes a field if it has a value.
fn put<M: SerializeMap>(
    map: &mut M,
    field: &str,
    value: &Option<impl Serialize>,
) -> Result<(), M::Error> {
    value.as_ref().map_or(Ok(()), |value| map.serialize_entry(field, value))
}
