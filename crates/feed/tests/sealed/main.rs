//! Cards and sealed files: only the right card opens a file. Codes, sealed files, a
//! resident's own part of the register, and the published test vectors of the primitives.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails is to panic"
)]

mod codes;
#[allow(dead_code, reason = "shared with the tests of the feed")]
#[path = "../feed/hall.rs"]
mod hall;
#[allow(dead_code, reason = "shared with the tests of scores")]
#[path = "../../../score/tests/ledgers/mod.rs"]
mod ledgers;
mod own;
mod receipts;
mod seals;
mod vectors;
