//! The hall's letters, register and cards during a review.

use std::path::PathBuf;

use hallboard_feed::Instant;
use hallboard_feed::letter::{
    Letter, LetterBody, LetterFault, LetterId, LetterKind, Sender, clean_line,
};
use hallboard_inbox::letters::{LetterKeys, Senders};
use hallboard_inbox::{
    Collected, CommitError, Decision, Inbox, InboxError, LetterFolder, LetterRecord,
    Limits, OPENED, Outside, PICTURES, Reporters, ReviewContext, ReviewResult,
    ReviewerInput, becomes_entry, guest_picture_name, outside, picture_name,
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
    zone: TimeZone,
    keys: LetterKeys,
    most: usize,
    names: bool,
}

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

    /// Writes the entries of the accepted letters to the register.
    pub fn commit(&mut self) -> Result<Vec<Entry>, CliError> {
        let (hall, keys) = (&self.ledger.hall.id, &self.keys);
        let open = |bytes: &[u8]| keys.open(hall, bytes);
        let committed = self.inbox.commit(&open, &mut self.register, self.now);
        let entries = committed.map_err(|error| match error {
            CommitError::Inbox(error) => failed(&self.folder, &error),
            CommitError::EntryWriter(failure) => {
                failure.and_also(&not_in_register(&self.inbox.not_in_register()))
            }
        })?;
        self.ledger = self.register.located().ledger.clone();
        Ok(entries)
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
