//! `hallboard cards`: a card for everybody who takes part, to print and hand out.

mod fit;
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
use hallboard_score::{Day, Ledger, Resident};

use super::clock::ClockFlags;
use super::failure::{Failure, Said};
use super::files;
use super::office::{Office, OfficeFlags, Records, random};
use super::publish::People;
use super::remedy::of_publishing;
use super::words::system;
use crate::publish::{
    CardBook, ConsentEntries, Consents, Folder, Keep, Moment, PublishError,
    SETTINGS_FILE, Storage, is_site_address, put_private, version_in,
};
use sheet::{Layout, Sheet};

/// The sheet's name beside the key, where no other is given.
const SHEET: &str = "cards.html";

/// Makes the sheet with the cards of those who take part.
#[derive(clap::Args)]
pub(super) struct Cards {
    /// The hall's ledger, or the hall's folder; the current folder, if left out.
    #[arg(value_name = "LEDGER")]
    path: Option<PathBuf>,
    /// Only the cards of these residents.
    #[arg(long, value_name = "ID")]
    resident: Vec<String>,
    /// Make these residents' cards anew.
    #[arg(long, requires = "resident")]
    reissue: bool,
    /// Cards of the size of a bank card, ten to a page, in small type.
    #[arg(long)]
    small: bool,
    /// The address of the site; that in the settings, if left out.
    #[arg(long, value_name = "URL")]
    address: Option<String>,
    /// The sheet to write; `cards.html` beside the key, if left out.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    clock: ClockFlags,
    /// The hall's secret key; the hall folder names it, if left out.
    #[arg(long, value_name = "KEY")]
    key: Option<PathBuf>,
    /// The hall's settings; `hallboard.toml` beside the ledger, if left out.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
}

