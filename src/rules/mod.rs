//! The page of the rules, to read at leisure.

mod element;
mod page;
mod rulebook;
mod terms;

pub(crate) use element::rulebook;
pub(crate) use page::RulesPage;
pub(crate) use terms::{cap_words, lasts};
