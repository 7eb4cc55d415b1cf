//! One publication of one hall, from taking the lock to saving a copy.

use std::io;
use std::path::PathBuf;

use hallboard_feed::Letters;
use hallboard_feed::edition::{PublicationState, Receipts, Reporters, Rosters};
use hallboard_publish::{
    App, Basis, CardBook, Cards, Clock, Copy, DiskStorage, DryRun, HallKey, HallSettings,
    LedgerChanges, Lock, LockError, Moment, Publication, PublishError, Published,
    StateStore, Storage, Withdrawal, letters_of_site, purged_ledger, version_in,
};
use hallboard_score::{Hall, Ledger, Resident};
use hallboard_workbook::consent_entries::{ConsentEntries, Consents};

use super::of_copies;
use super::people::PeopleNames;
use super::readable::Readable;
use crate::context::{AskPassphrase, HallContext, StateFiles, cards_closed, random};
use crate::failure::{CliError, Message};
use crate::hint::of_publishing;
use crate::inbox::{self, Undecided};
use crate::on_fault::OnFault;
use crate::words::system;

/// The folder of sealed files in a site.
const SEALED: &str = "feed/sealed";

/// A part of a publication that may take long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Those who left are removed from the hall's own copies and letters.
    Purging,
    /// The publication is composed, signed and written into the site.
    Writing,
    /// The copy to go back to is saved.
    Saving,
}

/// Is informed how far a publication has come.
pub trait Progress {
    /// A phase begins, and the one before it has ended.
    fn enter(&self, phase: Phase);
}

/// Shows no progress.
impl Progress for () {
    fn enter(&self, _phase: Phase) {}
}

/// One publication of one hall, about to be carried out.
pub struct PublicationJob<'a> {
    /// The hall.
    pub context: &'a HallContext,
    /// Gives the moment of publication.
    pub clock: Clock,
    /// The app to publish; without one, the site's app is left as it is.
    pub app: Option<&'a App>,
    /// Number of days for which the publication may be shown.
    pub valid_days: u32,
    /// Does everything but write.
    pub dry_run: bool,
    /// Whether the outcome includes the names of the people concerned and the differences
    /// from the newest copy.
    pub with_details: bool,
    /// Asks for the key's passphrase; `None` if nobody is present.
    pub ask: Option<AskPassphrase>,
    /// How errors in files beside the register are handled.
    pub on_fault: &'a OnFault,
    /// The hall's key, if it has been read already.
    pub key: Option<HallKey>,
    /// Is informed how far the publication has come.
    pub progress: &'a dyn Progress,
}

/// The outcome of a publication or dry run.
pub struct Outcome {
    /// The publication.
    pub published: Published,
    /// The hall's time zone.
    pub time_zone: String,
    /// Differences from the newest copy, if there is one and they were asked for.
    pub changes: Option<LedgerChanges>,
    /// Names of the people concerned; empty unless asked for.
    pub people: PeopleNames,
    /// Number of letters deleted because their senders have left.
    pub cleared: usize,
    /// Letters that are still undecided.
    pub undecided: Undecided,
}

/// State from outside the register that a publication needs.
struct ExternalState {
    state: PublicationState,
    rosters: Rosters,
    /// Whether there is no publication state, or none that can be read.
    state_lost: bool,
    letters: Option<Letters>,
    /// Whether to keep what the last publication states about letters.
    keep_letters: bool,
    reporters: Reporters,
    receipts: Receipts,
    book: Option<CardBook>,
}

/// A state store for dry runs, which saves nothing.
struct DiscardingStore;

impl StateStore for DiscardingStore {
    fn save_state(&mut self, _state: &PublicationState) -> std::io::Result<()> {
        Ok(())
    }

    fn save_rosters(&mut self, _rosters: &Rosters) -> std::io::Result<()> {
        Ok(())
    }

    fn save_cards(&mut self, _book: &CardBook) -> std::io::Result<()> {
        Ok(())
    }
}

/// The state files beside the key. In a withdrawal, a failure to write one is only a
/// warning, so that it stops nobody from leaving. An unreadable publication state is left
/// as it is.
struct BestEffortStore<'k> {
    state_files: StateFiles,
    on_fault: &'k OnFault,
    saves_state: bool,
}

impl BestEffortStore<'_> {
    fn warned(&self, saved: io::Result<()>, path: PathBuf) -> io::Result<()> {
        match saved {
            Err(error) if self.on_fault.warns() => {
                let what = t!("publish.not_kept", why = system(error));
                let hint = t!("publish.not_kept_beside_hint");
                self.on_fault.warn(Message::at(path.display(), what, hint));
                Ok(())
            }
            saved => saved,
        }
    }
}

