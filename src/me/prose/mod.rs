//! What there is to say, in words: plain functions of facts and a language.

pub(super) mod door;
pub(super) mod now;
pub(super) mod voice;
pub(super) mod why;
