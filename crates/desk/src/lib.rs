//! The hall's desk: pages in the browser of the hall's own computer, from which the register
//! is checked and published, and what the hall prints is made.
//!
//! [`Desk`] answers requests ([`Desk::router`]) and serves them on loopback until it has not
//! been used for a while ([`Desk::serve`]). Pages are templates filled by the server and work
//! without script. Whatever is checked, published or listed is so by `hallboard-operations`,
//! with which the command does the same.
//!
//! Who may use the desk is decided in [`security`]: anybody who has opened the address that the
//! command printed, in the same browser, from the desk's own pages.
//! A desk may begin without a hall ([`Start::Folder`]): then one is chosen or created first.
//!
//! # What this crate does not do
//! It has no operation of its own, and none that the command lacks. It opens no browser,
//! reads no arguments and prints nothing: the command does. It listens on no address other
//! than loopback.

mod entry_page;
mod error;
mod pages;
pub mod security;
mod server;
mod templates;
mod watch;

pub use error::DeskError;
pub use server::{Config, Desk, LoadApp, Now, Start};

rust_i18n::i18n!("locales", fallback = "en");
