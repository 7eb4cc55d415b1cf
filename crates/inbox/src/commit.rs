//! Writes accepted letters into the register as entries.

use hallboard_feed::Instant;
use hallboard_feed::letter::LetterId;
use hallboard_score::Entry;

use super::{Decision, Inbox, InboxError, Opener, Store, becomes_entry, entry_of};

/// A register that accepts new entries.
pub trait EntryWriter {
    /// The error of a failed write.
    type Error;

    /// Whether the register contains an entry with this id.
    fn contains(&self, id: &str) -> bool;

    /// Writes all of the entries, or none of them.
    ///
    /// # Errors
    /// When no entry was written.
    fn write(&mut self, entries: &[Entry]) -> Result<(), Self::Error>;
}

/// Why accepted letters are not in the register yet. The next attempt continues from
/// there.
#[derive(Debug)]
pub enum CommitError<E> {
    /// An error of the inbox.
    Inbox(InboxError),
    /// An error of the register.
    EntryWriter(E),
}

impl<E> From<InboxError> for CommitError<E> {
    fn from(error: InboxError) -> CommitError<E> {
        CommitError::Inbox(error)
    }
}

impl<S: Store> Inbox<S> {
    /// Writes the entries of all accepted letters that are not in the register yet, and
    /// returns the entries that it wrote. A decision cannot be undone after that.
    ///
    /// # Errors
    /// When a letter, the register or the journal cannot be read or written.
    pub fn commit<B: EntryWriter>(
        &mut self,
        open: Opener<'_>,
        writer: &mut B,
        at: Instant,
    ) -> Result<Vec<Entry>, CommitError<B::Error>> {
        self.commit_some(open, writer, at, self.accepted())
    }

    /// As [`Inbox::commit`], but only for letters whose acceptance is too long ago to be
    /// undone.
    ///
    /// # Errors
    /// As [`Inbox::commit`].
    pub fn commit_final<B: EntryWriter>(
        &mut self,
        open: Opener<'_>,
        writer: &mut B,
        at: Instant,
    ) -> Result<Vec<Entry>, CommitError<B::Error>> {
        let mut accepted = self.accepted();
        accepted.retain(|(id, _)| self.can_undo(*id, None, at).is_err());
        self.commit_some(open, writer, at, accepted)
    }

    fn commit_some<B: EntryWriter>(
        &mut self,
        open: Opener<'_>,
        writer: &mut B,
        at: Instant,
        accepted: Vec<(LetterId, Decision)>,
    ) -> Result<Vec<Entry>, CommitError<B::Error>> {
        let (mut letters, mut entries) = (Vec::new(), Vec::new());
        for (id, decision) in accepted {
            let record = self.letter(id);
            let Some(record) = record.filter(|it| becomes_entry(it.received.kind)) else {
                continue;
            };
            let file = record.received.file.clone();
            let letter = self.read(id, open)?;
            let Some(entry) = entry_of(&letter, &decision) else {
                return Err(InboxError::Lost { letter: id, file, fault: None }.into());
            };
            letters.push(id);
            if !writer.contains(&entry.id) {
                entries.push(entry);
            }
        }
        if !entries.is_empty() {
            writer.write(&entries).map_err(CommitError::EntryWriter)?;
        }
        self.mark_committed(&letters, None, at)?;
        Ok(entries)
    }
}
