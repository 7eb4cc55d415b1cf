//! Sealed files: a resident's own part of the register, encrypted with the secret on
//! their card, so that only they can open it on a web server that everybody can read.
//!
//! From a [`Secret`], a hall and a version, [`Sealing`] derives the name of a file and
//! its key. All files of a publication have the same size, and their number is always a
//! multiple of [`COUNT_STEP`]; the files that fill it up are sealed in the same way.
//! [`OwnRegister`] is an opened file. It can only be created by
//! [`VerifiedHead::open_own`](crate::VerifiedHead::open_own).
//!
//! `docs/sealed-format.md` specifies the format for authors of other programs.

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
