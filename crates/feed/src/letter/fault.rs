//! Why something is no letter to this hall.

use std::fmt;

use hallboard_score::{Day, Scope};

use super::LETTER_FORMAT;
use super::bounds::is_forbidden;
use super::handwriting::HandwritingError;
use super::kind::{LetterKind, Proof};
use super::seal::LETTER_SIZES;
use crate::instant::Instant;

/// Why a file is no letter, or a letter cannot be sealed. Nothing of it is used then.
///
/// Texts in it that come from the file are shortened and free of forbidden characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterFault {
    /// More bytes than any letter has.
    #[error("{got} bytes; no letter has more than {limit}")]
    TooLarge {
        /// The bytes found.
        got: usize,
        /// The most there may be.
        limit: usize,
    },
    /// Not of a size letters have.
    #[error("{got} bytes; letters have {LETTER_SIZES:?}")]
    Size {
        /// The bytes found.
        got: usize,
    },
    /// Not sealed to this key, or changed since.
    #[error("not sealed to this hall's key, or damaged")]
    CannotOpen,
    /// The length inside does not fit, or what fills the letter up is not blank.
    #[error("not filled up as it should be")]
    Padding,
    /// Not the JSON of a letter.
    #[error("not the JSON of a letter: column {column}: {what}")]
    Shape {
        /// Where, from 1; a letter is one line.
        column: usize,
        /// What the reader of JSON found.
        what: String,
    },
    /// Of a format this program does not know.
    #[error("the format is `{got}`, not `{LETTER_FORMAT}`")]
    OtherFormat {
        /// The one it names.
        got: String,
    },
    /// For another hall.
    #[error("for the hall `{got}`, not `{expected}`")]
    OtherHall {
        /// This hall's id.
        expected: String,
        /// The id it names.
        got: String,
    },
    /// Of no kind there is.
    #[error("`{got}` is no kind of letter")]
    OtherKind {
        /// The word found.
        got: String,
    },
    /// A field that is not written as it should be.
    #[error("`{field}` is `{got}`, which is no such thing")]
    InvalidField {
        /// Which.
        field: Field,
        /// What stands there.
        got: String,
    },
    /// Something written by hand that is not as it should be.
    #[error("`{field}`: {error}")]
    Handwriting {
        /// Which.
        field: Field,
        /// What is wrong with it.
        error: HandwritingError,
    },
    /// A letter has exactly one sender.
    #[error("{found} senders instead of one")]
    SenderCount {
        /// How many of the four fields for one there are.
        found: usize,
    },
    /// A field is missing that letters of this kind have.
    #[error("`{field}` is missing, which a letter of the kind `{kind}` has")]
    Missing {
        /// The kind.
        kind: LetterKind,
        /// The field.
        field: Field,
    },
    /// A field that letters of this kind do not have.
    #[error("`{field}` has no place in a letter of the kind `{kind}`")]
    UnexpectedField {
        /// The kind.
        kind: LetterKind,
        /// The field.
        field: Field,
    },
    /// More must stand behind a letter of this kind.
    #[error("a letter of the kind `{kind}` needs {needs}, not {given}")]
    Proof {
        /// The kind.
        kind: LetterKind,
        /// What must stand behind it.
        needs: Proof,
        /// What does.
        given: Proof,
    },
    /// Nothing but blanks.
    #[error("`{field}` is empty")]
    Empty {
        /// Which.
        field: Field,
    },
    /// Too many characters.
    #[error("`{field}` has more than {limit} characters")]
    Long {
        /// Which.
        field: Field,
        /// The most it may have.
        limit: usize,
    },
    /// A character that no letter may hold there.
    #[error("`{field}` holds U+{:04X}", u32::from(*found))]
    Character {
        /// Which field.
        field: Field,
        /// The character.
        found: char,
    },
    /// Told before it happened.
    #[error("about {date}, but written at {written}")]
    Future {
        /// The day it is about.
        date: Day,
        /// When it was written.
        written: Instant,
    },
    /// A letter, but written in another way than the one there is.
    #[error("written in another way than letters are, from byte {at} on")]
    Spelling {
        /// The first byte that is another, from 0.
        at: usize,
    },
    /// One thing agreed to twice.
    #[error("`{}` twice", scope.as_str())]
    Twice {
        /// Which.
        scope: Scope,
    },
}

/// A field of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The hall's id.
    Hall,
    /// The letter's own id.
    Id,
    /// When it was written.
    Written,
    /// The name of a guest.
    Guest,
    /// The name of a guest, written by hand.
    GuestHandwriting,
    /// A reporter's token.
    Card,
    /// The token of one's own letters.
    Own,
    /// Somebody else, as on the board.
    Resident,
    /// The id of a deed's rule.
    Deed,
    /// The day of a deed.
    Date,
    /// The id of an entry.
    Entry,
    /// What is agreed to.
    Scopes,
    /// The id of a reward.
    Reward,
    /// What the sender says.
    Text,
    /// What the sender wrote by hand.
    Handwriting,
    /// That the sender agrees to be named.
    Named,
}

impl Field {
    /// Its name in a letter.
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

/// A text of a stranger's as a message may quote it.
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
