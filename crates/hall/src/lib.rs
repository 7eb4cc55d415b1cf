//! What the hall does with its ledger: reads it, as JSON or as a workbook, checks
//! and explains it, makes a sample of it, publishes it.
//!
//! The library works on bytes and builds for wasm32 too; [`cli`], the command
//! `hallboard`, is the thin part that knows files, arguments and exit codes.
//!
//! # What this crate does not do
//! It computes no score and judges no entry: `hallboard-score` does. It does not
//! decide what may be shown in public: `hallboard-feed` does. It never mends a
//! ledger; it says where it is wrong and how a person mends it.

#[cfg(not(target_arch = "wasm32"))]
pub mod append;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod diff;
#[cfg(not(target_arch = "wasm32"))]
pub mod inbox;
pub mod json;
pub mod language;
pub mod letters;
mod package;
pub mod publish;
pub mod read;
#[cfg(not(target_arch = "wasm32"))]
pub mod receive;
mod salvage;
pub mod sample;
pub mod status;
pub mod tidy;
pub mod workbook;

rust_i18n::i18n!("locales", fallback = "en");
