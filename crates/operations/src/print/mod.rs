//! What the hall prints: pages from its register, or from what it published.
//!
//! Each function reads what it needs, applies the consents of the day, and returns the page as
//! HTML with the facts that a surface reports about it. No page is written to a file; only
//! [`cards`] saves something: new cards in the card book.

mod cards;
mod certificate;
mod forms;
mod monthly;
mod signs;

use hallboard_feed::Desk;
use hallboard_feed::edition::Edition;
use hallboard_paper::PaperError;
use hallboard_publish::{SETTINGS_FILE, Settings};
use hallboard_score::{Day, Ledger};

use crate::context::HallContext;
use crate::failure::{CliError, Message};

pub use cards::{CardsPage, CardsRequest, cards};
pub use certificate::{CertificateRequest, PrintedCertificate, certifiable, certificate};
pub use forms::{FormsPage, forms};
pub use monthly::{MonthlyReport, monthly};
pub use signs::{SignsPage, SignsRequest, signs};

/// The site's URL by the settings, with `/` at its end.
///
/// # Errors
/// If the settings have none.
pub fn site_address(context: &HallContext) -> Result<&str, CliError> {
    context.settings.site.address.as_deref().ok_or_else(|| {
        let place = context.ledger.path.with_file_name(SETTINGS_FILE);
        let (what, hint) = (t!("print.no_address"), t!("print.no_address_hint"));
        CliError::usage(Message::at(place.display(), what, hint))
    })
}

/// Where the hall can be reached, by its settings.
fn desk(settings: &Settings) -> Option<Desk> {
    settings.hall.as_ref().and_then(|hall| hall.desk())
}

/// Applies a function to the hall's edition of a day.
fn with_edition<T>(
    context: &HallContext,
    ledger: &Ledger,
    as_of: Day,
    apply: impl FnOnce(&Edition<'_>) -> T,
) -> T {
    let private = context.settings.private_categories(&ledger.rulebooks);
    apply(&Edition {
        ledger,
        as_of,
        display: context.settings.display.clone(),
        private_categories: &private,
    })
}

/// The error for a page that cannot be made although its contents are valid.
pub(crate) fn not_made(error: &PaperError) -> CliError {
    let what = t!("print.not_made", why = error);
    let hint = t!("print.not_made_hint").into_owned();
    CliError::runtime(Message { what: what.into_owned(), place: None, hint })
}

/// The error for an address that is too long for a QR code.
fn long_address(address: &str) -> CliError {
    let (what, hint) = (t!("print.long_address"), t!("print.long_address_hint"));
    CliError::usage(Message::at(address, what, hint))
}
