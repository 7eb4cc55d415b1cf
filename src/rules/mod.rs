//! The page of the rules.

mod page;
mod rulebook;
mod terms;

pub(crate) use page::RulesPage;
pub(crate) use rulebook::{RulebookContent, RulebookSection};
pub(crate) use terms::{cap_words, lasts};
