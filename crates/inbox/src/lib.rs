//! Letters to the hall: taken in, reviewed, written into the register.
//!
//! ```text
//! incoming/x ──open──► opened/… + a line in the journal ──► accepted ──► entries ──► committed
//!            ╰─bad───► aside/x + a line                 ├─► refused, with the reason
//!                                                       ├─► asked back, and waits
//!                                                       ╰─► merged with another
//! ```
//!
//! [`Inbox`] is the state that results from the journal: the letters and the state of
//! each. [`Inbox::collect`] takes letters in. [`ReviewContext::review`] checks a letter
//! against the rules and the register; senders are untrusted, so every rule is checked
//! again here. [`Inbox::accept`] and the methods beside it settle a letter. No letter has
//! an effect before an official has accepted it.
//!
//! The process may end at any moment: a letter is in exactly one folder, and is in the
//! journal before it is reported to anybody. The entry of a letter always has the same
//! id, so a second write is recognised. [`Inbox::purge`] removes people who left from all
//! files, and leaves what is needed to recognise a repeated letter.
//!
//! [`letters`] contains the hall's keys for letters and the identification of senders,
//! [`receive`] the server that stores posted letters.
//!
//! # What this crate does not do
//! It decides about no letter: an official does. It knows no commands and prints nothing.
//! Without [`receive`] and folders it builds for wasm32.

mod codes;
mod collect;
mod commit;
mod decisions;
mod effect;
mod entry;
mod journal;
#[cfg(not(target_arch = "wasm32"))]
mod letter_folder;
mod letter_record;
pub mod letters;
mod mail;
mod named;
mod people;
mod pictures;
mod problem;
mod purge;
mod receipts;
#[cfg(not(target_arch = "wasm32"))]
pub mod receive;
mod replies;
mod review;
mod scanned;
mod source;
mod stats;
mod store;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;

use hallboard_feed::Instant;
use hallboard_feed::letter::{Letter, LetterFault, LetterId, LetterKind};

pub use codes::{CodeFault, Codes, CodesRead, Gap, MARK, MOST_CODES, spans};
pub use collect::{Collected, RejectReason};
pub use commit::{CommitError, EntryWriter};
pub use decisions::UNDO_SECONDS;
pub use effect::{Effect, effect};
pub use entry::{entry_id, entry_of, fullest_entries};
pub use journal::{
    Decision, JOURNAL, JOURNAL_LIMIT, Journal, JournalEvent, JournalLine, Received,
};
#[cfg(not(target_arch = "wasm32"))]
pub use letter_folder::LetterFolder;
pub use letter_record::{LastDecision, LetterRecord, State};
pub use people::{Limits, Reporters, Week, week_of};
pub use pictures::{PICTURES, guest_picture_name, picture_name, picture_note};
pub use problem::{Caution, Problem};
pub use purge::Leavers;
pub use receipts::{RECEIPT_MONTHS, is_about_another};
pub use review::{ReviewContext, ReviewResult, ReviewerInput};
pub use source::{Mailed, Outside, in_mail, outside};
pub use stats::{Sum, sums, year};
pub use store::{MemoryStore, Store};

/// The folder in which letters arrive.
pub const INCOMING: &str = "incoming";
/// The folder of the letters that were taken in.
pub const OPENED: &str = "opened";
/// The folder of files that were not taken in.
pub const QUARANTINE: &str = "aside";

/// Opens a letter to the hall with the key that it is sealed to.
pub type Opener<'o> = &'o dyn Fn(&[u8]) -> Result<Letter, LetterFault>;

/// Whether letters of this kind become entries; the others are carried out by hand.
#[must_use]
pub fn becomes_entry(kind: LetterKind) -> bool {
    !matches!(kind, LetterKind::Correction | LetterKind::Copy | LetterKind::Erasure)
}

