//! The server that letters are posted to: it stores sealed bytes and does not read their
//! contents.
//!
//! A letter's file name is derived from its bytes, so posting the same bytes again gives
//! the same file. The letter is durably stored before the response: a client keeps its
//! letter until it receives `200`.
//!
//! The server is an axum router, served by [`hallboard_http`], which limits the time for
//! heads and connections and the number of connections. Limits on bodies and on the rate of
//! letters are here.

mod rate_limit;
mod server;
mod store;

pub use rate_limit::{RateLimiter, Rates};
pub use server::{PATH, Receiver, Timeouts};
pub use store::{Incoming, LettersFolder, StoreFault, Stored};
