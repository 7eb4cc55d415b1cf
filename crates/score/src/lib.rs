//! The hall's ledger and its evaluation.
//!
//! [`read_ledger`] is the only reader of ledgers, and it is strict. [`Register`] indexes
//! a ledger. [`ResidentRecord`] evaluates it for one resident: score, band and balance on
//! a day, the history of the score, and an explanation whose parts add up to the score.
//! [`check`] finds errors, and [`recognition`] derives the ledger from which everything
//! public is computed.
//!
//! # What this crate does not do
//! It accesses no files, clock or network, has no languages or pages, never uses floating
//! point, and never panics. `hallboard-feed` decides what is published to whom.

mod cap;
mod check;
mod day;
mod deed;
mod dispute;
mod dispute_timeline;
mod entry_format;
mod explain;
mod fault;
mod interner;
mod json;
mod json_fault;
mod ledger;
mod map;
mod points;
mod reader;
mod recognition;
mod record;
mod register;
mod replies;
mod rulebook;
mod rulebook_index;
mod score_change;
mod sort;
mod stars;
mod timeline;
mod validate;

pub use cap::{Cap, Lasts, Period};
pub use check::{Checking, check};
pub use day::{Day, DayError, Month};
pub use dispute::DisputeSummary;
pub use dispute_timeline::NoEffect;
pub use explain::{ExplainedDeed, ExplainedLimit, ExplainedStars, Explanation};
pub use fault::{Fault, Finding, Findings, Place};
pub use json::{Failed, Json, JsonError, Read, read_json};
pub use json_fault::{FoundType, JsonFault, KnownWords, SyntaxFault, WantedType};
pub use ledger::{
    Consent, Entry, EntryKind, GivenBy, HALL_ID_LIMIT, Hall, Household, HouseholdScope,
    Id, KindWord, LEDGER_FORMAT, Ledger, Outcome, OutcomeWord, Resident, Scope, Source,
    Text, is_hall_id,
};
pub use points::{Points, PointsError};
pub use reader::{Inconsistency, ShapeError, read_ledger};
pub use recognition::{FEWEST_PUBLIC_STARS, recognition};
pub use record::{
    JudgedDeed, NotCounted, RatedStars, Redeemed, ResidentRecord, Standing,
};
pub use register::Register;
pub use rulebook::{
    Band, Category, DEFAULT_DECIDE_DAYS, DEFAULT_REPLY_DAYS, DeedRule, MOST_NAMES, Names,
    Reward, Rulebook, Scale, in_force,
};
pub use score_change::{ScoreChange, ScoreStep};
pub use sort::{sorted_indices, stable_sort_by};
pub use stars::StarsPoint;
pub use timeline::HistoryPoint;
pub use validate::{Validate, literal_true, non_null};