/// Why an operation on the inbox failed.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// No letter has this id, or several ids begin with this text.
    #[error("{found} letters begin with `{given}`")]
    Unknown {
        /// The text that was given.
        given: String,
        /// The number of letters that match.
        found: usize,
    },
    /// The letter is settled already.
    #[error("the letter {0} is settled already")]
    Settled(LetterId),
    /// Two letters that cannot be merged: the same letter twice, letters of different
    /// kinds, or a letter with one that was refused or merged itself.
    #[error("the letter {letter} cannot be merged with {into}")]
    NotMergeable {
        /// The id of the letter to merge.
        letter: LetterId,
        /// The id of the letter that stays.
        into: LetterId,
    },
    /// The last decision about the letter cannot be taken back.
    #[error("the decision on the letter {letter} cannot be undone: {reason}")]
    NotUndoable {
        /// The id of the letter.
        letter: LetterId,
        /// Why.
        reason: UndoFault,
    },
    /// The file of a letter is missing, or is another letter.
    #[error("the file `{file}` of the letter {letter} is not what it was")]
    Lost {
        /// The id of the letter.
        letter: LetterId,
        /// The name of its file.
        file: String,
        /// Why it does not open; `None` if it is missing or is another letter.
        fault: Option<LetterFault>,
    },
    /// The journal exceeds the size limit.
    #[error("the journal has more than {JOURNAL_LIMIT} bytes")]
    JournalTooLarge,
    /// The store cannot be read or written.
    #[error(transparent)]
    Storage(#[from] io::Error),
}

/// Why the last decision about a letter cannot be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UndoFault {
    /// No decision was made.
    #[error("nothing was decided")]
    Undecided,
    /// The entry of the letter is in the register, or its request was carried out by hand.
    #[error("it was carried out")]
    CarriedOut,
    /// A person whom the letter concerns left, so its content is gone.
    #[error("the letter was cleared")]
    Cleared,
    /// More than [`UNDO_SECONDS`] have passed.
    #[error("it was made too long ago")]
    TooLate,
    /// It was published.
    #[error("it was published")]
    Published,
}

/// The letters of a hall.
#[derive(Debug)]
pub struct Inbox<S> {
    store: S,
    end: u64,
    /// Journal lines that are applied already and not yet written.
    pending: String,
    letters: BTreeMap<LetterId, LetterRecord>,
    /// In the order in which they were taken in.
    order: Vec<LetterId>,
    files: HashMap<String, LetterId>,
    quarantined: BTreeSet<String>,
    /// When each file was quarantined.
    quarantine: Vec<Instant>,
    damaged: Vec<usize>,
    /// The codes read since the inbox was opened, of letters that are not complete yet.
    codes: Codes,
}

