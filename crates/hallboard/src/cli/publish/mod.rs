//! `hallboard publish`: generates the site from the ledger.

mod app;
mod many;
mod nightly;
mod people;
mod summary;
mod upload;
mod work;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_operations::context::HallContext;
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::folder::LedgerPlace;
use hallboard_operations::on_fault::OnFault;
use hallboard_operations::register::{self, unreadable};
use hallboard_operations::report::Report;
use hallboard_operations::terminal;
use hallboard_publish::{
    App, Clock, DiskStorage, HallKey, Published, RosterChanges, hall_of_site, version_in,
};
use hallboard_score::{Hall, Ledger, Rulebook, check};
use hallboard_workbook::consent_entries::ConsentEntries;
use hallboard_workbook::read::{
    Located, Remark, Withdrawals, hall_findings, lenient_at_in, withdrawals_at_in,
};

use super::files;
use super::hall_args::{ClockArgs, HallArgs};
use super::keygen::ask;

pub(super) use app::AppFlags;
pub(super) use people::People;
pub(super) use summary::{Line, entry_changes, summarise};
use upload::Upload;
use work::Readable;
pub(super) use work::{Done, Work, of_copies};

/// Publishes the ledger: writes the site, with app and signed feed, ready to be copied to
/// any static host.
#[derive(clap::Args)]
pub(super) struct Publish {
    /// The hall's folder or its ledger; default: the current folder. Several folders are
    /// published in one call.
    #[arg(value_name = "HALL")]
    halls: Vec<PathBuf>,
    #[command(flatten)]
    files: HallArgs,
    #[command(flatten)]
    app: AppFlags,
    #[command(flatten)]
    when: When,
    /// Republishes the last publication without those who have left, whatever else is wrong
    /// with the ledger.
    #[arg(long)]
    withdrawals: bool,
    /// Does everything but write.
    #[arg(long)]
    dry_run: bool,
    /// Uploads the site to the web space in the hall's settings.
    #[arg(long, conflicts_with = "dry_run")]
    upload: bool,
    /// Prints how to publish automatically on this computer.
    #[arg(long)]
    nightly: bool,
}

/// Arguments for the time of a publication and its validity.
#[derive(clap::Args)]
pub(super) struct When {
    #[command(flatten)]
    clock: ClockArgs,
    /// Number of days for which the feed may be shown; default: 14, or twice the days
    /// between two publications.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=366))]
    valid_days: Option<u32>,
}

impl When {
    /// The clock that gives the moment of publication.
    pub(super) fn clock(&self) -> Clock {
        self.clock.clock()
    }

    /// Number of days for which the hall's publications may be shown.
    pub(super) fn valid_days(&self, context: &HallContext) -> u32 {
        self.valid_days.unwrap_or_else(|| context.cadence().valid_days())
    }
}

impl Publish {
    /// Publishes, or changes nothing and returns the reason.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let hall = match self.halls.as_slice() {
            [] => None,
            [hall] => Some(hall.as_path()),
            _ => return self.many(out),
        };
        if self.nightly {
            return nightly::print(hall, out);
        }
        let on_fault = self.on_fault();
        let done = self.in_person(hall, &on_fault, out);
        out.flush()?;
        on_fault.print(&mut terminal::stderr());
        done?;
        Ok(ExitCode::SUCCESS)
    }

    /// For a withdrawal, errors in files beside the register are only warnings.
    fn on_fault(&self) -> OnFault {
        if self.withdrawals { OnFault::warning() } else { OnFault::Fail }
    }

    fn in_person(
        &self,
        hall: Option<&Path>,
        on_fault: &OnFault,
        out: &mut dyn Write,
    ) -> Result<(), CliError> {
        let context = self.context(hall, on_fault)?;
        let app = self.load_app(on_fault)?;
        let upload = self.prepare_upload(&context, on_fault)?;
        let done = self.publish_one(&context, app.as_ref(), true, on_fault, out);
        let done = done.map_err(|failure| self.with_way_out(hall, failure))?;
        summarise(&done, &context.site, self.dry_run, out)?;
        match upload {
            Some(upload) => upload?.in_person(done.published.version, on_fault, out),
            None => Ok(()),
        }
    }

    /// The upload that follows the publication, if one is wanted. Its errors are found
    /// before anything is published; a withdrawal is published all the same.
    fn prepare_upload(
        &self,
        context: &HallContext,
        on_fault: &OnFault,
    ) -> Result<Option<Result<Upload, CliError>>, CliError> {
        match self.upload.then(|| Upload::of(context)) {
            Some(Err(failure)) if !on_fault.warns() => Err(failure),
            upload => Ok(upload),
        }
    }

    fn context(
        &self,
        hall: Option<&Path>,
        on_fault: &OnFault,
    ) -> Result<HallContext, CliError> {
        match on_fault.warns() {
            true => self.files.context_for_withdrawal(hall, on_fault),
            false => self
                .files
                .context(hall)
                .map_err(|failure| self.with_way_out(hall, failure)),
        }
    }

    /// The app to publish. A withdrawal does without if there is no usable one.
    fn load_app(&self, on_fault: &OnFault) -> Result<Option<App>, CliError> {
        match on_fault.warns() {
            true => on_fault.or(self.app.load_if_there(), || None),
            false => self.app.load(),
        }
    }

    fn publish_one(
        &self,
        context: &HallContext,
        app: Option<&App>,
        in_person: bool,
        on_fault: &OnFault,
        out: &mut dyn Write,
    ) -> Result<Done, CliError> {
        let mut work = Work {
            context,
            clock: self.when.clock(),
            app,
            valid_days: self.when.valid_days(context),
            dry_run: self.dry_run,
            in_person,
            on_fault,
            key: None,
        };
        if !self.withdrawals {
            let ledger = valid_ledger(context, in_person, out)?;
            let consents = ConsentEntries::of(&ledger.entries);
            return work.publish(&ledger, &ledger.residents, &consents);
        }
        let key = context.hall_key(in_person.then_some(ask))?;
        let readable = readable(context, &key, on_fault)?;
        work.key = Some(key);
        let today = work.moment(&readable.hall)?.day();
        people::write_doubts(&readable.consents, &readable.people, Some(today), out)?;
        work.withdrawals(readable)
    }

    /// Adds to an error how somebody can leave in the meantime, if somebody wants to and a
    /// withdrawal would succeed.
    fn with_way_out(&self, hall: Option<&Path>, failure: CliError) -> CliError {
        let names_withdrawals = match &failure {
            CliError::Unread => true,
            CliError::Reported { messages, .. } => {
                messages.iter().any(|it| it.hint.contains("--withdrawals"))
            }
        };
        if self.withdrawals
            || names_withdrawals
            || !self.somebody_leaves(hall).unwrap_or(false)
        {
            return failure;
        }
        failure.and_also(&t!("publish.meanwhile"))
    }

    /// Whether a withdrawal would succeed now and remove somebody; writes nothing.
    fn somebody_leaves(&self, hall: Option<&Path>) -> Result<bool, CliError> {
        let on_fault = OnFault::warning();
        let context = self.files.paths()?.context_for_withdrawal(hall, &on_fault)?;
        let key = context.hall_key(None)?;
        let readable = readable(&context, &key, &on_fault)?;
        let work = Work {
            context: &context,
            clock: self.when.clock(),
            app: None,
            valid_days: self.when.valid_days(&context),
            dry_run: true,
            in_person: false,
            on_fault: &on_fault,
            key: Some(key),
        };
        let Published { before, roster, .. } = work.withdrawals(readable)?.published;
        let changes = before.map(|before| RosterChanges::between(&before, &roster));
        Ok(changes.is_some_and(|it| {
            [it.part, it.board, it.homes].iter().any(|it| !it.removed.is_empty())
        }))
    }
}

