//! Letters people write to the hall: who wrote them, and with which keys they open.
//!
//! What a letter is stands in [`hallboard_feed::letter`].

mod senders;

pub use senders::Senders;
