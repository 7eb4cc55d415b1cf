//! Figures over groups: only where no one can be told from them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use hallboard_score::{Day, Month, Points, ResidentFile, Scope};

use super::memory::Memory;
use super::residents::{at_month_ends, good_deeds, last_month};
use super::{Listed, agrees_to_the_board};
use crate::snapshot::Village;

/// The smallest group a figure is given of.
pub(super) const SMALLEST_GROUP: usize = 10;

/// Whether a figure may be given over a group of `all`, `named` of whom are listed
/// by name with what they add to it.
pub(super) fn may_be_told(all: usize, named: usize) -> bool {
    let rest = all.saturating_sub(named);
    all >= SMALLEST_GROUP && (rest == 0 || rest >= SMALLEST_GROUP)
}

/// A count to the nearest five.
pub(super) fn to_five(count: usize) -> u32 {
    u32::try_from((count + 2) / 5 * 5).unwrap_or(u32::MAX)
}

/// A mean to the nearest whole point, halves up.
fn mean(sum: Points, count: usize) -> Option<i32> {
    let count = i64::try_from(count).ok().filter(|count| *count > 0)?;
    let doubled =
        sum.hundredths().checked_mul(2)?.checked_add(count.checked_mul(100)?)?;
    i32::try_from(doubled.div_euclid(count.checked_mul(200)?)).ok()
}

/// All who take part on a day, by id.
pub(super) fn taking_part<'r>(
    files: &'r [ResidentFile<'r>],
    on: Day,
) -> Vec<&'r ResidentFile<'r>> {
    files.iter().filter(|file| file.points(on).is_some()).collect()
}

/// All who take part, and what the publication says of them. Residents go by their
/// place in `files`.
struct Group<'r> {
    files: &'r [&'r ResidentFile<'r>],
    /// Who is listed on the board now, and so may have been earlier.
    board: Vec<bool>,
    /// Who of them shares the history.
    sharing: Vec<bool>,
}

/// One month's end: whose scores are in its mean.
struct MonthEnd {
    sum: Points,
    scored: Vec<bool>,
}

impl Group<'_> {
    /// Whether the mean of a month may be told of these members.
    fn may_be_told(&self, end: &MonthEnd, members: &[usize]) -> bool {
        let is = |column: &[bool], place: usize| column.get(place) == Some(&true);
        let shown = |place: usize| is(&self.sharing, place) && is(&end.scored, place);
        let (mut named, mut known) = (0, 0);
        for place in members.iter().copied() {
            named += usize::from(shown(place));
            known += usize::from(shown(place) || is(&self.board, place));
        }
        may_be_told(members.len(), named) && may_be_told(members.len(), known)
    }

    /// The mean of a month: as told before, or told now for the first time.
    fn told(
        &self,
        month: Month,
        end: &MonthEnd,
        remembered: &[usize],
        memory: &mut Memory,
    ) -> Option<i32> {
        if let Some(told) = memory.month(month) {
            return told.filter(|_| self.may_be_told(end, remembered));
        }
        let scored = end.scored.iter().zip(0..).filter(|(scored, _)| **scored);
        let members: Vec<usize> = scored.map(|(_, place)| place).collect();
        if !self.may_be_told(end, &members) {
            return None;
        }
        let mean = mean(end.sum, members.len())?;
        let ids = members.iter().filter_map(|place| Some(self.files.get(*place)?.id()));
        memory.remember(month, mean, ids);
        Some(mean)
    }

    /// Who was in the means of the months told before, by month.
    fn remembered(&self, memory: &Memory) -> BTreeMap<Month, Vec<usize>> {
        let places: HashMap<&str, usize> =
            self.files.iter().map(|file| file.id()).zip(0..).collect();
        let mut months: BTreeMap<Month, Vec<usize>> = BTreeMap::new();
        for (id, spans) in memory.members() {
            // Whoever takes part no more is not remembered any more either.
            let Some(place) = places.get(id) else { continue };
            for (first, last) in spans {
                for offset in 0..=first.months_until(*last) {
                    months.entry(first.plus(offset)).or_default().push(*place);
                }
            }
        }
        months
    }
}

