//! The hall's letters, register and cards during a review.

use std::path::PathBuf;

use hallboard_feed::Instant;
use hallboard_feed::letter::{
    Letter, LetterBody, LetterFault, LetterId, LetterKind, Sender, clean_line,
};
use hallboard_inbox::letters::{LetterKeys, Senders};
use hallboard_inbox::{
    Collected, CommitError, Decision, Inbox, InboxError, LetterFolder, LetterRecord,
    Limits, OPENED, Opener, Outside, PICTURES, Reporters, ReviewContext, ReviewResult,
    ReviewerInput, UNDO_SECONDS, becomes_entry, guest_picture_name, outside,
    picture_name,
};
use hallboard_publish::{CardBook, Clock};
use hallboard_score::{Day, Entry, Ledger};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::register::RegisterFile;
use super::{failed, letters_in, not_in_register};
use crate::context::{HallContext, LETTERS, letter_keys, random, with_suffix};
use crate::failure::{CliError, Message};
use crate::register::ReadRegister;
use crate::today;
use crate::words::system;

/// The hall's letters, register and cards. Decisions are recorded at once; the entries of
/// accepted letters are written by [`Session::commit`].
pub struct Session {
    /// The letters and the journal of what was decided.
    pub inbox: Inbox<LetterFolder>,
    register: RegisterFile,
    /// The register, with accepted entries that are not written yet.
    pub ledger: Ledger,
    senders: Senders,
    reporters: Reporters,
    /// The folder of letters.
    pub folder: PathBuf,
    today: Day,
    /// The moment at which the session began; decisions are recorded with it.
    pub now: Instant,
    /// The moment of the last publication.
    published: Option<Instant>,
    zone: TimeZone,
    keys: LetterKeys,
    most: usize,
    names: bool,
}

/// Writes accepted letters into the register.
type Commit = fn(
    &mut Inbox<LetterFolder>,
    Opener<'_>,
    &mut RegisterFile,
    Instant,
) -> Result<Vec<Entry>, CommitError<CliError>>;

/// A letter with the result of its review.
pub struct LetterReview {
    /// The letter's id.
    pub id: LetterId,
    /// The opened letter.
    pub letter: Letter,
    /// What accepting it would do, and what stands against it.
    pub result: ReviewResult,
}

impl Session {
    /// Reads all that a review needs.
    ///
    /// # Errors
    /// If the register, the keys for letters, the card book or the letters cannot be read,
    /// or the clock is doubtful.
    pub fn open(
        context: &HallContext,
        clock: Clock,
        read: ReadRegister,
    ) -> Result<Session, CliError> {
        let folder = context.letters.clone();
        let register = RegisterFile::open(context.ledger.clone(), read)?;
        let ledger = register.located().ledger.clone();
        let moment = context.moment(clock, &ledger.hall)?;
        context.correct_file_times(clock);
        let path = with_suffix(&context.key, LETTERS);
        let keys = letter_keys(&path)?.ok_or_else(|| {
            CliError::usage(Message::at(
                path.display(),
                t!("inbox.no_key"),
                t!("inbox.no_key_hint"),
            ))
        })?;
        let book = match context.state_files().cards()? {
            Some(book) => book,
            None => CardBook::new(&ledger.hall.id, &random)?,
        };
        let zone = TimeZone::get(&ledger.hall.time_zone)
            .unwrap_or_else(|_unknown| TimeZone::system());
        let Some(now) = moment.instant() else {
            return Err(today::unknown("--now"));
        };
        Ok(Session {
            published: context.state_files().publication_state()?.issued,
            inbox: letters_in(&folder)?,
            senders: Senders::of(&book),
            reporters: Reporters::of(&book),
            most: usize::from(context.settings.letters.concerns_per_week),
            names: context.settings.letters.name_reporters,
            register,
            ledger,
            folder,
            today: moment.day(),
            now,
            zone,
            keys,
        })
    }

