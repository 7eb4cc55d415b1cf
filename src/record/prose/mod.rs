//! Text about the record: plain functions of a [`Record`](super::open_record::Record) and a
//! language.

pub(super) mod board;
pub(super) mod changes;
pub(super) mod errors;
pub(super) mod explanation;
pub(super) mod export;
pub(super) mod formatter;
pub(super) mod history;
pub(super) mod message;
pub(super) mod now;
pub(super) mod receipts;
pub(super) mod rewards;
pub(super) mod rules;
pub(super) mod stars;
pub(super) mod statement_line;
pub(super) mod waiting;
pub(super) mod what_if;

pub(super) use formatter::Formatter;
pub(super) use statement_line::{ReplyWindow, StatementLine, element_id};
