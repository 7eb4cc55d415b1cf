//! `hallboard rollback`: an earlier state, published again.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use super::failure::{Failure, Said};
use super::files;
use super::office::{Office, OfficeFlags};
use super::on_fault::OnFault;
use super::publish::{AppFlags, People, When, Work, of_copies, summarise};
use crate::publish::{ConsentEntries, Copies, with_todays_consents};

/// Publishes an earlier state again, as a new version and with today's consents.
#[derive(clap::Args)]
pub(super) struct Rollback {
    /// The hall's folder, or its ledger; the current folder, if left out.
    #[arg(value_name = "HALL")]
    hall: Option<PathBuf>,
    #[command(flatten)]
    files: OfficeFlags,
    #[command(flatten)]
    app: AppFlags,
    #[command(flatten)]
    when: When,
    /// The version to go back to.
    #[arg(long, value_name = "VERSION", required_unless_present = "list")]
    to: Option<u64>,
    /// List the versions there are copies of.
    #[arg(long)]
    list: bool,
    /// Everything but writing.
    #[arg(long)]
    dry_run: bool,
}

impl Rollback {
    /// Publishes the earlier state, or lists those there are.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, Failure> {
        let office = self.files.office(self.hall.as_deref())?;
        let copies = office.copies();
        match self.to.filter(|_| !self.list) {
            None => list(&copies, out)?,
            Some(version) => self.back_to(version, &office, &copies, out)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn back_to(
        &self,
        version: u64,
        office: &Office,
        copies: &Copies,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let copy = copies.read(version);
        let copy = copy.map_err(|error| of_copies(&error, t!("rollback.read_mend")))?;
        // Who agrees today is known from the whole of today's ledger or not at all.
        let today = files::ledger_at(&office.ledger).map_err(unknown_consents)?.ledger;
        if today.hall.id != copy.hall.id {
            let what =
                t!("rollback.other_hall", copy = copy.hall.id, ledger = today.hall.id);
            let place = office.ledger.display();
            return Err(Failure::doing(Said::at(place, what, t!("rollback.other_mend"))));
        }
        let consents = ConsentEntries::of(&today.entries);
        let app = self.app.load()?;
        let work = Work {
            office,
            clock: self.when.clock(),
            app: app.as_ref(),
            valid_days: self.when.valid_days(office),
            dry_run: self.dry_run,
            in_person: true,
            on_fault: &OnFault::Fail,
            key: None,
        };
        let moment = office.moment(work.clock, &today.hall)?;
        let ledger = with_todays_consents(&copy, &consents, moment.day());
        let mut done = work.whole(&ledger, &today.residents, &consents)?;
        done.people = People::of(&today);
        summarise(&done, &office.site, self.dry_run, out)?;
        let how = t!("rollback.how", version = version);
        writeln!(out, "  {how}")?;
        Ok(())
    }
}

fn list(copies: &Copies, out: &mut dyn Write) -> Result<(), Failure> {
    let all =
        copies.list().map_err(|error| of_copies(&error, t!("rollback.read_mend")))?;
    if all.is_empty() {
        writeln!(out, "{}", t!("rollback.none"))?;
    }
    for copy in all {
        let version = copy.version;
        let line = match copy.as_of {
            Some(day) => t!("rollback.line", version = version, day = day),
            None => t!("rollback.line_unknown", version = version),
        };
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// The ledger's own errors, and before them what they mean here.
fn unknown_consents(failure: Failure) -> Failure {
    match failure {
        Failure::Unread => Failure::Unread,
        Failure::Told { code, said } => {
            let first = Said {
                what: t!("rollback.consents").into_owned(),
                place: None,
                remedy: t!("rollback.consents_mend").into_owned(),
            };
            Failure::Told { code, said: [first].into_iter().chain(said).collect() }
        }
    }
}
