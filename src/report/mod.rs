//! The page for letters (`/report`): letters to the hall, sealed before they leave the
//! device.
//!
//! Neither the board nor `/me` loads it. [`model`] is pure: the form and its fields, the
//! days and deeds to choose from, what the preview shows; [`retry`] says when a letter is
//! posted again. `context` holds the signals, `page` the frame around the screens, `form`,
//! `fields` and `steps` the form, `outbox` the sealed letters. In a frame of `/me`,
//! `frame_bridge` receives from that page who writes and about what.
//!
//! # What this module does not do
//! It opens no resident's record and shows no score. From a card it derives only the
//! reporter token, which stays in memory until the letter is sealed; the secret is
//! dropped at once. Only sealed bytes are stored or sent.

mod context;
mod feed_state;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod fields;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod form;
mod frame_bridge;
pub mod model;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod outbox;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod page;
pub mod retry;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod steps;

pub use page::ReportPage;
