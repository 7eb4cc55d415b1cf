//! Builds a ledger from the cells of a register, and reports all errors in them.

pub(crate) mod assemble;
pub(crate) mod consents;
pub(crate) mod dates;
pub(crate) mod header_row;
pub(crate) mod ids;
pub(crate) mod lists;
pub(crate) mod numbers;
pub(crate) mod order;
pub(crate) mod reader;
pub(crate) mod row;
pub(crate) mod rulebooks;
pub(crate) mod typo;
pub(crate) mod unread_refs;
pub(crate) mod values;
pub(crate) mod whole;
