//! Who is named to whom they reported something about.

use std::collections::BTreeMap;

use hallboard_score::{EntryKind, Ledger, Source};

use crate::letter::clean_line;

/// Whoever agreed to be named for what they reported, by the id of its entry.
///
/// Only somebody's own part of the register may say so, and only while whoever is named
/// takes part: it is made anew for every publication, and kept nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reporters(BTreeMap<String, String>);

impl Reporters {
    /// Of these entries' ids and names.
    #[must_use]
    pub fn new(named: impl IntoIterator<Item = (String, String)>) -> Reporters {
        let named = named.into_iter().map(|(entry, name)| (entry, clean_line(&name)));
        Reporters(named.filter(|(_, name)| !name.is_empty()).collect())
    }

    /// Those of somebody's own part of the register: of deeds on a neighbour's word.
    #[must_use]
    pub fn of<'r>(&'r self, own: &'r Ledger) -> Vec<(&'r str, &'r str)> {
        let reported = own.entries.iter().filter(|it| {
            matches!(it.kind, EntryKind::Deed { source: Source::Neighbour, .. })
        });
        reported.filter_map(|it| self.still(&it.id)).collect()
    }

    /// The one of that entry.
    #[must_use]
    pub fn still(&self, entry: &str) -> Option<(&str, &str)> {
        self.0.get_key_value(entry).map(|(entry, name)| (entry.as_str(), name.as_str()))
    }
}
