//! Letters to the hall: what closes and opens them, what may stand in one, and what each
//! tells whoever cannot open it.

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
