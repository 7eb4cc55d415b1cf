//! Clears the letters of people who left.
//!
//! A cleared letter keeps its id and digest, the name of its file, its kind, when it was
//! received, and its state: enough to recognise it and to count it. The journal is
//! replaced as a whole first, then files are deleted; if the process ends in between, the
//! next purge continues.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use hallboard_feed::Instant;
use hallboard_feed::edition::Remaining;
use hallboard_feed::letter::{Letter, LetterBody, LetterId, Sender, clean_line};
use hallboard_publish::Moment;
use hallboard_score::Resident;

use super::codes::Codes;
use super::collect::LIMIT;
use super::mail::MAIL_LIMIT;
use super::pictures::delete_other_pictures;
use super::scanned::with_codes;
use super::{
    Decision, Inbox, InboxError, JOURNAL, JOURNAL_LIMIT, Journal, JournalEvent,
    JournalLine, LetterRecord, OPENED, Opener, QUARANTINE, Received, State, Store,
};
use crate::letters::Senders;

/// Participants and leavers, and the owners of cards.
pub struct Leavers<'l> {
    senders: Option<&'l Senders>,
    remaining: &'l dyn Remaining,
    /// The names of residents, and whether somebody with each name takes part.
    names: HashMap<String, Named>,
    /// The lengths, in characters, of the names that no participant has.
    lengths: BTreeSet<usize>,
    /// Whether any resident left.
    has_leavers: bool,
}

/// Whether people with a name stay or left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Named {
    stays: bool,
    left: bool,
}

impl<'l> Leavers<'l> {
    /// From these residents. With an empty list no leaver is recognised by name, and
    /// without a card book no sender is identified.
    #[must_use]
    pub fn new(
        senders: Option<&'l Senders>,
        remaining: &'l dyn Remaining,
        residents: &[Resident],
    ) -> Leavers<'l> {
        let mut names: HashMap<String, Named> = HashMap::new();
        for resident in residents {
            let named = names.entry(clean_line(&resident.name)).or_default();
            match remaining.takes_part(&resident.id) {
                true => named.stays = true,
                false => named.left = true,
            }
        }
        let has_leavers = names.values().any(|it| it.left);
        let leaver_names = residents.iter().map(|it| clean_line(&it.name));
        let leaver_names =
            leaver_names.filter(|name| names.get(name).is_some_and(|it| !it.stays));
        // A single character occurs in too many words to be recognised as a name.
        let lengths =
            leaver_names.map(|name| name.chars().count()).filter(|it| *it > 1).collect();
        Leavers { senders, remaining, names, lengths, has_leavers }
    }

    fn named(&self, name: &str) -> Named {
        self.names.get(&clean_line(name)).copied().unwrap_or_default()
    }

    /// Whether the name belongs to somebody who left and to nobody who stays.
    fn has_only_leavers(&self, name: &str) -> bool {
        self.named(name) == Named { stays: false, left: true }
    }

    /// The id of the resident whose card proves a letter, if that resident takes part.
    pub(super) fn staying_sender(&self, sender: &Sender) -> Option<&'l str> {
        let resident = self.senders?.resident(sender);
        resident.filter(|id| self.remaining.takes_part(id))
    }

    /// Whether a text mentions the name of somebody who left.
    pub(super) fn mentioned(&self, text: &str) -> bool {
        let text = clean_line(text);
        let starts: Vec<usize> =
            text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        (0..starts.len()).any(|first| {
            self.lengths.iter().any(|length| {
                let ends =
                    [first, first.saturating_add(*length)].map(|it| starts.get(it));
                let [Some(start), Some(end)] = ends else { return false };
                let piece = text.get(*start..*end).and_then(|it| self.names.get(it));
                piece.is_some_and(|it| !it.stays)
            })
        })
    }

    fn has_left(&self, resident: Option<&str>) -> bool {
        resident.is_some_and(|id| !self.remaining.takes_part(id))
    }

    /// Whether an open letter cannot be accepted any more: it is from or about somebody
    /// who left, and would become an entry about them.
    fn cannot_be_accepted(&self, letter: &Letter) -> bool {
        // Requests of people about their own data and consents are decided by officials.
        let for_people = matches!(
            letter.kind,
            LetterBody::Consent { .. }
                | LetterBody::Correction { .. }
                | LetterBody::Copy { .. }
                | LetterBody::Erasure { .. }
        );
        let about = match (&letter.kind, &letter.sender) {
            (
                LetterBody::Thanks { to: name, .. }
                | LetterBody::Concern { about: name, .. },
                _,
            ) => self.has_only_leavers(name),
            (LetterBody::OwnDeed { .. }, Sender::Guest { name }) => {
                self.has_only_leavers(name)
            }
            _ => false,
        };
        let sender = self.senders.and_then(|it| it.resident(&letter.sender));
        !for_people && (about || self.has_left(sender))
    }

    /// Whether a settled or quarantined letter may be from or about somebody who left, or
    /// mentions their name.
    fn may_concern(&self, letter: &Letter, resident: Option<&str>) -> bool {
        // Handwriting may name anybody. If the letter became an entry, its picture is the
        // only reason for the entry, and stays until the sender or the subject leaves.
        let by_hand = resident.is_none() && self.has_leavers;
        let from = match &letter.sender {
            Sender::Guest { name } => self.named(name).left,
            Sender::HandwrittenGuest { .. } => by_hand,
            card => self.senders.is_some_and(|senders| {
                senders.resident(card).is_none_or(|id| self.has_left(Some(id)))
            }),
        };
        let about = match &letter.kind {
            LetterBody::Thanks { to: name, .. }
            | LetterBody::Concern { about: name, .. } => {
                let named = self.named(name);
                match resident {
                    Some(_) => !named.stays && named.left,
                    None => named.left,
                }
            }
            _ => false,
        };
        let in_text = letter.kind.text().is_some_and(|text| self.mentioned(text));
        from || about || in_text || (letter.handwriting.is_some() && by_hand)
    }
}

