//! Finds items of a ledger that may have been recorded twice.

use std::collections::HashMap;
use std::hash::Hash;

use hallboard_score::{Consent, Day, Entry, EntryKind, Ledger};

use crate::{folded, without_leading_zeros};

/// Maximum number of entries among which similar ids are searched for: a county has
/// millions.
const ENTRIES: usize = 300_000;

/// How two items are similar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DuplicateKind {
    /// Two residents with the same name in the same household.
    Resident {
        /// The name.
        name: String,
    },
    /// The same deed of the same person on the same day.
    Deed {
        /// The deed's id.
        deed: String,
        /// The person's id.
        resident: String,
    },
    /// Two ratings of the same household and category on the same day.
    Rating {
        /// The household's id.
        household: String,
    },
    /// The same reward for the same person on the same day.
    Redemption {
        /// The person's id.
        resident: String,
    },
    /// Two moves of the same person on the same day.
    Move {
        /// The person's id.
        resident: String,
    },
    /// The same consent twice on the same day.
    Consent {
        /// The id of the resident or household.
        of: String,
    },
    /// Two different consents on the same day.
    Contradiction {
        /// The id of the resident or household.
        of: String,
    },
    /// Ids that differ only by case, width, blanks or leading zeros.
    Id {
        /// The second id.
        id: String,
        /// The first id.
        other: String,
    },
}

/// Two items of one list that may be duplicates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The list: `households`, `residents` or `entries`.
    pub list: &'static str,
    /// Position of the first item in the list.
    pub first: usize,
    /// Position of the second item in the list.
    pub second: usize,
    /// How they are similar.
    pub what: DuplicateKind,
}

/// All possible duplicates in a ledger, list by list. They are not errors.
#[must_use]
pub fn duplicates(ledger: &Ledger) -> Vec<Duplicate> {
    let mut found = Vec::new();
    let households = ledger.households.iter().map(|it| it.id.as_str());
    similar_ids("households", households, &mut found);
    similar_ids(
        "residents",
        ledger.residents.iter().map(|it| it.id.as_str()),
        &mut found,
    );
    let mut named = HashMap::new();
    for (position, it) in ledger.residents.iter().enumerate() {
        let Some(household) = it.household.as_deref() else { continue };
        let first = before(&mut named, (folded(&it.name), household), position);
        found.extend(first.map(|first| Duplicate {
            list: "residents",
            first,
            second: position,
            what: DuplicateKind::Resident { name: it.name.clone() },
        }));
    }
    entries(&ledger.entries, &mut found);
    if ledger.entries.len() <= ENTRIES {
        let entries = ledger.entries.iter().map(|it| it.id.as_str());
        similar_ids("entries", entries, &mut found);
    }
    found
}

/// Stores the position for a key; returns the previous one, if any.
fn before<K: Hash + Eq>(
    seen: &mut HashMap<K, usize>,
    key: K,
    position: usize,
) -> Option<usize> {
    seen.insert(key, position)
}

fn similar_ids<'l>(
    list: &'static str,
    ids: impl Iterator<Item = &'l str>,
    found: &mut Vec<Duplicate>,
) {
    let mut seen: HashMap<String, (usize, &str)> = HashMap::new();
    for (position, id) in ids.enumerate() {
        let plain = without_leading_zeros(&folded(id));
        let Some((first, other)) = seen.insert(plain, (position, id)) else { continue };
        if other != id {
            let what = DuplicateKind::Id { id: id.to_owned(), other: other.to_owned() };
            found.push(Duplicate { list, first, second: position, what });
        }
    }
}

/// The parts of an entry, besides its date, in which duplicates are equal.
#[derive(PartialEq, Eq, Hash)]
enum Same<'l> {
    Deed(&'l str, &'l str),
    Rating(&'l str, &'l str),
    Redemption(&'l str, &'l str),
    Move(&'l str),
    Resident(&'l str),
    Household(&'l str),
}

fn same(entry: &Entry) -> Option<Same<'_>> {
    Some(match &entry.kind {
        EntryKind::Deed { resident, deed, .. } => Same::Deed(resident, deed),
        EntryKind::Rating { household, category, .. } => {
            Same::Rating(household, category)
        }
        EntryKind::Redemption { resident, reward } => Same::Redemption(resident, reward),
        EntryKind::Move { resident, .. } => Same::Move(resident),
        EntryKind::Consent { to: Consent::Resident { resident, .. }, .. } => {
            Same::Resident(resident)
        }
        EntryKind::Consent { to: Consent::Household { household, .. }, .. } => {
            Same::Household(household)
        }
        _ => return None,
    })
}

fn entries(entries: &[Entry], found: &mut Vec<Duplicate>) {
    let mut seen: HashMap<(Same<'_>, Day), usize> = HashMap::new();
    for (second, entry) in entries.iter().enumerate() {
        let Some(key) = same(entry) else { continue };
        let Some(first) = before(&mut seen, (key, entry.date), second) else { continue };
        let Some(other) = entries.get(first) else { continue };
        found.extend(duplicate_kind(other, entry).map(|what| Duplicate {
            list: "entries",
            first,
            second,
            what,
        }));
    }
}

/// How two entries with the same key and date are similar.
fn duplicate_kind(first: &Entry, second: &Entry) -> Option<DuplicateKind> {
    // Different notes describe different events.
    let notes_differ = match (&first.note, &second.note) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    };
    Some(match (&first.kind, &second.kind) {
        (EntryKind::Deed { .. } | EntryKind::Redemption { .. }, _) if notes_differ => {
            return None;
        }
        (_, EntryKind::Deed { resident, deed, .. }) => {
            DuplicateKind::Deed { deed: deed.to_string(), resident: resident.to_string() }
        }
        (_, EntryKind::Redemption { resident, .. }) => {
            DuplicateKind::Redemption { resident: resident.to_string() }
        }
        (_, EntryKind::Rating { household, .. }) => {
            DuplicateKind::Rating { household: household.to_string() }
        }
        (_, EntryKind::Move { resident, .. }) => {
            DuplicateKind::Move { resident: resident.to_string() }
        }
        (EntryKind::Consent { to: one, .. }, EntryKind::Consent { to: other, .. }) => {
            let (same, of) = match (one, other) {
                (
                    Consent::Resident { scopes: one, .. },
                    Consent::Resident { scopes: other, resident },
                ) => (same_words(one, other), resident.to_string()),
                (
                    Consent::Household { scopes: one, .. },
                    Consent::Household { scopes: other, household },
                ) => (same_words(one, other), household.to_string()),
                _ => return None,
            };
            if same {
                DuplicateKind::Consent { of }
            } else {
                DuplicateKind::Contradiction { of }
            }
        }
        _ => return None,
    })
}

fn same_words<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    one.iter().all(|it| other.contains(it)) && other.iter().all(|it| one.contains(it))
}
