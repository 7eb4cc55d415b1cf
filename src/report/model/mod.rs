//! What the page for letters decides, without a browser.

mod calendar;
mod deeds;
mod form;
mod hand;
mod named;
mod own;
mod parts;
mod post;
mod search;
mod what;

pub use calendar::{Sheet, earliest, sheet};
pub use deeds::{DeedGroup, deeds};
pub use form::{Draft, Form, Step};
pub use hand::{Hand, UNDO_SECONDS, left};
pub use own::is_allowed;
pub use parts::{PART_CHARACTERS, parts};
pub use post::{Posting, Verdict, address, verdict, wait_millis};
pub use search::{Searched, initials, matches};
pub use what::{Tone, What};
