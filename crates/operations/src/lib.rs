//! What the surfaces of the hall (the command `hallboard`, and a desk in the browser) share:
//! where a hall's files are, and how errors and findings are worded.
//!
//! - [`context`] is where to start: from a hall's folder or register to the paths, settings,
//!   keys, lock and state of that hall. [`folder`] reads `hallboard.toml`, [`withdrawal`] opens a
//!   hall with damaged settings for a withdrawal, [`clock`] checks the time, [`separation`] and
//!   [`protect`] check where the site is and who can read the secret files.
//! - [`failure`] is how an operation fails: messages with place and hint. [`hint`] makes them
//!   of the errors of the crates below; [`report`] lists everything that is wrong in a register.
//! - [`publication`] publishes a hall, [`rollback`] an earlier state of it, [`upload`] copies
//!   the site to the web space; [`inbox`] reviews letters; [`register_edit`] writes into the hall's own register file.
//! - [`new_hall`] creates a hall's folder, [`key_backup`] its key on paper.
//! - [`print`] makes the pages that the hall prints.
//! - [`status`] looks at what is really on the web, [`participation`] counts who takes part,
//!   [`schedule`] says how a computer publishes by itself.
//! - [`check`] reports what is wrong with a register, [`diff`] compares two registers.
//! - [`language`] sets the language of all texts; [`words`] formats numbers, names and counts.
//!   The texts are in `locales`.
//!
//! # What this crate does not do
//! It reads no arguments, asks nothing and draws nothing: the surfaces do. It computes no
//! score, reads no cell, signs nothing and opens no letter: `hallboard-score`,
//! `hallboard-workbook`, `hallboard-publish` and `hallboard-inbox` do.

/// As `rust_i18n::t`, with each fact in one line, so that text from outside cannot look like
/// a line of the message.
macro_rules! t {
    ($key:expr) => {
        rust_i18n::t!($key)
    };
    ($key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        rust_i18n::t!($key, $($name = $crate::terminal::one_line(&($value))),+)
    };
}

pub mod atomic_write;
pub mod check;
pub mod clock;
pub mod context;
pub mod diff;
pub mod failure;
mod faults;
pub mod folder;
pub mod hint;
pub mod inbox;
pub mod key_backup;
pub mod language;
pub mod new_hall;
pub mod on_fault;
pub mod participation;
pub mod print;
pub mod protect;
pub mod publication;
mod reading;
pub mod register;
pub mod register_edit;
pub mod report;
pub mod rollback;
pub mod schedule;
pub mod separation;
mod shape;
pub mod status;
pub mod terminal;
pub mod today;
pub mod upload;
pub mod withdrawal;
pub mod words;
pub mod wrap;

rust_i18n::i18n!("locales", fallback = "en");
