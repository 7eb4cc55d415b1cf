//! Letters to the hall: sealing and opening, the limits of their contents, and what a
//! sealed letter reveals.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails is to panic"
)]

mod bounds;
mod handwriting;
mod letters;
mod numbers;
mod seals;
mod spelling;
mod tokens;