impl<S: Store> Inbox<S> {
    /// Clears all letters of people who left, and returns their number. Open the inbox
    /// again afterwards.
    ///
    /// # Errors
    /// When the store cannot be read or written. The next purge clears the rest.
    pub fn purge(
        mut self,
        open: Opener<'_>,
        leavers: &Leavers<'_>,
        moment: &Moment,
    ) -> Result<usize, InboxError> {
        let Some(at) = moment.instant() else { return Ok(0) };
        let bytes = self.store.read(JOURNAL, JOURNAL_LIMIT)?.unwrap_or_default();
        let journal = Journal::read(&bytes);
        let subjects = residents_of(&journal);
        let resident = |id: LetterId| subjects.get(&id).map(String::as_str);
        let records: Vec<(LetterId, &LetterRecord)> = self.letters().collect();
        let to_clear = records.into_iter().filter(|(id, record)| {
            !record.cleared && self.must_clear(*id, record, resident(*id), open, leavers)
        });
        let cleared_ids: BTreeSet<LetterId> = to_clear.map(|(id, _)| id).collect();
        let quarantined = self.purge_quarantine(open, leavers, at)?;
        let lines: Vec<JournalLine> = journal
            .lines
            .iter()
            .map(|line| redact(line, &cleared_ids, &quarantined, leavers))
            .chain(cleared_ids.iter().map(|letter| {
                let letter = *letter;
                JournalLine { at, event: JournalEvent::Cleared { letter } }
            }))
            .collect();
        if lines != journal.lines {
            let text: String = lines.iter().map(JournalLine::to_text).collect();
            self.store.put(JOURNAL, text.as_bytes())?;
        }
        let present: HashSet<String> = self.store.list(OPENED)?.into_iter().collect();
        for (id, record) in &self.letters {
            if (record.cleared || cleared_ids.contains(id))
                && present.contains(&record.received.file)
            {
                self.store.delete(&format!("{OPENED}/{}", record.received.file))?;
            }
        }
        let remaining = self.letters.iter().filter(|(_, record)| !record.cleared);
        let remaining =
            remaining.map(|(id, _)| *id).filter(|id| !cleared_ids.contains(id));
        delete_other_pictures(&mut self.store, remaining)?;
        Ok(cleared_ids.len())
    }

