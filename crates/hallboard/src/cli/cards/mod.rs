//! `hallboard cards`: printable cards for everybody who takes part.

mod folded;
mod sheet;
mod small;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_feed::Trust;
use hallboard_feed::edition::Remaining;
use hallboard_feed::sealed::{FOLDER, Sealing};
use hallboard_operations::context::{HallContext, StateFiles, random};
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::hint::of_publishing;
use hallboard_operations::publication::PeopleNames;
use hallboard_operations::register::{no_resident, unwritten};
use hallboard_publish::{
    CardBook, DiskStorage, Moment, PublishError, StateStore, Storage, put_private,
    version_in,
};
use hallboard_score::{Day, Ledger, Resident};
use hallboard_workbook::consent_entries::{ConsentEntries, Consents};

use super::files;
use super::hall_args::{AddressArg, ClockArgs, KeyArgs};
use super::keygen::ask;
use sheet::{Layout, Sheet};

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
        let clock = self.clock.clock();
        let ledger = files::ledger_at(&context.ledger)?.ledger;
        context.moment(clock, &ledger.hall)?;
        let _lock = context.take_lock()?;
        let moment = context.moment(clock, &ledger.hall)?;
        context.correct_file_times(clock);
        let residents = self.residents(&context, &ledger, moment.day())?;
        let public = context.public_line(Some(ask))?;
        let trust = Trust::new(&ledger.hall.id, &public);
        let trust = trust.map_err(|error| failed(&context, &error.into()))?;

        let mut state_files = context.state_files();
        let book = self.book(&context, &mut state_files, &ledger, &moment, &residents)?;
        let site = DiskStorage::read_only(&context.site);
        let in_site = version_in(&site, &ledger.hall.id, &public).unwrap_or(0);
        let layout = if self.small { Layout::Small } else { Layout::Folded };
        let sheet = Sheet {
            layout,
            hall: &ledger.hall,
            address: &address,
            key_id: trust.key_id(),
            least_version: state_files.publication_state()?.version.max(in_site),
            cards: residents
                .iter()
                .filter_map(|it| Some((it.name.as_str(), book.secret(&it.id)?)))
                .collect(),
        };
        let page = sheet.page().ok_or_else(|| too_long(&address))?;
        put_private(&file, page.as_bytes()).map_err(|error| unwritten(&file, error))?;

        let sealed = site.list(&format!("feed/{FOLDER}")).unwrap_or_default();
        let open: BTreeSet<String> = sealed.into_iter().collect();
        let sealing = Sealing { hall: &ledger.hall.id, version: in_site };
        let closed =
            sheet.cards.iter().filter(|(_, it)| !open.contains(&sealing.path(it)));
        let summary = CardsSummary {
            file: &file,
            layout,
            cards: sheet.cards.len(),
            pages: sheet.pages(),
            closed: closed.count(),
            reissued: self.reissue.then(|| self.named(&ledger)),
        };
        summary.print(out)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Path of the sheet; an error if a file of another kind is there.
    fn sheet_file(&self, context: &HallContext) -> Result<PathBuf, CliError> {
        let beside_key = || context.key.with_file_name(SHEET);
        let file = self.out.clone().unwrap_or_else(beside_key);
        let free = match std::fs::read(&file) {
            Ok(bytes) => sheet::is_one(&bytes),
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

    /// The residents whose cards are printed, in the order of the ledger.
    fn residents<'l>(
        &self,
        context: &HallContext,
        ledger: &'l Ledger,
        today: Day,
    ) -> Result<Vec<&'l Resident>, CliError> {
        let consents: Consents = ConsentEntries::of(&ledger.entries).on(today);
        let mut messages = Vec::new();
        for id in &self.resident {
            let what = match ledger.residents.iter().find(|it| it.id == id.as_str()) {
                None => no_resident(id).into(),
                Some(it) if !consents.takes_part(id) => {
                    t!("cards.takes_no_part", name = it.name, id = id)
                }
                Some(_) => continue,
            };
            messages.push(Message::at(
                "--resident",
                what,
                t!("cards.takes_no_part_hint"),
            ));
        }
        if !messages.is_empty() {
            return Err(CliError::Reported { code: 2, messages });
        }
        let asked = |it: &&Resident| {
            consents.takes_part(&it.id)
                && (self.resident.is_empty()
                    || self.resident.iter().any(|id| it.id == id.as_str()))
        };
        let residents: Vec<&Resident> = ledger.residents.iter().filter(asked).collect();
        if residents.is_empty() {
            let (what, hint) = (t!("cards.nobody"), t!("cards.nobody_hint"));
            return Err(CliError::runtime(Message::at(
                context.ledger.path.display(),
                what,
                hint,
            )));
        }
        Ok(residents)
    }

    /// The card book with a card for each of these residents, saved before any card is
    /// printed.
    fn book(
        &self,
        context: &HallContext,
        state_files: &mut StateFiles,
        ledger: &Ledger,
        moment: &Moment,
        residents: &[&Resident],
    ) -> Result<CardBook, CliError> {
        let before = state_files.cards()?;
        let hall = &ledger.hall.id;
        let make = || -> Result<CardBook, PublishError> {
            let mut book = match before.clone() {
                Some(book) => book,
                None => CardBook::new(hall, &random).map_err(PublishError::Random)?,
            };
            if !book.serves(hall) {
                return Err(PublishError::OtherCards { hall: book.hall().to_owned() });
            }
            for resident in residents {
                match self.reissue {
                    true => book.reissue(&resident.id, moment.day(), &random),
                    false => book.ensure(&resident.id, moment.day(), &random),
                }
                .map_err(PublishError::Random)?;
            }
            Ok(book)
        };
        let book = make().map_err(|error| failed(context, &error))?;
        if before.as_ref() != Some(&book) {
            let kept = state_files.save_cards(&book);
            kept.map_err(|error| failed(context, &PublishError::Cards(error)))?;
        }
        Ok(book)
    }

    fn named(&self, ledger: &Ledger) -> String {
        PeopleNames::of(ledger).residents(&self.resident)
    }
}

fn failed(context: &HallContext, error: &PublishError) -> CliError {
    CliError::runtime(of_publishing(error, context.key.display()))
}

fn too_long(address: &str) -> CliError {
    CliError::usage(Message::at(address, t!("cards.too_long"), t!("cards.too_long_hint")))
}

/// What is reported about a sheet that was written.
struct CardsSummary<'t> {
    file: &'t Path,
    layout: Layout,
    cards: usize,
    pages: usize,
    /// Number of cards that open nothing before the next publication.
    closed: usize,
    /// Names of the residents whose cards were replaced.
    reissued: Option<String>,
}

impl CardsSummary<'_> {
    fn print(&self, out: &mut dyn Write) -> Result<(), CliError> {
        let (cards, pages) = (self.cards, self.pages);
        let file = self.file.display();
        writeln!(out, "{}", t!("cards.done", file = file, count = cards, pages = pages))?;
        let cut = match self.layout {
            Layout::Folded => t!("cards.cut_and_fold"),
            Layout::Small => t!("cards.cut"),
        };
        let mut lines =
            vec![t!("cards.print"), cut, t!("cards.hand_out"), t!("cards.delete")];
        match self.closed {
            0 => {}
            all if all == cards => lines.push(t!("cards.all_closed")),
            some => lines.push(t!("cards.some_closed", count = some)),
        }
        if let Some(who) = &self.reissued {
            lines.push(t!("cards.reissued", who = who));
            lines.push(t!("cards.not_undone"));
        }
        for line in lines {
            writeln!(out, "  {line}")?;
        }
        Ok(())
    }
}
