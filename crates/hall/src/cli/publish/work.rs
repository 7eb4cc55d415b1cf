//! One publication of one hall, from a lock taken to a copy kept.

use hallboard_feed::edition::{Memory, Rolls};
use hallboard_score::{Hall, Ledger, Resident};

use super::people::People;
use crate::cli::failure::{Failure, Said};
use crate::cli::inbox::{self, Undecided};
use crate::cli::office::{Office, random};
use crate::cli::progress::Progress;
use crate::cli::remedy::of_publishing;
use crate::cli::words::system;
use crate::publish::{
    App, CardBook, Cards, Clock, ConsentEntries, Consents, Copy, CopyError, Folder,
    HallSettings, Keep, LedgerChanges, Lock, Moment, Publication, PublishError,
    Published, Rehearsal, Storage, kept_of,
};

/// How one publication is made.
pub(in crate::cli) struct Work<'a> {
    pub(in crate::cli) office: &'a Office,
    pub(in crate::cli) clock: Clock,
    pub(in crate::cli) app: Option<&'a App>,
    pub(in crate::cli) valid_days: u32,
    /// Everything but writing.
    pub(in crate::cli) dry_run: bool,
    /// Whether somebody may be asked, and wants to know what changes.
    pub(in crate::cli) in_person: bool,
}

/// What was published, or would be.
pub(in crate::cli) struct Done {
    pub(in crate::cli) published: Published,
    pub(in crate::cli) time_zone: String,
    /// Against the newest copy, if there is one.
    pub(in crate::cli) changes: Option<LedgerChanges>,
    /// What those concerned are called.
    pub(in crate::cli) people: People,
    /// How many letters of whoever left were cleared away.
    pub(in crate::cli) cleared: usize,
    /// What nobody has decided on yet.
    pub(in crate::cli) undecided: Undecided,
}

/// What can be read of a ledger that may be wrong elsewhere.
pub(in crate::cli) struct Readable {
    /// Whose site it is.
    pub(in crate::cli) hall: Hall,
    /// Who agrees to what.
    pub(in crate::cli) consents: ConsentEntries,
    /// Whom the hall knows; nobody, where that cannot be read.
    pub(in crate::cli) residents: Vec<Resident>,
    /// What they are called.
    pub(in crate::cli) people: People,
}

/// Keeps nothing: for what is only imagined.
struct Unkept;

impl Keep for Unkept {
    fn keep(&mut self, _memory: &Memory) -> std::io::Result<()> {
        Ok(())
    }

    fn keep_rolls(&mut self, _rolls: &Rolls) -> std::io::Result<()> {
        Ok(())
    }

    fn keep_cards(&mut self, _book: &CardBook) -> std::io::Result<()> {
        Ok(())
    }
}

type Issue<'i> = &'i dyn Fn(
    Publication<'_>,
    &mut dyn Storage,
    &mut dyn Keep,
) -> Result<Published, PublishError>;

