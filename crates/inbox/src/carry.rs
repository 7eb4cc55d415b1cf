//! What was accepted, carried into the register.

use hallboard_feed::Instant;
use hallboard_score::Entry;

use super::{Inbox, InboxError, Opener, Store, becomes_entry, entry_of};

/// A register into which entries can be written.
pub trait EntryWriter {
    /// Why they cannot.
    type Error;

    /// Whether an entry of that id is in it.
    fn holds(&self, id: &str) -> bool;

    /// Writes entries, all or none of them.
    ///
    /// # Errors
    /// When none was written.
    fn write(&mut self, entries: &[Entry]) -> Result<(), Self::Error>;
}

/// Why what was accepted is not carried out yet. The next attempt begins where this ended.
#[derive(Debug)]
pub enum CarryError<E> {
    /// Of the letters.
    Inbox(InboxError),
    /// Of the register.
    EntryWriter(E),
}

impl<E> From<InboxError> for CarryError<E> {
    fn from(error: InboxError) -> CarryError<E> {
        CarryError::Inbox(error)
    }
}

impl<S: Store> Inbox<S> {
    /// Writes the entries of all letters that were accepted and are not in the register
    /// yet; gives those that were written.
    ///
    /// # Errors
    /// When a letter, the register or the journal is not to be had.
    pub fn carry<B: EntryWriter>(
        &mut self,
        open: Opener<'_>,
        books: &mut B,
        at: Instant,
    ) -> Result<Vec<Entry>, CarryError<B::Error>> {
        let (mut letters, mut entries) = (Vec::new(), Vec::new());
        for (id, ruling) in self.accepted() {
            let held = self.letter(id);
            let Some(held) = held.filter(|it| becomes_entry(it.received.kind)) else {
                continue;
            };
            let file = held.received.file.clone();
            let letter = self.read(id, open)?;
            let Some(entry) = entry_of(&letter, &ruling) else {
                return Err(InboxError::Lost { letter: id, file, fault: None }.into());
            };
            letters.push(id);
            if !books.holds(&entry.id) {
                entries.push(entry);
            }
        }
        if !entries.is_empty() {
            books.write(&entries).map_err(CarryError::EntryWriter)?;
        }
        self.carried(&letters, None, at)?;
        Ok(entries)
    }
}
