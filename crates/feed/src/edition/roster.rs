//! The roster of a publication: the ids behind its rows, by which a withdrawal removes
//! rows.

use std::collections::HashMap;
use std::hash::Hash;

use hallboard_score::{Household, Names, Resident};
use serde::{Deserialize, Serialize};

use crate::letter::clean_line;
use crate::snapshot::Snapshot;

/// The value of the field `format` of a file of rosters.
pub const ROSTERS_FORMAT: &str = "hallboard-rolls/1";

/// The roster of the last publication and, until that one is known to have reached the
/// site, that of the one before. Stored next to the key and never published. Every
/// publication writes it again without the people who left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rosters {
    /// Always [`ROSTERS_FORMAT`].
    pub format: String,
    /// The newest first.
    #[serde(rename = "rolls")]
    pub rosters: Vec<Roster>,
}

/// The ids of the rows of a publication, in the order of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roster {
    /// The SHA-256 of the snapshot, in hex.
    pub snapshot: String,
    /// Resident ids.
    pub residents: Vec<String>,
    /// Household ids.
    pub households: Vec<String>,
    /// The ids of all who took part.
    pub taking_part: Vec<String>,
}

impl Roster {
    /// Reconstructs the roster of a snapshot from the names in it, for a hall that has
    /// lost its rosters.
    ///
    /// A row gets an id if exactly one row and exactly one of `residents` or `households`
    /// have its name; otherwise it gets the empty id, which belongs to nobody.
    #[must_use]
    pub fn by_names(
        snapshot: &Snapshot,
        hash: String,
        residents: &[Resident],
        households: &[Household],
    ) -> Roster {
        let rows = snapshot.residents.names.iter().map(|name| clean_line(name)).collect();
        let people = residents.iter().map(|it| (clean_line(&it.name), &*it.id));
        let homes = households.iter().map(|it| (names_of(&it.names), &*it.id));
        let rows_of_homes = snapshot.households.names.iter().map(names_of).collect();
        let residents = ids_of(rows, people);
        let mut taking_part: Vec<String> = residents.clone();
        taking_part.retain(|id| !id.is_empty());
        let households = ids_of(rows_of_homes, homes);
        Roster { snapshot: hash, residents, households, taking_part }
    }

    /// The roster without the rows whose ids are unknown.
    #[must_use]
    pub fn without_unknown(mut self) -> Roster {
        self.residents.retain(|id| !id.is_empty());
        self.households.retain(|id| !id.is_empty());
        self
    }
}

fn names_of(names: &Names) -> Vec<(String, String)> {
    names.iter().map(|(tag, name)| (tag.to_owned(), clean_line(name))).collect()
}

/// The id for each row whose name occurs in one row and belongs to one item only.
fn ids_of<'i, N: Eq + Hash>(
    rows: Vec<N>,
    items: impl Iterator<Item = (N, &'i str)>,
) -> Vec<String> {
    let mut ids: HashMap<N, Option<&str>> = HashMap::new();
    for (name, id) in items {
        ids.entry(name).and_modify(|it| *it = None).or_insert(Some(id));
    }
    let mut counts: HashMap<&N, usize> = HashMap::new();
    for name in &rows {
        *counts.entry(name).or_default() += 1;
    }
    let id = |name: &N| {
        let id = ids.get(name).copied().flatten();
        id.filter(|_| counts.get(name) == Some(&1)).unwrap_or_default().to_owned()
    };
    rows.iter().map(id).collect()
}

impl Rosters {
    /// A file of these rosters.
    #[must_use]
    pub fn new(rosters: Vec<Roster>) -> Rosters {
        Rosters { format: ROSTERS_FORMAT.to_owned(), rosters }
    }
}

impl Default for Rosters {
    fn default() -> Rosters {
        Rosters::new(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambiguous_names_get_no_id() {
        let check = |rows: &[&str], items: &[(&str, &str)], ids: &[&str]| {
            assert_eq!(ids_of(rows.to_vec(), items.iter().copied()), ids, "{rows:?}");
        };
        check(&["a", "b"], &[("b", "R1"), ("a", "R2")], &["R2", "R1"]);
        check(&["a", "b"], &[("a", "R1")], &["R1", ""]);
        check(&["a", "b"], &[("a", "R1"), ("a", "R2"), ("b", "R3")], &["", "R3"]);
        check(&["a", "a", "b"], &[("a", "R1"), ("b", "R3")], &["", "", "R3"]);
        check(&[], &[("a", "R1")], &[]);
    }
}