impl Cards {
    /// Writes the card book, then the sheet, and says what to do with it.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let flags = OfficeFlags {
            out: None,
            key: self.key.clone(),
            settings: self.settings.clone(),
        };
        let office = flags.office_without_site(self.path.as_deref())?;
        let address = self.address(&office)?;
        let file = self.sheet_file(&office)?;
        let clock = self.clock.clock();
        let ledger = files::ledger_at(&office.ledger)?.ledger;
        office.moment(clock, &ledger.hall)?;
        let _lock = office.take_lock()?;
        let moment = office.moment(clock, &ledger.hall)?;
        office.correct_file_times(clock);
        let residents = self.residents(&office, &ledger, moment.day())?;
        let public = office.public_line()?;
        let trust = Trust::new(&ledger.hall.id, &public);
        let trust = trust.map_err(|error| failed(&office, &error.into()))?;

        let mut records = office.records();
        let book = self.book(&office, &mut records, &ledger, &moment, &residents)?;
        let site = Folder::as_it_is(&office.site);
        let in_site = version_in(&site, &ledger.hall.id, &public).unwrap_or(0);
        let layout = if self.small { Layout::Small } else { Layout::Folded };
        let sheet = Sheet {
            layout,
            hall: &ledger.hall,
            address: &address,
            key_id: trust.key_id(),
            least_version: records.memory()?.version.max(in_site),
            cards: residents
                .iter()
                .filter_map(|it| Some((it.name.as_str(), book.secret(&it.id)?)))
                .collect(),
        };
        let page = sheet.page().ok_or_else(|| too_long(&address))?;
        put_private(&file, page.as_bytes()).map_err(|error| unwritten(&file, &error))?;

        let sealed = site.list(&format!("feed/{FOLDER}")).unwrap_or_default();
        let open: BTreeSet<String> = sealed.into_iter().collect();
        let sealing = Sealing { hall: &ledger.hall.id, version: in_site };
        let closed =
            sheet.cards.iter().filter(|(_, it)| !open.contains(&sealing.path(it)));
        let told = Told {
            file: &file,
            layout,
            cards: sheet.cards.len(),
            pages: sheet.pages(),
            closed: closed.count(),
            reissued: self.reissue.then(|| self.named(&ledger)),
        };
        told.print(out)?;
        Ok(ExitCode::SUCCESS)
    }

    fn address(&self, office: &Office) -> Result<String, Failure> {
        match (&self.address, &office.settings.site.address) {
            (Some(given), _) if is_site_address(given) => Ok(given.clone()),
            (Some(given), _) => {
                let what = t!("cards.address", address = given);
                Err(Failure::usage(Said::at("--address", what, t!("cards.address_mend"))))
            }
            (None, Some(set)) => Ok(set.clone()),
            (None, None) => {
                let place = office.ledger.with_file_name(SETTINGS_FILE);
                let (what, mend) = (t!("cards.no_address"), t!("cards.no_address_mend"));
                Err(Failure::usage(Said::at(place.display(), what, mend)))
            }
        }
    }

    /// Where the sheet goes: never over anything but a sheet.
    fn sheet_file(&self, office: &Office) -> Result<PathBuf, Failure> {
        let beside_key = || office.key.with_file_name(SHEET);
        let file = self.out.clone().unwrap_or_else(beside_key);
        let free = match std::fs::read(&file) {
            Ok(bytes) => sheet::is_one(&bytes),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        match free {
            true => Ok(file),
            false => {
                let (what, mend) = (t!("cards.exists"), t!("cards.exists_mend"));
                Err(Failure::usage(Said::at(file.display(), what, mend)))
            }
        }
    }

    /// Whose cards are printed, in the order of the ledger.
    fn residents<'l>(
        &self,
        office: &Office,
        ledger: &'l Ledger,
        today: Day,
    ) -> Result<Vec<&'l Resident>, Failure> {
        let consents: Consents = ConsentEntries::of(&ledger.entries).on(today);
        let mut said = Vec::new();
        for id in &self.resident {
            let what = match ledger.residents.iter().find(|it| it.id == id.as_str()) {
                None => t!("read.nobody", id = id),
                Some(it) if !consents.takes_part(id) => {
                    t!("cards.takes_no_part", name = it.name, id = id)
                }
                Some(_) => continue,
            };
            said.push(Said::at("--resident", what, t!("cards.takes_no_part_mend")));
        }
        if !said.is_empty() {
            return Err(Failure::Told { code: 2, said });
        }
        let asked = |it: &&Resident| {
            consents.takes_part(&it.id)
                && (self.resident.is_empty()
                    || self.resident.iter().any(|id| it.id == id.as_str()))
        };
        let residents: Vec<&Resident> = ledger.residents.iter().filter(asked).collect();
        if residents.is_empty() {
            let (what, mend) = (t!("cards.nobody"), t!("cards.nobody_mend"));
            return Err(Failure::doing(Said::at(office.ledger.display(), what, mend)));
        }
        Ok(residents)
    }

    /// The book with a card for each of them, kept before any is printed.
    fn book(
        &self,
        office: &Office,
        records: &mut Records,
        ledger: &Ledger,
        moment: &Moment,
        residents: &[&Resident],
    ) -> Result<CardBook, Failure> {
        let before = records.cards()?;
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
        let book = make().map_err(|error| failed(office, &error))?;
        if before.as_ref() != Some(&book) {
            let kept = records.keep_cards(&book);
            kept.map_err(|error| failed(office, &PublishError::Cards(error)))?;
        }
        Ok(book)
    }

    fn named(&self, ledger: &Ledger) -> String {
        People::of(ledger).residents(&self.resident)
    }
}

fn failed(office: &Office, error: &PublishError) -> Failure {
    Failure::doing(of_publishing(error, office.key.display()))
}

fn too_long(address: &str) -> Failure {
    Failure::usage(Said::at(address, t!("cards.too_long"), t!("cards.too_long_mend")))
}

fn unwritten(file: &Path, error: &std::io::Error) -> Failure {
    let what = t!("read.unwritten", why = system(error));
    Failure::doing(Said::at(file.display(), what, t!("read.unwritten_mend")))
}

/// What is said of a sheet that was written.
struct Told<'t> {
    file: &'t Path,
    layout: Layout,
    cards: usize,
    pages: usize,
    /// How many of the cards open nothing before the next publication.
    closed: usize,
    /// Whose cards were made anew.
    reissued: Option<String>,
}

impl Told<'_> {
    fn print(&self, out: &mut dyn Write) -> Result<(), Failure> {
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
