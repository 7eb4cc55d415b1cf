//! The parts of a snapshot about single residents, all with their consent.

use hallboard_score::{Day, HistoryPoint, Month, Points, ResidentRecord, Scope};

use super::Listed;
use crate::snapshot::{History, Residents, Thanks};

/// The residents on the board, by name. `files` are the records of the recognition
/// ledger.
pub(super) fn listed<'r>(files: &'r [ResidentRecord<'r>], as_of: Day) -> Vec<Listed<'r>> {
    let agreed = files.iter().filter(|file| file.agrees(Scope::Board, as_of));
    let mut listed: Vec<Listed<'r>> = agreed
        .filter_map(|file| Some(Listed { file, points: file.points(as_of)? }))
        .collect();
    listed.sort_by(|a, b| {
        let key = |it: &Listed<'r>| (it.file.name(), it.points, it.file.id());
        key(a).cmp(&key(b))
    });
    listed
}

/// A row index as the columns write it.
fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

pub(super) fn columns(listed: &[Listed<'_>]) -> Residents {
    Residents {
        names: listed.iter().map(|it| it.file.name().to_owned()).collect(),
        points: listed.iter().map(|it| it.points).collect(),
        steps: Vec::new(),
    }
}

/// The last month that is over on a day.
pub(super) fn last_month(as_of: Day) -> Month {
    as_of.month().plus(-1)
}

/// The scores at the ends of the months `first..=last`, from a history that starts no
/// later.
pub(super) fn at_month_ends(
    history: &[HistoryPoint],
    first: Month,
    last: Month,
) -> Vec<Option<Points>> {
    let months = 0..=first.months_until(last);
    let at = |month: Month| {
        let until = history.partition_point(|point| point.date <= month.last_day());
        history.get(until.checked_sub(1)?)?.score
    };
    months.map(|offset| at(first.plus(offset))).collect()
}

pub(super) fn history(listed: &[Listed<'_>], as_of: Day) -> History {
    let last = last_month(as_of);
    let sharing = || {
        let rows = listed.iter().enumerate();
        rows.filter(|(_, it)| it.file.agrees(Scope::History, as_of))
    };
    let Some(first) = sharing().filter_map(|(_, it)| it.file.first_day()).min() else {
        return History::default();
    };
    let first = first.month();
    if first > last {
        return History::default();
    }
    let scores = |file: &ResidentRecord<'_>| {
        let history = file.history(first.last_day(), last.last_day());
        at_month_ends(&history, first, last)
    };
    let (residents, scores) =
        sharing().map(|(row, it)| (number(row), scores(it.file))).unzip();
    History { first: Some(first), residents, scores }
}

/// The same day three months before, or the last day of that month.
fn three_months_before(day: Day) -> Day {
    let month = day.month().plus(-3);
    let last = month.last_day();
    let number = day.day_of_month().min(last.day_of_month());
    Day::new(month.year(), month.number(), number).unwrap_or(last)
}

pub(super) fn thanks(listed: &[Listed<'_>], as_of: Day) -> Thanks {
    let since = three_months_before(as_of);
    let mut rows: Vec<(std::cmp::Reverse<Day>, usize, &str, Points)> = Vec::new();
    for (row, it) in listed.iter().enumerate() {
        if it.file.agrees(Scope::Thanks, as_of) {
            let good = good_deeds(it.file, as_of).filter(|(date, ..)| *date >= since);
            rows.extend(good.map(|(date, deed, points)| {
                (std::cmp::Reverse(date), row, deed, points)
            }));
        }
    }
    rows.sort_unstable();
    Thanks {
        residents: rows.iter().map(|(_, row, ..)| number(*row)).collect(),
        deeds: rows.iter().map(|(_, _, deed, _)| (*deed).to_owned()).collect(),
        dates: rows.iter().map(|(date, ..)| date.0).collect(),
        points: rows.iter().map(|(.., points)| *points).collect(),
    }
}

/// The deeds that give a resident points: day, rule, points.
pub(super) fn good_deeds<'r>(
    file: &ResidentRecord<'r>,
    as_of: Day,
) -> impl Iterator<Item = (Day, &'r str, Points)> {
    file.counting_deeds(as_of).filter(|(_, _, points)| *points > Points::ZERO)
}
