//! Decisions of officials about letters.

use hallboard_feed::Instant;
use hallboard_feed::letter::LetterId;

use super::{
    Decision, Inbox, InboxError, JournalEvent, JournalLine, LetterRecord, State, Store,
    UndoFault,
};

/// How long a decision can be taken back, in seconds.
pub const UNDO_SECONDS: i64 = 600;

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

    /// Takes the last decision about a letter back, so that it waits again as before.
    ///
    /// # Errors
    /// When [`Inbox::can_undo`] says why not, the letter is unknown, or the journal cannot
    /// be written.
    pub fn undo(
        &mut self,
        letter: LetterId,
        published: Option<Instant>,
        by: Option<&str>,
        at: Instant,
    ) -> Result<(), InboxError> {
        self.record(letter)?;
        self.can_undo(letter, published, at)
            .map_err(|reason| InboxError::NotUndoable { letter, reason })?;
        let by = by.map(str::to_owned);
        self.write([JournalLine { at, event: JournalEvent::Undone { letter, by } }])
    }

    /// Whether the last decision about a letter can be taken back at that moment;
    /// `published` is the moment of the hall's last publication.
    ///
    /// # Errors
    /// The reason why not.
    pub fn can_undo(
        &self,
        letter: LetterId,
        published: Option<Instant>,
        at: Instant,
    ) -> Result<(), UndoFault> {
        let record = self.letter(letter).ok_or(UndoFault::Undecided)?;
        let Some(last) = &record.last_decision else {
            return Err(match record.state {
                _ if record.cleared => UndoFault::Cleared,
                State::Committed => UndoFault::CarriedOut,
                _ => UndoFault::Undecided,
            });
        };
        if published.is_some_and(|it| it.unix() >= last.at.unix()) {
            return Err(UndoFault::Published);
        }
        match at.unix() - last.at.unix() {
            passed if passed > UNDO_SECONDS => Err(UndoFault::TooLate),
            _ => Ok(()),
        }
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

#[cfg(test)]
mod tests {
    use hallboard_feed::letter::{LetterKind, Mark};

    use super::*;
    use crate::{JOURNAL, MemoryStore, Received};

    const ID: LetterId = LetterId::new([7; 16]);
    const OTHER: LetterId = LetterId::new([8; 16]);

    fn moment(seconds: i64) -> Instant {
        Instant::from_unix(1_795_000_000 + seconds).unwrap()
    }

    /// An inbox with two letters that wait.
    fn inbox() -> Inbox<MemoryStore> {
        let received = |id: LetterId| {
            let received = Received {
                mark: Mark { id, digest: [9; 32] },
                file: format!("{id}.letter"),
                kind: LetterKind::Thanks,
                written: moment(-60),
                came: moment(-60),
                reporter: None,
            };
            let event = JournalEvent::Received(Box::new(received));
            JournalLine { at: moment(-60), event }.to_text()
        };
        let mut store = MemoryStore::default();
        let journal = received(ID) + &received(OTHER);
        store.files.insert(JOURNAL.to_owned(), journal.into_bytes());
        Inbox::open(store).unwrap()
    }

    fn accept(inbox: &mut Inbox<MemoryStore>, at: Instant) {
        let decision =
            Decision { reporter: Some("R1".to_owned()), ..Decision::default() };
        inbox.accept([(ID, decision)], at).unwrap();
    }

    #[test]
    fn an_undone_decision_leaves_the_letter_as_it_was() {
        type Decide = fn(&mut Inbox<MemoryStore>);
        let decisions: [Decide; 4] = [
            |inbox| accept(inbox, moment(10)),
            |inbox| inbox.refuse(&[ID], "why", None, moment(10)).unwrap(),
            |inbox| inbox.ask(ID, "when?", None, moment(10)).unwrap(),
            |inbox| inbox.merge(ID, OTHER, None, moment(10)).unwrap(),
        ];
        for (number, decide) in decisions.into_iter().enumerate() {
            for asked_before in [false, true] {
                let mut inbox = inbox();
                if asked_before {
                    inbox.ask(ID, "who?", None, moment(0)).unwrap();
                }
                let before = inbox.letter(ID).unwrap().clone();
                decide(&mut inbox);
                assert_ne!(inbox.letter(ID).unwrap().state, before.state, "{number}");
                inbox.undo(ID, None, Some("Li Hua"), moment(20)).unwrap();
                let after = inbox.letter(ID).unwrap();
                let same = LetterRecord { last_decision: None, ..before.clone() };
                assert_eq!(*after, same, "{number}, {asked_before}");
                // The journal says the same to the next reader.
                let again = Inbox::open(inbox.into_store()).unwrap();
                assert_eq!(*again.letter(ID).unwrap(), same, "{number}");
                assert_eq!(again.waiting().len(), 2);
            }
        }
    }

    #[test]
    fn decisions_can_be_undone_for_ten_minutes_and_before_publication() {
        let check = |seconds: i64, published: Option<i64>, expected| {
            let mut inbox = inbox();
            accept(&mut inbox, moment(0));
            let at = moment(seconds);
            let undone = inbox.undo(ID, published.map(moment), None, at);
            let reason = undone.err().map(|error| match error {
                InboxError::NotUndoable { letter: ID, reason } => reason,
                error => panic!("{error}"),
            });
            assert_eq!(reason, expected, "{seconds}, {published:?}");
            assert_eq!(inbox.must_wait(ID).is_ok(), expected.is_none());
        };
        check(0, None, None);
        check(UNDO_SECONDS, Some(-1), None);
        check(UNDO_SECONDS + 1, None, Some(UndoFault::TooLate));
        check(10, Some(0), Some(UndoFault::Published));
        check(10, Some(5), Some(UndoFault::Published));
    }

    #[test]
    fn only_the_last_decision_can_be_undone_and_only_before_it_is_carried_out() {
        let mut inbox = inbox();
        let reason = |inbox: &Inbox<MemoryStore>| inbox.can_undo(ID, None, moment(30));
        assert_eq!(reason(&inbox), Err(UndoFault::Undecided));
        inbox.ask(ID, "who?", None, moment(0)).unwrap();
        accept(&mut inbox, moment(10));
        inbox.undo(ID, None, None, moment(20)).unwrap();
        assert_eq!(reason(&inbox), Err(UndoFault::Undecided), "nothing is redone");
        accept(&mut inbox, moment(25));
        inbox.mark_committed(&[ID], None, moment(26)).unwrap();
        assert_eq!(reason(&inbox), Err(UndoFault::CarriedOut));
    }
}
