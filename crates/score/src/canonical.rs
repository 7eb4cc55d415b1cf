//! The canonical JSON of single parts of a ledger.

use crate::ledger::{Entry, Resident};
use crate::rulebook::Rulebook;

/// What is printed here holds nothing that JSON cannot, so that printing cannot fail.
fn json(thing: &impl serde::Serialize) -> String {
    serde_json::to_string(thing).unwrap_or_default()
}

impl Entry {
    /// As it stands in a canonical ledger, without blanks.
    #[must_use]
    pub fn to_json(&self) -> String {
        json(self)
    }
}

impl Resident {
    /// As it stands in a canonical ledger, without blanks.
    #[must_use]
    pub fn to_json(&self) -> String {
        json(self)
    }
}

impl Rulebook {
    /// As it stands in a canonical ledger, without blanks.
    #[must_use]
    pub fn to_json(&self) -> String {
        json(self)
    }
}
