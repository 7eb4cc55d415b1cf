//! The residents whose scores differ between two ledgers, and the parts that differ.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use hallboard_score::{
    Consent, Day, Entry, EntryKind, Explanation, Ledger, Points, Register,
};

use super::{Change, Difference};

/// A resident whose score differs, or who takes part in only one of the ledgers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The resident's id.
    pub resident: String,
    /// The score by the old ledger, if there is one.
    pub old: Option<Points>,
    /// The score by the new ledger, if there is one.
    pub new: Option<Points>,
    /// The parts that differ; empty if either ledger gives no score.
    pub parts: Vec<Part>,
}

/// A part of a score with different points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The part of the score.
    pub of: PartOf,
    /// Points by the old ledger.
    pub old: Points,
    /// Points by the new ledger.
    pub new: Points,
}

/// The parts of a score.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartOf {
    /// The score that everybody starts with.
    Base,
    /// The household's stars in that category.
    Stars(String),
    /// The deed of that entry.
    Deed(String),
    /// The adjustment by a category's limits.
    Limit(String),
    /// The adjustment by the ends of the scale.
    Ends,
}

impl Difference<'_> {
    /// All residents whose scores on that day differ, by id.
    #[must_use]
    pub fn moved(&self, on: Day) -> Vec<Moved> {
        if self.is_empty() {
            return Vec::new();
        }
        let (old, new) = (Register::new(self.old), Register::new(self.new));
        let concerned = self.concerned().unwrap_or_else(|| self.everybody());
        concerned.into_iter().filter_map(|id| moved(&old, &new, id, on)).collect()
    }

    fn everybody(&self) -> BTreeSet<&str> {
        let all = self.old.residents.iter().chain(&self.new.residents);
        all.map(|it| it.id.as_str()).collect()
    }

    /// The residents whose scores may differ; `None` if everybody's may.
    fn concerned(&self) -> Option<BTreeSet<&str>> {
        if !self.rulebooks.is_empty() || self.entries.reordered > 0 {
            return None;
        }
        let mut concerned = Concerned::default();
        for change in &self.residents.changes {
            for resident in versions(change) {
                concerned.residents.insert(&resident.id);
            }
        }
        for change in &self.entries.changes {
            for entry in versions(change) {
                concerned.by(entry);
            }
        }
        for ledger in [self.old, self.new] {
            concerned.follow_replies(ledger);
        }
        for ledger in [self.old, self.new] {
            concerned.follow_households(ledger);
        }
        Some(concerned.residents)
    }
}

/// The old and new version of an item, as far as they exist.
fn versions<'l, T>(change: &Change<'l, T>) -> impl Iterator<Item = &'l T> {
    let (one, other) = match change {
        Change::Added(it) | Change::Removed(it) => (*it, None),
        Change::Altered { old, new, .. } => (*old, Some(*new)),
    };
    [one].into_iter().chain(other)
}

#[derive(Default)]
struct Concerned<'l> {
    residents: BTreeSet<&'l str>,
    households: HashSet<&'l str>,
    replied_to: HashSet<&'l str>,
}

impl<'l> Concerned<'l> {
    fn by(&mut self, entry: &'l Entry) {
        match &entry.kind {
            EntryKind::Consent { to: Consent::Resident { resident, .. }, .. }
            | EntryKind::Deed { resident, .. }
            | EntryKind::Redemption { resident, .. }
            | EntryKind::Move { resident, .. } => {
                self.residents.insert(resident);
            }
            EntryKind::Consent { to: Consent::Household { .. }, .. } => {}
            EntryKind::Rating { household, .. } => {
                self.households.insert(household);
            }
            EntryKind::Objection { entry, .. }
            | EntryKind::Decision { entry, .. }
            | EntryKind::Reversal { entry, .. } => {
                self.replied_to.insert(entry);
            }
        }
    }

    fn follow_replies(&mut self, ledger: &'l Ledger) {
        if self.replied_to.is_empty() {
            return;
        }
        for entry in &ledger.entries {
            if self.replied_to.contains(entry.id.as_str()) {
                self.by(entry);
            }
        }
    }

    /// Adds everybody who ever lived in one of the changed households.
    fn follow_households(&mut self, ledger: &'l Ledger) {
        if self.households.is_empty() {
            return;
        }
        for resident in &ledger.residents {
            if resident
                .household
                .as_deref()
                .is_some_and(|it| self.households.contains(it))
            {
                self.residents.insert(&resident.id);
            }
        }
        for entry in &ledger.entries {
            if let EntryKind::Move { resident, household } = &entry.kind
                && self.households.contains(household.as_str())
            {
                self.residents.insert(resident);
            }
        }
    }
}

fn moved(old: &Register<'_>, new: &Register<'_>, id: &str, on: Day) -> Option<Moved> {
    let explained = |register: &Register<'_>| register.file(id)?.explain(on);
    let (old, new) = (explained(old), explained(new));
    let score = |it: &Option<Explanation>| it.as_ref().map(|it| it.score);
    let (before, now) = (score(&old), score(&new));
    if before == now {
        return None;
    }
    let parts = old.zip(new).map(|(old, new)| difference(parts(&old), parts(&new)));
    Some(Moved {
        resident: id.to_owned(),
        old: before,
        new: now,
        parts: parts.unwrap_or_default(),
    })
}

/// The parts that add up to the score.
fn parts(explained: &Explanation) -> BTreeMap<PartOf, Points> {
    let mut parts = BTreeMap::from([(PartOf::Base, explained.base)]);
    for stars in &explained.stars {
        parts.insert(PartOf::Stars(stars.category.to_string()), stars.points);
    }
    for deed in explained.deeds.iter().filter(|deed| deed.counts) {
        let points = deed.points.unwrap_or_default();
        parts.insert(PartOf::Deed(deed.entry.to_string()), points);
    }
    for limit in &explained.limits {
        let part = PartOf::Limit(limit.category.to_string());
        parts.insert(part, limit.held - limit.sum);
    }
    parts.insert(PartOf::Ends, explained.score - explained.sum);
    parts
}

fn difference(
    old: BTreeMap<PartOf, Points>,
    mut new: BTreeMap<PartOf, Points>,
) -> Vec<Part> {
    let mut parts: Vec<Part> = old
        .into_iter()
        .map(|(of, old)| {
            let new = new.remove(&of).unwrap_or_default();
            Part { of, old, new }
        })
        .collect();
    let added = new.into_iter().map(|(of, new)| Part { of, old: Points::ZERO, new });
    parts.extend(added);
    parts.retain(|part| part.old != part.new);
    parts.sort_by(|a, b| a.of.cmp(&b.of));
    parts
}
