//! Publishing an earlier state again, as a new version and with today's consents.

use hallboard_publish::{
    Copy, DiskStorage, LedgerChanges, hall_of_site, version_in, with_todays_consents,
};
use hallboard_score::Ledger;
use hallboard_workbook::consent_entries::ConsentEntries;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::context::HallContext;
use crate::failure::{CliError, Message};
use crate::publication::{
    Outcome, PeopleNames, PublicationJob, entry_changes, of_copies,
};
use crate::register::ReadRegister;

/// An earlier publication of which there is a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptVersion {
    /// Its version.
    pub version: u64,
    /// When it was published and the day of its state, in words; `None` if unknown.
    pub published: Option<(String, String)>,
    /// Whether it is the one in the site.
    pub in_site: bool,
    /// What it changed; empty if it or the one before cannot be read.
    pub changes: Vec<String>,
}

impl KeptVersion {
    /// The version and its times, as one line.
    #[must_use]
    pub fn line(&self) -> String {
        let version = self.version;
        let line = match &self.published {
            Some((moment, day)) => {
                t!("rollback.line", version = version, moment = moment, day = day)
            }
            None => t!("rollback.line_unknown", version = version),
        };
        line.into_owned()
    }
}

/// The versions that can be published again, newest first.
///
/// # Errors
/// If the folder of copies cannot be read.
pub fn kept_versions(context: &HallContext) -> Result<Vec<KeptVersion>, CliError> {
    let copies = context.copies();
    let all =
        copies.list().map_err(|error| of_copies(&error, t!("rollback.read_hint")))?;
    let in_site = version_in_site(context);
    let mut versions = Vec::with_capacity(all.len());
    // Only two ledgers are in memory at a time.
    let mut newer: Option<(&Copy, Option<Ledger>)> = None;
    for copy in &all {
        let ledger = copies.read(copy.version).ok();
        if let Some((newer, its_ledger)) = newer {
            let its_ledger = its_ledger.as_ref();
            versions.push(kept_version(newer, its_ledger, ledger.as_ref(), in_site));
        }
        newer = Some((copy, ledger));
    }
    if let Some((oldest, ledger)) = newer {
        versions.push(kept_version(oldest, ledger.as_ref(), None, in_site));
    }
    Ok(versions)
}

/// `before` is the ledger of the copy before it.
fn kept_version(
    copy: &Copy,
    ledger: Option<&Ledger>,
    before: Option<&Ledger>,
    in_site: Option<u64>,
) -> KeptVersion {
    let zone = ledger.and_then(|it| TimeZone::get(&it.hall.time_zone).ok());
    let published = copy.issued.and_then(|it| Timestamp::from_second(it.unix()).ok());
    let published = published.map(|it| {
        let moment = it.to_zoned(zone.unwrap_or(TimeZone::UTC));
        moment.strftime("%Y-%m-%d %H:%M").to_string()
    });
    KeptVersion {
        version: copy.version,
        published: published.zip(copy.as_of.map(|it| it.to_string())),
        in_site: in_site == Some(copy.version),
        changes: changes(ledger, before),
    }
}

fn changes(ledger: Option<&Ledger>, before: Option<&Ledger>) -> Vec<String> {
    let (Some(ledger), Some(before)) = (ledger, before) else { return Vec::new() };
    let mut lines = Vec::new();
    let [old, new] = [before, ledger].map(|it| it.residents.len());
    if old != new {
        lines.push(t!("rollback.part", before = old, after = new).into_owned());
    }
    lines.extend(entry_changes(&LedgerChanges::between(before, ledger)));
    if lines.is_empty() {
        lines.push(t!("rollback.unchanged").into_owned());
    }
    lines
}

/// The version in the site's folder, if there is a feed of any hall.
fn version_in_site(context: &HallContext) -> Option<u64> {
    let site = DiskStorage::read_only(&context.site);
    let key = context.public_line_unasked()?;
    version_in(&site, &hall_of_site(&site)?.id, &key)
}

/// An earlier state and today's register, from which the consents are taken.
pub struct Earlier {
    earlier: Ledger,
    today: Ledger,
}

impl Earlier {
    /// Reads the copy of that version, and today's register with `read`.
    ///
    /// # Errors
    /// If one of them cannot be read, or they are of different halls.
    pub fn read(
        context: &HallContext,
        version: u64,
        read: ReadRegister,
    ) -> Result<Earlier, CliError> {
        let earlier = context.copies().read(version);
        let earlier =
            earlier.map_err(|error| of_copies(&error, t!("rollback.read_hint")))?;
        // Today's consents come from the whole of today's register; without it nothing is
        // published.
        let today = read(&context.ledger).map_err(unknown_consents)?.ledger;
        if today.hall.id != earlier.hall.id {
            let (copy, ledger) = (&earlier.hall.id, &today.hall.id);
            let what = t!("rollback.other_hall", copy = copy, ledger = ledger);
            let place = context.ledger.path.display();
            let message = Message::at(place, what, t!("rollback.other_hint"));
            return Err(CliError::runtime(message));
        }
        Ok(Earlier { earlier, today })
    }

    /// Today's register.
    #[must_use]
    pub fn today(&self) -> &Ledger {
        &self.today
    }

    /// Publishes the earlier state with today's consents.
    ///
    /// # Errors
    /// As [`PublicationJob::publish`].
    pub fn publish(&self, job: &PublicationJob<'_>) -> Result<Outcome, CliError> {
        let Earlier { earlier, today } = self;
        let consents = ConsentEntries::of(&today.entries);
        let moment = job.context.moment(job.clock, &today.hall)?;
        let ledger = with_todays_consents(earlier, &consents, moment.day());
        let mut outcome = job.publish(&ledger, &today.residents, &consents)?;
        if job.with_details {
            outcome.people = PeopleNames::of(today);
        }
        Ok(outcome)
    }
}

/// States which version was published again.
#[must_use]
pub fn how(version: u64) -> String {
    t!("rollback.how", version = version).into_owned()
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
