//! Why a file is not a letter to this hall.

use std::fmt;

use hallboard_score::{Day, Scope};

use super::LETTER_FORMAT;
use super::bounds::is_forbidden;
use super::handwriting::HandwritingError;
use super::kind::{LetterKind, Proof};
use super::seal::LETTER_SIZES;
use crate::instant::Instant;

/// Why a file is not a valid letter, or a letter cannot be sealed. Nothing of it is used
/// then.
///
/// Texts from the file are shortened, and forbidden characters in them are replaced.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterFault {
    /// The file is larger than the largest letter.
    #[error("{got} bytes; no letter has more than {limit}")]
    TooLarge {
        /// The size of the file in bytes.
        got: usize,
        /// The size limit in bytes.
        limit: usize,
    },
    /// The file does not have one of the sizes of letters.
    #[error("{got} bytes; letters have {LETTER_SIZES:?}")]
    Size {
        /// The size of the file in bytes.
        got: usize,
    },
    /// Not sealed to this key, or changed since.
    #[error("not sealed to this hall's key, or damaged")]
    CannotOpen,
    /// The length field is invalid, or the padding is not all zeros.
    #[error("not filled up as it should be")]
    Padding,
    /// Not the JSON of a letter.
    #[error("not the JSON of a letter: column {column}: {what}")]
    Shape {
        /// The column of the error, from 1; a letter is one line.
        column: usize,
        /// The message of the JSON reader.
        what: String,
    },
    /// The format is unknown.
    #[error("the format is `{got}`, not `{LETTER_FORMAT}`")]
    OtherFormat {
        /// The format that the letter names.
        got: String,
    },
    /// The letter is for another hall.
    #[error("for the hall `{got}`, not `{expected}`")]
    OtherHall {
        /// The id of this hall.
        expected: String,
        /// The id in the letter.
        got: String,
    },
    /// The kind of letter is unknown.
    #[error("`{got}` is no kind of letter")]
    OtherKind {
        /// The kind that the letter names.
        got: String,
    },
    /// The value of a field is invalid.
    #[error("`{field}` is `{got}`, which is no such thing")]
    InvalidField {
        /// The field.
        field: Field,
        /// The value.
        got: String,
    },
    /// Handwriting is invalid.
    #[error("`{field}`: {error}")]
    Handwriting {
        /// The field.
        field: Field,
        /// The fault.
        error: HandwritingError,
    },
    /// The letter does not have exactly one sender.
    #[error("{found} senders instead of one")]
    SenderCount {
        /// The number of sender fields, of four, that are present.
        found: usize,
    },
    /// A field is missing that this kind of letter requires.
    #[error("`{field}` is missing, which a letter of the kind `{kind}` has")]
    Missing {
        /// The kind of letter.
        kind: LetterKind,
        /// The field.
        field: Field,
    },
    /// A field that this kind of letter does not have.
    #[error("`{field}` has no place in a letter of the kind `{kind}`")]
    UnexpectedField {
        /// The kind of letter.
        kind: LetterKind,
        /// The field.
        field: Field,
    },
    /// This kind of letter requires stronger proof of the sender.
    #[error("a letter of the kind `{kind}` needs {needs}, not {given}")]
    Proof {
        /// The kind of letter.
        kind: LetterKind,
        /// The required proof.
        needs: Proof,
        /// The proof given.
        given: Proof,
    },
    /// The field contains only white space.
    #[error("`{field}` is empty")]
    Empty {
        /// The field.
        field: Field,
    },
    /// The field has too many characters.
    #[error("`{field}` has more than {limit} characters")]
    Long {
        /// The field.
        field: Field,
        /// The limit in characters.
        limit: usize,
    },
    /// The field contains a forbidden character.
    #[error("`{field}` holds U+{:04X}", u32::from(*found))]
    Character {
        /// The field.
        field: Field,
        /// The character.
        found: char,
    },
    /// The letter reports a day after it was written.
    #[error("about {date}, but written at {written}")]
    Future {
        /// The reported day.
        date: Day,
        /// When it was written.
        written: Instant,
    },
    /// The JSON differs from the only permitted notation.
    #[error("written in another way than letters are, from byte {at} on")]
    Spelling {
        /// The offset of the first different byte, from 0.
        at: usize,
    },
    /// A consent scope occurs twice.
    #[error("`{}` twice", scope.as_str())]
    Twice {
        /// The scope.
        scope: Scope,
    },
}

/// A field of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The id of the hall.
    Hall,
    /// The id of the letter.
    Id,
    /// When it was written.
    Written,
    /// The name of a guest.
    Guest,
    /// The name of a guest, as handwriting.
    GuestHandwriting,
    /// The token that a card gives on the page for letters.
    Card,
    /// The token that a card gives on a resident's own page.
    Own,
    /// The name of another resident, as on the board.
    Resident,
    /// The id of a deed's rule.
    Deed,
    /// The day of a deed.
    Date,
    /// The id of an entry.
    Entry,
    /// The consent scopes.
    Scopes,
    /// The id of a reward.
    Reward,
    /// The sender's text.
    Text,
    /// The sender's handwriting.
    Handwriting,
    /// Whether the sender agrees to be named.
    Named,
}

impl Field {
    /// The name of the field in the JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Field::Hall => "hall",
            Field::Id => "id",
            Field::Written => "written",
            Field::Guest => "guest",
            Field::GuestHandwriting => "guest_handwriting",
            Field::Card => "card",
            Field::Own => "own",
            Field::Resident => "resident",
            Field::Deed => "deed",
            Field::Date => "date",
            Field::Entry => "entry",
            Field::Scopes => "scopes",
            Field::Reward => "reward",
            Field::Text => "text",
            Field::Handwriting => "handwriting",
            Field::Named => "named",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Proof::NameOnly => "a name",
            Proof::Card => "a card",
            Proof::Own => "the token of one's own page",
        })
    }
}

/// An untrusted text, shortened and cleaned for use in a message.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut quoted: String = text
        .chars()
        .map(|c| if is_forbidden(c) { '\u{fffd}' } else { c })
        .take(LONGEST)
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        quoted.push('…');
    }
    quoted
}
