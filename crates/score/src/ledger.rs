//! The hall's register: one append-only list of entries, who lives where, the
//! rulebooks.

use serde::ser::{Serialize, SerializeMap, Serializer};
use smol_str::SmolStr;

use crate::day::Day;
use crate::points::Points;
use crate::rulebook::{Names, Rulebook};
use crate::validate::{Validate, non_null, strict_object, words};

/// The format a ledger names in its first field.
pub const LEDGER_FORMAT: &str = "hallboard-ledger/1";

/// An id. A county's register has tens of millions of them, so up to 23 bytes are held
/// in place, without memory of their own.
pub type Id = SmolStr;

/// What somebody wrote about an entry; held as an [`Id`] is.
pub type Text = SmolStr;

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
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Hall {
    /// Its id, which every publication carries.
    pub id: String,
    /// What people call it.
    pub names: Names,
    /// The IANA time zone in which its days begin and end.
    pub time_zone: String,
}

/// The most characters that a hall's id has.
pub const HALL_ID_LIMIT: usize = 100;

/// Whether a text can be a hall's id: 1 to [`HALL_ID_LIMIT`] Latin letters, digits, `-`,
/// `_` and `.`. It stands in addresses, stores, signed comments and key derivations, where
/// other characters could be read as something else.
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
    /// What people call it.
    pub names: Names,
}

/// A resident.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Resident {
    /// The id.
    pub id: Id,
    /// The name.
    pub name: String,
    /// The household lived in before any move.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<Id>,
}

/// Something that happened on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id, by which later entries name it.
    pub id: Id,
    /// The day it happened.
    pub date: Day,
    /// What happened.
    pub kind: EntryKind,
    /// The recorder's note.
    pub note: Option<Text>,
    /// Who wrote it.
    pub by: Option<Text>,
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
        household: Id,
        /// The category's id.
        category: Id,
        /// One to five.
        stars: u8,
    },
    /// A deed of a resident.
    Deed {
        /// The resident's id.
        resident: Id,
        /// The deed rule's id.
        deed: Id,
        /// Who reported it.
        source: Source,
        /// The day its subject was told.
        notified: Option<Day>,
    },
    /// The subject's reply to a deed or rating.
    Objection {
        /// The id of the entry replied to.
        entry: Id,
        /// What was said.
        text: Option<Text>,
    },
    /// The hall's decision on an objection.
    Decision {
        /// The id of the contested entry.
        entry: Id,
        /// What was decided.
        outcome: Outcome,
        /// Why.
        reason: Option<Text>,
    },
    /// An entry taken back for good.
    Reversal {
        /// The id of the entry taken back.
        entry: Id,
        /// Why.
        reason: Option<Text>,
    },
    /// A reward handed out.
    Redemption {
        /// The resident's id.
        resident: Id,
        /// The reward's id.
        reward: Id,
    },
    /// A resident moves to another household.
    Move {
        /// The resident's id.
        resident: Id,
        /// The new household's id.
        household: Id,
    },
}

/// Whose consent it is and what it covers. Without a scope it is a withdrawal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consent {
    /// A resident's.
    Resident {
        /// The resident's id.
        resident: Id,
        /// What is agreed to.
        scopes: Vec<Scope>,
    },
    /// A household's.
    Household {
        /// The household's id.
        household: Id,
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

strict_object!(Hall { id, names, time_zone });
strict_object!(Household { id, names });
strict_object!(Resident { id, name; household: non_null = None });

impl Validate for Hall {}
impl Validate for Household {}
impl Validate for Resident {}

impl EntryKind {
    /// The word a ledger uses for the kind.
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
