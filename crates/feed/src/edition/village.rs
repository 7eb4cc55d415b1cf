//! Figures over groups: only where no one can be told from them.

use std::collections::{BTreeMap, BTreeSet};

use hallboard_score::{Day, Month, Points, Register, Scope};

use super::memory::Memory;
use super::residents::{at_month_ends, good_deeds, last_month, shown_months};
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

/// The ids of all who take part on a day.
pub(super) fn taking_part<'r>(register: &'r Register<'r>, on: Day) -> BTreeSet<&'r str> {
    let part = register.files().filter(|file| file.points(on).is_some());
    part.map(|file| file.id()).collect()
}

/// One month's end: who is in its mean, and who of them is told by name.
#[derive(Default)]
struct MonthEnd<'r> {
    sum: Points,
    members: BTreeSet<&'r str>,
    shown: BTreeSet<&'r str>,
}

impl MonthEnd<'_> {
    /// `board`: who is listed on the board now, and so may have been then.
    fn may_be_told(&self, board: &BTreeSet<&str>) -> bool {
        let shown = self.members.intersection(&self.shown).count();
        let known = self.members.iter();
        let known =
            known.filter(|id| self.shown.contains(*id) || board.contains(*id)).count();
        may_be_told(self.members.len(), shown) && may_be_told(self.members.len(), known)
    }
}

/// The village's figures, and the memory with the months now published in it.
pub(super) fn figures<'r>(
    register: &'r Register<'r>,
    as_of: Day,
    listed: &[Listed<'r>],
    memory: &Memory,
) -> (Village, Memory) {
    let part = taking_part(register, as_of);
    let board: BTreeSet<&str> = listed.iter().map(|it| it.file.id()).collect();
    let mut memory = memory.without_those_who_left(&part);
    let months = month_ends(register, as_of, &part, listed);
    let mut means: BTreeMap<Month, i32> = BTreeMap::new();
    for (month, end) in &months {
        if let Some(mean) = memory.told(*month, end, &board) {
            means.insert(*month, mean);
        }
    }
    let village = Village {
        taking_part: may_be_told(part.len(), board.len()).then(|| to_five(part.len())),
        deeds_this_month: deeds_this_month(register, as_of, &board),
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

impl Memory {
    /// The mean of a month: as told before, or told now for the first time.
    fn told(
        &mut self,
        month: Month,
        end: &MonthEnd<'_>,
        board: &BTreeSet<&str>,
    ) -> Option<i32> {
        let members = self.members_of(month);
        match self.month(month) {
            Some(told) => {
                let end = MonthEnd {
                    members: members.iter().map(String::as_str).collect(),
                    shown: end.shown.clone(),
                    sum: end.sum,
                };
                told.filter(|_| end.may_be_told(board))
            }
            None if end.may_be_told(board) => {
                let mean = mean(end.sum, end.members.len())?;
                self.remember(month, mean, &end.members);
                Some(mean)
            }
            None => None,
        }
    }
}

/// Every month that is over, with those who took part at its end and do now.
fn month_ends<'r>(
    register: &'r Register<'r>,
    as_of: Day,
    part: &BTreeSet<&str>,
    listed: &[Listed<'r>],
) -> BTreeMap<Month, MonthEnd<'r>> {
    let last = last_month(as_of);
    let sharing: BTreeSet<&str> = listed
        .iter()
        .filter(|it| it.file.agrees(Scope::History, as_of))
        .map(|it| it.file.id())
        .collect();
    let mut months: BTreeMap<Month, MonthEnd<'r>> = BTreeMap::new();
    for file in register.files().filter(|file| part.contains(file.id())) {
        let Some(first) = file.first_day().map(Day::month).filter(|it| *it <= last)
        else {
            continue;
        };
        let history = file.history(first.last_day(), last.last_day());
        let shown = if sharing.contains(file.id()) {
            shown_months(register, &file, first, last)
        } else {
            Vec::new()
        };
        for (offset, score) in (0..).zip(at_month_ends(&history, first, last)) {
            let Some(score) = score else { continue };
            let end = months.entry(first.plus(offset)).or_default();
            end.sum = end.sum + score;
            end.members.insert(file.id());
            let place = usize::try_from(offset).unwrap_or(usize::MAX);
            if shown.get(place).is_some_and(Option::is_some) {
                end.shown.insert(file.id());
            }
        }
    }
    months
}

fn deeds_this_month(
    register: &Register<'_>,
    as_of: Day,
    board: &BTreeSet<&str>,
) -> Option<u32> {
    let (mut deeds, mut doers, mut named) = (0, 0, 0);
    for file in register.files().filter(|file| file.points(as_of).is_some()) {
        let of_month = |date: Day| date.month() == as_of.month();
        let count = good_deeds(&file, as_of).filter(|(date, ..)| of_month(*date)).count();
        if count > 0 {
            deeds += count;
            doers += 1;
            let thanked =
                agrees_to_the_board(&file, as_of) && file.agrees(Scope::Thanks, as_of);
            named += usize::from(thanked && board.contains(file.id()));
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
