//! Entries as they stand in a file: one object with the fields of its kind and no
//! others.

use serde::ser::{Serialize, Serializer};

use crate::day::Day;
use crate::json::{Json, Read, Stop};
use crate::ledger::{
    Consent, Entry, EntryKind, GivenBy, HouseholdScope, Id, KindWord, Outcome,
    OutcomeWord, Scope, Source, Text,
};
use crate::points::{Points, shorten};
use crate::strict::{self, Sound, present, strict_object};

impl Sound for Fields {}

/// An entry as it stands in the file: every field any kind may have.
#[derive(Default, serde::Serialize)]
struct Fields {
    id: Option<Id>,
    date: Option<Day>,
    kind: Option<KindWord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resident: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    household: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<ScopeWord>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_by: Option<GivenBy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stars: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deed: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notified: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<OutcomeWord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reward: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Text>,
}

strict_object!(Fields {;
    id: present = None,
    date: present = None,
    kind: present = None,
    resident: present = None,
    household: present = None,
    scopes: present = None,
    given_by: present = None,
    category: present = None,
    stars: starred = None,
    deed: present = None,
    source: present = None,
    notified: present = None,
    entry: present = None,
    text: present = None,
    outcome: present = None,
    points: present = None,
    reason: present = None,
    reward: present = None,
    note: present = None,
    by: present = None,
});

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

impl Read for ScopeWord {
    fn read(json: &mut Json<'_>) -> Result<ScopeWord, Stop> {
        let read = |word: &str| match (
            Scope::from_word(word),
            HouseholdScope::from_word(word),
        ) {
            (None, None) => None,
            (resident, household) => Some(ScopeWord(resident, household)),
        };
        let allowed = "one of `score`, `board`, `history`, `thanks` of a resident, \
                       `board`, `sign` of a household";
        strict::word(json, read, allowed)
    }
}

fn starred(json: &mut Json<'_>) -> Result<Option<u8>, Stop> {
    Ok(u8::try_from(strict::whole(json, 1, 5)?).ok())
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

impl Read for Entry {
    fn read(json: &mut Json<'_>) -> Result<Entry, Stop> {
        Fields::read(json)?.into_entry().map_err(|what| json.fault(what))
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(&Fields::of(self), serializer)
    }
}
