//! The page as its readers see it: thin, each part from words that `prose` made.

mod chart;
mod entry;
mod frame;
mod history;
pub(super) mod letters;
mod now;
mod play;
mod record;
mod rest;
mod rules;
mod sheet;
mod take;
mod why;

pub(super) use entry::entry;
pub(super) use frame::{opening, refusal};
pub(super) use record::record;
