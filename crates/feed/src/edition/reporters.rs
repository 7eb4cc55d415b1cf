//! The reporters that are named to the subjects of their letters.

use std::collections::BTreeMap;

use hallboard_score::{EntryKind, Ledger, Source};

use crate::letter::clean_line;

/// Reporters who agreed to be named, by the id of the entry.
///
/// They may only appear in the subject's own part of the register, and only while the
/// reporter takes part: every publication creates the list again, and it is stored
/// nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reporters(BTreeMap<String, String>);

impl Reporters {
    /// From ids of entries and names of reporters.
    #[must_use]
    pub fn new(named: impl IntoIterator<Item = (String, String)>) -> Reporters {
        let named = named.into_iter().map(|(entry, name)| (entry, clean_line(&name)));
        Reporters(named.filter(|(_, name)| !name.is_empty()).collect())
    }

    /// The reporters for one resident's part of the register: those of deeds that a
    /// neighbour reported.
    #[must_use]
    pub fn of<'r>(&'r self, own: &'r Ledger) -> Vec<(&'r str, &'r str)> {
        let reported = own.entries.iter().filter(|it| {
            matches!(it.kind, EntryKind::Deed { source: Source::Neighbour, .. })
        });
        reported.filter_map(|it| self.still(&it.id)).collect()
    }

    /// The entry's id and the name of its reporter.
    #[must_use]
    pub fn still(&self, entry: &str) -> Option<(&str, &str)> {
        self.0.get_key_value(entry).map(|(entry, name)| (entry.as_str(), name.as_str()))
    }
}
