//! The page that checks certificates of thanks (`/verify`).
//!
//! The code of a certificate is in the fragment of the address, which browsers do not send.
//! [`outcome`] is pure: the result for a fragment, by the key that the page names. `page`
//! shows it.
//!
//! # What this module does not do
//! It fetches no feed and looks nothing up: all that it shows about a person is in the code
//! that somebody scanned. It stores nothing.

pub mod outcome;
#[allow(unreachable_pub, reason = "the component macro makes its props public")]
mod page;

pub use page::VerifyPage;
