//! What stands twice in a ledger and may be meant once.

use std::collections::HashMap;
use std::hash::Hash;

use hallboard_score::{Consent, Day, Entry, EntryKind, Ledger};

use crate::{folded, without_noughts};

/// The most entries among which ids that look alike are looked for: a county has millions.
const ENTRIES: usize = 300_000;

/// How two items are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alike {
    /// Two residents of one name in one household.
    Resident {
        /// The name.
        name: String,
    },
    /// One person, one day, one deed.
    Deed {
        /// The deed's id.
        deed: String,
        /// The person's id.
        resident: String,
    },
    /// Two stars for one household, category and day.
    Rating {
        /// The household's id.
        household: String,
    },
    /// One person, one day, one reward.
    Redemption {
        /// The person's id.
        resident: String,
    },
    /// One person moves twice on one day.
    Move {
        /// The person's id.
        resident: String,
    },
    /// One consent twice on one day.
    Consent {
        /// The id of whoever agrees.
        of: String,
    },
    /// Two consents of one day that say different things.
    Contradiction {
        /// The id of whoever agrees.
        of: String,
    },
    /// Ids that differ only by case, width, blanks or noughts before a number.
    Id {
        /// The id.
        id: String,
        /// The one above.
        other: String,
    },
}

/// Two items of one list that may be meant as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twice {
    /// The list: `households`, `residents` or `entries`.
    pub list: &'static str,
    /// The position of the first.
    pub first: usize,
    /// The position of the second.
    pub second: usize,
    /// How they are alike.
    pub what: Alike,
}

/// All that stands twice in a ledger, in its order. None of it stops anything.
#[must_use]
pub fn twice(ledger: &Ledger) -> Vec<Twice> {
    let mut found = Vec::new();
    let households = ledger.households.iter().map(|it| it.id.as_str());
    alike_ids("households", households, &mut found);
    alike_ids("residents", ledger.residents.iter().map(|it| it.id.as_str()), &mut found);
    let mut named = HashMap::new();
    for (position, it) in ledger.residents.iter().enumerate() {
        let Some(household) = it.household.as_deref() else { continue };
        let first = before(&mut named, (folded(&it.name), household), position);
        found.extend(first.map(|first| Twice {
            list: "residents",
            first,
            second: position,
            what: Alike::Resident { name: it.name.clone() },
        }));
    }
    entries(&ledger.entries, &mut found);
    if ledger.entries.len() <= ENTRIES {
        let entries = ledger.entries.iter().map(|it| it.id.as_str());
        alike_ids("entries", entries, &mut found);
    }
    found
}

/// The position that had the key before, if any; the next one has this.
fn before<K: Hash + Eq>(
    seen: &mut HashMap<K, usize>,
    key: K,
    position: usize,
) -> Option<usize> {
    seen.insert(key, position)
}

fn alike_ids<'l>(
    list: &'static str,
    ids: impl Iterator<Item = &'l str>,
    found: &mut Vec<Twice>,
) {
    let mut seen: HashMap<String, (usize, &str)> = HashMap::new();
    for (position, id) in ids.enumerate() {
        let plain = without_noughts(&folded(id));
        let Some((first, other)) = seen.insert(plain, (position, id)) else { continue };
        if other != id {
            let what = Alike::Id { id: id.to_owned(), other: other.to_owned() };
            found.push(Twice { list, first, second: position, what });
        }
    }
}

/// Who acts in an entry and by what, for those that are the same where this is.
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

fn entries(entries: &[Entry], found: &mut Vec<Twice>) {
    let mut seen: HashMap<(Same<'_>, Day), usize> = HashMap::new();
    for (second, entry) in entries.iter().enumerate() {
        let Some(key) = same(entry) else { continue };
        let Some(first) = before(&mut seen, (key, entry.date), second) else { continue };
        let Some(other) = entries.get(first) else { continue };
        found.extend(alike(other, entry).map(|what| Twice {
            list: "entries",
            first,
            second,
            what,
        }));
    }
}

/// How two entries of one day by one person are alike.
fn alike(first: &Entry, second: &Entry) -> Option<Alike> {
    // Who writes down two times what happened means two.
    let told_apart = match (&first.note, &second.note) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    };
    Some(match (&first.kind, &second.kind) {
        (EntryKind::Deed { .. } | EntryKind::Redemption { .. }, _) if told_apart => {
            return None;
        }
        (_, EntryKind::Deed { resident, deed, .. }) => {
            Alike::Deed { deed: deed.to_string(), resident: resident.to_string() }
        }
        (_, EntryKind::Redemption { resident, .. }) => {
            Alike::Redemption { resident: resident.to_string() }
        }
        (_, EntryKind::Rating { household, .. }) => {
            Alike::Rating { household: household.to_string() }
        }
        (_, EntryKind::Move { resident, .. }) => {
            Alike::Move { resident: resident.to_string() }
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
            if same { Alike::Consent { of } } else { Alike::Contradiction { of } }
        }
        _ => return None,
    })
}

fn same_words<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    one.iter().all(|it| other.contains(it)) && other.iter().all(|it| one.contains(it))
}
