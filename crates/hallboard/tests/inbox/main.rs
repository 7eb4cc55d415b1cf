//! Letters to the hall: collected, reviewed, and written into the register, despite all
//! faults.
#![cfg(test)]

mod appended;
mod blank_ids;
mod cells;
#[path = "../common/mod.rs"]
mod common;
mod crash;
mod hall;
mod handwriting;
mod lies;
mod many;
mod named;
mod purge;
mod receipts;
mod round;
mod scans;
