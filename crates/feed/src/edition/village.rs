//! Figures about groups over completed months: only where they reveal nothing about a
//! single person, and each as first published.

use std::collections::{BTreeMap, HashSet};

use hallboard_score::{Day, Month, Points, ResidentRecord, Scope};

use super::Listed;
use super::publication_state::{Figures, PublicationState};
use super::residents::{at_month_ends, good_deeds, last_month};
use crate::snapshot::Village;

/// The smallest group over which a figure is published.
const SMALLEST_GROUP: usize = 10;

/// The smallest group whose mean is published to a tenth of a point.
const SMALLEST_FOR_TENTHS: usize = 30;

/// Whether a figure over a group of `all` may be published, if the contributions of
/// `named` of them are published by name.
fn is_publishable(all: usize, named: usize) -> bool {
    let rest = all.saturating_sub(named);
    all >= SMALLEST_GROUP && (rest == 0 || rest >= SMALLEST_GROUP)
}

/// A count to the nearest five.
fn to_five(count: usize) -> u32 {
    u32::try_from((count + 2) / 5 * 5).unwrap_or(u32::MAX)
}

/// A mean in tenths of a point, halves rounded up: to the nearest tenth for
/// [`SMALLEST_FOR_TENTHS`] people or more, else to the nearest whole point.
fn mean_tenths(sum: Points, count: usize) -> Option<i32> {
    // The rounding unit in hundredths: a tenth or a whole point.
    let unit = if count >= SMALLEST_FOR_TENTHS { 10 } else { 100 };
    let count = i64::try_from(count).ok().filter(|count| *count > 0)?;
    let divisor = count.checked_mul(unit)?;
    let doubled = sum.hundredths().checked_mul(2)?.checked_add(divisor)?;
    let rounded = doubled.div_euclid(divisor.checked_mul(2)?);
    i32::try_from(rounded.checked_mul(unit / 10)?).ok()
}

/// All residents who take part on a day, by id.
pub(super) fn taking_part<'r>(
    files: &'r [ResidentRecord<'r>],
    on: Day,
) -> Vec<&'r ResidentRecord<'r>> {
    files.iter().filter(|file| file.points(on).is_some()).collect()
}

/// A resident who takes part, and which data about them the publication contains by name.
struct Member<'r> {
    file: &'r ResidentRecord<'r>,
    is_listed: bool,
    shares_history: bool,
    is_thanked: bool,
}

impl<'r> Member<'r> {
    fn new(file: &'r ResidentRecord<'r>, is_listed: bool, as_of: Day) -> Member<'r> {
        let agrees = |scope| is_listed && file.agrees(scope, as_of);
        Member {
            file,
            is_listed,
            shares_history: agrees(Scope::History),
            is_thanked: agrees(Scope::Thanks),
        }
    }
}

/// The scores of a group at the end of a month.
#[derive(Default)]
struct MonthEnd {
    sum: Points,
    scored: usize,
    /// The number of those whose score of this month is published by name.
    shared: usize,
    /// The number of those who are listed by name.
    listed: usize,
}

impl MonthEnd {
    fn mean_tenths(&self) -> Option<i32> {
        let publishable = is_publishable(self.scored, self.shared)
            && is_publishable(self.scored, self.listed);
        mean_tenths(self.sum, self.scored).filter(|_| publishable)
    }

    fn taking_part(&self) -> Option<u32> {
        is_publishable(self.scored, self.listed).then(|| to_five(self.scored))
    }
}

