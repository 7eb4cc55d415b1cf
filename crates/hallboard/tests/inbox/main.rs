//! Letters to the hall: collected, reviewed, and written into the register, despite all
//! faults.
#![cfg(test)]

mod appended;
mod blank_ids;
mod cells;
mod command;
#[path = "../common/mod.rs"]
mod common;
mod crash;
mod false_statements;
mod hall;
mod handwriting;
mod many_letters;
mod named;
mod purge;
mod receipts;
mod scans;
