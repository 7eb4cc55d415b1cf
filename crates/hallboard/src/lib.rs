//! The command `hallboard`: its arguments, its output, its exit codes.
//!
//! [`cli`] has a module for each command. Opening a hall and wording its errors is done by
//! `hallboard-operations`; reading registers, publishing and reviewing letters by
//! `hallboard-workbook`, `hallboard-publish` and `hallboard-inbox`. `locales` has the texts of
//! the command in each language.
//!
//! # What this crate does not do
//! It computes no score, reads no cell, signs nothing and opens no letter.

pub mod cli;

rust_i18n::i18n!("locales", fallback = "en");
