//! Where letters are posted: it stores sealed bytes and knows nothing of what they say.
//!
//! A letter is stored under the name its bytes give it, so that the same bytes posted
//! again are the same file. It is there for good before anybody is told so: a client keeps
//! its letter until it reads `200`.
//!
//! The server is `hyper` by itself, since nothing smaller bounds all of it: how long a head
//! and a body may take, how long a connection may last, how many there are, and how much
//! anybody sends.

mod gate;
mod server;
mod store;

pub use gate::{RateLimiter, Rates};
pub use server::{PATH, Receiver, Timeouts};
pub use store::{Incoming, LettersFolder, StoreFault, Stored};