impl StateStore for BestEffortStore<'_> {
    fn save_state(&mut self, state: &PublicationState) -> io::Result<()> {
        if !self.saves_state {
            return Ok(());
        }
        let saved = self.state_files.save_state(state);
        self.warned(saved, self.state_files.publication_state_file().to_owned())
    }

    fn save_rosters(&mut self, rosters: &Rosters) -> io::Result<()> {
        let saved = self.state_files.save_rosters(rosters);
        self.warned(saved, self.state_files.rosters_file().to_owned())
    }

    fn save_cards(&mut self, book: &CardBook) -> io::Result<()> {
        let saved = self.state_files.save_cards(book);
        self.warned(saved, self.state_files.cards_file().to_owned())
    }
}

type Issue<'i> = &'i dyn Fn(
    Publication<'_>,
    &ExternalState,
    &mut dyn Storage,
    &mut dyn StateStore,
) -> Result<Published, PublishError>;

impl PublicationJob<'_> {
    /// Publishes a ledger without errors, with today's residents and consents: an earlier
    /// ledger does not contain those who joined since.
    ///
    /// # Errors
    /// If it cannot be published; only if the copy to go back to cannot be saved has the
    /// site changed then.
    pub fn publish(
        &self,
        ledger: &Ledger,
        residents: &[Resident],
        consents: &ConsentEntries,
    ) -> Result<Outcome, CliError> {
        let (_lock, moment) = self.begin(&ledger.hall)?;
        let consents = consents.on(moment.day());
        let changes =
            self.with_details.then(|| self.changes(ledger, &consents)).flatten();
        let cleared = self.purge(&ledger.hall.id, residents, &consents, &moment)?;
        let published = self.issue(
            &ledger.hall,
            residents,
            &consents,
            moment,
            &|publication, _external, site, store| {
                let settings = &self.context.settings;
                publication.of_ledger(ledger, settings, self.valid_days, site, store)
            },
        )?;
        self.keep_copy(ledger, &consents, &published, &moment)?;
        let people = match self.with_details {
            true => PeopleNames::of(ledger),
            false => PeopleNames::default(),
        };
        let time_zone = ledger.hall.time_zone.clone();
        let undecided = inbox::undecided(self.context)?;
        Ok(Outcome { published, time_zone, changes, people, cleared, undecided })
    }

    /// Republishes the last publication without those who have left.
    ///
    /// # Errors
    /// If it cannot be published; the site is unchanged then.
    pub fn withdrawals(&self, readable: Readable) -> Result<Outcome, CliError> {
        let Readable { hall, consents, residents, households, rulebooks, people } =
            readable;
        let (_lock, moment) = self.begin(&hall)?;
        let of_today = consents.on(moment.day());
        let cleared = self.purge(&hall.id, &residents, &of_today, &moment)?;
        let published = self.issue(
            &hall,
            &residents,
            &of_today,
            moment,
            &|publication, external, site, store| {
                let withdrawal = Withdrawal {
                    consents: &consents,
                    residents: &residents,
                    households: &households,
                    rulebooks: &rulebooks,
                    state_lost: external.state_lost,
                    keep_letters: external.keep_letters,
                    keep_desk: self.context.desk_unknown,
                };
                publication.withdraw(&hall, &withdrawal, site, store)
            },
        )?;
        self.warn_of_basis(published.basis);
        let time_zone = hall.time_zone.clone();
        let undecided = inbox::undecided(self.context);
        let undecided = self.on_fault.or(undecided, Undecided::default)?;
        Ok(Outcome { published, time_zone, changes: None, people, cleared, undecided })
    }

    /// Takes the lock and checks the clock; on an error, nothing has been changed.
    fn begin(&self, hall: &Hall) -> Result<(Option<Lock>, Moment), CliError> {
        self.context.check_site_is_separate()?;
        self.moment(hall)?;
        let lock = match self.dry_run {
            true => None,
            false => self.lock()?,
        };
        // Checked again: another process may have published in the meantime.
        let moment = self.moment(hall)?;
        if !self.dry_run {
            self.context.correct_file_times(self.clock);
        }
        Ok((lock, moment))
    }

    /// Takes the lock. A withdrawal fails if another publication holds the lock, but not if
    /// the lock file cannot be opened.
    fn lock(&self) -> Result<Option<Lock>, CliError> {
        match self.context.try_lock() {
            Err(error @ LockError::Storage(_)) => {
                self.on_fault.or(Err(self.context.not_locked(error)), || None)
            }
            lock => lock.map(Some).map_err(|error| self.context.not_locked(error)),
        }
    }

    /// The current moment, if the clock contradicts none of the known times. If the
    /// publication state is unreadable, those of the signed head in the site count; the
    /// remains of a damaged state file count only if there is no such head.
    ///
    /// # Errors
    /// If the clock is doubtful.
    pub fn moment(&self, hall: &Hall) -> Result<Moment, CliError> {
        let Some(key) = self.key.as_ref().filter(|_| self.on_fault.warns()) else {
            return self.context.moment(self.clock, hall);
        };
        let (state_files, public) = (self.context.state_files(), key.public_line());
        let site = DiskStorage::read_only(&self.context.site);
        let state = match state_files.publication_state() {
            Ok(state) => state,
            Err(_) if version_in(&site, &hall.id, &public).is_some() => {
                PublicationState::default()
            }
            Err(_) => state_files.last_publication(),
        };
        self.context.moment_after(&state, &public, self.clock, hall)
    }

    fn warn_of_basis(&self, basis: Basis) {
        let (what, hint) = match basis {
            Basis::Roster => return,
            Basis::Names => (t!("publish.by_names"), t!("publish.by_names_hint")),
            Basis::Nothing => (t!("publish.emptied"), t!("publish.emptied_hint")),
        };
        self.on_fault.warn(Message::at(self.context.site.display(), what, hint));
    }

    /// Differences from the newest copy; `None` if there is no readable one.
    fn changes(&self, ledger: &Ledger, consents: &Consents) -> Option<LedgerChanges> {
        let copies = self.context.copies();
        let newest = copies.list().ok()?.first().copied()?;
        let old = purged_ledger(&copies.read(newest.version).ok()?, consents);
        Some(LedgerChanges::between(&old, &purged_ledger(ledger, consents)))
    }

    /// Removes those who left from the copies and the letters, and returns the number of
    /// letters deleted. The cards are purged later, because they identify the senders of
    /// letters.
    fn purge(
        &self,
        hall: &str,
        residents: &[Resident],
        consents: &Consents,
        moment: &Moment,
    ) -> Result<usize, CliError> {
        if self.dry_run {
            return Ok(0);
        }
        self.progress.enter(Phase::Purging);
        let hint = match self.on_fault.warns() {
            true => t!("publish.still_in_copies"),
            false => t!("publish.not_purged_hint"),
        };
        let purged = self.context.copies().purge(consents, moment);
        let purged = purged.map_err(|error| of_copies(&error, hint));
        self.on_fault.or(purged, || ())?;
        // With a partial book, senders could be taken for people who have no card any more.
        let book = self.card_book(hall)?.filter(|book| !book.is_partial());
        let (book, valid_only) = (book.as_ref(), self.on_fault.warns());
        let of_hall = (hall, residents);
        let cleared =
            inbox::purge(self.context, book, of_hall, consents, moment, valid_only);
        self.on_fault.or(cleared, || 0)
    }

    fn issue(
        &self,
        hall: &Hall,
        residents: &[Resident],
        consents: &Consents,
        moment: Moment,
        issue: Issue<'_>,
    ) -> Result<Published, CliError> {
        let mut external = self.external_state(hall, residents, consents, &moment)?;
        let read;
        let key = match &self.key {
            Some(key) => key,
            None => {
                read = self.context.hall_key(self.ask)?;
                &read
            }
        };
        let cards = |book: CardBook| Cards { book, consents, random: &random };
        let publication = Publication {
            key,
            moment,
            app: self.app,
            state: std::mem::take(&mut external.state),
            rosters: std::mem::take(&mut external.rosters),
            cards: external.book.take().map(cards),
            letters: external.letters.take(),
            desk: self.context.settings.hall.as_ref().and_then(HallSettings::desk),
            reporters: std::mem::take(&mut external.reporters),
            receipts: std::mem::take(&mut external.receipts),
        };
        self.progress.enter(Phase::Writing);
        let published = if self.dry_run {
            let site = DiskStorage::read_only(&self.context.site);
            issue(publication, &external, &mut DryRun::over(&site), &mut DiscardingStore)
        } else {
            let (mut site, state_files) =
                (self.context.open_site()?, self.context.state_files());
            let saves_state =
                !(external.state_lost && state_files.has_publication_state());
            let on_fault = self.on_fault;
            let mut store = BestEffortStore { state_files, on_fault, saves_state };
            issue(publication, &external, &mut site, &mut store)
        };
        published.map_err(|error| self.failed(&error))
    }

    /// Collects the state from outside the register.
    fn external_state(
        &self,
        hall: &Hall,
        residents: &[Resident],
        consents: &Consents,
        moment: &Moment,
    ) -> Result<ExternalState, CliError> {
        let (letters, keep_letters) = self.letters(hall, moment)?;
        let state_files = self.context.state_files();
        let state =
            self.on_fault.or(state_files.publication_state().map(Some), || None)?;
        let is_lost = self.on_fault.warns() && !state_files.has_publication_state();
        if is_lost {
            self.on_fault.warn(state_files.publication_state_missing());
        }
        let state_lost = state.is_none() || is_lost;
        let rosters = self.on_fault.or(state_files.rosters(), Rosters::default)?;
        let reporters = inbox::reporters(self.context, residents, consents);
        let reporters = self.on_fault.or(reporters, Reporters::default)?;
        let (state, book) = (state.unwrap_or_default(), self.card_book(&hall.id)?);
        let (of_hall, today) = ((hall, residents), moment.day());
        let receipts =
            inbox::receipts(self.context, book.as_ref(), of_hall, consents, today);
        let receipts = self.on_fault.or(receipts, Receipts::default)?;
        Ok(ExternalState {
            state,
            rosters,
            state_lost,
            letters,
            keep_letters,
            reporters,
            receipts,
            book,
        })
    }

    /// How letters reach the hall, and whether to keep what the last publication states
    /// about that. A withdrawal never creates a key in place of a lost one.
    fn letters(
        &self,
        hall: &Hall,
        moment: &Moment,
    ) -> Result<(Option<Letters>, bool), CliError> {
        let warns = self.on_fault.warns();
        let read = self.context.letters(!self.dry_run && !warns).map(Some);
        let letters = self.on_fault.or(read, || None)?;
        let mut keep = self.context.letters_unknown || letters.is_none();
        let mut letters = letters.flatten();
        if letters.is_none() && !keep && warns && self.context.folder.is_some() {
            keep = true;
            let site = DiskStorage::read_only(&self.context.site);
            if letters_of_site(&site).is_some() {
                self.on_fault.warn(self.context.letter_keys_missing());
            }
        }
        if let Some(letters) = &mut letters {
            let sums =
                inbox::published_sums(self.context, hall, moment.timestamp()).map(Some);
            let sums = self.on_fault.or(sums, || None)?;
            keep = keep || sums.is_none();
            letters.sums = sums.flatten();
        }
        Ok((letters, keep))
    }

    /// The hall's card book, if it has one; in a withdrawal, the readable cards of a
    /// damaged one.
    fn card_book(&self, hall: &str) -> Result<Option<CardBook>, CliError> {
        let state_files = self.context.state_files();
        let read = state_files.cards();
        if !self.on_fault.warns() {
            return read;
        }
        let site = DiskStorage::read_only(&self.context.site);
        let is_sealed = || site.list(SEALED).is_ok_and(|files| !files.is_empty());
        let place = state_files.cards_file().display();
        match read {
            Ok(Some(mut book)) => {
                if book.serves(hall) {
                    return Ok(Some(book));
                }
                let error = PublishError::OtherCards { hall: book.hall().to_owned() };
                let failure = CliError::runtime(of_publishing(&error, place));
                self.on_fault.warn_error(failure, &cards_closed(None));
                Ok(None)
            }
            Ok(None) => {
                if is_sealed() {
                    let failure = CliError::runtime(state_files.cards_missing());
                    self.on_fault.warn_error(failure, &cards_closed(None));
                }
                Ok(None)
            }
            Err(failure) => {
                let bytes = std::fs::read(state_files.cards_file()).unwrap_or_default();
                let book = CardBook::salvage(hall, &bytes, &random);
                let book =
                    book.map_err(|error| self.failed(&PublishError::Random(error)))?;
                let readable = book.as_ref().map(|book| book.residents().count());
                self.on_fault.warn_error(failure, &cards_closed(readable));
                Ok(book)
            }
        }
    }

    fn keep_copy(
        &self,
        ledger: &Ledger,
        consents: &Consents,
        published: &Published,
        moment: &Moment,
    ) -> Result<(), CliError> {
        if self.dry_run {
            return Ok(());
        }
        self.progress.enter(Phase::Saving);
        let copy = Copy {
            version: published.version,
            issued: moment.instant(),
            as_of: Some(published.as_of),
        };
        let saved = self.context.copies().add(copy, ledger, consents, moment);
        saved.map_err(|error| of_copies(&error, t!("publish.not_kept_hint")))
    }

    /// Error for a failed publication of this hall.
    fn failed(&self, error: &PublishError) -> CliError {
        CliError::runtime(of_publishing(error, self.context.site.display()))
    }
}
