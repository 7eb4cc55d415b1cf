//! What of a ledger is published and what is not: small ledgers, with tables of the
//! published data on different days.

#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails is to panic"
)]

mod certifiable;
mod consent;
mod groups;
mod lists;
mod own;
mod publication_state;
mod signs;
mod village;
mod withdrawals;
