//! `hallboard rollback`: publishes an earlier state again.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_operations::context::HallContext;
use hallboard_operations::failure::CliError;
use hallboard_operations::on_fault::OnFault;
use hallboard_operations::publication::PublicationJob;
use hallboard_operations::rollback::{self, Earlier};
use hallboard_operations::upload::Upload;

use super::files;
use super::hall_args::HallArgs;
use super::keygen::ask;
use super::publish::{AppFlags, ProgressLine, When, upload, write_summary};

/// Publishes an earlier state again, as a new version and with today's consents.
#[derive(clap::Args)]
pub(super) struct Rollback {
    /// The hall's folder or its ledger; default: the current folder.
    #[arg(value_name = "HALL")]
    hall: Option<PathBuf>,
    #[command(flatten)]
    files: HallArgs,
    #[command(flatten)]
    app: AppFlags,
    #[command(flatten)]
    when: When,
    /// The version to go back to.
    #[arg(long, value_name = "VERSION", required_unless_present = "list")]
    to: Option<u64>,
    /// Lists the versions that have copies.
    #[arg(long)]
    list: bool,
    /// Does everything but write.
    #[arg(long)]
    dry_run: bool,
    /// Uploads the site to the web space in the hall's settings.
    #[arg(long, conflicts_with_all = ["dry_run", "list"])]
    upload: bool,
}

impl Rollback {
    /// Publishes the earlier state, or lists the available ones.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let context = self.files.context(self.hall.as_deref())?;
        match self.to.filter(|_| !self.list) {
            None => list(&context, out)?,
            Some(version) => self.back_to(version, &context, out)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn back_to(
        &self,
        version: u64,
        context: &HallContext,
        out: &mut dyn Write,
    ) -> Result<(), CliError> {
        let earlier = Earlier::read(context, version, files::ledger_at)?;
        let app = self.app.load()?;
        // Missing settings and secrets are reported before anything is published.
        let upload = self.upload.then(|| Upload::of(context)).transpose()?;
        let line = ProgressLine::default();
        let job = PublicationJob {
            context,
            clock: self.when.clock(),
            app: app.as_ref(),
            valid_days: self.when.valid_days(context),
            dry_run: self.dry_run,
            with_details: true,
            ask: Some(ask),
            on_fault: &OnFault::Fail,
            key: None,
            progress: &line,
        };
        let outcome = earlier.publish(&job)?;
        drop(line);
        write_summary(&outcome, &context.site, self.dry_run, out)?;
        writeln!(out, "  {}", rollback::how(version))?;
        match upload {
            Some(upload) => {
                let version = outcome.published.version;
                upload::in_person(
                    &upload,
                    version,
                    self.when.clock(),
                    &OnFault::Fail,
                    out,
                )
            }
            None => Ok(()),
        }
    }
}

/// Lists the copies: when each was published, what it changed, and which one is on the site.
fn list(context: &HallContext, out: &mut dyn Write) -> Result<(), CliError> {
    let all = rollback::kept_versions(context)?;
    if all.is_empty() {
        writeln!(out, "{}", t!("rollback.none"))?;
    }
    for version in all {
        let mut line = version.line();
        if version.in_site {
            line.push_str(&t!("rollback.in_site"));
        }
        writeln!(out, "{line}")?;
        for change in &version.changes {
            writeln!(out, "  {change}")?;
        }
    }
    Ok(())
}
