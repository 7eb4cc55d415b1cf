//! `hallboard publish`: the site, from the ledger.

mod app;
mod many;
mod nightly;
mod people;
mod summary;
mod work;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_score::{Ledger, check};

use super::clock::ClockFlags;
use super::failure::{Failure, Said};
use super::files;
use super::office::{Office, OfficeFlags};
use super::report::Report;
use crate::publish::{App, Clock, ConsentEntries, Folder};
use crate::read::{Remark, Withdrawals, hall_findings};

pub(super) use app::AppFlags;
pub(super) use people::People;
pub(super) use summary::summarise;
use work::Readable;
pub(super) use work::{Done, Work, of_copies};

/// Publishes the ledger: writes the site, app and signed feed, ready to be copied to
/// any web space.
#[derive(clap::Args)]
pub(super) struct Publish {
    /// The hall's folder, or its ledger; the current folder, if left out. Several
    /// folders are published at once.
    #[arg(value_name = "HALL")]
    halls: Vec<PathBuf>,
    #[command(flatten)]
    files: OfficeFlags,
    #[command(flatten)]
    app: AppFlags,
    #[command(flatten)]
    when: When,
    /// The last publication again, less those who have left it, whatever else is wrong
    /// with the ledger.
    #[arg(long)]
    withdrawals: bool,
    /// Everything but writing.
    #[arg(long)]
    dry_run: bool,
    /// Say how this computer publishes by itself.
    #[arg(long)]
    nightly: bool,
}

/// When a publication is made and how long it lasts.
#[derive(clap::Args)]
pub(super) struct When {
    #[command(flatten)]
    clock: ClockFlags,
    /// For how many days the feed may be shown; 14, or twice the days from one
    /// publication to the next, if left out.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=366))]
    valid_days: Option<u32>,
}

impl When {
    /// The clock that gives the moment of publication.
    pub(super) fn clock(&self) -> Clock {
        self.clock.clock()
    }

    /// For how many days what that hall publishes may be shown.
    pub(super) fn valid_days(&self, office: &Office) -> u32 {
        self.valid_days.unwrap_or_else(|| office.cadence().valid_days())
    }
}

impl Publish {
    /// Publishes, or leaves everything as it was and says why.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let hall = match self.halls.as_slice() {
            [] => None,
            [hall] => Some(hall.as_path()),
            _ => return self.many(out),
        };
        if self.nightly {
            return nightly::print(hall, out);
        }
        let office = self.files.office(hall)?;
        let app = match self.withdrawals {
            true => self.app.load_if_there()?,
            false => self.app.load()?,
        };
        let done = self.one(&office, app.as_ref(), true, out)?;
        summarise(&done, &office.site, self.dry_run, out)?;
        Ok(ExitCode::SUCCESS)
    }

    fn one(
        &self,
        office: &Office,
        app: Option<&App>,
        in_person: bool,
        out: &mut dyn Write,
    ) -> Result<Done, Failure> {
        let work = Work {
            office,
            clock: self.when.clock(),
            app,
            valid_days: self.when.valid_days(office),
            dry_run: self.dry_run,
            in_person,
        };
        if !self.withdrawals {
            let ledger = sound(office, in_person, out)?;
            let consents = ConsentEntries::of(&ledger.entries);
            return work.whole(&ledger, &ledger.residents, &consents);
        }
        let readable = readable(office)?;
        let today = office.moment(work.clock, &readable.hall)?.day();
        people::write_doubts(&readable.consents, &readable.people, Some(today), out)?;
        work.withdrawals(readable)
    }
}

/// The hall's ledger, if there is no error in it; errors are told.
fn sound(
    office: &Office,
    in_person: bool,
    out: &mut dyn Write,
) -> Result<Ledger, Failure> {
    let located = match in_person {
        true => files::ledger_at(&office.ledger)?,
        false => files::ledger_quietly_at(&office.ledger)?,
    };
    for note in &located.notes {
        if let Remark::GuessedEncoding { encoding } = note.what {
            let line = t!("publish.guessed", sheet = note.sheet, encoding = encoding);
            writeln!(out, "{line}")?;
        }
    }
    let mut findings = check(&located.ledger);
    findings.errors.extend(hall_findings(&located.ledger));
    if findings.errors.is_empty() {
        return Ok(located.ledger);
    }
    Report::of(&findings, &located.ledger, &located.origins).print(out)?;
    let what = t!("publish.unsound", count = findings.errors.len());
    let mend = t!("publish.unsound_mend");
    Err(Failure::doing(Said::at(office.ledger.display(), what, mend)))
}

/// What a withdrawal needs: who agrees to what, and whose site it is. Nothing else of the
/// register is looked at.
fn readable(office: &Office) -> Result<Readable, Failure> {
    let whole = || files::ledger_at(&office.ledger);
    let Ok(Some(found)) = crate::read::withdrawals_at(&office.ledger) else {
        let ledger = whole()?.ledger;
        let consents = ConsentEntries::of(&ledger.entries);
        let people = People::of(&ledger);
        let (hall, residents) = (ledger.hall, ledger.residents);
        return Ok(Readable { hall, consents, residents, people });
    };
    let Withdrawals { consents, residents, households } = found;
    let hall = match crate::publish::hall_of_site(&Folder::as_it_is(&office.site)) {
        Some(hall) => hall,
        None => whole()?.ledger.hall,
    };
    let people = People::among(&residents, &households);
    Ok(Readable { hall, consents, residents, people })
}
