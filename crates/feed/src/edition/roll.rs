//! Who stands in which row of a publication, by id: a withdrawal takes rows out by it.

use serde::{Deserialize, Serialize};

/// The format rolls name in their first field.
pub const ROLLS_FORMAT: &str = "hallboard-rolls/1";

/// The rolls of the last publication and, until it is certain that it reached the site, of
/// the one before. Kept next to the key, never published, and made anew by every
/// publication without those who left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rolls {
    /// Always [`ROLLS_FORMAT`].
    pub format: String,
    /// The newest first.
    pub rolls: Vec<Roll>,
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

impl Rolls {
    /// Of these rolls.
    #[must_use]
    pub fn new(rolls: Vec<Roll>) -> Rolls {
        Rolls { format: ROLLS_FORMAT.to_owned(), rolls }
    }
}

impl Default for Rolls {
    fn default() -> Rolls {
        Rolls::new(Vec::new())
    }
}