    /// Collects the letters that have arrived and those at the given paths.
    pub fn collect(&mut self, from: &[PathBuf]) -> Result<Collected, CliError> {
        let hall = self.ledger.hall.id.clone();
        let keys = self.keys.clone();
        let open = |bytes: &[u8]| keys.open(&hall, bytes);
        let to_failure = |error| failed(&self.folder, &error);
        let mut all = self.inbox.collect(&open, self.now).map_err(to_failure)?;
        for path in from {
            let files = outside(path).map_err(|error| {
                let what = t!("inbox.no_source", why = system(error));
                CliError::usage(Message::at(
                    path.display(),
                    what,
                    t!("inbox.no_source_hint"),
                ))
            })?;
            let mut items =
                files.iter().flat_map(|(file, mailed)| Outside::of(file, *mailed));
            let some = self.inbox.collect_from(&open, self.now, &mut items);
            let some = some.map_err(|error| failed(&self.folder, &error))?;
            all.new += some.new;
            all.doubles += some.doubles;
            all.bad.extend(some.bad);
            all.incomplete = some.incomplete;
        }
        Ok(all)
    }

    /// Writes the entries of the accepted letters to the register. These decisions cannot
    /// be undone after that.
    ///
    /// # Errors
    /// If a letter cannot be read, or the register or the journal cannot be written.
    pub fn commit(&mut self) -> Result<Vec<Entry>, CliError> {
        self.commit_with(Inbox::commit)
    }

    /// As [`Session::commit`], but leaves out decisions that can still be undone.
    ///
    /// # Errors
    /// As [`Session::commit`].
    pub fn commit_final(&mut self) -> Result<Vec<Entry>, CliError> {
        self.commit_with(Inbox::commit_final)
    }

    fn commit_with(&mut self, commit: Commit) -> Result<Vec<Entry>, CliError> {
        let (hall, keys) = (&self.ledger.hall.id, &self.keys);
        let open = |bytes: &[u8]| keys.open(hall, bytes);
        let committed = commit(&mut self.inbox, &open, &mut self.register, self.now);
        let entries = committed.map_err(|error| match error {
            CommitError::Inbox(error) => failed(&self.folder, &error),
            CommitError::EntryWriter(failure) => {
                failure.and_also(&not_in_register(&self.inbox.not_in_register()))
            }
        })?;
        self.ledger = self.register.located().ledger.clone();
        Ok(entries)
    }

    /// Takes the last decision about a letter back, so that it waits again.
    ///
    /// # Errors
    /// If it was carried out or published, or too long ago, or the journal cannot be
    /// written.
    pub fn undo(&mut self, id: LetterId, by: Option<&str>) -> Result<(), CliError> {
        let undone = self.inbox.undo(id, self.published, by, self.now);
        undone.map_err(|error| failed(&self.folder, &error))
    }

    /// The letters whose last decision can be taken back, and when it was made; the latest
    /// decision first.
    pub fn undoable(&self) -> Vec<(LetterId, Instant)> {
        let decided = self.inbox.letters().filter_map(|(id, record)| {
            self.inbox.can_undo(id, self.published, self.now).ok()?;
            Some((id, record.last_decision.as_ref()?.at))
        });
        let mut decided: Vec<(LetterId, Instant)> = decided.collect();
        decided.sort_by_key(|(_, at)| std::cmp::Reverse(at.unix()));
        decided
    }

    /// The time of day in the hall until which a decision of that moment can be undone.
    pub fn undo_until(&self, at: Instant) -> Option<String> {
        let until = Timestamp::from_second(at.unix() + UNDO_SECONDS).ok()?;
        Some(until.to_zoned(self.zone.clone()).strftime("%H:%M").to_string())
    }

    /// The letter with that number, or whose id begins so.
    ///
    /// # Errors
    /// If there is none, or there are several.
    pub fn find(&self, given: &str) -> Result<LetterId, CliError> {
        self.inbox.find(given).map_err(|error| failed(&self.folder, &error))
    }

    /// Opens a letter.
    ///
    /// # Errors
    /// If it cannot be read or opened.
    pub fn read(&self, id: LetterId) -> Result<Letter, CliError> {
        let open = |bytes: &[u8]| -> Result<Letter, LetterFault> {
            self.keys.open(&self.ledger.hall.id, bytes)
        };
        self.inbox.read(id, &open).map_err(|error| failed(&self.folder, &error))
    }

    /// The concerns that exceed the weekly limit of their reporter.
    pub fn limits(&self) -> Limits {
        Limits::of(&self.inbox, &self.reporters, self.most, |at| self.day(at))
    }

    /// What letters are reviewed against: the register, with entries accepted in this
    /// session.
    pub fn review_context<'s>(&'s self, limits: &'s Limits) -> ReviewContext<'s> {
        let (ledger, zone) = (&self.ledger, self.zone.clone());
        let review_context =
            ReviewContext::new(ledger, &self.senders, limits, self.today, zone);
        review_context.naming(self.names)
    }

