//! What there is to say, in words: plain functions of facts and a language.

pub(super) mod beside;
pub(super) mod changes;
pub(super) mod door;
pub(super) mod history;
pub(super) mod now;
pub(super) mod play;
pub(super) mod row;
pub(super) mod rules;
pub(super) mod sentence;
pub(super) mod stars;
pub(super) mod take;
pub(super) mod voice;
pub(super) mod why;

pub(super) use row::{Answer, Row};
pub(super) use voice::Voice;
