//! Takes in letters, from the folder in which they arrive and from elsewhere.

use std::collections::{BTreeMap, HashSet};

use hallboard_feed::Instant;
use hallboard_feed::letter::{
    LETTER_SIZES, Letter, LetterBody, LetterFault, LetterId, Repeat, Sender, Token,
    file_name,
};
use sha2::{Digest, Sha256};

use super::codes::{CodeFault, CodesRead, Gap};
use super::mail::MAIL_LIMIT;
use super::pictures::write_pictures;
use super::scanned::{Text, with_codes};
use super::{
    INCOMING, Inbox, InboxError, JournalEvent, JournalLine, OPENED, Opener, QUARANTINE,
    Received, Store,
};

/// The size of the largest letter, in bytes; no more is read of a file that may be a
/// letter.
pub(super) const LIMIT: usize = LETTER_SIZES[2];
/// The size in bytes from which pending lines are written to the journal.
const FLUSH_BYTES: usize = 1 << 16;

/// Why a file was not taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RejectReason {
    /// It is not a letter to this hall.
    #[error(transparent)]
    Fault(#[from] LetterFault),
    /// Another letter has the same id.
    #[error("another letter has its id")]
    Forgery,
    /// A mail that is larger than the limit.
    #[error("a mail of more than {limit} bytes")]
    LargeMail {
        /// The size limit of a mail, in bytes.
        limit: usize,
    },
    /// A mail whose parts are nested too deeply.
    #[error("a mail with too many parts within parts")]
    DeepMail,
    /// A mail without a letter.
    #[error("a mail without a letter in it")]
    EmptyMail,
    /// A text with codes of letters and a malformed code.
    #[error("line {line}: a code that is none: {fault}")]
    Code {
        /// The line, from 1.
        line: usize,
        /// The fault.
        fault: CodeFault,
    },
    /// A text whose codes were all taken in, but which contains more than codes.
    #[error("its letters were collected, but it also contains other text")]
    MoreThanCodes,
    /// The file cannot be read.
    #[error("it cannot be read: {why}")]
    Unread {
        /// The message of the system.
        why: String,
    },
}

/// The result of run letters in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// The number of new letters.
    pub new: usize,
    /// The number of letters that were in the store already.
    pub doubles: usize,
    /// Files that were quarantined or left in place: the name and the reason.
    pub bad: Vec<(String, RejectReason)>,
    /// Letters of which some codes are missing. The files with the other codes stay in
    /// place.
    pub incomplete: Vec<Gap>,
}

/// The result of opening bytes and comparing them with the letters in the store.
pub(super) enum Found {
    Letter(Box<Letter>),
    /// In the store already, byte for byte.
    Known,
    /// The same letter as one in the store, sealed again.
    Double(LetterId),
}

/// The pseudonym of the sender of a concern: distinguishes senders, and identifies nobody
/// to a reader without the card. `None` for other kinds and for guests.
pub(super) fn reporter(letter: &Letter) -> Option<String> {
    let token = match (&letter.kind, &letter.sender) {
        (
            LetterBody::Concern { .. },
            Sender::Card { token } | Sender::Resident { token },
        ) => token,
        _ => return None,
    };
    Some(reporter_of(token))
}

/// The pseudonym of a token in the journal.
pub(super) fn reporter_of(token: &Token) -> String {
    let hash = Sha256::new()
        .chain_update(b"hallboard reporter 1")
        .chain_update(token.bytes())
        .finalize();
    base16ct::lower::encode_string(hash.get(..8).unwrap_or_default())
}

/// The state of one run of run letters in.
pub(super) struct CollectRun<'i, S> {
    pub(super) inbox: &'i mut Inbox<S>,
    open: Opener<'i>,
    pub(super) now: Instant,
    pub(super) done: Collected,
    /// Texts with codes: their places, and what was read in each.
    pub(super) texts: Vec<(Text, CodesRead)>,
    /// Files put together from codes that are not acceptable letters, by name.
    pub(super) rejected: BTreeMap<String, RejectReason>,
}

