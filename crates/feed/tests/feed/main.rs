//! Tests of the whole feed: attacks, certificates, transcripts of the client, tables of the board, and
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
mod certificate;
mod client;
mod hall;
mod scenario;
mod schema;
mod shapes;
