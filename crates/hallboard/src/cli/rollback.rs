//! `hallboard rollback`: publishes an earlier state again.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use hallboard_operations::context::HallContext;
use hallboard_operations::failure::{CliError, Message};
use hallboard_operations::on_fault::OnFault;
use hallboard_publish::{
    Copies, Copy, DiskStorage, LedgerChanges, hall_of_site, version_in,
    with_todays_consents,
};
use hallboard_score::Ledger;
use hallboard_workbook::consent_entries::ConsentEntries;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::files;
use super::hall_args::HallArgs;
use super::publish::{
    AppFlags, Line, People, When, Work, entry_changes, of_copies, summarise,
};

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
}

impl Rollback {
    /// Publishes the earlier state, or lists the available ones.
    pub(super) fn run(self, out: &mut dyn Write) -> Result<ExitCode, CliError> {
        let context = self.files.context(self.hall.as_deref())?;
        let copies = context.copies();
        match self.to.filter(|_| !self.list) {
            None => list(&context, &copies, out)?,
            Some(version) => self.back_to(version, &context, &copies, out)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn back_to(
        &self,
        version: u64,
        context: &HallContext,
        copies: &Copies,
        out: &mut dyn Write,
    ) -> Result<(), CliError> {
        let copy = copies.read(version);
        let copy = copy.map_err(|error| of_copies(&error, t!("rollback.read_hint")))?;
        // Today's consents come from the whole of today's ledger; without it nothing is
        // published.
        let today = files::ledger_at(&context.ledger).map_err(unknown_consents)?.ledger;
        if today.hall.id != copy.hall.id {
            let what =
                t!("rollback.other_hall", copy = copy.hall.id, ledger = today.hall.id);
            let place = context.ledger.path.display();
            return Err(CliError::runtime(Message::at(
                place,
                what,
                t!("rollback.other_hint"),
            )));
        }
        let consents = ConsentEntries::of(&today.entries);
        let app = self.app.load()?;
        let work = Work {
            context,
            clock: self.when.clock(),
            app: app.as_ref(),
            valid_days: self.when.valid_days(context),
            dry_run: self.dry_run,
            in_person: true,
            on_fault: &OnFault::Fail,
            key: None,
        };
        let moment = context.moment(work.clock, &today.hall)?;
        let ledger = with_todays_consents(&copy, &consents, moment.day());
        let mut done = work.publish(&ledger, &today.residents, &consents)?;
        done.people = People::of(&today);
        summarise(&done, &context.site, self.dry_run, out)?;
        let how = t!("rollback.how", version = version);
        writeln!(out, "  {how}")?;
        Ok(())
    }
}

/// Lists the copies, newest first: when each was published, what it changed, and which one
/// is on the site.
fn list(
    context: &HallContext,
    copies: &Copies,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let all =
        copies.list().map_err(|error| of_copies(&error, t!("rollback.read_hint")))?;
    if all.is_empty() {
        writeln!(out, "{}", t!("rollback.none"))?;
    }
    let in_site = version_in_site(context);
    let mut newer: Option<(&Copy, Option<Ledger>)> = None;
    for copy in &all {
        let ledger = copies.read(copy.version).ok();
        if let Some((newer, its_ledger)) = newer {
            write_copy(newer, its_ledger.as_ref(), ledger.as_ref(), in_site, out)?;
        }
        newer = Some((copy, ledger));
    }
    if let Some((oldest, ledger)) = newer {
        write_copy(oldest, ledger.as_ref(), None, in_site, out)?;
    }
    Ok(())
}

/// Writes the line of a copy; `before` is the ledger of the copy before it.
fn write_copy(
    copy: &Copy,
    ledger: Option<&Ledger>,
    before: Option<&Ledger>,
    in_site: Option<u64>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let version = copy.version;
    let zone = ledger.and_then(|it| TimeZone::get(&it.hall.time_zone).ok());
    let published = copy.issued.and_then(|it| Timestamp::from_second(it.unix()).ok());
    let published = published.map(|it| {
        let moment = it.to_zoned(zone.unwrap_or(TimeZone::UTC));
        moment.strftime("%Y-%m-%d %H:%M").to_string()
    });
    let mut line = match (published, copy.as_of) {
        (Some(moment), Some(day)) => {
            t!("rollback.line", version = version, moment = moment, day = day)
        }
        _ => t!("rollback.line_unknown", version = version),
    }
    .into_owned();
    if in_site == Some(version) {
        line.push_str(&t!("rollback.in_site"));
    }
    writeln!(out, "{line}")?;
    for change in changes(ledger, before) {
        writeln!(out, "  {change}")?;
    }
    Ok(())
}

fn changes(ledger: Option<&Ledger>, before: Option<&Ledger>) -> Vec<Line> {
    let (Some(ledger), Some(before)) = (ledger, before) else { return Vec::new() };
    let mut lines = Vec::new();
    let [old, new] = [before, ledger].map(|it| it.residents.len());
    if old != new {
        lines.push(t!("rollback.part", before = old, after = new));
    }
    lines.extend(entry_changes(&LedgerChanges::between(before, ledger)));
    if lines.is_empty() {
        lines.push(t!("rollback.unchanged"));
    }
    lines
}

/// The version in the site's folder, if there is a feed of any hall.
fn version_in_site(context: &HallContext) -> Option<u64> {
    let site = DiskStorage::read_only(&context.site);
    let key = context.public_line_unasked()?;
    version_in(&site, &hall_of_site(&site)?.id, &key)
}

/// Prepends to the ledger's errors what they mean for a rollback.
fn unknown_consents(failure: CliError) -> CliError {
    match failure {
        CliError::Unread => CliError::Unread,
        CliError::Reported { code, messages } => {
            let first = Message {
                what: t!("rollback.consents").into_owned(),
                place: None,
                hint: t!("rollback.consents_hint").into_owned(),
            };
            CliError::Reported {
                code,
                messages: [first].into_iter().chain(messages).collect(),
            }
        }
    }
}
