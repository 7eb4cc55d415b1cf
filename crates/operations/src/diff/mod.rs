//! Compares two versions of a ledger: its parts by id, each changed field with its old and
//! new value, and the scores that differ on a day.
//!
//! A ledger only grows, so the common beginning and end are skipped in one pass; only the
//! rest is sorted and merged by id.

mod fields;
mod list;
mod scores;

use hallboard_score::{
    Band, Category, Day, DeedRule, Entry, Household, Ledger, Resident, Reward, Rulebook,
};

pub use fields::FieldChange;
use fields::fields;
use list::changes;
pub use list::{Change, Changes};
pub use scores::{Moved, Part, PartOf};

/// The differences between two versions of a ledger.
#[derive(Clone, Debug)]
pub struct Difference<'l> {
    old: &'l Ledger,
    new: &'l Ledger,
    /// Changed fields of the hall.
    pub hall: Vec<FieldChange>,
    /// Changed rulebooks, by first day.
    pub rulebooks: Vec<BookChange<'l>>,
    /// The households.
    pub households: Changes<'l, Household>,
    /// The residents.
    pub residents: Changes<'l, Resident>,
    /// The entries.
    pub entries: Changes<'l, Entry>,
}

/// A change of a rulebook.
#[derive(Clone, Debug)]
pub enum BookChange<'l> {
    /// The rulebook is new.
    Added(&'l Rulebook),
    /// The rulebook was removed.
    Removed(&'l Rulebook),
    /// The rulebook's contents changed.
    Altered(Box<BookParts<'l>>),
}

/// The changes within a rulebook.
#[derive(Clone, Debug)]
pub struct BookParts<'l> {
    /// The rulebook's first day.
    pub from: Day,
    /// The rulebook's own changed fields.
    pub fields: Vec<FieldChange>,
    /// Its categories.
    pub categories: Changes<'l, Category>,
    /// Its deeds.
    pub deeds: Changes<'l, DeedRule>,
    /// Its bands.
    pub bands: Changes<'l, Band>,
    /// Its rewards.
    pub rewards: Changes<'l, Reward>,
}

impl<'l> Difference<'l> {
    /// Compares two versions of a ledger.
    #[must_use]
    pub fn of(old: &'l Ledger, new: &'l Ledger) -> Difference<'l> {
        Difference {
            old,
            new,
            hall: fields(&old.hall, &new.hall, &[]),
            rulebooks: rulebook_changes(&old.rulebooks, &new.rulebooks),
            households: changes(&old.households, &new.households),
            residents: changes(&old.residents, &new.residents),
            entries: changes(&old.entries, &new.entries),
        }
    }

    /// Whether there are no differences.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hall.is_empty()
            && self.rulebooks.is_empty()
            && self.households.is_empty()
            && self.residents.is_empty()
            && self.entries.is_empty()
    }
}

fn rulebook_changes<'l>(old: &'l [Rulebook], new: &'l [Rulebook]) -> Vec<BookChange<'l>> {
    let removed = old.iter().filter(|book| new.iter().all(|it| it.from != book.from));
    let mut found: Vec<_> = removed.map(BookChange::Removed).collect();
    for book in new {
        match old.iter().find(|it| it.from == book.from) {
            None => found.push(BookChange::Added(book)),
            Some(before) if before == book => {}
            Some(before) => found.push(BookChange::Altered(Box::new(BookParts {
                from: book.from,
                fields: own_fields(before, book),
                categories: changes(&before.categories, &book.categories),
                deeds: changes(&before.deeds, &book.deeds),
                bands: changes(&before.bands, &book.bands),
                rewards: changes(&before.rewards, &book.rewards),
            }))),
        }
    }
    found
}

/// The changed fields of a rulebook that are not lists.
fn own_fields(old: &Rulebook, new: &Rulebook) -> Vec<FieldChange> {
    let defaults = [("reply_days", "10"), ("decide_days", "30")];
    let mut changed = fields(old, new, &defaults);
    let lists = ["categories", "deeds", "bands", "rewards"];
    changed.retain(|it| !lists.contains(&it.field.as_str()));
    changed
}
