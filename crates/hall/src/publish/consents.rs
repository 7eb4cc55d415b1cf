//! Who agrees to what today, read as far as it can be from whatever is there.

use std::collections::{BTreeMap, BTreeSet};

use hallboard_feed::edition::Remaining;
use hallboard_score::{Consent, Day, Entry, EntryKind, HouseholdScope, Scope};

/// The consent entries of a ledger, perhaps one that is wrong elsewhere.
#[derive(Clone, Debug, Default)]
pub struct ConsentEntries {
    /// Those that can be read, in the order of the file.
    pub entries: Vec<Entry>,
    /// The ids, of residents or households, in those that cannot.
    pub doubtful: BTreeSet<String>,
}

impl ConsentEntries {
    /// Those of a whole ledger.
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> ConsentEntries {
        let consents =
            entries.into_iter().filter(|it| matches!(it.kind, EntryKind::Consent { .. }));
        ConsentEntries { entries: consents.cloned().collect(), doubtful: BTreeSet::new() }
    }

    /// Those in a JSON ledger whose other parts may be of any shape; `None` if it is
    /// not JSON with a list of entries at all.
    #[must_use]
    pub fn in_json(bytes: &[u8]) -> Option<ConsentEntries> {
        let document: serde_json::Value = serde_json::from_slice(bytes).ok()?;
        let mut found = ConsentEntries::default();
        for item in document.get("entries")?.as_array()? {
            if item.get("kind").and_then(serde_json::Value::as_str) != Some("consent") {
                continue;
            }
            match hallboard_score::read_json(item.to_string().as_bytes()) {
                Ok(entry) => found.entries.push(entry),
                Err(_unreadable) => {
                    let ids = ["resident", "household"].map(|field| item.get(field));
                    let ids =
                        ids.into_iter().flatten().filter_map(serde_json::Value::as_str);
                    found.doubtful.extend(ids.map(str::to_owned));
                }
            }
        }
        Some(found)
    }

    /// What is in force on a day. Whoever has a consent that cannot be read counts as
    /// having left: doubt falls in the resident's favour.
    #[must_use]
    pub fn on(&self, day: Day) -> Consents {
        let mut dated: Vec<&Entry> =
            self.entries.iter().filter(|it| it.date <= day).collect();
        dated.sort_by_key(|entry| entry.date);
        let mut consents = Consents::default();
        for entry in dated {
            match &entry.kind {
                EntryKind::Consent {
                    to: Consent::Resident { resident, scopes }, ..
                } => {
                    let scopes = scopes.iter().copied().collect();
                    consents.residents.insert(resident.to_string(), scopes);
                }
                EntryKind::Consent {
                    to: Consent::Household { household, scopes },
                    ..
                } => {
                    let scopes = scopes.iter().copied().collect();
                    consents.households.insert(household.to_string(), scopes);
                }
                _ => {}
            }
        }
        for id in &self.doubtful {
            consents.residents.remove(id);
            consents.households.remove(id);
        }
        consents
    }
}

/// What everybody agrees to on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consents {
    residents: BTreeMap<String, BTreeSet<Scope>>,
    households: BTreeMap<String, BTreeSet<HouseholdScope>>,
}

impl Consents {
    /// Whether a household agrees to anything.
    #[must_use]
    pub fn household_agrees(&self, household: &str) -> bool {
        self.households.get(household).is_some_and(|scopes| !scopes.is_empty())
    }

    fn agrees(&self, resident: &str, scope: Scope) -> bool {
        let scopes = self.residents.get(resident);
        scopes.is_some_and(|it| it.contains(&Scope::Score) && it.contains(&scope))
    }
}

impl Remaining for Consents {
    fn takes_part(&self, resident: &str) -> bool {
        self.agrees(resident, Scope::Score)
    }

    fn on_board(&self, resident: &str) -> bool {
        self.agrees(resident, Scope::Board)
    }

    fn shares_history(&self, resident: &str) -> bool {
        self.agrees(resident, Scope::History)
    }

    fn is_thanked(&self, resident: &str) -> bool {
        self.agrees(resident, Scope::Thanks)
    }

    fn household_on_board(&self, household: &str) -> bool {
        let scopes = self.households.get(household);
        scopes.is_some_and(|it| it.contains(&HouseholdScope::Board))
    }
}
