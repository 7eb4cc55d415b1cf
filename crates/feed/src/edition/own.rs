//! The part of the ledger that concerns one resident: complete, and without data about
//! others.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use hallboard_score::{Consent, Day, Entry, EntryKind, Id, Ledger, Resident, Source};

/// A ledger with its entries indexed by resident, household and entry.
pub struct OwnLedgers<'l> {
    ledger: &'l Ledger,
    residents: HashMap<&'l str, &'l Resident>,
    /// By resident: the indices of their own entries.
    own: HashMap<&'l str, Vec<usize>>,
    /// By household: the indices of its ratings and consents.
    homes: HashMap<&'l str, Vec<usize>>,
    /// By entry: the indices of the objections, decisions and reversals that refer to it.
    about: HashMap<&'l str, Vec<usize>>,
}

impl<'l> OwnLedgers<'l> {
    /// Indexes a ledger.
    #[must_use]
    pub fn new(ledger: &'l Ledger) -> OwnLedgers<'l> {
        let residents = ledger.residents.iter().map(|it| (it.id.as_str(), it)).collect();
        let mut all = OwnLedgers {
            ledger,
            residents,
            own: HashMap::new(),
            homes: HashMap::new(),
            about: HashMap::new(),
        };
        for (place, entry) in ledger.entries.iter().enumerate() {
            let (group, id) = match &entry.kind {
                EntryKind::Consent { to: Consent::Resident { resident, .. }, .. }
                | EntryKind::Deed { resident, .. }
                | EntryKind::Redemption { resident, .. }
                | EntryKind::Move { resident, .. } => (&mut all.own, resident),
                EntryKind::Consent {
                    to: Consent::Household { household, .. }, ..
                }
                | EntryKind::Rating { household, .. } => (&mut all.homes, household),
                EntryKind::Objection { entry, .. }
                | EntryKind::Decision { entry, .. }
                | EntryKind::Reversal { entry, .. } => (&mut all.about, entry),
            };
            group.entry(id.as_str()).or_default().push(place);
        }
        all
    }

    /// The ledger of one resident: the hall, all rulebooks, the resident, the households
    /// lived in, and all entries that affect the resident, in their original order.
    /// `None` if there is no such resident.
    ///
    /// Ratings and consents of a household are included up to the day on which the
    /// resident finally left it. The field `by` is removed from deeds that a neighbour or
    /// the household reported: the subject need not learn who reported a deed.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<Ledger> {
        let resident = *self.residents.get(id)?;
        let own = places(&self.own, id);
        let homes = self.homes_of(resident, own);
        let mut open: Vec<usize> = own.to_vec();
        for (home, until) in &homes {
            let during = |entry: &Entry| until.is_none_or(|until| entry.date < until);
            let of_home = places(&self.homes, home).iter().copied();
            open.extend(of_home.filter(|it| self.entry(*it).is_some_and(during)));
        }
        let mut kept = BTreeSet::new();
        while let Some(place) = open.pop() {
            let entry = self.entry(place).filter(|_| kept.insert(place));
            open.extend(entry.iter().flat_map(|it| places(&self.about, &it.id)));
        }
        let entries = kept.into_iter().filter_map(|it| self.entry(it));
        let households = self.ledger.households.iter();
        let households = households.filter(|it| homes.contains_key(it.id.as_str()));
        Some(Ledger {
            hall: self.ledger.hall.clone(),
            rulebooks: self.ledger.rulebooks.clone(),
            households: households.cloned().collect(),
            residents: vec![resident.clone()],
            entries: entries.map(unattributed).collect(),
        })
    }

    fn entry(&self, place: usize) -> Option<&'l Entry> {
        self.ledger.entries.get(place)
    }

    /// The households in which the resident has lived, each with the day of the final
    /// departure.
    fn homes_of(
        &self,
        resident: &'l Resident,
        own: &[usize],
    ) -> BTreeMap<&'l str, Option<Day>> {
        let mut moves: Vec<(Day, &'l Id)> = Vec::new();
        for entry in own.iter().filter_map(|it| self.entry(*it)) {
            if let EntryKind::Move { household, .. } = &entry.kind {
                moves.push((entry.date, household));
            }
        }
        moves.sort_by_key(|(date, _)| *date);
        let ends = moves.iter().map(|(date, _)| Some(*date)).chain([None]);
        let stays = [resident.household.as_ref()]
            .into_iter()
            .chain(moves.iter().map(|(_, household)| Some(*household)));
        let mut homes = BTreeMap::new();
        for (household, end) in stays.zip(ends) {
            // Later stays overwrite earlier ones; the last one has no end.
            homes.extend(household.map(|household| (household.as_str(), end)));
        }
        homes
    }
}

fn places<'a>(groups: &'a HashMap<&str, Vec<usize>>, id: &str) -> &'a [usize] {
    groups.get(id).map_or(&[], Vec::as_slice)
}

fn unattributed(entry: &Entry) -> Entry {
    let reported = matches!(
        &entry.kind,
        EntryKind::Deed { source: Source::Neighbour | Source::Household, .. }
    );
    Entry { by: entry.by.clone().filter(|_| !reported), ..entry.clone() }
}