impl<S: Store> Inbox<S> {
    /// Takes in the files that have arrived in the store.
    ///
    /// # Errors
    /// When the store cannot be read or written. What was taken in before the error stays
    /// taken in; the next run takes in the rest.
    pub fn collect(
        &mut self,
        open: Opener<'_>,
        now: Instant,
    ) -> Result<Collected, InboxError> {
        let mut run = CollectRun::new(self, open, now);
        run.recover_unrecorded()?;
        for name in run.inbox.store.list(INCOMING)? {
            run.collect_arrived(&name)?;
        }
        run.end()
    }

    /// Takes in letters from elsewhere. Their files stay in place; they count as received
    /// now.
    ///
    /// # Errors
    /// See [`Inbox::collect`].
    pub fn collect_from(
        &mut self,
        open: Opener<'_>,
        now: Instant,
        outside: &mut dyn Iterator<Item = super::Outside>,
    ) -> Result<Collected, InboxError> {
        let mut run = CollectRun::new(self, open, now);
        for item in outside {
            run.collect_outside(item)?;
        }
        run.end()
    }
}

impl<'i, S: Store> CollectRun<'i, S> {
    fn new(inbox: &'i mut Inbox<S>, open: Opener<'i>, now: Instant) -> CollectRun<'i, S> {
        let (done, texts, rejected) = Default::default();
        CollectRun { inbox, open, now, done, texts, rejected }
    }

    fn end(mut self) -> Result<Collected, InboxError> {
        self.collect_from_codes()?;
        for (text, read) in std::mem::take(&mut self.texts) {
            self.finish_text(text, &read)?;
        }
        self.inbox.flush()?;
        self.done.incomplete = self.inbox.codes.gaps();
        Ok(self.done)
    }

    /// Adds files to the journal that were moved before a line about them was written.
    fn recover_unrecorded(&mut self) -> Result<(), InboxError> {
        for name in self.inbox.store.list(OPENED)? {
            if self.inbox.files.contains_key(&name) {
                continue;
            }
            let path = format!("{OPENED}/{name}");
            let bytes = self.inbox.store.read(&path, LIMIT)?.unwrap_or_default();
            match self.known(&bytes) {
                Ok(Found::Letter(letter)) => self.add_stored(&letter, name, &path)?,
                Ok(_) => {}
                Err(reason) => self.quarantine(&path, &name, reason)?,
            }
        }
        for name in self.inbox.store.list(QUARANTINE)? {
            if !self.inbox.quarantined.contains(&name) {
                let path = format!("{QUARANTINE}/{name}");
                let bytes = self.inbox.store.read(&path, LIMIT)?.unwrap_or_default();
                let why = match self.known(&bytes) {
                    Err(reason) => reason.to_string(),
                    Ok(_) => "it was put aside".to_owned(),
                };
                self.note(JournalEvent::Quarantined { file: name, why })?;
            }
        }
        Ok(())
    }

    fn collect_arrived(&mut self, name: &str) -> Result<(), InboxError> {
        let path = format!("{INCOMING}/{name}");
        // The file may have been removed meanwhile.
        let Some(bytes) = self.inbox.store.read(&path, LIMIT)? else { return Ok(()) };
        let bytes = match bytes.len() > LIMIT {
            true => self.inbox.store.read(&path, MAIL_LIMIT)?.unwrap_or_default(),
            false => bytes,
        };
        if let Some(text) = with_codes(&bytes) {
            let came = self.came(&path)?;
            let read = self.inbox.codes.read(name, came, text);
            self.texts.push((Text::Arrived(name.to_owned()), read));
            return Ok(());
        }
        match self.known(&bytes) {
            Ok(Found::Letter(letter)) => {
                let file = file_name(&bytes);
                let to = format!("{OPENED}/{file}");
                let came = self.came(&path)?;
                self.inbox.store.rename(&path, &to)?;
                self.add(&letter, file, came)
            }
            Ok(_) => {
                self.done.doubles += 1;
                let file = file_name(&bytes);
                let stored_path = format!("{OPENED}/{file}");
                let is_lost = self.inbox.stores(&file)
                    && self.inbox.store.read(&stored_path, 0)?.is_none();
                match is_lost {
                    true => Ok(self.inbox.store.rename(&path, &stored_path)?),
                    false => Ok(self.inbox.store.delete(&path)?),
                }
            }
            Err(reason) => self.quarantine(&path, name, reason),
        }
    }

    fn collect_outside(&mut self, item: super::Outside) -> Result<(), InboxError> {
        if let Some(text) = item.bytes.as_deref().ok().and_then(with_codes) {
            let read = self.inbox.codes.read(&item.name, self.now, text);
            self.texts.push((Text::Elsewhere(item.name), read));
            return Ok(());
        }
        let found = item.bytes.and_then(|bytes| {
            let found = self.known(&bytes)?;
            Ok((bytes, found))
        });
        match found {
            Ok((bytes, Found::Letter(letter))) => {
                let file = file_name(&bytes);
                self.inbox.store.put(&format!("{OPENED}/{file}"), &bytes)?;
                // The age of a file from elsewhere is unknown: its timestamp is not
                // reliable.
                self.add(&letter, file, self.now)
            }
            Ok(_) => {
                self.done.doubles += 1;
                Ok(())
            }
            Err(reason) => {
                self.done.bad.push((item.name, reason));
                Ok(())
            }
        }
    }

    pub(super) fn known(&self, bytes: &[u8]) -> Result<Found, RejectReason> {
        let file = file_name(bytes);
        if self.inbox.files.contains_key(&file) {
            return Ok(Found::Known);
        }
        let letter = (self.open)(bytes)?;
        let mark = letter.mark();
        let record = self.inbox.letters.get(&mark.id);
        match record.and_then(|first| mark.repeats(&first.received.mark)) {
            None => Ok(Found::Letter(Box::new(letter))),
            Some(Repeat::Double) => Ok(Found::Double(mark.id)),
            Some(Repeat::Forgery) => Err(RejectReason::Forgery),
        }
    }

    /// When a file was received: its modification time, but not later than now.
    fn came(&self, path: &str) -> Result<Instant, InboxError> {
        let written = Instant::from_unix(self.inbox.store.written(path)?);
        Ok(written.unwrap_or(self.now).min(self.now))
    }

    fn add_stored(
        &mut self,
        letter: &Letter,
        file: String,
        path: &str,
    ) -> Result<(), InboxError> {
        let came = self.came(path)?;
        self.add(letter, file, came)
    }

    pub(super) fn add(
        &mut self,
        letter: &Letter,
        file: String,
        came: Instant,
    ) -> Result<(), InboxError> {
        write_pictures(&mut self.inbox.store, letter)?;
        self.done.new += 1;
        self.note(JournalEvent::Received(Box::new(Received {
            mark: letter.mark(),
            file,
            kind: letter.kind.name(),
            written: letter.written,
            came,
            reporter: reporter(letter),
        })))
    }

    pub(super) fn note(&mut self, event: JournalEvent) -> Result<(), InboxError> {
        self.inbox.note(JournalLine { at: self.now, event });
        match self.inbox.pending.len() >= FLUSH_BYTES {
            true => self.inbox.flush(),
            false => Ok(()),
        }
    }

    pub(super) fn quarantine(
        &mut self,
        path: &str,
        name: &str,
        reason: RejectReason,
    ) -> Result<(), InboxError> {
        let there: HashSet<String> = match self.inbox.quarantined.contains(name) {
            true => self.inbox.store.list(QUARANTINE)?.into_iter().collect(),
            false => HashSet::new(),
        };
        let numbered = (2_u32..).map(|number| format!("{name}.{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        let free = names.find(|name| !there.contains(name)).unwrap_or_default();
        self.inbox.store.rename(path, &format!("{QUARANTINE}/{free}"))?;
        let why = reason.to_string();
        self.done.bad.push((free.clone(), reason));
        self.note(JournalEvent::Quarantined { file: free, why })
    }
}
