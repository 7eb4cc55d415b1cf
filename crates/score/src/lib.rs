//! The hall's ledger and what it means.
//!
//! [`read_ledger`] is the one strict reader of ledgers; [`Register`] prepares a
//! ledger for questions; a [`ResidentFile`] answers them for one resident: the
//! score and band and balance of a day, the history of the score, and the
//! explanation whose parts add up to it. [`check`] finds what makes no sense, and
//! [`recognition`] makes of a ledger the one that everything public is computed from.
//!
//! # What this crate does not do
//! It reads no file, no clock and no network, knows nothing of languages or pages,
//! never uses floating point, and never panics. Who is published, and to whom, is
//! decided in `hallboard-feed`.

mod books;
mod check;
mod course;
mod day;
mod deed;
mod explain;
mod fate;
mod fault;
mod fields;
mod file;
mod filing;
mod json;
mod ledger;
mod order;
mod points;
mod reader;
mod recognition;
mod register;
mod replies;
mod rulebook;
mod stars;
mod strict;
mod sweep;
mod table;
mod terms;
mod turned;

pub use check::{Checking, check};
pub use course::Idle;
pub use day::{Day, DayError, Month};
pub use explain::{ExplainedDeed, ExplainedLimit, ExplainedStars, Explanation};
pub use fate::Fate;
pub use fault::{Fault, Finding, Findings, Place};
pub use file::{JudgedDeed, RatedStars, Redeemed, ResidentFile, Standing, Why};
pub use json::{Json, JsonError, Read, Stop, read_json};
pub use ledger::{
    Consent, Entry, EntryKind, GivenBy, HALL_ID_LIMIT, Hall, Household, HouseholdScope,
    Id, KindWord, LEDGER_FORMAT, Ledger, Outcome, OutcomeWord, Resident, Scope, Source,
    Text, is_hall_id,
};
pub use order::{arrange, in_order};
pub use points::{Points, PointsError};
pub use reader::{Misfit, ShapeError, read_ledger};
pub use recognition::{FEWEST_PUBLIC_STARS, recognition};
pub use register::Register;
pub use rulebook::{
    Band, Category, DEFAULT_DECIDE_DAYS, DEFAULT_REPLY_DAYS, DeedRule, MOST_NAMES, Names,
    Reward, Rulebook, Scale, in_force,
};
pub use stars::StarsPoint;
pub use strict::{Sound, present, yes};
pub use sweep::HistoryPoint;
pub use terms::{Cap, Lasts, Period};
pub use turned::{ScoreStep, Turned};
