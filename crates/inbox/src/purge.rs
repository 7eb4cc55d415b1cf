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
    LetterRecord, OPENED, Opener, QUARANTINE, Received, Record, State, Store,
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
        let gone = residents.iter().map(|it| clean_line(&it.name));
        let gone = gone.filter(|name| names.get(name).is_some_and(|it| !it.stays));
        // A single character occurs in too many words to be recognised as a name.
        let lengths =
            gone.map(|name| name.chars().count()).filter(|it| *it > 1).collect();
        Leavers { senders, remaining, names, lengths, has_leavers }
    }

    fn named(&self, name: &str) -> Named {
        self.names.get(&clean_line(name)).copied().unwrap_or_default()
    }

    /// Whether the name belongs to somebody who left and to nobody who stays.
    fn left(&self, name: &str) -> bool {
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
    fn waits_in_vain(&self, letter: &Letter) -> bool {
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
            ) => self.left(name),
            (LetterBody::OwnDeed { .. }, Sender::Guest { name }) => self.left(name),
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
        let said = letter.kind.text().is_some_and(|text| self.mentioned(text));
        from || about || said || (letter.handwriting.is_some() && by_hand)
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
        let rulings = residents_of(&journal);
        let resident = |id: LetterId| rulings.get(&id).map(String::as_str);
        let held: Vec<(LetterId, &LetterRecord)> = self.letters().collect();
        let gone = held.into_iter().filter(|(id, held)| {
            !held.cleared && self.is_to_go(*id, held, resident(*id), open, leavers)
        });
        let gone: BTreeSet<LetterId> = gone.map(|(id, _)| id).collect();
        let aside = self.purge_aside(open, leavers, at)?;
        let records: Vec<Record> = journal
            .records
            .iter()
            .map(|record| without(record, &gone, &aside, leavers))
            .chain(gone.iter().map(|letter| {
                let letter = *letter;
                Record { at, did: JournalEvent::Cleared { letter } }
            }))
            .collect();
        if records != journal.records {
            let lines: String = records.iter().map(Record::line).collect();
            self.store.put(JOURNAL, lines.as_bytes())?;
        }
        let there: HashSet<String> = self.store.list(OPENED)?.into_iter().collect();
        for (id, held) in &self.letters {
            if (held.cleared || gone.contains(id)) && there.contains(&held.received.file)
            {
                self.store.delete(&format!("{OPENED}/{}", held.received.file))?;
            }
        }
        let kept = self.letters.iter().filter(|(_, held)| !held.cleared);
        let kept = kept.map(|(id, _)| *id).filter(|id| !gone.contains(id));
        delete_other_pictures(&mut self.store, kept)?;
        Ok(gone.len())
    }

    fn is_to_go(
        &self,
        id: LetterId,
        held: &LetterRecord,
        resident: Option<&str>,
        open: Opener<'_>,
        leavers: &Leavers<'_>,
    ) -> bool {
        match held.state {
            // An accepted letter is written into the register first.
            State::Accepted { .. } => false,
            _ if leavers.has_left(resident) => true,
            // A letter that does not open cannot be attributed to anybody.
            _ => self.read(id, open).is_ok_and(|letter| match held.state.is_open() {
                true => leavers.waits_in_vain(&letter),
                false => leavers.may_concern(&letter, resident),
            }),
        }
    }

    /// Deletes quarantined files that are from or about somebody who left, and returns
    /// the names of the remaining files.
    fn purge_aside(
        &mut self,
        open: Opener<'_>,
        leavers: &Leavers<'_>,
        at: Instant,
    ) -> Result<HashSet<String>, InboxError> {
        let mut there = HashSet::new();
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
                let whole = read.letters.iter().filter_map(|name| codes.whole(name));
                letters.extend(whole.filter_map(|(bytes, _)| open(&bytes).ok()));
            }
            match letters.iter().any(|letter| leavers.may_concern(letter, None)) {
                true => self.store.delete(&path)?,
                false => {
                    there.insert(name);
                }
            }
        }
        Ok(there)
    }
}

/// The subjects of accepted letters.
fn residents_of(journal: &Journal) -> BTreeMap<LetterId, String> {
    let of = |record: &Record| match &record.did {
        JournalEvent::Accepted { letter, ruling } => {
            Some((*letter, ruling.resident.clone()?))
        }
        _ => None,
    };
    journal.records.iter().filter_map(of).collect()
}

/// The record without any data about people who left.
fn without(
    record: &Record,
    gone: &BTreeSet<LetterId>,
    aside: &HashSet<String>,
    leavers: &Leavers<'_>,
) -> Record {
    let cleared = record.did.letter().is_some_and(|id| gone.contains(&id));
    let did = match &record.did {
        JournalEvent::Received(it) if cleared => {
            JournalEvent::Received(Box::new(Received {
                written: it.came,
                reporter: None,
                ..(**it).clone()
            }))
        }
        JournalEvent::PutAside { file, .. } if !aside.contains(file) => {
            JournalEvent::PutAside { file: String::new(), why: String::new() }
        }
        JournalEvent::Accepted { letter, ruling } => {
            let mut kept = if cleared { Decision::default() } else { ruling.clone() };
            // The consent to be named holds as long as both the sender and the subject
            // take part.
            let gone = [&ruling.reporter, &ruling.resident];
            let gone = gone.iter().any(|it| leavers.has_left(it.as_deref()));
            kept.reporter = ruling.reporter.clone().filter(|_| !gone);
            JournalEvent::Accepted { letter: *letter, ruling: kept }
        }
        JournalEvent::Committed { letter, .. } if cleared => {
            JournalEvent::Committed { letter: *letter, by: None }
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
        did => did.clone(),
    };
    Record { at: record.at, did }
}
