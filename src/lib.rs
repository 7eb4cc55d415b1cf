//! The web app of a village hall's board.
//!
//! It fetches a signed feed, verifies it, computes every score it shows, and draws the
//! board: page after page on the hall's wall, one page to scroll on a phone. [`app`] is the
//! entry; state is in [`context`] and derived by memos over pure functions; [`platform`] is
//! the only module that calls browser APIs.
//!
//! # What this crate does not do
//! It accepts only data signed by the hall's key, stores no scores, sends no data, and
//! has no client-side router: every page has its own HTML file, and links are ordinary
//! links.

pub mod app;
pub mod app_state;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod board;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
pub mod charts;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod components;
pub mod context;
pub mod diagnostics;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod failed;
pub mod feed;
pub mod feed_state;
pub mod format;
pub mod frame_message;
pub mod hall_time;
pub mod idle_timer;
pub mod language;
pub mod layout;
pub mod notice;
pub mod page_kind;
pub mod platform;
pub mod record;
pub mod report;
pub mod rule_list;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod rules;
pub mod search;
pub mod verify;
pub mod view;
pub mod words;

pub use board::WallView;
