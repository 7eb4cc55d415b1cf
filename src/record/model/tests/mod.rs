//! Tests of the model with a village of one resident, and with random ledgers.
#![cfg(not(target_arch = "wasm32"))]

mod any;
mod board;
mod changes;
mod hall;
mod letters;
mod past;
mod rules;
mod table;
mod today;

#[allow(unreachable_pub, reason = "written for an integration test")]
#[path = "../../../../crates/score/tests/ledgers/mod.rs"]
mod ledgers;

use hallboard_score::{Day, Ledger, Points, Register, ResidentRecord};

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn points(text: &str) -> Points {
    Points::parse(text).unwrap()
}

/// Asks about the only resident of a ledger.
#[track_caller]
fn with<T>(ledger: &Ledger, question: impl FnOnce(&ResidentRecord<'_>) -> T) -> T {
    let register = Register::new(ledger);
    question(&own(&register).expect("one resident"))
}
