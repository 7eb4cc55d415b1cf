//! Letters from people to the hall: written at the kiosk or at home, sealed to the hall's
//! key before they leave the device, and without effect until the hall has reviewed them.
//!
//! A [`Letter`] contains a [`Sender`] and a [`LetterBody`]. [`Letter::seal`] encrypts it
//! to a [`LetterKey`], which the hall publishes. [`LetterSecret::open`] decrypts it, and
//! returns the whole letter within all limits, or an error. [`Letter::mark`]
//! distinguishes a repeated letter from a forgery with the same id, and gives the short
//! [`LetterNumber`] by which sender and hall refer to the letter.
//!
//! Random bytes and instants are arguments. This module cannot identify the person behind
//! a [`Token`]: only the hall has the cards.
//!
//! `docs/letters.md` specifies the format for authors of other programs.

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

/// The value of the field `format` of a letter.
pub const LETTER_FORMAT: &str = "hallboard-letter/1";

/// A letter to the hall.
///
/// An opened letter is within all limits ([`Letter::check`]); a letter that is not cannot
/// be sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The id of the hall it is for.
    pub hall: String,
    /// Its id. A letter that is sent again has the same id.
    pub id: LetterId,
    /// When it was written, by the clock of the device. This proves nothing.
    pub written: Instant,
    /// The sender.
    pub sender: Sender,
    /// The contents.
    pub kind: LetterBody,
    /// The sender's handwriting, in addition to a text or instead of it.
    pub handwriting: Option<Handwriting>,
}

impl Letter {
    /// Checks that all fields are within their limits and consistent, and that the sender
    /// gives the required proof.
    ///
    /// # Errors
    /// The first fault.
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

    /// Checks that all handwriting fits into one letter. The other limits hold for every
    /// [`Handwriting`].
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
