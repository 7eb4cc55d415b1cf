//! Pages that the hall prints: cards for residents, signs for doors, the monthly page, blank
//! forms, certificates, the backup of the hall's key.
//! Turns plain data into HTML with exact positions and sizes on paper.
//!
//! [`Cards`], [`Signs`], [`Monthly`], [`Forms`], [`CertificatePage`] and [`KeyBackup`] each hold what is on their paper, and
//! make its page for a [`Layout`]. Start at [`Signs::html`] and the template it fills, `templates/signs.html`: every
//! page extends `templates/page.html`. The words are in `locales`, in every language; names come
//! in the languages the hall gave them. [`fit`] chooses sizes of type for texts of any length.
//!
//! # What this crate does not do
//! It opens no file, verifies no publication and checks no consent: it prints everybody it is
//! given. `hallboard-feed` decides who that may be.

mod cards;
mod certificate;
mod environment;
pub mod fit;
mod forms;
mod key_backup;
mod layout;
mod monthly;
mod monthly_book;
pub mod qr;
mod signs;
mod text;

pub use cards::{CardSize, Cards, is_page_of_cards};
pub use certificate::{CertificatePage, MOST_DEEDS};
pub use forms::{Form, Forms};
pub use key_backup::{KeyBackup, KeyLine};
pub use layout::{Layout, PaperSize, PrintLanguage};
pub use monthly::{Monthly, Thanked};
pub use signs::{SignSize, Signs};

rust_i18n::i18n!("locales", fallback = "en");

/// Why a paper cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A template asks for what is not there.
    #[error("a template of the page has a fault: {0}")]
    Template(#[from] minijinja::Error),
    /// The address is too long for a QR code that can be read from paper.
    #[error("the address is too long for a QR code")]
    Address,
    /// The workbook cannot be written.
    #[error("the workbook cannot be made: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
