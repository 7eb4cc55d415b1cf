//! The web app of a village hall's board.
//!
//! It fetches a signed feed, verifies it, computes every score it shows, and draws the
//! board: page after page on the hall's wall, one page to scroll on a phone. Plain
//! functions decide ([`layout`], [`deck`], [`rotation`], [`stage`]); [`browser`] is the
//! rim; the components only bind what these say.
//!
//! # What this crate does not do
//! It believes nothing that is not signed by the hall's key, keeps no score, sends
//! nothing anywhere, and routes nothing: every page has a shell of its own, and links
//! are ordinary links.

rust_i18n::i18n!("locales/board");

pub mod app;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod board;
pub mod browser;
pub mod chart;
pub mod deck;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod document;
pub mod feed;
pub mod figures;
pub mod handed;
mod hands;
mod hours;
pub mod idle_timer;
pub mod language;
pub mod layout;
pub mod listing;
pub mod log;
pub mod me;
pub mod report;
pub mod rotation;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod rules;
pub mod stage;
pub mod touch;
pub mod turns;
pub mod typeset;
pub mod words;
pub mod world;

pub use app::run;
