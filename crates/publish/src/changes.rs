//! The changes of a publication, for the person who publishes it.

use std::collections::{BTreeMap, BTreeSet};

use hallboard_feed::edition::Roster;
use hallboard_score::{Day, Entry, EntryKind, KindWord, Ledger};

/// Added and removed ids, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Ids that are only in the new version.
    pub added: Vec<String>,
    /// Ids that are only in the old version.
    pub removed: Vec<String>,
}

/// The differences between the rosters of two publications.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterChanges {
    /// Residents who take part.
    pub part: Diff,
    /// Residents on the board.
    pub board: Diff,
    /// Households on the board.
    pub homes: Diff,
}

/// The numbers of new, changed and removed entries of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Only in the new version.
    pub new: usize,
    /// In both versions, with different contents.
    pub changed: usize,
    /// Only in the old version.
    pub removed: usize,
}

/// The changes in the ledger, as far as copies contain it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerChanges {
    /// Households in the ledger.
    pub households: Diff,
    /// Ratings of households in stars.
    pub ratings: Counts,
    /// Deeds.
    pub deeds: Counts,
    /// The first days of the rulebooks that are new, changed or removed.
    pub rules: Vec<Day>,
}

impl Diff {
    fn between<'a>(
        old: impl IntoIterator<Item = &'a str>,
        new: impl IntoIterator<Item = &'a str>,
    ) -> Diff {
        let old: BTreeSet<&str> = old.into_iter().collect();
        let new: BTreeSet<&str> = new.into_iter().collect();
        let owned =
            |ids: Vec<&&str>| ids.into_iter().map(|id| (*id).to_owned()).collect();
        Diff {
            added: owned(new.difference(&old).collect()),
            removed: owned(old.difference(&new).collect()),
        }
    }
}

impl RosterChanges {
    /// The changes from one publication to the next.
    #[must_use]
    pub fn between(old: &Roster, new: &Roster) -> RosterChanges {
        let between = |ids: fn(&Roster) -> &Vec<String>| {
            Diff::between(
                ids(old).iter().map(String::as_str),
                ids(new).iter().map(String::as_str),
            )
        };
        RosterChanges {
            part: between(|roster| &roster.taking_part),
            board: between(|roster| &roster.residents),
            homes: between(|roster| &roster.households),
        }
    }
}

impl LedgerChanges {
    /// The changes from one copy to the next.
    #[must_use]
    pub fn between(old: &Ledger, new: &Ledger) -> LedgerChanges {
        let households = |ledger: &'_ Ledger| -> Vec<String> {
            ledger.households.iter().map(|it| it.id.to_string()).collect()
        };
        let (before, after) = (households(old), households(new));
        LedgerChanges {
            households: Diff::between(
                before.iter().map(String::as_str),
                after.iter().map(String::as_str),
            ),
            ratings: counts(old, new, KindWord::Rating),
            deeds: counts(old, new, KindWord::Deed),
            rules: rules(old, new),
        }
    }
}

fn counts(old: &Ledger, new: &Ledger, kind: KindWord) -> Counts {
    let of_kind = |ledger: &'_ Ledger| -> BTreeMap<String, (Day, EntryKind)> {
        let entries = ledger.entries.iter().filter(|it| it.kind.name() == kind);
        let item = |it: &Entry| (it.id.to_string(), (it.date, it.kind.clone()));
        entries.map(item).collect()
    };
    let (old, new) = (of_kind(old), of_kind(new));
    Counts {
        new: new.keys().filter(|id| !old.contains_key(*id)).count(),
        changed: new
            .iter()
            .filter(|(id, entry)| old.get(*id).is_some_and(|it| it != *entry))
            .count(),
        removed: old.keys().filter(|id| !new.contains_key(*id)).count(),
    }
}

fn rules(old: &Ledger, new: &Ledger) -> Vec<Day> {
    let only = |these: &Ledger, those: &Ledger| -> Vec<Day> {
        let books = these.rulebooks.iter().filter(|book| !those.rulebooks.contains(book));
        books.map(|book| book.from).collect()
    };
    let days: BTreeSet<Day> = only(old, new).into_iter().chain(only(new, old)).collect();
    days.into_iter().collect()
}
