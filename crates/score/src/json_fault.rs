//! The faults of a JSON text, and of its values.

use crate::day::DayError;
use crate::points::{Points, PointsError};

/// A fault of a JSON text or value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonFault {
    /// The text ends within a value.
    #[error("EOF while parsing")]
    End,
    /// There is more text after the value.
    #[error("trailing characters")]
    Trailing,
    /// A syntax error.
    #[error(transparent)]
    Syntax(#[from] SyntaxFault),
    /// The value has a wrong type.
    #[error("invalid type: {found}, expected {wanted}")]
    Type {
        /// The type found.
        found: FoundType,
        /// The expected type.
        wanted: WantedType,
    },
    /// A list has a wrong length.
    #[error("invalid length {found}, expected {wanted}")]
    Length {
        /// The length found.
        found: usize,
        /// The expected length.
        wanted: usize,
    },
    /// A number is not an integer, or is out of range.
    #[error("invalid value: a number, expected a whole number within bounds")]
    OutOfBounds,
    /// A field is unknown.
    #[error("unknown field `{field}`, expected one of `{}`", known.join("`, `"))]
    UnknownField {
        /// The name of the field, shortened.
        field: String,
        /// The known fields.
        known: &'static [&'static str],
    },
    /// Entries of this kind do not have this field.
    #[error("unknown field `{field}` of a {kind}")]
    FieldOfOtherKind {
        /// The name of the field.
        field: &'static str,
        /// The kind of entry.
        kind: &'static str,
    },
    /// A field occurs twice.
    #[error("duplicate field `{field}`")]
    DuplicateField {
        /// The name of the field.
        field: String,
    },
    /// A required field is missing.
    #[error("missing field `{field}`")]
    MissingField {
        /// The name of the field.
        field: &'static str,
    },
    /// A word is not one of those permitted.
    #[error("unknown word `{word}`, expected {expected}")]
    UnknownWord {
        /// The word, shortened.
        word: String,
        /// The permitted words.
        expected: KnownWords,
    },
    /// A number is not an integer in the permitted range.
    #[error("not a whole number from {low} to {high}: {found}")]
    NotWhole {
        /// The number.
        found: Points,
        /// The least permitted number.
        low: i64,
        /// The largest permitted number.
        high: i64,
    },
    /// A text is not a day.
    #[error(transparent)]
    Day(#[from] DayError),
    /// A number is not a number of points.
    #[error("{why}: {found}")]
    Points {
        /// The reason.
        why: PointsError,
        /// The number as written, shortened.
        found: String,
    },
    /// There are names in too many languages.
    #[error("more than {limit} names")]
    ManyNames {
        /// The limit.
        limit: usize,
    },
    /// An id occurs twice in a list of a rulebook.
    #[error("the id `{id}` occurs twice in `{list}`")]
    SecondId {
        /// The id.
        id: String,
        /// The list.
        list: &'static str,
    },
    /// The lowest score is above the highest.
    #[error("`min` {min} is above `max` {max}")]
    MinAboveMax {
        /// The lowest score.
        min: Points,
        /// The highest score.
        max: Points,
    },
    /// The starting score is outside the scale.
    #[error("`base` {base} lies outside `min` and `max`")]
    BaseOutside {
        /// The starting score.
        base: Points,
    },
    /// The lower limit of a category is above zero.
    #[error("`deeds_min` {min} is above 0")]
    DeedsMinAbove {
        /// The limit.
        min: Points,
    },
    /// The upper limit of a category is below zero.
    #[error("`deeds_max` {max} is below 0")]
    DeedsMaxBelow {
        /// The limit.
        max: Points,
    },
    /// The cost of a reward is negative.
    #[error("`cost` {cost} is negative")]
    NegativeCost {
        /// The cost.
        cost: Points,
    },
    /// A resident's consent has a scope that only households have.
    #[error("`sign` is no scope of a resident")]
    ScopeOfHousehold,
    /// A household's consent has a scope that only residents have.
    #[error("a household's scopes are `board` and `sign`")]
    ScopeOfResident,
    /// A consent does not name exactly one of resident and household.
    #[error("a consent names either `resident` or `household`")]
    ConsentSubject,
    /// The outcome `changed` does not have exactly one of points and stars.
    #[error("`changed` needs either `points` or `stars`")]
    ChangedToWhat,
    /// Points or stars with an outcome other than `changed`.
    #[error("`points` and `stars` go with `changed` only")]
    NotChanged,
    /// A fault of an entry as a whole.
    #[error("{fault}, in the entry `{id}`")]
    InEntry {
        /// The fault.
        fault: Box<JsonFault>,
        /// The id of the entry, shortened.
        id: String,
    },
    /// A fault found by a type that is not part of a ledger.
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

/// A syntax error at the next byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxFault {
    /// A value was expected.
    #[error("expected value")]
    Value,
    /// The continuation or the end of a list was expected.
    #[error("expected `,` or `]`")]
    List,
    /// The continuation or the end of an object was expected.
    #[error("expected `,` or `}}`")]
    Object,
    /// The name of a field was expected.
    #[error("key must be a string")]
    Key,
    /// The value of a field was expected.
    #[error("expected `:`")]
    Colon,
    /// A digit was expected.
    #[error("expected digit")]
    Digit,
    /// A string contains a control character that must be escaped, such as a line break.
    #[error("expected no control character in a string")]
    Control,
    /// An unknown escape sequence.
    #[error("invalid escape")]
    Escape,
    /// Bytes or an escape sequence that are not a valid character.
    #[error("invalid unicode code point")]
    Character,
}

/// The type of a value found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FoundType {
    /// A string.
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

/// The expected type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WantedType {
    /// A string.
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
    /// Only `true`.
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
