//! The page for letters: what people tell the hall, sealed before it goes anywhere.
//!
//! It is an app of its own, which neither the board nor `/me` loads. [`model`] decides,
//! without a browser: the form as steps, the days and deeds that can be told of, when a
//! letter is sealed, when it is posted again. `outbox` keeps what is sealed until the hall
//! has it; `view` sets the words. Framed in `/me`, it is told by that page, in `own`, who
//! writes and about what.
//!
//! # What this module does not do
//! It opens no resident's own part of the feed and shows nobody's score. Of a card it makes
//! the reporter's token, which is in memory alone until the letter is sealed; the secret is
//! let go at once. Nothing that can be read is ever stored or sent.

mod app;
mod browser;
pub mod model;
mod outbox;
mod own;
mod state;
mod store;
mod view;
mod words;

pub use app::{Page, run};
