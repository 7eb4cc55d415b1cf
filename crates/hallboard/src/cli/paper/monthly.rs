//! `hallboard monthly`: the page of a month to pin up, out of what is published.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_feed::VerifiedFeed;
use hallboard_feed::edition::Edition;
use hallboard_operations::context::HallContext;
use hallboard_operations::failure::{CliError, Message};
use hallboard_paper::Monthly;
use hallboard_publish::{DiskStorage, verified_feed_in};
use hallboard_score::Ledger;

use super::super::files;
use super::super::hall_args::{ClockArgs, HallArgs, KeyArgs};
use super::super::keygen::ask;
use super::{PaperArgs, unmade};

/// Makes the page of the month.
#[derive(clap::Args)]
pub(in crate::cli) struct MonthlyCommand {
    /// The hall's ledger, or the hall's folder; the current folder, if left out.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    /// A workbook to write with the same.
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    #[command(flatten)]
    paper: PaperArgs,
    /// The folder of the site; the hall folder names it, if left out.
    #[arg(long, value_name = "SITE")]
    site: Option<PathBuf>,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    key: KeyArgs,
}

impl MonthlyCommand {
    /// Writes the page and the workbook, and prints which publication they show.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let flags = HallArgs { out: self.site.clone(), key: self.key.clone() };
        let context = flags.context(self.path.as_deref())?;
        let ledger = files::ledger_at(&context.ledger)?.ledger;
        let monthly = self.of_publication(&context, &ledger)?;
        let month = monthly.month.first_day().to_string();
        let month = month.get(..7).unwrap_or_default();
        let file =
            self.paper.file(&context.ledger.path, &format!("monthly-{month}.html"));
        let html =
            monthly.html(self.paper.layout()).map_err(|error| unmade(&file, &error))?;
        self.paper.write(&file, html.as_bytes())?;
        writeln!(out, "{}", t!("paper.monthly", file = file.display(), month = month))?;
        self.paper.write_print_hint(out)?;
        if let Some(file) = &self.xlsx {
            let book = monthly
                .xlsx(self.paper.language())
                .map_err(|error| unmade(file, &error))?;
            self.paper.write(file, &book)?;
            writeln!(out, "  {}", t!("paper.monthly_book", file = file.display()))?;
        }
        writeln!(out, "  {}", t!("paper.published", day = monthly.published))?;
        Ok(ExitCode::SUCCESS)
    }

    /// The publication in the site, after its signature was verified.
    fn of_publication(
        &self,
        context: &HallContext,
        ledger: &Ledger,
    ) -> Result<Monthly, CliError> {
        let now = context.moment(self.clock.clock(), &ledger.hall)?;
        let feed = published(context, ledger)?;
        let board = feed.board(now.day(), now.timestamp().as_second());
        if board.consent_expired {
            return Err(unusable(context, t!("paper.expired", day = board.as_of)));
        }
        let private = context.settings.private_categories(&ledger.rulebooks);
        let edition = Edition {
            ledger,
            as_of: board.as_of,
            display: context.settings.display.clone(),
            private_categories: &private,
        };
        let rewards = edition.rewards_handed_out(Monthly::month_of(&board));
        Ok(Monthly::of_board(&board, rewards))
    }
}

/// The publication in the site, verified, and not older than the last one in the hall's state.
fn published(context: &HallContext, ledger: &Ledger) -> Result<VerifiedFeed, CliError> {
    let site = DiskStorage::read_only(&context.site);
    let public = context.public_line(ask)?;
    let Some(feed) = verified_feed_in(&site, &ledger.hall.id, &public) else {
        return Err(unusable(context, t!("paper.no_publication")));
    };
    if feed.head().version() < context.state_files().publication_state()?.version {
        return Err(unusable(context, t!("paper.old_publication")));
    }
    Ok(feed)
}

fn unusable(context: &HallContext, what: impl ToString) -> CliError {
    let hint = t!("paper.publish_first");
    CliError::runtime(Message::at(context.site.display(), what, hint))
}
