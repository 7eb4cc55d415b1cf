//! The page `/me`: all data of the hall about a resident, for the holder of the card.
//!
//! [`context`] holds the state in signals: the [`session`] of a card, the feed, the
//! reader's choices. [`open_record`] computes what [`model`] derives of the open register;
//! `prose` puts that into words; `sections` shows it.
//!
//! # What this module does not do
//! It sends no data: it fetches the feed and one file of it, whose name reveals nothing.
//! Letters are written and sealed by the page for letters, in a frame, which receives a
//! token derived from the secret and never the secret. It stores nothing unless the
//! reader asks for it.

mod card_storage;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod components;
mod context;
mod idle;
mod jit_warmup;
mod letter;
mod loader;
pub mod model;
pub mod open_record;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod page;
mod prose;
pub mod screen;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod sections;
pub mod session;
mod text_size;

pub use page::RecordPage;
