//! What the hall remembers of its publications, so that what was once said of a
//! past month is never said otherwise.

use std::collections::{BTreeMap, BTreeSet};

use hallboard_score::{Day, Month};
use serde::{Deserialize, Serialize};

use crate::instant::Instant;

/// The format a memory names in its first field.
pub const MEMORY_FORMAT: &str = "hallboard-memory/1";

/// Kept beside the key, never published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// Always [`MEMORY_FORMAT`].
    pub format: String,
    /// The highest version ever issued.
    pub version: u64,
    /// When the last publication was issued; unknown in state files of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Instant>,
    /// The day the last publication speaks of; unknown in state files of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The SHA-256, in hex, of each manifest that may be in the site: of the last
    /// publication, and of the one before as long as it is not certain that the last one
    /// is whole. Empty in state files of before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manifest: Vec<String>,
    /// Mean by month; `null` where somebody in it has left since.
    months: BTreeMap<String, Option<i32>>,
    /// First and last month of each stretch of months a resident's score is in.
    members: BTreeMap<String, Vec<(Month, Month)>>,
    /// Who stands in the last publication; the one before it too, as long as it is not
    /// certain that the last one reached the site.
    pub editions: Vec<Roll>,
}

/// Who stands in a publication, in the order of its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roll {
    /// The SHA-256 of the snapshot, in hex.
    pub snapshot: String,
    /// Resident ids.
    pub residents: Vec<String>,
    /// Household ids.
    pub households: Vec<String>,
    /// The ids of all who took part.
    pub taking_part: Vec<String>,
}

impl Default for Memory {
    fn default() -> Memory {
        Memory {
            format: MEMORY_FORMAT.to_owned(),
            version: 0,
            issued: None,
            as_of: None,
            manifest: Vec::new(),
            months: BTreeMap::new(),
            members: BTreeMap::new(),
            editions: Vec::new(),
        }
    }
}

impl Memory {
    /// What was said of a month: `Some(None)` if nothing ever again.
    pub(super) fn month(&self, month: Month) -> Option<Option<i32>> {
        self.months.get(&month.to_string()).copied()
    }

    /// Whose scores are in the mean of a month.
    pub(super) fn members_of(&self, month: Month) -> BTreeSet<String> {
        let within = |(first, last): &(Month, Month)| *first <= month && month <= *last;
        let members = self.members.iter().filter(|(_, spans)| spans.iter().any(within));
        members.map(|(id, _)| id.clone()).collect()
    }

    /// Every resident whose score is in some mean, with the stretches of months.
    pub(super) fn members(&self) -> impl Iterator<Item = (&str, &[(Month, Month)])> {
        self.members.iter().map(|(id, spans)| (id.as_str(), spans.as_slice()))
    }

    pub(super) fn remember<'m>(
        &mut self,
        month: Month,
        mean: i32,
        members: impl Iterator<Item = &'m str>,
    ) {
        self.months.insert(month.to_string(), Some(mean));
        for member in members {
            let spans = match self.members.get_mut(member) {
                Some(spans) => spans,
                None => self.members.entry(member.to_owned()).or_default(),
            };
            match spans.iter_mut().find(|(_, last)| last.plus(1) == month) {
                Some((_, last)) => *last = month,
                None => spans.push((month, month)),
            }
        }
    }

    /// Silent for good on every month that holds somebody who takes part no more,
    /// and with no trace of them.
    pub(super) fn without_those_who_left(&self, part: &BTreeSet<&str>) -> Memory {
        let mut memory = self.clone();
        let left: Vec<String> = memory
            .members
            .keys()
            .filter(|id| !part.contains(id.as_str()))
            .cloned()
            .collect();
        for id in left {
            for (first, last) in memory.members.remove(&id).unwrap_or_default() {
                for offset in 0..=first.months_until(last) {
                    memory.months.insert(first.plus(offset).to_string(), None);
                }
            }
        }
        memory
    }
}
