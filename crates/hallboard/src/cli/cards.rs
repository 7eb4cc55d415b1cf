//! `hallboard cards`: printable cards for everybody who takes part.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_operations::context::HallContext;
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::print::{CardsPage, CardsRequest, cards};
use hallboard_operations::publication::PeopleNames;
use hallboard_operations::register::unwritten;
use hallboard_paper::{CardSize, is_page_of_cards};
use hallboard_publish::put_private;
use hallboard_score::Ledger;

use super::files;
use super::hall_args::{AddressArg, ClockArgs, KeyArgs};
use super::keygen::ask;

/// Default name of the sheet, beside the key.
const SHEET: &str = "cards.html";

/// Writes the sheet with the cards of those who take part.
#[derive(clap::Args)]
pub(super) struct Cards {
    /// The hall's ledger or folder; default: the current folder.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    /// Only the cards of these residents.
    #[arg(long, value_name = "ID")]
    resident: Vec<String>,
    /// Replaces these residents' cards with new ones.
    #[arg(long, requires = "resident")]
    reissue: bool,
    /// Prints cards the size of a bank card, ten to a page, in small type.
    #[arg(long)]
    small: bool,
    #[command(flatten)]
    address: AddressArg,
    /// The sheet to write; default: `cards.html` beside the key.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    key: KeyArgs,
}

impl Cards {
    /// Writes the card book and then the sheet, and prints what to do with it.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let context = self.key.context(self.path.as_deref())?;
        let address = self.address.get(&context)?;
        let file = self.sheet_file(&context)?;
        let ledger = files::ledger_at(&context.ledger)?.ledger;
        let request = CardsRequest {
            residents: &self.resident,
            reissue: self.reissue,
            size: if self.small { CardSize::Small } else { CardSize::Folded },
            site: &address,
        };
        let page = cards(&context, &ledger, self.clock.clock(), &request, Some(ask))?;
        put_private(&file, page.html.as_bytes())
            .map_err(|error| unwritten(&file, error))?;
        self.print_summary(&ledger, &file, &page, out)?;
        Ok(ExitCode::SUCCESS)
    }

    fn print_summary(
        &self,
        ledger: &Ledger,
        file: &Path,
        page: &CardsPage,
        out: &mut dyn Write,
    ) -> Result<(), CliError> {
        let (file, cards, pages) = (file.display(), page.cards, page.sheets);
        writeln!(out, "{}", t!("cards.done", file = file, count = cards, pages = pages))?;
        let cut = if self.small { t!("cards.cut") } else { t!("cards.cut_and_fold") };
        let mut lines =
            vec![t!("cards.print"), cut, t!("cards.hand_out"), t!("cards.delete")];
        match page.closed {
            0 => {}
            all if all == cards => lines.push(t!("cards.all_closed")),
            some => lines.push(t!("cards.some_closed", count = some)),
        }
        if self.reissue {
            let who = PeopleNames::of(ledger).residents(&self.resident);
            lines.push(t!("cards.reissued", who = who));
            lines.push(t!("cards.not_undone"));
        }
        for line in lines {
            writeln!(out, "  {line}")?;
        }
        Ok(())
    }

    /// Path of the sheet; an error if a file of another kind is there.
    fn sheet_file(&self, context: &HallContext) -> Result<PathBuf, CliError> {
        let beside_key = || context.key.with_file_name(SHEET);
        let file = self.out.clone().unwrap_or_else(beside_key);
        let free = match std::fs::read(&file) {
            Ok(bytes) => is_page_of_cards(&bytes),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        match free {
            true => Ok(file),
            false => {
                let (what, hint) = (t!("cards.exists"), t!("cards.exists_hint"));
                Err(CliError::usage(Message::at(file.display(), what, hint)))
            }
        }
    }
}
