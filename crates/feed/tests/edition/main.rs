//! What of a ledger is published, and what never: small ledgers, and tables of what is
//! said of whom on which day.

#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails is to panic"
)]

mod consent;
mod groups;
mod lists;
mod memory;
mod own;
mod signs;
mod village;
mod withdrawals;