/// The hall's ledger, if it has no errors; otherwise prints them.
fn valid_ledger(
    context: &HallContext,
    in_person: bool,
    out: &mut dyn Write,
) -> Result<Ledger, CliError> {
    let located = match in_person {
        true => files::ledger_at(&context.ledger)?,
        false => register::read(&context.ledger)?,
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
    let hint = t!("publish.unsound_hint");
    Err(CliError::runtime(Message::at(context.ledger.path.display(), what, hint)))
}

/// What a withdrawal needs: consents and the hall of the site. The rest of the register is
/// read only if no signed feed and no copy names the hall.
fn readable(
    context: &HallContext,
    key: &HallKey,
    on_fault: &OnFault,
) -> Result<Readable, CliError> {
    let whole = || register::read(&context.ledger);
    let LedgerPlace { path, encoding } = &context.ledger;
    let Ok(Some(found)) = withdrawals_at_in(path, *encoding) else {
        let ledger = whole()?.ledger;
        let consents = ConsentEntries::of(&ledger.entries);
        let people = People::of(&ledger);
        let Ledger { hall, rulebooks, households, residents, .. } = ledger;
        return Ok(Readable { hall, consents, residents, households, rulebooks, people });
    };
    let Withdrawals { consents, residents, households, damage } = found;
    if let Some(damage) = damage {
        let failure = unreadable(path, &damage.into());
        on_fault.warn_error(failure, &t!("publish.in_pieces"));
    }
    let (hall, rulebooks) = match hall_that_signed(context, key) {
        Some(hall) => (hall, Vec::new()),
        None => match context.copies().newest() {
            Some(copy) => (copy.hall, copy.rulebooks),
            None => hall_of_register(context, whole)?,
        },
    };
    let people = People::among(&residents, &households);
    Ok(Readable { hall, consents, residents, households, rulebooks, people })
}

/// The hall of the site's feed, if the feed is signed with that key.
fn hall_that_signed(context: &HallContext, key: &HallKey) -> Option<Hall> {
    let site = DiskStorage::read_only(&context.site);
    let hall = hall_of_site(&site)?;
    version_in(&site, &hall.id, &key.public_line()).map(|_| hall)
}

/// The hall and its rules from the register; without rules if the register has other
/// errors.
fn hall_of_register(
    context: &HallContext,
    whole: impl Fn() -> Result<Located, CliError>,
) -> Result<(Hall, Vec<Rulebook>), CliError> {
    let failure = match whole() {
        Ok(it) => return Ok((it.ledger.hall, it.ledger.rulebooks)),
        Err(failure) => failure,
    };
    let LedgerPlace { path, encoding } = &context.ledger;
    let partial = lenient_at_in(path, *encoding);
    match partial.map(|partial| partial.ledger.hall) {
        Ok(hall) if !hall.id.is_empty() => Ok((hall, Vec::new())),
        _ => Err(failure),
    }
}
