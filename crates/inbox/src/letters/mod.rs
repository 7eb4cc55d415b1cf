//! Letters to the hall: who sent them, and the keys that open them.
//!
//! The format is described in [`hallboard_feed::letter`].

mod keys;
mod senders;

pub use keys::{LETTER_KEYS_FORMAT, LetterKeys, LetterKeysError};
pub use senders::Senders;
