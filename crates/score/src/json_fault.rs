//! What can be wrong with a text of JSON, and with what it is read as.

use crate::day::DayError;
use crate::points::{Points, PointsError};

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonFault {
    /// It ends within a value.
    #[error("EOF while parsing")]
    End,
    /// Something stands behind the value.
    #[error("trailing characters")]
    Trailing,
    /// It is no JSON.
    #[error(transparent)]
    Syntax(#[from] SyntaxFault),
    /// A value of another type.
    #[error("invalid type: {found}, expected {wanted}")]
    Type {
        /// What stands there.
        found: FoundType,
        /// What was to stand there.
        wanted: WantedType,
    },
    /// A list of another length.
    #[error("invalid length {found}, expected {wanted}")]
    Length {
        /// How many values it has.
        found: usize,
        /// How many it must have.
        wanted: usize,
    },
    /// A number that is not whole, or larger than anything counted so.
    #[error("invalid value: a number, expected a whole number within bounds")]
    OutOfBounds,
    /// A field that is not known.
    #[error("unknown field `{field}`, expected one of `{}`", known.join("`, `"))]
    UnknownField {
        /// Its name, shortened.
        field: String,
        /// Those that are known.
        known: &'static [&'static str],
    },
    /// A field that entries of that kind do not have.
    #[error("unknown field `{field}` of a {kind}")]
    FieldOfOtherKind {
        /// Its name.
        field: &'static str,
        /// The kind of entry.
        kind: &'static str,
    },
    /// A field that stands twice.
    #[error("duplicate field `{field}`")]
    DuplicateField {
        /// Its name.
        field: String,
    },
    /// A field that must be there.
    #[error("missing field `{field}`")]
    MissingField {
        /// Its name.
        field: &'static str,
    },
    /// A word that is not in its list.
    #[error("unknown word `{word}`, expected {expected}")]
    UnknownWord {
        /// The word, shortened.
        word: String,
        /// Those that are known.
        expected: KnownWords,
    },
    /// Not a whole number of those that can be there.
    #[error("not a whole number from {low} to {high}: {found}")]
    NotWhole {
        /// The number.
        found: Points,
        /// The least it can be.
        low: i64,
        /// The most it can be.
        high: i64,
    },
    /// Not a day.
    #[error(transparent)]
    Day(#[from] DayError),
    /// Not a number of points.
    #[error("{why}: {found}")]
    Points {
        /// Why not.
        why: PointsError,
        /// What it is, shortened.
        found: String,
    },
    /// Names in more languages than there can be.
    #[error("more than {limit} names")]
    ManyNames {
        /// The most there can be.
        limit: usize,
    },
    /// An id that stands twice in a list of a rulebook.
    #[error("the id `{id}` stands twice in `{list}`")]
    SecondId {
        /// The id.
        id: String,
        /// The list.
        list: &'static str,
    },
    /// The lowest score above the highest.
    #[error("`min` {min} is above `max` {max}")]
    MinAboveMax {
        /// The lowest.
        min: Points,
        /// The highest.
        max: Points,
    },
    /// A base that no score can be.
    #[error("`base` {base} lies outside `min` and `max`")]
    BaseOutside {
        /// The base.
        base: Points,
    },
    /// A lower limit of deeds above zero.
    #[error("`deeds_min` {min} is above 0")]
    DeedsMinAbove {
        /// The limit.
        min: Points,
    },
    /// An upper limit of deeds below zero.
    #[error("`deeds_max` {max} is below 0")]
    DeedsMaxBelow {
        /// The limit.
        max: Points,
    },
    /// A reward that gives points.
    #[error("`cost` {cost} is negative")]
    NegativeCost {
        /// The cost.
        cost: Points,
    },
    /// A resident agrees to what only a household can.
    #[error("`sign` is no scope of a resident")]
    ScopeOfHousehold,
    /// A household agrees to what only a resident can.
    #[error("a household's scopes are `board` and `sign`")]
    ScopeOfResident,
    /// A consent of nobody, or of both.
    #[error("a consent names either `resident` or `household`")]
    ConsentSubject,
    /// A changed outcome without what it was changed to, or with two such things.
    #[error("`changed` needs either `points` or `stars`")]
    ChangedToWhat,
    /// Points or stars of an outcome that changes nothing.
    #[error("`points` and `stars` go with `changed` only")]
    NotChanged,
    /// Something wrong with an entry as a whole.
    #[error("{fault}, in the entry `{id}`")]
    InEntry {
        /// What is wrong.
        fault: Box<JsonFault>,
        /// The entry's id, shortened.
        id: String,
    },
    /// What a type that is no part of a ledger finds wrong with itself.
    #[error("{0}")]
    Refused(String),
}

impl From<String> for JsonFault {
    fn from(what: String) -> JsonFault {
        JsonFault::Refused(what)
    }
}

impl From<&str> for JsonFault {
    fn from(what: &str) -> JsonFault {
        JsonFault::Refused(what.to_owned())
    }
}

/// What comes next cannot stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxFault {
    /// A value was to come.
    #[error("expected value")]
    Value,
    /// The list was to go on or end.
    #[error("expected `,` or `]`")]
    List,
    /// The object was to go on or end.
    #[error("expected `,` or `}}`")]
    Object,
    /// The name of a field was to come.
    #[error("key must be a string")]
    Key,
    /// The value of a field was to come.
    #[error("expected `:`")]
    Colon,
    /// A digit was to come.
    #[error("expected digit")]
    Digit,
    /// A character that must be escaped, as a line break.
    #[error("expected no control character in a string")]
    Control,
    /// A backslash before what it is not for.
    #[error("invalid escape")]
    Escape,
    /// Bytes or an escape that are no character.
    #[error("invalid unicode code point")]
    Character,
}

/// What stands in the place of something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FoundType {
    /// A text.
    #[error("string")]
    Text,
    /// An object.
    #[error("map")]
    Object,
    /// A list.
    #[error("sequence")]
    List,
    /// `true` or `false`.
    #[error("boolean")]
    Boolean,
    /// `null`.
    #[error("null")]
    Null,
    /// A number.
    #[error("number")]
    Number,
}

/// What was to stand somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WantedType {
    /// A text.
    #[error("a string")]
    Text,
    /// An object.
    #[error("an object")]
    Object,
    /// A list.
    #[error("a list")]
    List,
    /// A number.
    #[error("a number")]
    Number,
    /// `true` and nothing else.
    #[error("`true`")]
    True,
}

/// Which words can stand somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownWords {
    /// Those of a closed list.
    OneOf(&'static [&'static str]),
    /// What somebody can agree to.
    Scopes {
        /// As a resident.
        resident: &'static [&'static str],
        /// As a household.
        household: &'static [&'static str],
    },
    /// How long a deed counts.
    Lasts,
}

impl std::fmt::Display for KnownWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |words: &[&str]| format!("`{}`", words.join("`, `"));
        match self {
            KnownWords::OneOf([word]) => write!(f, "`{word}`"),
            KnownWords::OneOf(words) => write!(f, "one of {}", list(words)),
            KnownWords::Scopes { resident, household } => {
                let (resident, household) = (list(resident), list(household));
                write!(f, "one of {resident} of a resident, {household} of a household")
            }
            KnownWords::Lasts => f.write_str(
                "`P<n>M` or `P<n>Y` with n from 1 to 1200, `year` or `forever`",
            ),
        }
    }
}
