//! Collects generated entries before they are sorted.

use hallboard_score::{Day, Entry, EntryKind, Id, Text};

/// Entries in the order of their generation. Until they are sorted, their ids are the
/// numbers in this order.
#[derive(Default)]
pub(crate) struct LedgerBuilder {
    /// The number of entries taken before.
    taken: usize,
    entries: Vec<Entry>,
}

/// An entry generated before.
#[derive(Clone, Copy)]
pub(crate) struct DraftId(usize);

impl DraftId {
    fn id(self) -> Id {
        id(self.0)
    }
}

fn id(number: usize) -> Id {
    format!("E{}", number + 1).into()
}

impl LedgerBuilder {
    /// Adds an entry.
    pub(crate) fn add(&mut self, date: Day, kind: EntryKind) -> DraftId {
        self.noted(date, kind, None)
    }

    /// Adds an entry with a note.
    pub(crate) fn noted(
        &mut self,
        date: Day,
        kind: EntryKind,
        note: Option<&'static str>,
    ) -> DraftId {
        let number = DraftId(self.taken + self.entries.len());
        let note = note.map(Text::new_static);
        self.entries.push(Entry { id: number.id(), date, kind, note, by: None });
        number
    }

    /// Adds an entry that refers to another.
    pub(crate) fn about(&mut self, about: DraftId, date: Day, mut kind: EntryKind) {
        if let Some(entry) = referred(&mut kind) {
            *entry = about.id();
        }
        self.add(date, kind);
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Takes the entries so far. They refer to each other by their present ids.
    pub(crate) fn take(&mut self) -> Vec<Entry> {
        self.taken += self.entries.len();
        std::mem::take(&mut self.entries)
    }
}

fn referred(kind: &mut EntryKind) -> Option<&mut Id> {
    match kind {
        EntryKind::Objection { entry, .. }
        | EntryKind::Decision { entry, .. }
        | EntryKind::Reversal { entry, .. } => Some(entry),
        _ => None,
    }
}

/// Sorts all entries by date, and renumbers their ids in that order.
pub(crate) fn put_in_order(entries: &mut [Entry]) {
    let dates = entries.iter().map(|entry| entry.date);
    let mut order: Vec<(Day, usize)> = dates.zip(0..).collect();
    order.sort_unstable();
    let mut places = vec![0; entries.len()];
    for (place, (_, number)) in order.into_iter().enumerate() {
        if let Some(known) = places.get_mut(number) {
            *known = place;
        }
    }
    for (entry, place) in entries.iter_mut().zip(&places) {
        entry.id = id(*place);
        if let Some(about) = referred(&mut entry.kind) {
            let number = about.strip_prefix('E').and_then(|it| it.parse::<usize>().ok());
            let place = number.and_then(|it| places.get(it.checked_sub(1)?));
            *about = place.map(|place| id(*place)).unwrap_or_default();
        }
    }
    for number in 0..places.len() {
        while let Some(place) = places.get(number).copied().filter(|it| *it != number) {
            entries.swap(number, place);
            places.swap(number, place);
        }
    }
}