/// The village's figures, and the state with the newly published months.
pub(super) fn figures(
    part: &[&ResidentRecord<'_>],
    as_of: Day,
    listed: &[Listed<'_>],
    state: &PublicationState,
) -> (Village, PublicationState) {
    let on_board: HashSet<&str> = listed.iter().map(|it| it.file.id()).collect();
    let members: Vec<Member<'_>> = part
        .iter()
        .map(|file| Member::new(file, on_board.contains(file.id()), as_of))
        .collect();
    let last = last_month(as_of);
    let mut state = state.clone();
    for (month, end) in month_ends(&members, last) {
        // Counts of earlier months would only include the people who are still here.
        let is_last = month == last;
        state.record(
            month,
            Figures {
                mean_tenths: end.mean_tenths(),
                taking_part: end.taking_part().filter(|_| is_last),
                deeds: deeds_in(&members, month, as_of).filter(|_| is_last),
            },
        );
    }
    (columns(&state, last), state)
}

/// The figures of a state in columns, from the first month with any figure to `last`.
pub(super) fn columns(state: &PublicationState, last: Month) -> Village {
    let mut months: BTreeMap<Month, Figures> = state.months().collect();
    months.retain(|month, figures| *month <= last && *figures != Figures::default());
    let Some(first) = months.keys().next().copied() else { return Village::default() };
    let figures: Vec<Figures> = (0..=first.months_until(last))
        .map(|offset| months.get(&first.plus(offset)).copied().unwrap_or_default())
        .collect();
    let mean = |it: &Figures| {
        it.mean_tenths.map(|tenths| Points::from_hundredths(i64::from(tenths) * 10))
    };
    Village {
        first: Some(first),
        means: figures.iter().map(mean).collect(),
        taking_part: figures.iter().map(|it| it.taking_part).collect(),
        deeds: figures.iter().map(|it| it.deeds).collect(),
    }
}

/// All months up to `last` in which somebody had a score, with the scores at their ends.
fn month_ends(members: &[Member<'_>], last: Month) -> BTreeMap<Month, MonthEnd> {
    let mut months: BTreeMap<Month, MonthEnd> = BTreeMap::new();
    for member in members {
        let first = member.file.first_day().map(Day::month);
        let Some(first) = first.filter(|first| *first <= last) else { continue };
        let history = member.file.history(first.last_day(), last.last_day());
        for (offset, score) in (0..).zip(at_month_ends(&history, first, last)) {
            let Some(score) = score else { continue };
            let end = months.entry(first.plus(offset)).or_default();
            end.sum = end.sum + score;
            end.scored += 1;
            end.shared += usize::from(member.shares_history);
            end.listed += usize::from(member.is_listed);
        }
    }
    months
}

/// The number of good deeds in a month, as they count on the day of publication.
fn deeds_in(members: &[Member<'_>], month: Month, as_of: Day) -> Option<u32> {
    let (mut deeds, mut doers, mut thanked) = (0, 0, 0);
    for member in members {
        let of_month = |date: Day| date.month() == month;
        let count =
            good_deeds(member.file, as_of).filter(|(date, ..)| of_month(*date)).count();
        if count > 0 {
            deeds += count;
            doers += 1;
            thanked += usize::from(member.is_thanked);
        }
    }
    is_publishable(doers, thanked).then(|| to_five(deeds))
}

/// The rewards handed out in a month and not taken back, to the nearest five; `None` where
/// the group of those who got one is too small.
pub(super) fn rewards_in(
    part: &[&ResidentRecord<'_>],
    month: Month,
    as_of: Day,
) -> Option<u32> {
    let (mut rewards, mut people) = (0, 0);
    for file in part {
        let redeemed = file.redeemed_by(as_of);
        let of_month = redeemed
            .iter()
            .filter(|it| it.entry.date.month() == month)
            .filter(|it| it.back.is_none());
        let count = of_month.count();
        rewards += count;
        people += usize::from(count > 0);
    }
    is_publishable(people, 0).then(|| to_five(rewards))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_ten_with_none_or_ten_unnamed() {
        let check = |all, named, expected| {
            assert_eq!(is_publishable(all, named), expected, "{all} {named}");
        };
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
    fn means_are_to_a_tenth_of_thirty_and_to_a_point_of_fewer() {
        let check = |hundredths, count, expected| {
            let mean = mean_tenths(Points::from_hundredths(hundredths), count);
            assert_eq!(mean, expected, "{hundredths} / {count}");
        };
        check(6_549, 1, Some(650));
        check(6_550, 1, Some(660));
        check(-13_100, 2, Some(-650));
        check(0, 0, None);
        check(29 * 6_549, 29, Some(650));
        check(30 * 6_544, 30, Some(654));
        check(30 * 6_545, 30, Some(655));
        check(30 * 6_545 - 1, 30, Some(654));
        assert_eq!([0, 2, 3, 7, 8, 962].map(to_five), [0, 0, 5, 5, 10, 960]);
    }
}
