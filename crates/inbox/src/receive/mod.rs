//! Where letters are posted: it stores sealed bytes and knows nothing of what they say.
//!
//! A letter is stored under the name its bytes give it, so that the same bytes posted
//! again are the same file. It is there for good before anybody is told so: a client keeps
//! its letter until it reads `200`.
//!
//! The server is a router of axum, served by [`hallboard_http`], which bounds how long a head
//! and a connection may take and how many connections there are. What bounds a body and how
//! much anybody sends is here.

mod gate;
mod server;
mod store;

pub use gate::{RateLimiter, Rates};
pub use server::{PATH, Receiver, Timeouts};
pub use store::{Incoming, LettersFolder, StoreFault, Stored};