    /// Reviews a letter with what the reviewer states about it.
    ///
    /// # Errors
    /// If it is unknown, or cannot be read or opened.
    pub fn review(
        &self,
        review_context: &ReviewContext<'_>,
        id: LetterId,
        input: &ReviewerInput,
    ) -> Result<LetterReview, CliError> {
        let letter = self.read(id)?;
        let unknown = || InboxError::Unknown { given: id.to_string(), found: 0 };
        let record = self.inbox.letter(id).ok_or_else(unknown);
        let record = record.map_err(|error| failed(&self.folder, &error))?;
        let result = review_context.review(&letter, record, input);
        Ok(LetterReview { id, letter, result })
    }

    /// Returns an error if the letter no longer waits for a decision.
    pub fn must_wait(&self, id: LetterId) -> Result<(), CliError> {
        self.inbox.must_wait(id).map_err(|error| failed(&self.folder, &error))
    }

    /// Accepts letters without problems; their entries are not written yet.
    pub fn accept<'c>(
        &mut self,
        reviews: impl Iterator<Item = &'c LetterReview> + Clone,
    ) -> Result<(), CliError> {
        let decision =
            |review: &LetterReview| (review.id, review.result.decision.clone());
        let done = self.inbox.accept(reviews.clone().map(decision), self.now);
        done.map_err(|error| failed(&self.folder, &error))?;
        self.ledger.entries.extend(reviews.filter_map(|it| it.result.entry.clone()));
        Ok(())
    }

    /// Accepted letters to be carried out by hand: id, kind and resident.
    pub fn to_do(&self) -> Vec<(LetterId, LetterKind, Option<String>)> {
        let by_hand = |(id, decision): (LetterId, Decision)| {
            let kind = self.inbox.letter(id)?.received.kind;
            (!becomes_entry(kind)).then_some((id, kind, decision.resident))
        };
        self.inbox.accepted().into_iter().filter_map(by_hand).collect()
    }

    /// The files of letters from a resident or naming them.
    pub fn files_about(&self, resident: &str) -> Vec<PathBuf> {
        let found = self.ledger.residents.iter().find(|it| it.id == resident);
        let name = found.map(|it| clean_line(&it.name));
        let named = |letter: &Letter| match &letter.kind {
            LetterBody::Thanks { to: who, .. }
            | LetterBody::Concern { about: who, .. } => Some(clean_line(who)) == name,
            _ => false,
        };
        let about = |id: LetterId| {
            // A deleted letter cannot be read, and is about nobody any more.
            let letter = self.read(id).ok()?;
            let from = self.senders.resident(&letter.sender) == Some(resident);
            (from || named(&letter)).then_some(())
        };
        let letters = self.inbox.letters().filter(|(id, _)| about(*id).is_some());
        let file =
            |record: &LetterRecord| self.folder.join(OPENED).join(&record.received.file);
        let pictures = |id: LetterId| {
            self.read(id).map(|letter| self.pictures(&letter)).unwrap_or_default()
        };
        letters
            .flat_map(|(id, record)| std::iter::once(file(record)).chain(pictures(id)))
            .collect()
    }

    /// Path of the image of a letter's handwriting.
    pub fn picture(&self, letter: LetterId) -> PathBuf {
        self.folder.join(PICTURES).join(picture_name(letter))
    }

    /// Path of the image of a guest's handwritten name.
    pub fn guest_picture(&self, letter: LetterId) -> PathBuf {
        self.folder.join(PICTURES).join(guest_picture_name(letter))
    }

    /// Paths of all images of a letter.
    pub fn pictures(&self, letter: &Letter) -> Vec<PathBuf> {
        let words = letter.handwriting.as_ref().map(|_| self.picture(letter.id));
        let is_guest = matches!(letter.sender, Sender::HandwrittenGuest { .. });
        let name = is_guest.then(|| self.guest_picture(letter.id));
        words.into_iter().chain(name).collect()
    }

    /// The day of an instant in the hall's time zone.
    pub fn day(&self, at: Instant) -> Option<Day> {
        let zone = self.zone.clone();
        let date = Timestamp::from_second(at.unix()).ok()?.to_zoned(zone).date();
        Day::new(date.year(), date.month(), date.day())
    }
}
