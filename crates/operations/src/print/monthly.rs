//! The page of a month, from what was published.

use hallboard_feed::VerifiedFeed;
use hallboard_paper::{Layout, Monthly, PrintLanguage};
use hallboard_publish::{Clock, DiskStorage, verified_feed_in};
use hallboard_score::{Day, Ledger};

use super::{not_made, with_edition};
use crate::context::{AskPassphrase, HallContext};
use crate::failure::{CliError, Message};

/// The figures of a month, ready to print.
#[derive(Clone, Debug)]
pub struct MonthlyReport(Monthly);

impl MonthlyReport {
    /// The month, as in `2026-11`.
    #[must_use]
    pub fn month(&self) -> String {
        let first = self.0.month.first_day().to_string();
        first.get(..7).unwrap_or_default().to_owned()
    }

    /// The day of the publication that the page shows.
    #[must_use]
    pub fn published(&self) -> Day {
        self.0.published
    }

    /// The page to pin up.
    ///
    /// # Errors
    /// Only for an error in Hallboard.
    pub fn html(&self, layout: Layout) -> Result<String, CliError> {
        self.0.html(layout).map_err(|error| not_made(&error))
    }

    /// The same content as a workbook, for the township.
    ///
    /// # Errors
    /// Only for an error in Hallboard.
    pub fn xlsx(&self, language: PrintLanguage) -> Result<Vec<u8>, CliError> {
        self.0.xlsx(language).map_err(|error| not_made(&error))
    }
}

/// Reads the last month's figures from the publication in the site, after verifying its
/// signature. If the key has a passphrase and there is no file with its public half, `ask` is
/// called.
///
/// # Errors
/// If nothing is published, or the publication is not the last one, or has expired.
pub fn monthly(
    context: &HallContext,
    ledger: &Ledger,
    clock: Clock,
    ask: Option<AskPassphrase>,
) -> Result<MonthlyReport, CliError> {
    let now = context.moment(clock, &ledger.hall)?;
    let feed = published(context, ledger, ask)?;
    let board = feed.board(now.day(), now.timestamp().as_second());
    if board.consent_expired {
        return Err(unusable(context, t!("print.expired", day = board.as_of)));
    }
    let month = Monthly::month_of(&board);
    let rewards = with_edition(context, ledger, board.as_of, |edition| {
        edition.rewards_handed_out(month)
    });
    Ok(MonthlyReport(Monthly::of_board(&board, rewards)))
}

/// The publication in the site, verified, and not older than the last one in the hall's state.
fn published(
    context: &HallContext,
    ledger: &Ledger,
    ask: Option<AskPassphrase>,
) -> Result<VerifiedFeed, CliError> {
    let site = DiskStorage::read_only(&context.site);
    let public = context.public_line(ask)?;
    let Some(feed) = verified_feed_in(&site, &ledger.hall.id, &public) else {
        return Err(unusable(context, t!("print.no_publication")));
    };
    if feed.head().version() < context.state_files().publication_state()?.version {
        return Err(unusable(context, t!("print.old_publication")));
    }
    Ok(feed)
}

fn unusable(context: &HallContext, what: impl ToString) -> CliError {
    let hint = t!("print.publish_first");
    CliError::runtime(Message::at(context.site.display(), what, hint))
}