impl Work<'_> {
    /// Publishes a ledger that `check` finds no error in, given whom the hall knows and who
    /// agrees to what today: an earlier ledger does not know of all who joined since.
    pub(in crate::cli) fn whole(
        &self,
        ledger: &Ledger,
        residents: &[Resident],
        consents: &ConsentEntries,
    ) -> Result<Done, Failure> {
        let (_lock, moment) = self.begin(&ledger.hall)?;
        let consents = consents.on(moment.day());
        let changes = self.in_person.then(|| self.changes(ledger, &consents)).flatten();
        let cleared = self.purge(&ledger.hall.id, residents, &consents, &moment)?;
        let published = self.issue(
            &ledger.hall,
            residents,
            &consents,
            moment,
            &|publication, site, keep| {
                let settings = &self.office.settings;
                publication.of_ledger(ledger, settings, self.valid_days, site, keep)
            },
        )?;
        self.keep_copy(ledger, &consents, &published, &moment)?;
        let people = if self.in_person { People::of(ledger) } else { People::default() };
        let time_zone = ledger.hall.time_zone.clone();
        let undecided = inbox::undecided(self.office)?;
        Ok(Done { published, time_zone, changes, people, cleared, undecided })
    }

    /// Publishes the last publication again, less those who have left.
    pub(in crate::cli) fn withdrawals(
        &self,
        readable: Readable,
    ) -> Result<Done, Failure> {
        let Readable { hall, consents, residents, people } = readable;
        let (_lock, moment) = self.begin(&hall)?;
        let of_today = consents.on(moment.day());
        let cleared = self.purge(&hall.id, &residents, &of_today, &moment)?;
        let published = self.issue(
            &hall,
            &residents,
            &of_today,
            moment,
            &|publication, site, keep| {
                publication.less_withdrawals(&hall, &consents, site, keep)
            },
        )?;
        let time_zone = hall.time_zone.clone();
        let undecided = inbox::undecided(self.office)?;
        Ok(Done { published, time_zone, changes: None, people, cleared, undecided })
    }

    /// The lock, and the moment it is; nothing was changed where there is neither.
    fn begin(&self, hall: &Hall) -> Result<(Option<Lock>, Moment), Failure> {
        self.office.site_lies_apart()?;
        self.office.moment(self.clock, hall)?;
        let lock = (!self.dry_run).then(|| self.office.take_lock()).transpose()?;
        // Somebody else may have published since.
        let moment = self.office.moment(self.clock, hall)?;
        if !self.dry_run {
            self.office.correct_file_times(self.clock);
        }
        Ok((lock, moment))
    }

    /// What is different from the newest copy; nothing where there is none to be read.
    fn changes(&self, ledger: &Ledger, consents: &Consents) -> Option<LedgerChanges> {
        let copies = self.office.copies();
        let newest = copies.list().ok()?.first().copied()?;
        let old = kept_of(&copies.read(newest.version).ok()?, consents);
        Some(LedgerChanges::between(&old, &kept_of(ledger, consents)))
    }

    /// Takes whoever left out of the copies and the letters; gives how many letters were
    /// cleared. The cards, which tell whose they were, are purged later.
    fn purge(
        &self,
        hall: &str,
        residents: &[Resident],
        consents: &Consents,
        moment: &Moment,
    ) -> Result<usize, Failure> {
        if self.dry_run {
            return Ok(0);
        }
        let purged = self.office.copies().purge(consents, moment);
        purged.map_err(|error| of_copies(&error, t!("publish.not_purged_mend")))?;
        inbox::purge(self.office, hall, residents, consents, moment)
    }

    fn issue(
        &self,
        hall: &Hall,
        residents: &[Resident],
        consents: &Consents,
        moment: Moment,
        issue: Issue<'_>,
    ) -> Result<Published, Failure> {
        let mut letters = self.office.letters(!self.dry_run)?;
        if let Some(letters) = &mut letters {
            letters.sums = inbox::told_sums(self.office, hall, moment.timestamp())?;
        }
        let mut records = self.office.records();
        let cards = |book: CardBook| Cards { book, consents, random: &random };
        let publication = Publication {
            key: &self.office.hall_key(self.in_person)?,
            moment,
            app: self.app,
            memory: records.memory()?,
            rolls: records.rolls()?,
            cards: records.cards()?.map(cards),
            letters,
            desk: self.office.settings.hall.as_ref().and_then(HallSettings::desk),
            reporters: inbox::reporters(self.office, residents, consents)?,
        };
        let _progress =
            self.in_person.then(|| Progress::start(t!("publish.under_way"), None));
        let published = if self.dry_run {
            let site = Folder::as_it_is(&self.office.site);
            issue(publication, &mut Rehearsal::over(&site), &mut Unkept)
        } else {
            let mut site = self.office.open_site()?;
            issue(publication, &mut site, &mut records)
        };
        published.map_err(|error| self.failed(&error))
    }

    fn keep_copy(
        &self,
        ledger: &Ledger,
        consents: &Consents,
        published: &Published,
        moment: &Moment,
    ) -> Result<(), Failure> {
        if self.dry_run {
            return Ok(());
        }
        let copy = Copy {
            version: published.version,
            issued: moment.instant(),
            as_of: Some(published.as_of),
        };
        let kept = self.office.copies().add(copy, ledger, consents, moment);
        kept.map_err(|error| of_copies(&error, t!("publish.not_kept_mend")))
    }

    /// What is wrong with a publication of this hall.
    pub(in crate::cli) fn failed(&self, error: &PublishError) -> Failure {
        Failure::doing(of_publishing(error, self.office.site.display()))
    }
}

/// What is wrong with a copy, or with keeping them.
pub(in crate::cli) fn of_copies(error: &CopyError, mend: impl ToString) -> Failure {
    let said = match error {
        CopyError::Unknown(version) => Said::at(
            t!("rollback.version", version = version),
            t!("rollback.unknown"),
            t!("rollback.unknown_mend"),
        ),
        CopyError::Unreadable { path, what } => {
            let what = t!("rollback.unreadable", why = what);
            Said::at(path.display(), what, t!("rollback.unknown_mend"))
        }
        CopyError::Storage { path, error } => Said::at(
            path.display(),
            t!("publish.copies_failed", why = system(error)),
            mend,
        ),
    };
    Failure::doing(said)
}
