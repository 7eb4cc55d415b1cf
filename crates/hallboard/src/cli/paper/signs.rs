//! `hallboard signs`: a sign for the door of every household that agreed to one.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use hallboard_feed::edition::{DoorSigns, Edition};
use hallboard_operations::context::HallContext;
use hallboard_operations::failure::{CliError, Message};
use hallboard_paper::{SignSize, Signs};
use hallboard_score::{Day, Ledger};

use super::super::files;
use super::super::hall_args::{ClockArgs, KeyArgs};
use super::{PaperArgs, desk, unmade};

/// The page's name beside the register, where no other is given.
const PAGE: &str = "signs.html";

/// Makes the page with the signs.
#[derive(clap::Args)]
pub(in crate::cli) struct SignsCommand {
    /// The hall's ledger, or the hall's folder; the current folder, if left out.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    /// Only the signs of these households.
    #[arg(long, value_name = "ID")]
    household: Vec<String>,
    /// How large the signs are.
    #[arg(long, value_enum, value_name = "SIZE", default_value = "a5")]
    size: SizeArg,
    #[command(flatten)]
    paper: PaperArgs,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    key: KeyArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum SizeArg {
    A5,
    A6,
}

impl SignsCommand {
    /// Writes the page, and prints how to use it.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let context = self.key.context(self.path.as_deref())?;
        let ledger = files::ledger_at(&context.ledger)?.ledger;
        let on = context.moment(self.clock.clock(), &ledger.hall)?.day();
        let signs = self.chosen(&context, &ledger, on)?;
        let desk = desk(&context.settings);
        let page = Signs {
            hall: &ledger.hall.names,
            on,
            signs: &signs,
            desk: desk.as_ref(),
            size: match self.size {
                SizeArg::A5 => SignSize::Half,
                SizeArg::A6 => SignSize::Quarter,
            },
        };
        let file = self.paper.file(&context.ledger.path, PAGE);
        let html =
            page.html(self.paper.layout()).map_err(|error| unmade(&file, &error))?;
        self.paper.write(&file, html.as_bytes())?;
        let (count, sheets) = (signs.signs.len(), page.sheets());
        let done =
            t!("paper.signs", file = file.display(), count = count, pages = sheets);
        writeln!(out, "{done}")?;
        self.paper.write_print_hint(out)?;
        for line in [t!("paper.cut_signs"), t!("paper.consent_of", day = on)] {
            writeln!(out, "  {line}")?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The signs asked for, by the consents of the day.
    fn chosen(
        &self,
        context: &HallContext,
        ledger: &Ledger,
        on: Day,
    ) -> Result<DoorSigns, CliError> {
        let private = context.settings.private_categories(&ledger.rulebooks);
        let edition = Edition {
            ledger,
            as_of: on,
            display: context.settings.display.clone(),
            private_categories: &private,
        };
        let mut signs = edition.signs();
        let has_sign = |id: &str| signs.signs.iter().any(|it| it.household == id);
        let known = |id: &str| ledger.households.iter().any(|it| it.id == id);
        let mut messages = Vec::new();
        for id in self.household.iter().filter(|id| !has_sign(id)) {
            let (what, hint) = match known(id) {
                true => (t!("paper.no_consent", id = id), t!("paper.no_consent_hint")),
                false => {
                    (t!("paper.no_household", id = id), t!("paper.no_household_hint"))
                }
            };
            messages.push(Message::at("--household", what, hint));
        }
        if !messages.is_empty() {
            return Err(CliError::Reported { code: 2, messages });
        }
        if !self.household.is_empty() {
            signs
                .signs
                .retain(|it| self.household.iter().any(|id| it.household == id.as_str()));
        }
        if signs.signs.is_empty() {
            let place = context.ledger.path.display();
            let (what, hint) = (t!("paper.no_signs"), t!("paper.no_consent_hint"));
            return Err(CliError::runtime(Message::at(place, what, hint)));
        }
        Ok(signs)
    }
}
