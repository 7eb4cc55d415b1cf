//! What only one person can open: a resident's own part of the register, closed with
//! the secret on their card and laid on a web space that everybody can read.
//!
//! A [`Secret`] gives, for a hall and a version, the name of a file and the key to it
//! ([`Sealing`]). All files of a publication have one size, and their number says no
//! more than how many multiples of [`COUNT_STEP`] there are; what fills it up is sealed
//! like the rest. [`OwnRegister`] is what opening comes to, and has one way to be made:
//! [`VerifiedHead::open_own`](crate::VerifiedHead::open_own).
//!
//! `docs/sealed-format.md` says the same for authors of other programs.

mod card;
mod code;
mod own;
mod receipts;
mod reporters;
mod seal;

pub use card::{Card, Secret};
pub use code::{CODE_CHARACTERS, CodeFault};
pub use own::{OwnRefusal, OwnRegister};
pub use receipts::{
    LetterReceipt, LetterState, RECEIPT_LIMIT, WORDS_LIMIT, receipts_in, with_receipts,
};
pub use reporters::{part_length, reporters_in, with_reporters};
pub use seal::{
    COUNT_STEP, DOCUMENT_LIMIT, FOLDER, SEALED_FORMAT, SIZES, SealFault, Sealing, pack,
    size_for,
};
