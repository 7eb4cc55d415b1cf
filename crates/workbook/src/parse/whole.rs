//! The last steps, once all sheets are read: generates ids for rows without one, and
//! removes what is inconsistent.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use hallboard_score::{Entry, Household, Inconsistency, Ledger, Resident, ShapeError};

use super::assemble::Assembly;
use super::reader::Reading;
use crate::RowFault;
use crate::fault::{CellError, CellRef};
use crate::read::{Made, Partial};
use crate::schema::sheets::Target;

impl Assembly {
    /// Generates the missing ids.
    pub(crate) fn make(
        &mut self,
        households: &mut [Household],
        residents: &mut [Resident],
        entries: &mut [Entry],
    ) {
        for (list, position, at) in std::mem::take(&mut self.nameless) {
            let (target, id) = match list {
                "households" => {
                    (Target::Household, households.get_mut(position).map(|it| &mut it.id))
                }
                "residents" => {
                    (Target::Resident, residents.get_mut(position).map(|it| &mut it.id))
                }
                _ => (Target::Entry, entries.get_mut(position).map(|it| &mut it.id)),
            };
            let Some(id) = id else { continue };
            *id = self.reading.ids.make(target).into();
            let CellRef { sheet, row, column, .. } =
                self.reading.origins.cell_ref_at(at, "id");
            let has_formula =
                self.reading.ids_by_formula.contains(&(Arc::clone(&sheet), row));
            self.made.push(Made { sheet, row, column, id: id.to_string(), has_formula });
        }
    }

    /// Reports inconsistent items, and removes them.
    pub(crate) fn inconsistencies(&mut self, ledger: &mut Ledger) {
        let mut out: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        let mut firsts: BTreeMap<&'static str, HashMap<String, usize>> = BTreeMap::new();
        for inconsistency in ledger.inconsistencies() {
            let ShapeError::Parts { list, position, id, what } = inconsistency else {
                continue;
            };
            let (field, wrong) = match what {
                Inconsistency::PointsOfRating { entry } => {
                    ("points", CellError::PointsOfRating { entry })
                }
                Inconsistency::StarsOfDeed { entry } => {
                    ("stars", CellError::StarsOfDeed { entry })
                }
                Inconsistency::SecondRulebook | Inconsistency::SecondId => {
                    let firsts =
                        firsts.entry(list).or_insert_with(|| firsts_of(ledger, list));
                    let first = firsts.get(&id).copied().unwrap_or_default();
                    let first = self.reading.origins.cell(list, first, "id");
                    ("id", CellError::SecondId { id, first })
                }
            };
            let at = self.reading.origins.cell_ref(list, position, field);
            if let Some(at) = at {
                self.reading.fault(at, wrong);
            }
            if let ("entries", Some(entry)) = (list, ledger.entries.get(position)) {
                self.reading.unread_refs.entry(entry);
            }
            out.entry(list).or_default().push(position);
        }
        for (list, positions) in out {
            match list {
                "households" => without(&mut ledger.households, &positions),
                "residents" => without(&mut ledger.residents, &positions),
                "entries" => without(&mut ledger.entries, &positions),
                _ => continue,
            }
            self.reading.origins.without(list, &positions);
        }
    }

    /// The result of reading, with the errors sorted.
    pub(crate) fn end(self, ledger: Ledger) -> Partial {
        let Assembly { reading, rank, made, .. } = self;
        let Reading { mut faults, unlisted, notes, origins, unread_refs, filled, .. } =
            reading;
        let is_filled = |at: &CellRef| {
            let same_sheet = filled.iter().filter(|(sheet, ..)| *sheet == at.sheet);
            same_sheet
                .into_iter()
                .any(|(_, first, last)| (*first..=*last).contains(&at.row))
        };
        // Other errors in rows that were filled down only follow from that.
        faults.retain(|it| {
            matches!(it.what, CellError::FilledDown { .. }) || !is_filled(&it.at)
        });
        let place = |it: &RowFault| rank.get(&it.at.sheet).copied().unwrap_or(usize::MAX);
        faults.sort_by_key(|it| (place(it), it.at.row, it.at.column));
        if let (Some(last), true) = (faults.last(), unlisted > 0) {
            let at = last.at.clone();
            faults.push(RowFault { at, what: CellError::More { count: unlisted } });
        }
        Partial { ledger, origins, made, notes, encoding: None, faults, unread_refs }
    }
}

/// The position of the first item with each id in a list.
fn firsts_of(ledger: &Ledger, list: &str) -> HashMap<String, usize> {
    fn of<'l>(ids: impl Iterator<Item = &'l str>) -> HashMap<String, usize> {
        let mut firsts = HashMap::new();
        for (position, id) in ids.enumerate() {
            firsts.entry(id.to_owned()).or_insert(position);
        }
        firsts
    }
    match list {
        "households" => of(ledger.households.iter().map(|it| it.id.as_str())),
        "residents" => of(ledger.residents.iter().map(|it| it.id.as_str())),
        _ => of(ledger.entries.iter().map(|it| it.id.as_str())),
    }
}

/// Removes the items at the given positions, which are in ascending order.
pub(crate) fn without<T>(items: &mut Vec<T>, positions: &[usize]) {
    let mut position = 0;
    items.retain(|_| {
        let keep = positions.binary_search(&position).is_err();
        position += 1;
        keep
    });
}
