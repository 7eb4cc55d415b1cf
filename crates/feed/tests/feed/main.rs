//! The feed as a whole: attacks on it, the client's transcripts, the board's tables and
//! the committed schemas.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails is to panic"
)]

mod attacks;
mod board;
mod client;
mod hall;
mod play;
mod schema;
mod shapes;
