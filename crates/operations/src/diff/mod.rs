//! What a new version of a ledger changes: its parts by their ids, each field with
//! its value before and after, and whose score it moves on a day.
//!
//! A ledger only grows, so what both begin and end with is passed over in one walk;
//! only the rest is sorted and merged by id.

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

/// What the newer of two ledgers changes.
#[derive(Clone, Debug)]
pub struct Difference<'l> {
    old: &'l Ledger,
    new: &'l Ledger,
    /// The fields of the hall.
    pub hall: Vec<FieldChange>,
    /// The rulebooks, by their first day.
    pub rulebooks: Vec<BookChange<'l>>,
    /// The households.
    pub households: Changes<'l, Household>,
    /// The residents.
    pub residents: Changes<'l, Resident>,
    /// The entries.
    pub entries: Changes<'l, Entry>,
}

/// What has become of a rulebook.
#[derive(Clone, Debug)]
pub enum BookChange<'l> {
    /// It is new.
    Added(&'l Rulebook),
    /// It is gone.
    Removed(&'l Rulebook),
    /// It says something else.
    Altered(Box<BookParts<'l>>),
}

/// What a rulebook says otherwise.
#[derive(Clone, Debug)]
pub struct BookParts<'l> {
    /// Its first day.
    pub from: Day,
    /// Its own fields.
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
            rulebooks: books(&old.rulebooks, &new.rulebooks),
            households: changes(&old.households, &new.households),
            residents: changes(&old.residents, &new.residents),
            entries: changes(&old.entries, &new.entries),
        }
    }

    /// Whether nothing is changed at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hall.is_empty()
            && self.rulebooks.is_empty()
            && self.households.is_empty()
            && self.residents.is_empty()
            && self.entries.is_empty()
    }
}

fn books<'l>(old: &'l [Rulebook], new: &'l [Rulebook]) -> Vec<BookChange<'l>> {
    let gone = old.iter().filter(|book| new.iter().all(|it| it.from != book.from));
    let mut found: Vec<_> = gone.map(BookChange::Removed).collect();
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

/// The fields of a rulebook that are no lists.
fn own_fields(old: &Rulebook, new: &Rulebook) -> Vec<FieldChange> {
    let defaults = [("reply_days", "10"), ("decide_days", "30")];
    let mut changed = fields(old, new, &defaults);
    let lists = ["categories", "deeds", "bands", "rewards"];
    changed.retain(|it| !lists.contains(&it.field.as_str()));
    changed
}
