//! The command `hallboard`: its arguments, its output, its exit codes.
//!
//! [`cli`] has a module for each command. The work on registers, sites and letters is done
//! by `hallboard-workbook`, `hallboard-publish` and `hallboard-inbox`; `hallboard-sample`
//! generates a village to try things with. [`diff`] compares two registers, [`language`]
//! selects the language of texts.
//!
//! # What this crate does not do
//! It computes no score, reads no cell, signs nothing and opens no letter. Without [`cli`]
//! it builds for wasm32.

pub mod cli;

rust_i18n::i18n!("locales", fallback = "en");