/// The village's figures, and the memory with the months now published in it.
pub(super) fn figures<'r>(
    part: &'r [&'r ResidentFile<'r>],
    as_of: Day,
    listed: &[Listed<'r>],
    memory: &Memory,
) -> (Village, Memory) {
    let ids: BTreeSet<&str> = part.iter().map(|file| file.id()).collect();
    let board: HashSet<&str> = listed.iter().map(|it| it.file.id()).collect();
    let on_board = |file: &&ResidentFile<'_>| board.contains(file.id());
    let group = Group {
        files: part,
        board: part.iter().map(on_board).collect(),
        sharing: part
            .iter()
            .map(|file| on_board(file) && file.agrees(Scope::History, as_of))
            .collect(),
    };
    let mut memory = memory.without_those_who_left(&ids);
    let remembered = group.remembered(&memory);
    let mut means: BTreeMap<Month, i32> = BTreeMap::new();
    for (month, end) in month_ends(part, as_of) {
        let members = remembered.get(&month).map_or(&[][..], Vec::as_slice);
        if let Some(mean) = group.told(month, &end, members, &mut memory) {
            means.insert(month, mean);
        }
    }
    let village = Village {
        taking_part: may_be_told(part.len(), board.len()).then(|| to_five(part.len())),
        deeds_this_month: deeds_this_month(&group, as_of),
        ..with_means(means, Some(last_month(as_of)))
    };
    (village, memory)
}

/// A column of means from the first that is told to `last`.
pub(super) fn with_means(means: BTreeMap<Month, i32>, last: Option<Month>) -> Village {
    let first = means.keys().next().copied();
    let column = first.zip(last).map(|(first, last)| {
        let months = 0..=first.months_until(last);
        months.map(|offset| means.get(&first.plus(offset)).copied()).collect()
    });
    Village { first, means: column.unwrap_or_default(), ..Village::default() }
}

/// Every month that is over, with the scores at its end of those who take part now.
fn month_ends(part: &[&ResidentFile<'_>], as_of: Day) -> BTreeMap<Month, MonthEnd> {
    let last = last_month(as_of);
    let mut months: BTreeMap<Month, MonthEnd> = BTreeMap::new();
    for (place, file) in part.iter().enumerate() {
        let Some(first) = file.first_day().map(Day::month).filter(|it| *it <= last)
        else {
            continue;
        };
        let history = file.history(first.last_day(), last.last_day());
        for (offset, score) in (0..).zip(at_month_ends(&history, first, last)) {
            let Some(score) = score else { continue };
            let nobody =
                || MonthEnd { sum: Points::ZERO, scored: vec![false; part.len()] };
            let end = months.entry(first.plus(offset)).or_insert_with(nobody);
            end.sum = end.sum + score;
            if let Some(scored) = end.scored.get_mut(place) {
                *scored = true;
            }
        }
    }
    months
}

fn deeds_this_month(group: &Group<'_>, as_of: Day) -> Option<u32> {
    let (mut deeds, mut doers, mut named) = (0, 0, 0);
    for (file, on_board) in group.files.iter().zip(&group.board) {
        let of_month = |date: Day| date.month() == as_of.month();
        let count = good_deeds(file, as_of).filter(|(date, ..)| of_month(*date)).count();
        if count > 0 {
            deeds += count;
            doers += 1;
            let thanked =
                agrees_to_the_board(file, as_of) && file.agrees(Scope::Thanks, as_of);
            named += usize::from(thanked && *on_board);
        }
    }
    may_be_told(doers, named).then(|| to_five(deeds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_ten_with_none_or_ten_unnamed() {
        let check =
            |all, named, told| assert_eq!(may_be_told(all, named), told, "{all} {named}");
        check(9, 0, false);
        check(9, 9, false);
        check(10, 0, true);
        check(10, 10, true);
        check(10, 1, false);
        check(20, 10, true);
        check(20, 11, false);
        check(20, 19, false);
        check(20, 20, true);
    }

    #[test]
    fn means_are_whole_and_counts_are_fives() {
        assert_eq!(mean(Points::from_hundredths(6_549), 1), Some(65));
        assert_eq!(mean(Points::from_hundredths(6_550), 1), Some(66));
        assert_eq!(mean(Points::whole(-131), 2), Some(-65));
        assert_eq!(mean(Points::ZERO, 0), None);
        assert_eq!([0, 2, 3, 7, 8, 962].map(to_five), [0, 0, 5, 5, 10, 960]);
    }
}
