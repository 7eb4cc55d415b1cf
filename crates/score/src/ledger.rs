//! The hall's register: an append-only list of entries, with residents, households and
//! rulebooks.

use serde::ser::{Serialize, SerializeMap, Serializer};
use smol_str::SmolStr;

use crate::day::Day;
use crate::points::Points;
use crate::rulebook::{Names, Rulebook};
use crate::validate::{Validate, non_null, strict_object, words};

/// The value of the field `format` of a ledger.
pub const LEDGER_FORMAT: &str = "hallboard-ledger/1";

/// An id. Up to 23 bytes are stored inline without an allocation, because a county's
/// register has tens of millions of ids.
pub type Id = SmolStr;

/// A text written about an entry; stored like an [`Id`].
pub type Text = SmolStr;

/// A whole register without structural errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The hall that maintains it.
    pub hall: Hall,
    /// The rulebooks in the order of the file. No two start on the same day.
    pub rulebooks: Vec<Rulebook>,
    /// The households.
    pub households: Vec<Household>,
    /// The residents.
    pub residents: Vec<Resident>,
    /// The entries in the order of the file, which decides ties.
    pub entries: Vec<Entry>,
}

/// The village hall.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Hall {
    /// Its id, which every publication contains.
    pub id: String,
    /// Its name.
    pub names: Names,
    /// The IANA time zone that determines its days.
    pub time_zone: String,
}

/// The largest length of a hall's id in characters.
pub const HALL_ID_LIMIT: usize = 100;

/// Whether a text is a valid hall id: 1 to [`HALL_ID_LIMIT`] Latin letters, digits, `-`,
/// `_` and `.`. It is used in addresses, storage keys, signed comments and key
/// derivations, where other characters could be misinterpreted.
#[must_use]
pub fn is_hall_id(text: &str) -> bool {
    (1..=HALL_ID_LIMIT).contains(&text.len())
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_.".contains(&it))
}

/// A household.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Household {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub names: Names,
}

/// A resident.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Resident {
    /// The id.
    pub id: Id,
    /// The name.
    pub name: String,
    /// The household before the first move.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<Id>,
}

/// An event on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id, by which later entries refer to it.
    pub id: Id,
    /// The day of the event.
    pub date: Day,
    /// The event.
    pub kind: EntryKind,
    /// The recorder's note.
    pub note: Option<Text>,
    /// The recorder.
    pub by: Option<Text>,
}

/// What an entry records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// The scopes that a resident or household agrees to from now on, which replace the
    /// previous ones.
    Consent {
        /// Whose consent it is, and the scopes.
        to: Consent,
        /// The person who gave it.
        given_by: Option<GivenBy>,
    },
    /// Stars given to a household.
    Rating {
        /// The id of the household.
        household: Id,
        /// The id of the category.
        category: Id,
        /// The number of stars, 1 to 5.
        stars: u8,
    },
    /// A deed of a resident.
    Deed {
        /// The id of the resident.
        resident: Id,
        /// The id of the deed's rule.
        deed: Id,
        /// Who reported it.
        source: Source,
        /// The day on which the subject was notified.
        notified: Option<Day>,
    },
    /// The subject's reply to a deed or rating.
    Objection {
        /// The id of the entry replied to.
        entry: Id,
        /// The text of the reply.
        text: Option<Text>,
    },
    /// The hall's decision on an objection.
    Decision {
        /// The id of the contested entry.
        entry: Id,
        /// The outcome.
        outcome: Outcome,
        /// The reason.
        reason: Option<Text>,
    },
    /// A permanent reversal of an entry.
    Reversal {
        /// The id of the reversed entry.
        entry: Id,
        /// The reason.
        reason: Option<Text>,
    },
    /// A redemption of a reward.
    Redemption {
        /// The id of the resident.
        resident: Id,
        /// The id of the reward.
        reward: Id,
    },
    /// A resident moves to another household.
    Move {
        /// The id of the resident.
        resident: Id,
        /// The id of the new household.
        household: Id,
    },
}

/// The subject and the scopes of a consent. Without scopes it is a withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consent {
    /// The consent of a resident.
    Resident {
        /// The id of the resident.
        resident: Id,
        /// The scopes agreed to.
        scopes: Vec<Scope>,
    },
    /// The consent of a household.
    Household {
        /// The id of the household.
        household: Id,
        /// The scopes agreed to.
        scopes: Vec<HouseholdScope>,
    },
}

/// The outcome of a decision on a contested entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The entry stays unchanged.
    Upheld,
    /// The entry is void.
    Overturned,
    /// A deed gets these points.
    ChangedPoints(Points),
    /// A rating gets these stars.
    ChangedStars(u8),
}

words! {
    /// What a resident can agree to.
    Scope {
        /// Taking part at all.
        Score = "score",
        /// Name and score on the board.
        Board = "board",
        /// The history chart on the board.
        History = "history",
        /// Good deeds on the board, by name.
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
    /// The person who gave a consent.
    GivenBy {
        /// The person concerned.
        SelfGiven = "self",
        /// A guardian.
        Guardian = "guardian",
    }
}

words! {
    /// The source of a report about a deed.
    Source {
        /// An organisation.
        Organisation = "organisation",
        /// A neighbour.
        Neighbour = "neighbour",
        /// The household.
        Household = "household",
        /// The person who did it.
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
    /// The outcomes of decisions, as a ledger names them.
    OutcomeWord {
        /// See [`Outcome::Upheld`].
        Upheld = "upheld",
        /// See [`Outcome::Overturned`].
        Overturned = "overturned",
        /// Changed, to points for a deed or stars for a rating.
        Changed = "changed",
    }
}

strict_object!(Hall { id, names, time_zone });
strict_object!(Household { id, names });
strict_object!(Resident { id, name; household: non_null = None });

impl Validate for Hall {}
impl Validate for Household {}
impl Validate for Resident {}

impl EntryKind {
    /// The ledger's word for the kind.
    #[must_use]
    pub fn name(&self) -> KindWord {
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

impl Serialize for Ledger {
    /// The canonical form: fields in the order of the specification, without default
    /// values.
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