impl<S: Store> Inbox<S> {
    /// Reads the journal of the store and applies it.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn open(store: S) -> Result<Inbox<S>, InboxError> {
        let bytes = store.read(JOURNAL, JOURNAL_LIMIT)?.unwrap_or_default();
        if bytes.len() > JOURNAL_LIMIT {
            return Err(InboxError::JournalTooLarge);
        }
        let journal = Journal::read(&bytes);
        let mut inbox = Inbox {
            store,
            end: journal.end,
            pending: String::new(),
            letters: BTreeMap::new(),
            order: Vec::new(),
            files: HashMap::new(),
            quarantined: BTreeSet::new(),
            quarantine: Vec::new(),
            damaged: journal.damaged,
            codes: Codes::default(),
        };
        journal.lines.into_iter().for_each(|line| inbox.apply(line));
        Ok(inbox)
    }

    /// Returns the store.
    pub fn into_store(self) -> S {
        self.store
    }

    /// The lines of the journal, from 1, that could not be read.
    pub fn damaged(&self) -> &[usize] {
        &self.damaged
    }

    /// The letters, in the order in which they were taken in.
    pub fn letters(&self) -> impl Iterator<Item = (LetterId, &LetterRecord)> {
        self.order.iter().filter_map(|id| Some((*id, self.letters.get(id)?)))
    }

    /// The letters that wait for a decision, in the order in which they were received and
    /// written: of two letters about the same matter, the later one prevails.
    pub fn waiting(&self) -> Vec<LetterId> {
        let open = self.letters().filter(|(_, record)| record.state.is_open());
        let mut open: Vec<LetterId> = open.map(|(id, _)| id).collect();
        open.sort_by_key(|id| self.review_order(*id));
        open
    }

    /// The sort key of a letter in the review order: when it was received, and when it
    /// was written.
    pub fn review_order(&self, id: LetterId) -> Option<(Instant, Instant)> {
        self.letter(id).map(|it| (it.received.came, it.received.written))
    }

    /// The record of a letter.
    pub fn letter(&self, id: LetterId) -> Option<&LetterRecord> {
        self.letters.get(&id)
    }

    /// When each file was quarantined.
    pub fn quarantine(&self) -> &[Instant] {
        &self.quarantine
    }

    /// The letter whose id begins with this text, or that has this number.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn find(&self, given: &str) -> Result<LetterId, InboxError> {
        let found = self.find_all(given)?;
        match found.as_slice() {
            [one] => Ok(*one),
            found => {
                let (given, found) = (given.to_owned(), found.len());
                Err(InboxError::Unknown { given, found })
            }
        }
    }

    /// All letters whose ids begin with this text, or that have this number.
    ///
    /// # Errors
    /// When there is none.
    pub fn find_all(&self, given: &str) -> Result<Vec<LetterId>, InboxError> {
        let digits = given.to_lowercase();
        let least = format!("{digits:0<32}").parse::<LetterId>().ok();
        let least = least.filter(|_| !digits.is_empty());
        let found = least.into_iter().flat_map(|least| self.letters.range(least..));
        let mut found: Vec<LetterId> = found
            .map(|(id, _)| *id)
            .take_while(|id| id.to_string().starts_with(&digits))
            .collect();
        if let Ok(number) = given.parse() {
            let numbered = self.letters.iter();
            let numbered = numbered.filter(|(_, it)| it.received.mark.number() == number);
            found.extend(numbered.map(|(id, _)| *id));
            found.sort_unstable();
            found.dedup();
        }
        match found.is_empty() {
            true => Err(InboxError::Unknown { given: given.to_owned(), found: 0 }),
            false => Ok(found),
        }
    }

    /// The shortest prefix of the id, of at least eight digits, that no other letter's id
    /// has.
    #[must_use]
    pub fn short(&self, id: LetterId) -> String {
        let text = id.to_string();
        let before = self.letters.range(..id).next_back();
        let after = self.letters.range(id..).find(|it| *it.0 != id);
        let shared = [before, after].into_iter().flatten().map(|(other, _)| {
            let other = other.to_string();
            text.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count()
        });
        let length = shared.max().map_or(8, |shared| (shared + 1).max(8));
        text.get(..length).unwrap_or(&text).to_owned()
    }

    /// The kinds of the accepted letters whose entries are not in the register yet.
    #[must_use]
    pub fn not_in_register(&self) -> Vec<LetterKind> {
        let accepted = self.letters().filter(|(_, record)| record.state.is_accepted());
        let kinds = accepted.map(|(_, record)| record.received.kind);
        kinds.filter(|kind| becomes_entry(*kind)).collect()
    }

    /// Opens a letter from its file.
    ///
    /// # Errors
    /// When the file is missing, does not open, or is another letter.
    pub fn read(&self, id: LetterId, open: Opener<'_>) -> Result<Letter, InboxError> {
        let record = self.record(id)?;
        let file = record.received.file.clone();
        let bytes = self.store.read(&format!("{OPENED}/{file}"), collect::LIMIT)?;
        let lost = |fault| InboxError::Lost { letter: id, file: file.clone(), fault };
        let bytes = bytes.ok_or_else(|| lost(None))?;
        let letter = open(&bytes).map_err(|fault| lost(Some(fault)))?;
        match letter.mark() == record.received.mark {
            true => Ok(letter),
            false => Err(lost(None)),
        }
    }

    /// Whether this is the name of a stored letter's file.
    fn stores(&self, file: &str) -> bool {
        let record = self.files.get(file).and_then(|id| self.letters.get(id));
        record.is_some_and(|it| !it.cleared && it.received.file == file)
    }

    fn record(&self, id: LetterId) -> Result<&LetterRecord, InboxError> {
        let unknown = || InboxError::Unknown { given: id.to_string(), found: 0 };
        self.letters.get(&id).ok_or_else(unknown)
    }

    /// Appends lines to the journal, then applies them.
    fn write(
        &mut self,
        lines: impl IntoIterator<Item = JournalLine>,
    ) -> Result<(), InboxError> {
        self.flush()?;
        let lines: Vec<JournalLine> = lines.into_iter().collect();
        self.put(&lines.iter().map(JournalLine::to_text).collect::<String>())?;
        lines.into_iter().for_each(|line| self.apply(line));
        Ok(())
    }

    /// Applies a journal line now; the next [`Inbox::flush`] writes its line to the journal.
    fn note(&mut self, line: JournalLine) {
        self.pending.push_str(&line.to_text());
        self.apply(line);
    }

    fn flush(&mut self) -> Result<(), InboxError> {
        let lines = std::mem::take(&mut self.pending);
        self.put(&lines).inspect_err(|_| self.pending = lines)
    }

    fn put(&mut self, lines: &str) -> Result<(), InboxError> {
        if !lines.is_empty() {
            self.store.append(JOURNAL, self.end, lines.as_bytes())?;
            self.end += u64::try_from(lines.len()).unwrap_or_default();
        }
        Ok(())
    }

    fn apply(&mut self, JournalLine { at, event }: JournalLine) {
        let id = event.letter();
        let record = id.and_then(|id| self.letters.get_mut(&id));
        let record = match (event, record) {
            (JournalEvent::Quarantined { file, .. }, _) => {
                self.quarantined.insert(file);
                self.quarantine.push(at);
                return;
            }
            (JournalEvent::Again { letter, file }, Some(_)) => {
                self.files.insert(file, letter);
                return;
            }
            (JournalEvent::Received(received), None) => {
                let id = received.mark.id;
                self.files.insert(received.file.clone(), id);
                self.order.push(id);
                let (state, settled) = (State::Waiting, None);
                let (asked, cleared) = (0, false);
                let (received, reporter) = (*received, None);
                let record = LetterRecord {
                    received,
                    state,
                    settled,
                    asked,
                    cleared,
                    reporter,
                    last_decision: None,
                };
                self.letters.insert(id, record);
                return;
            }
            (JournalEvent::Accepted { decision, .. }, Some(record))
                if record.state.is_open() =>
            {
                record.reporter.clone_from(&decision.reporter);
                record.decide(State::Accepted { decision }, at);
                record
            }
            (JournalEvent::Committed { .. }, Some(record))
                if matches!(record.state, State::Accepted { .. }) =>
            {
                record.state = State::Committed;
                record.last_decision = None;
                return;
            }
            (JournalEvent::Refused { reason, .. }, Some(record))
                if record.state.is_open() =>
            {
                record.decide(State::Refused { reason }, at);
                record
            }
            (JournalEvent::Merged { into, .. }, Some(record))
                if record.state.is_open() =>
            {
                record.decide(State::Merged { into }, at);
                record
            }
            (JournalEvent::Cleared { .. }, Some(record)) => {
                record.cleared = true;
                record.last_decision = None;
                if !record.state.is_open() {
                    return;
                }
                record.state = State::Cleared;
                record
            }
            (JournalEvent::Asked { text, .. }, Some(record))
                if record.state.is_open() =>
            {
                record.asked += 1;
                record.decide(State::Asked { text }, at);
                return;
            }
            (JournalEvent::Undone { .. }, Some(record)) => {
                record.undo();
                return;
            }
            _ => return,
        };
        record.settled = Some(at);
    }
}