    fn must_clear(
        &self,
        id: LetterId,
        record: &LetterRecord,
        resident: Option<&str>,
        open: Opener<'_>,
        leavers: &Leavers<'_>,
    ) -> bool {
        match record.state {
            // An accepted letter is written into the register first.
            State::Accepted { .. } => false,
            _ if leavers.has_left(resident) => true,
            // A letter that does not open cannot be attributed to anybody.
            _ => self.read(id, open).is_ok_and(|letter| match record.state.is_open() {
                true => leavers.cannot_be_accepted(&letter),
                false => leavers.may_concern(&letter, resident),
            }),
        }
    }

    /// Deletes quarantined files that are from or about somebody who left, and returns
    /// the names of the remaining files.
    fn purge_quarantine(
        &mut self,
        open: Opener<'_>,
        leavers: &Leavers<'_>,
        at: Instant,
    ) -> Result<HashSet<String>, InboxError> {
        let mut remaining = HashSet::new();
        for name in self.store.list(QUARANTINE)? {
            let path = format!("{QUARANTINE}/{name}");
            let bytes = self.store.read(&path, LIMIT)?.unwrap_or_default();
            let bytes = match bytes.len() > LIMIT {
                true => self.store.read(&path, MAIL_LIMIT)?.unwrap_or_default(),
                false => bytes,
            };
            let mut letters: Vec<Letter> = open(&bytes).into_iter().collect();
            if let Some(text) = with_codes(&bytes) {
                let mut codes = Codes::default();
                let read = codes.read(&name, at, text);
                let complete =
                    read.letters.iter().filter_map(|name| codes.assemble(name));
                letters.extend(complete.filter_map(|(bytes, _)| open(&bytes).ok()));
            }
            match letters.iter().any(|letter| leavers.may_concern(letter, None)) {
                true => self.store.delete(&path)?,
                false => {
                    remaining.insert(name);
                }
            }
        }
        Ok(remaining)
    }
}

/// The subjects of accepted letters.
fn residents_of(journal: &Journal) -> BTreeMap<LetterId, String> {
    let of = |line: &JournalLine| match &line.event {
        JournalEvent::Accepted { letter, decision } => {
            Some((*letter, decision.resident.clone()?))
        }
        _ => None,
    };
    journal.lines.iter().filter_map(of).collect()
}

/// The line without any data about people who left.
fn redact(
    line: &JournalLine,
    cleared_ids: &BTreeSet<LetterId>,
    quarantined: &HashSet<String>,
    leavers: &Leavers<'_>,
) -> JournalLine {
    let cleared = line.event.letter().is_some_and(|id| cleared_ids.contains(&id));
    let event = match &line.event {
        JournalEvent::Received(it) if cleared => {
            JournalEvent::Received(Box::new(Received {
                written: it.came,
                reporter: None,
                ..(**it).clone()
            }))
        }
        JournalEvent::Quarantined { file, .. } if !quarantined.contains(file) => {
            JournalEvent::Quarantined { file: String::new(), why: String::new() }
        }
        JournalEvent::Accepted { letter, decision } => {
            let mut redacted =
                if cleared { Decision::default() } else { decision.clone() };
            // The consent to be named holds as long as both the sender and the subject
            // take part.
            let named = [&decision.reporter, &decision.resident];
            let any_left = named.iter().any(|it| leavers.has_left(it.as_deref()));
            redacted.reporter = decision.reporter.clone().filter(|_| !any_left);
            JournalEvent::Accepted { letter: *letter, decision: redacted }
        }
        JournalEvent::Committed { letter, .. } if cleared => {
            JournalEvent::Committed { letter: *letter, by: None }
        }
        JournalEvent::Undone { letter, .. } if cleared => {
            JournalEvent::Undone { letter: *letter, by: None }
        }
        JournalEvent::Merged { letter, into, .. } if cleared => {
            JournalEvent::Merged { letter: *letter, into: *into, by: None }
        }
        JournalEvent::Refused { letter, reason, .. }
            if cleared || leavers.mentioned(reason) =>
        {
            JournalEvent::Refused { letter: *letter, reason: String::new(), by: None }
        }
        JournalEvent::Asked { letter, text, .. }
            if cleared || leavers.mentioned(text) =>
        {
            JournalEvent::Asked { letter: *letter, text: String::new(), by: None }
        }
        event => event.clone(),
    };
    JournalLine { at: line.at, event }
}
