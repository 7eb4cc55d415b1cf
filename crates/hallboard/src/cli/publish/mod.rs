//! `hallboard publish`: generates the site from the ledger.

mod app;
mod many;
mod nightly;
pub(super) mod upload;

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hallboard_operations::context::HallContext;
use hallboard_operations::failure::CliError;
use hallboard_operations::on_fault::OnFault;
use hallboard_operations::publication::{
    Outcome, Phase, PublicationJob, Readable, Summary, doubts, guessed_encodings,
    valid_ledger,
};
use hallboard_operations::upload::Upload;
use hallboard_operations::{publication, register, terminal};
use hallboard_publish::{App, Clock, Published, RosterChanges};
use hallboard_score::Ledger;
use hallboard_workbook::consent_entries::ConsentEntries;

use super::files;
use super::hall_args::{ClockArgs, HallArgs};
use super::keygen::ask;
use super::progress::Progress;

pub(super) use app::AppFlags;

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
        write_summary(&done, &context.site, self.dry_run, out)?;
        match upload {
            Some(upload) => {
                let version = done.published.version;
                upload::in_person(&upload?, version, self.when.clock(), on_fault, out)
            }
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
    ) -> Result<Outcome, CliError> {
        let line = ProgressLine::default();
        let progress: &dyn publication::Progress = if in_person { &line } else { &() };
        let mut job = PublicationJob {
            context,
            clock: self.when.clock(),
            app,
            valid_days: self.when.valid_days(context),
            dry_run: self.dry_run,
            with_details: in_person,
            ask: in_person.then_some(ask),
            on_fault,
            key: None,
            progress,
        };
        if !self.withdrawals {
            let ledger = read_valid(context, in_person, out)?;
            let consents = ConsentEntries::of(&ledger.entries);
            return job.publish(&ledger, &ledger.residents, &consents);
        }
        let key = context.hall_key(in_person.then_some(ask))?;
        let readable = Readable::of(context, &key, on_fault)?;
        job.key = Some(key);
        let today = job.moment(&readable.hall)?.day();
        for line in doubts(&readable.consents, &readable.people, Some(today)) {
            writeln!(out, "{line}")?;
        }
        job.withdrawals(readable)
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
        let readable = Readable::of(&context, &key, &on_fault)?;
        let job = PublicationJob {
            context: &context,
            clock: self.when.clock(),
            app: None,
            valid_days: self.when.valid_days(&context),
            dry_run: true,
            with_details: false,
            ask: None,
            on_fault: &on_fault,
            key: Some(key),
            progress: &(),
        };
        let Published { before, roster, .. } = job.withdrawals(readable)?.published;
        let changes = before.map(|before| RosterChanges::between(&before, &roster));
        Ok(changes.is_some_and(|it| {
            [it.part, it.board, it.homes].iter().any(|it| !it.removed.is_empty())
        }))
    }
}

/// A progress line while a publication is written.
#[derive(Default)]
pub(super) struct ProgressLine(RefCell<Option<Progress>>);

impl publication::Progress for ProgressLine {
    fn enter(&self, phase: Phase) {
        // The line of the phase before ends first.
        drop(self.0.take());
        if phase == Phase::Writing {
            *self.0.borrow_mut() = Some(Progress::start(t!("publish.under_way"), None));
        }
    }
}

/// The hall's ledger, if it has no errors; otherwise prints them.
fn read_valid(
    context: &HallContext,
    in_person: bool,
    out: &mut dyn Write,
) -> Result<Ledger, CliError> {
    let located = match in_person {
        true => files::ledger_at(&context.ledger)?,
        false => register::read(&context.ledger)?,
    };
    for line in guessed_encodings(&located) {
        writeln!(out, "{line}")?;
    }
    match valid_ledger(context, located) {
        Ok(ledger) => Ok(ledger),
        Err(invalid) => {
            invalid.report.print(out)?;
            Err(invalid.error)
        }
    }
}

/// Prints what was (or would be) published, and what it changes.
pub(super) fn write_summary(
    outcome: &Outcome,
    site: &Path,
    dry_run: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Summary { head, contents, changes, letters } =
        Summary::of(outcome, site, dry_run);
    writeln!(out, "{head}")?;
    for line in contents.iter().chain(&changes) {
        writeln!(out, "  {line}")?;
    }
    letters.iter().try_for_each(|line| writeln!(out, "{line}"))
}
