//! Letters to the hall: taken in, judged, carried into the register, whatever happens.
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
