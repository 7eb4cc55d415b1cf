//! Letters people write to the hall: who wrote them, and with which keys they open.
//!
//! What a letter is stands in [`hallboard_feed::letter`].

mod keys;
mod senders;

pub use keys::{LETTER_KEYS_FORMAT, LetterKeys, LetterKeysError};
pub use senders::Senders;
