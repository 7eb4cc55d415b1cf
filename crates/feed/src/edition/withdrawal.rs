//! The last publication without the people who have withdrawn since.

use std::collections::BTreeSet;

use hallboard_score::Day;

use super::ComposedEdition;
use super::publication_state::PublicationState;
use super::residents::last_month;
use super::roster::Roster;
use crate::snapshot::{
    History, Households, Residents, SNAPSHOT_FORMAT, Snapshot, Thanks, Village,
};

/// Which consents of the last publication are still given.
pub trait Remaining {
    /// Whether a resident still takes part at all.
    fn takes_part(&self, resident: &str) -> bool;
    /// Whether a resident still agrees to the board.
    fn on_board(&self, resident: &str) -> bool;
    /// Whether a resident still agrees to the history chart.
    fn shares_history(&self, resident: &str) -> bool;
    /// Whether a resident still agrees to be thanked by name.
    fn is_thanked(&self, resident: &str) -> bool;
    /// Whether a household still agrees to the board.
    fn household_on_board(&self, household: &str) -> bool;
}

/// The last publication without everything whose consent was withdrawn. Nothing is added,
/// and no score or figure is recomputed. A publication of format 1 is converted to the
/// current format. `None` if the roster does not belong to the snapshot.
#[must_use]
pub fn without_withdrawn(
    snapshot: &Snapshot,
    last: &Roster,
    state: &PublicationState,
    remaining: &dyn Remaining,
) -> Option<ComposedEdition> {
    let fits = last.residents.len() == snapshot.residents.names.len()
        && last.households.len() == snapshot.households.names.len();
    fits.then(|| {
        let stays: BTreeSet<&str> = last
            .taking_part
            .iter()
            .map(String::as_str)
            .filter(|id| remaining.takes_part(id))
            .collect();
        let rows = Rows::new(last, &stays, remaining);
        let mut reduced = snapshot.clone();
        reduced.format = SNAPSHOT_FORMAT.to_owned();
        reduced.residents = rows.residents(&snapshot.residents);
        reduced.history = rows.history(&snapshot.history);
        reduced.thanks = rows.thanks(&snapshot.thanks);
        reduced.households = rows.households(&snapshot.households);
        let roster = Roster {
            snapshot: String::new(),
            residents: rows.staying().map(str::to_owned).collect(),
            households: rows.homes().map(str::to_owned).collect(),
            taking_part: stays.iter().map(|id| (*id).to_owned()).collect(),
        };
        reduced.village = of_past_months(&snapshot.village, snapshot.as_of);
        ComposedEdition { snapshot: reduced, state: state.clone(), roster }
    })
}

/// The rows of the last publication that stay, with their new indices.
struct Rows<'m> {
    last: &'m Roster,
    remaining: &'m dyn Remaining,
    rows: Vec<Option<u32>>,
}

impl<'m> Rows<'m> {
    fn new(
        last: &'m Roster,
        stays: &BTreeSet<&str>,
        remaining: &'m dyn Remaining,
    ) -> Rows<'m> {
        let mut next = 0;
        let row = |id: &String| {
            let stays = stays.contains(id.as_str()) && remaining.on_board(id);
            stays.then(|| {
                next += 1;
                next - 1
            })
        };
        Rows { last, remaining, rows: last.residents.iter().map(row).collect() }
    }

    fn row(&self, old: u32) -> Option<u32> {
        self.rows.get(usize::try_from(old).ok()?).copied().flatten()
    }

    fn id(&self, old: u32) -> &'m str {
        let id = usize::try_from(old).ok().and_then(|old| self.last.residents.get(old));
        id.map_or("", String::as_str)
    }

    fn staying(&self) -> impl Iterator<Item = &'m str> {
        let ids = self.last.residents.iter().zip(&self.rows);
        ids.filter(|(_, row)| row.is_some()).map(|(id, _)| id.as_str())
    }

    fn homes(&self) -> impl Iterator<Item = &'m str> {
        let homes = self.last.households.iter().map(String::as_str);
        homes.filter(|id| self.remaining.household_on_board(id))
    }

    fn residents(&self, old: &Residents) -> Residents {
        let kept = || self.rows.iter().map(Option::is_some);
        Residents {
            names: pick(&old.names, kept()),
            points: pick(&old.points, kept()),
            steps: Vec::new(),
        }
    }

    fn history(&self, old: &History) -> History {
        let shared = |row: u32| self.remaining.shares_history(self.id(row));
        let rows: Vec<Option<u32>> = old
            .residents
            .iter()
            .map(|row| self.row(*row).filter(|_| shared(*row)))
            .collect();
        History {
            first: old.first.filter(|_| rows.iter().any(Option::is_some)),
            scores: pick(&old.scores, rows.iter().map(Option::is_some)),
            residents: rows.into_iter().flatten().collect(),
        }
    }

    fn thanks(&self, old: &Thanks) -> Thanks {
        let thanked = |row: u32| self.remaining.is_thanked(self.id(row));
        let rows: Vec<Option<u32>> = old
            .residents
            .iter()
            .map(|row| self.row(*row).filter(|_| thanked(*row)))
            .collect();
        let kept = || rows.iter().map(Option::is_some);
        Thanks {
            deeds: pick(&old.deeds, kept()),
            dates: pick(&old.dates, kept()),
            points: pick(&old.points, kept()),
            residents: rows.iter().copied().flatten().collect(),
        }
    }

    fn households(&self, old: &Households) -> Households {
        let kept = || {
            self.last.households.iter().map(|id| self.remaining.household_on_board(id))
        };
        Households {
            categories: old.categories.clone(),
            names: pick(&old.names, kept()),
            stars: old.stars.iter().map(|stars| pick(stars, kept())).collect(),
        }
    }
}

/// The figures of the months that were over on the day of publication: those of format 1
/// include the month of that day.
fn of_past_months(village: &Village, as_of: Day) -> Village {
    let past = village.first.map_or(0, |first| first.months_until(last_month(as_of)) + 1);
    let past = usize::try_from(past).unwrap_or(0);
    let mut village = village.clone();
    village.means.truncate(past);
    village.taking_part.truncate(past);
    village.deeds.truncate(past);
    village.first = village.first.filter(|_| past > 0);
    village
}

/// The values of a column in the rows that stay.
fn pick<T: Clone>(column: &[T], kept: impl Iterator<Item = bool>) -> Vec<T> {
    column
        .iter()
        .zip(kept)
        .filter(|(_, kept)| *kept)
        .map(|(item, _)| item.clone())
        .collect()
}
