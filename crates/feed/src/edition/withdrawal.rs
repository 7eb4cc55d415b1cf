//! The last publication, less those who have left it since.

use std::collections::BTreeSet;

use hallboard_score::Month;

use super::Composed;
use super::memory::{Memory, Roll};
use super::village::{may_be_told, to_five, with_means};
use crate::snapshot::{History, Households, Residents, Snapshot, Step, Thanks, Village};

/// Who still agrees to what they agreed to in the last publication.
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

/// The last publication less what is agreed to no more. Nothing is added to it, and
/// no score or mean in it is computed anew. `None` where the roll is not the
/// snapshot's.
#[must_use]
pub fn less_those_who_left(
    snapshot: &Snapshot,
    last: &Roll,
    memory: &Memory,
    remaining: &dyn Remaining,
) -> Option<Composed> {
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
        let memory = memory.without_those_who_left(&stays);
        let mut reduced = snapshot.clone();
        reduced.residents = rows.residents(&snapshot.residents);
        reduced.history = rows.history(&snapshot.history);
        reduced.thanks = rows.thanks(&snapshot.thanks);
        reduced.households = rows.households(&snapshot.households);
        let roll = Roll {
            snapshot: String::new(),
            residents: rows.staying().map(str::to_owned).collect(),
            households: rows.homes().map(str::to_owned).collect(),
            taking_part: stays.iter().map(|id| (*id).to_owned()).collect(),
        };
        let nobody_left = stays.len() == last.taking_part.len();
        reduced.village = Village {
            taking_part: may_be_told(stays.len(), rows.staying().count())
                .then(|| to_five(stays.len())),
            deeds_this_month: snapshot.village.deeds_this_month.filter(|_| nobody_left),
            ..rows.village(&snapshot.village, &reduced.history, &memory)
        };
        Composed { snapshot: reduced, memory, roll }
    })
}

/// Which rows of the last publication stay, and where they go.
struct Rows<'m> {
    last: &'m Roll,
    remaining: &'m dyn Remaining,
    rows: Vec<Option<u32>>,
}

impl<'m> Rows<'m> {
    fn new(
        last: &'m Roll,
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
        let steps = old.steps.iter();
        Residents {
            names: pick(&old.names, kept()),
            points: pick(&old.points, kept()),
            steps: steps
                .filter_map(|Step(row, day, points)| {
                    Some(Step(self.row(*row)?, *day, *points))
                })
                .collect(),
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

    /// The means still to be told, given who is left in them and named beside them.
    fn village(&self, old: &Village, history: &History, memory: &Memory) -> Village {
        let board: BTreeSet<&str> = self.staying().collect();
        let ids: Vec<&str> = self.staying().collect();
        let shown = |month: Month| -> BTreeSet<&str> {
            let place = history.first.map(|first| first.months_until(month));
            let place = place.and_then(|place| usize::try_from(place).ok());
            let rows = history.residents.iter().zip(&history.scores);
            rows.filter(|(_, scores)| {
                place.is_some_and(|place| matches!(scores.get(place), Some(Some(_))))
            })
            .filter_map(|(row, _)| ids.get(usize::try_from(*row).ok()?).copied())
            .collect()
        };
        let told = |month: Month| {
            let members = memory.members_of(month);
            let shown = shown(month);
            let named = members.iter().filter(|id| shown.contains(id.as_str())).count();
            let known = members
                .iter()
                .filter(|id| shown.contains(id.as_str()) || board.contains(id.as_str()));
            memory.month(month).flatten().is_some()
                && may_be_told(members.len(), named)
                && may_be_told(members.len(), known.count())
        };
        let months = old.first.into_iter().flat_map(|first| {
            (0..).zip(&old.means).map(move |(offset, mean)| (first.plus(offset), *mean))
        });
        let means = months.filter(|(month, _)| told(*month));
        let means = means.filter_map(|(month, mean)| Some((month, mean?))).collect();
        let last = old
            .first
            .map(|first| first.plus(old.means.len().try_into().unwrap_or(0) - 1));
        with_means(means, last)
    }
}

/// The items of a column that stay.
fn pick<T: Clone>(column: &[T], kept: impl Iterator<Item = bool>) -> Vec<T> {
    column
        .iter()
        .zip(kept)
        .filter(|(_, kept)| *kept)
        .map(|(item, _)| item.clone())
        .collect()
}
