//! Decisions of officials about letters.

use hallboard_feed::Instant;
use hallboard_feed::letter::LetterId;

use super::{
    Decision, Inbox, InboxError, JournalEvent, JournalLine, LetterRecord, State, Store,
};

impl<S: Store> Inbox<S> {
    /// Accepts letters. The decision is written to the journal first; then write the
    /// entries into the register, and call [`Inbox::mark_committed`].
    ///
    /// # Errors
    /// When a letter is settled already, or the journal cannot be written. No letter is
    /// accepted then.
    pub fn accept(
        &mut self,
        letters: impl IntoIterator<Item = (LetterId, Decision)>,
        at: Instant,
    ) -> Result<(), InboxError> {
        let accepted = |(letter, decision): (LetterId, Decision)| {
            self.must_wait(letter)?;
            Ok(JournalLine { at, event: JournalEvent::Accepted { letter, decision } })
        };
        let lines: Result<Vec<_>, InboxError> =
            letters.into_iter().map(accepted).collect();
        self.write(lines?)
    }

    /// The letters that were accepted and not yet carried out: entries to be written, and
    /// requests to be carried out by hand.
    pub fn accepted(&self) -> Vec<(LetterId, Decision)> {
        let of = |(id, record): (LetterId, &LetterRecord)| match &record.state {
            State::Accepted { decision } => Some((id, decision.clone())),
            _ => None,
        };
        self.letters().filter_map(of).collect()
    }

    /// Records that accepted letters have been carried out.
    ///
    /// # Errors
    /// When a letter is not in the state "accepted", or the journal cannot be written.
    pub fn mark_committed(
        &mut self,
        letters: &[LetterId],
        by: Option<&str>,
        at: Instant,
    ) -> Result<(), InboxError> {
        for id in letters {
            if !matches!(self.record(*id)?.state, State::Accepted { .. }) {
                return Err(InboxError::Settled(*id));
            }
        }
        let by = by.map(str::to_owned);
        let line = |letter: &LetterId| JournalLine {
            at,
            event: JournalEvent::Committed { letter: *letter, by: by.clone() },
        };
        self.write(letters.iter().map(line))
    }

    /// Refuses letters.
    ///
    /// # Errors
    /// When a letter is settled already, or the journal cannot be written. No letter is
    /// refused then.
    pub fn refuse(
        &mut self,
        letters: &[LetterId],
        reason: &str,
        by: Option<&str>,
        at: Instant,
    ) -> Result<(), InboxError> {
        letters.iter().try_for_each(|letter| self.must_wait(*letter))?;
        let refused = |letter: &LetterId| {
            let (letter, reason, by) =
                (*letter, reason.to_owned(), by.map(str::to_owned));
            JournalLine { at, event: JournalEvent::Refused { letter, reason, by } }
        };
        self.write(letters.iter().map(refused))
    }

    /// Asks for more information about a letter, which stays open.
    ///
    /// # Errors
    /// When it is settled already, or the journal cannot be written.
    pub fn ask(
        &mut self,
        letter: LetterId,
        text: &str,
        by: Option<&str>,
        at: Instant,
    ) -> Result<(), InboxError> {
        self.must_wait(letter)?;
        let (text, by) = (text.to_owned(), by.map(str::to_owned));
        self.write([JournalLine { at, event: JournalEvent::Asked { letter, text, by } }])
    }

    /// Merges a letter with another of the same kind that says the same.
    ///
    /// # Errors
    /// When the letter is settled already, is the same as the other, or is of another
    /// kind; when the other was refused or merged itself; when the journal cannot be
    /// written.
    pub fn merge(
        &mut self,
        letter: LetterId,
        into: LetterId,
        by: Option<&str>,
        at: Instant,
    ) -> Result<(), InboxError> {
        self.must_wait(letter)?;
        let (kind, other) = (self.record(letter)?.received.kind, self.record(into)?);
        let stands = !matches!(other.state, State::Refused { .. } | State::Merged { .. });
        if letter == into || other.received.kind != kind || !stands {
            return Err(InboxError::NotMergeable { letter, into });
        }
        let by = by.map(str::to_owned);
        self.write([JournalLine { at, event: JournalEvent::Merged { letter, into, by } }])
    }

    /// Checks that a letter still waits for a decision.
    ///
    /// # Errors
    /// When it is settled already, or unknown.
    pub fn must_wait(&self, id: LetterId) -> Result<(), InboxError> {
        match self.record(id)?.state.is_open() {
            true => Ok(()),
            false => Err(InboxError::Settled(id)),
        }
    }
}
