//! The page of one's own: everything the hall has on a resident, for whoever holds the
//! card.
//!
//! It is an app of its own, which the board does not load. [`visit`] decides which card
//! and which file of which publication is open; [`facts`] works out, once each, what
//! [`model`] makes of it; `prose` puts that into words; `view` sets the words.
//!
//! # What this module does not do
//! It sends nothing anywhere: what is asked for are the feed and one file of it, whose
//! name tells nobody anything. Letters are written and sealed by the page for letters, in a
//! frame, which is handed a token made of the secret and never the secret. It keeps nothing, unless its reader asks it to.

mod app;
pub mod dates;
pub mod facts;
mod fetch;
mod keep;
pub mod model;
mod prose;
pub(crate) mod pulse;
pub mod stand;
mod view;
pub mod visit;
mod warm;
mod words;

pub use app::{Me, run};
