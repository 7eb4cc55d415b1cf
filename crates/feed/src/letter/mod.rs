//! What people tell the hall: written at the kiosk or at home, sealed to the hall's key
//! before it goes anywhere, and worth nothing until the hall has looked.
//!
//! A [`Letter`] says who writes ([`Sender`]) and what ([`LetterBody`]). [`Letter::seal`] closes
//! it to a [`LetterKey`], which the hall publishes, and [`LetterSecret::open`] opens it
//! again: all of it, within every bound, or not at all. [`Letter::mark`] tells a letter
//! that came twice from one that only says it is the same, and gives the short
//! [`LetterNumber`] by which sender and hall speak of it.
//!
//! Random bytes and instants are arguments. Who stands behind a [`Token`] is not known
//! here: the hall has the cards.
//!
//! `docs/letters.md` says the same for authors of other programs.

mod bounds;
mod fault;
mod handwriting;
mod kind;
mod mark;
mod number;
mod seal;
mod token;
mod wire;

pub use bounds::{
    ID_LIMIT, NAME_LIMIT, TEXT_LIMIT, clean_line, clean_text, is_forbidden,
};
pub use fault::{Field, LetterFault};
pub use handwriting::{
    GRID_HEIGHT, GRID_WIDTH, GridPoint, HANDWRITING_LIMIT, HANDWRITTEN_NAME_LIMIT,
    Handwriting, HandwritingError, STROKE_BYTES_LIMIT, STROKE_POINTS_LIMIT,
    STROKES_LIMIT, Stroke, svg_path,
};
pub use kind::{LetterBody, LetterKind, Proof};
pub use mark::{LetterId, Mark, MarkError, Repeat};
pub use number::{LetterNumber, LetterNumberError};
pub use seal::{
    LETTER_SIZES, LetterKey, LetterKeyError, LetterSecret, SealedLetter, file_name,
    is_file_name,
};
pub use token::{Sender, Token};

use crate::instant::Instant;

/// The format a letter names in its first field.
pub const LETTER_FORMAT: &str = "hallboard-letter/1";

/// What somebody tells the hall.
///
/// One that was opened is within all bounds ([`Letter::check`]); one that is not cannot be
/// sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The id of the hall it is for.
    pub hall: String,
    /// Its own id. A letter sent again keeps it.
    pub id: LetterId,
    /// When it was written, by the clock of the device: no proof of anything.
    pub written: Instant,
    /// Who writes.
    pub sender: Sender,
    /// What.
    pub kind: LetterBody,
    /// What the sender wrote by hand, beside a text or in place of it.
    pub handwriting: Option<Handwriting>,
}

impl Letter {
    /// Whether everything in it is within bounds, fits together, and is said by somebody
    /// who may say it.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), LetterFault> {
        bounds::id(Field::Hall, &self.hall)?;
        let kind = self.kind.name();
        let (needs, given) = (kind.needs(), self.sender.proof());
        if given < needs {
            return Err(LetterFault::Proof { kind, needs, given });
        }
        if let Sender::Guest { name } = &self.sender {
            bounds::name(Field::Guest, name)?;
        }
        self.check_handwriting()?;
        let says_something = self.kind.text().is_some() || self.handwriting.is_some();
        if kind.needs_words() && !says_something {
            return Err(LetterFault::Missing { kind, field: Field::Text });
        }
        self.kind.check(self.written)
    }

    /// Whether all that is written by hand fits into one letter. Each handwriting is
    /// within the other bounds, or would not exist.
    fn check_handwriting(&self) -> Result<(), LetterFault> {
        let name = match &self.sender {
            Sender::HandwrittenGuest { name } => name.bytes(),
            _ => 0,
        };
        bounds::handwriting(Field::GuestHandwriting, name, HANDWRITTEN_NAME_LIMIT)?;
        let words = self.handwriting.as_ref().map_or(0, Handwriting::bytes);
        let all = words.saturating_add(name);
        bounds::handwriting(Field::Handwriting, all, HANDWRITING_LIMIT)
    }
}
