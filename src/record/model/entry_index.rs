//! Looking up entries and households in a small ledger.

use std::borrow::Cow;

use hallboard_score::{
    Consent, Day, Entry, EntryKind, Id, Ledger, Register, ResidentRecord, sorted_indices,
};

/// The entries of a ledger, by id.
pub struct EntryIndex<'l> {
    entries: &'l [Entry],
    places: Cow<'l, [usize]>,
}

/// The indices of a ledger's entries, sorted by id.
#[must_use]
pub fn places(ledger: &Ledger) -> Vec<usize> {
    let entries = &ledger.entries;
    let id = |at: usize| entries.get(at).map(|entry| &entry.id);
    sorted_indices(entries.len(), &|a, b| id(a).cmp(&id(b)))
}

impl<'l> EntryIndex<'l> {
    /// Sorts the entries of a ledger by id.
    #[must_use]
    pub fn new(ledger: &'l Ledger) -> EntryIndex<'l> {
        EntryIndex { entries: &ledger.entries, places: Cow::Owned(places(ledger)) }
    }

    /// An index from precomputed [`places`].
    #[must_use]
    pub fn from_places(ledger: &'l Ledger, places: &'l [usize]) -> EntryIndex<'l> {
        EntryIndex { entries: &ledger.entries, places: Cow::Borrowed(places) }
    }

    /// The entry with that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&'l Entry> {
        let found = |place: &usize| {
            self.entries.get(*place).map(|entry| entry.id.as_str()).cmp(&Some(id))
        };
        let place = self.places.binary_search_by(found).ok()?;
        self.entries.get(*self.places.get(place)?)
    }

    /// The entry that a chain of replies is about; any other entry itself.
    pub(super) fn root(&self, entry: &'l Entry) -> &'l Entry {
        // Replies to replies have no effect, and no real chain is longer than this limit.
        let mut root = entry;
        for _ in 0..8 {
            match about(root).and_then(|id| self.get(id)) {
                Some(target) => root = target,
                None => break,
            }
        }
        root
    }
}

/// The entry that an objection, decision or reversal is about.
pub(super) fn about(entry: &Entry) -> Option<&Id> {
    match &entry.kind {
        EntryKind::Objection { entry, .. }
        | EntryKind::Decision { entry, .. }
        | EntryKind::Reversal { entry, .. } => Some(entry),
        _ => None,
    }
}

/// The household of a rating or consent.
pub(super) fn household(entry: &Entry) -> Option<&Id> {
    match &entry.kind {
        EntryKind::Rating { household, .. }
        | EntryKind::Consent { to: Consent::Household { household, .. }, .. } => {
            Some(household)
        }
        _ => None,
    }
}

/// The entries with an objection, each once, in the order of the objections.
pub(super) fn objected<'l>(ledger: &'l Ledger, index: &EntryIndex<'l>) -> Vec<&'l Entry> {
    let mut found: Vec<&Entry> = Vec::new();
    for entry in &ledger.entries {
        if let EntryKind::Objection { entry, .. } = &entry.kind
            && let Some(target) = index.get(entry)
            && !found.iter().any(|it| it.id == target.id)
        {
            found.push(target);
        }
    }
    found
}

/// Whether an entry concerns the resident on a day: an entry of a household only while the
/// resident lives there.
pub(super) fn concerns(file: &ResidentRecord<'_>, entry: &Entry, on: Day) -> bool {
    let lived_in = file.household(on);
    household(entry).is_none_or(|home| Some(home.as_str()) == lived_in)
}

/// A copy of the ledger with other entries.
pub(super) fn with_entries(ledger: &Ledger, entries: Vec<Entry>) -> Ledger {
    Ledger {
        hall: ledger.hall.clone(),
        rulebooks: ledger.rulebooks.clone(),
        households: ledger.households.clone(),
        residents: ledger.residents.clone(),
        entries,
    }
}

/// A prefix that no entry's id has.
pub(super) fn fresh(ledger: &Ledger) -> String {
    let mut id = String::from("?");
    while ledger.entries.iter().any(|it| it.id.starts_with(id.as_str())) {
        id.push('?');
    }
    id
}

/// Computes something about the same resident from another ledger.
pub(super) fn ask<T>(
    file: &ResidentRecord<'_>,
    ledger: &Ledger,
    question: impl FnOnce(&ResidentRecord<'_>) -> Option<T>,
) -> Option<T> {
    let register = Register::new(ledger);
    register.file(file.id()).and_then(|file| question(&file))
}
