//! What is said of single residents, all of whom agreed to it.

use hallboard_score::{Day, HistoryPoint, Month, Points, Register, ResidentFile, Scope};

use super::{Listed, agrees_to_the_board};
use crate::snapshot::{History, Residents, Step, Thanks};

/// A resident's points on the day of publication and how they step after it.
pub(super) struct Row {
    points: Points,
    steps: Vec<(Day, Option<Points>)>,
}

/// The residents on the board, by name.
pub(super) fn listed<'r>(
    files: &'r [ResidentFile<'r>],
    as_of: Day,
    last_day: Day,
) -> Vec<Listed<'r>> {
    let agreed = files.iter().filter(|file| agrees_to_the_board(file, as_of));
    let mut listed: Vec<Listed<'r>> = agreed
        .filter_map(|file| row(file, as_of, last_day).map(|row| Listed { file, row }))
        .collect();
    listed.sort_by(|a, b| {
        let key = |it: &Listed<'r>| (it.row.points, it.file.id().to_owned());
        a.file.name().cmp(b.file.name()).then_with(|| key(a).cmp(&key(b)))
    });
    listed
}

/// Whether somebody at those points stands below the start on that day.
fn below_base(register: &Register<'_>, points: Points, on: Day) -> bool {
    register.book(on).is_none_or(|book| book.score(points) < book.score.base)
}

fn row(file: &ResidentFile<'_>, as_of: Day, last_day: Day) -> Option<Row> {
    let register = file.register();
    let mut history = file.points_history(as_of, last_day).into_iter();
    let (_, points) = history.next()?;
    let points = points.filter(|points| !below_base(register, *points, as_of))?;
    // A new base can end a listing on a day on which the points stay as they are.
    let mut turns: Vec<(Day, Option<Points>)> = history.collect();
    for day in register.rulebook_days().filter(|day| *day > as_of && *day <= last_day) {
        if !turns.iter().any(|(turn, _)| *turn == day) {
            turns.push((day, file.points(day)));
        }
    }
    turns.sort_by_key(|(day, _)| *day);
    // Where the scale ends at the base, less than none is the same as none.
    let shown = |points: Points| points.max(Points::ZERO);
    let points = shown(points);
    let mut steps = Vec::new();
    let mut before = points;
    for (day, after) in turns {
        let new_rules = register.rulebook_days().any(|from| from == day);
        // Between rulebooks only a deduction that lapses can raise the points: the
        // row ends there, so that no byte tells of it.
        let told = after
            .filter(|after| !below_base(register, *after, day))
            .map(shown)
            .filter(|after| new_rules || *after <= before);
        let Some(after) = told else {
            steps.push((day, None));
            break;
        };
        if after != before {
            steps.push((day, Some(after)));
            before = after;
        }
    }
    Some(Row { points, steps })
}

/// The number of a row, as columns count them.
fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

pub(super) fn columns(listed: &[Listed<'_>]) -> Residents {
    let steps = listed.iter().enumerate().flat_map(|(row, it)| {
        it.row.steps.iter().map(move |(day, points)| Step(number(row), *day, *points))
    });
    let mut steps: Vec<Step> = steps.collect();
    steps.sort_by_key(|Step(row, day, _)| (*day, *row));
    Residents {
        names: listed.iter().map(|it| it.file.name().to_owned()).collect(),
        points: listed.iter().map(|it| it.row.points).collect(),
        steps,
    }
}

/// The last month that is over on a day, as month ends go.
pub(super) fn last_month(as_of: Day) -> Month {
    as_of.month().plus(-1)
}

/// The scores at the ends of `first..=last`, read off a history that starts no later.
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

/// Month-end scores as they are shown: held at the base of their day, so that a month
/// below it looks like a month at it.
fn shown_months(
    file: &ResidentFile<'_>,
    first: Month,
    last: Month,
) -> Vec<Option<Points>> {
    let history = file.history(first.last_day(), last.last_day());
    let scores = at_month_ends(&history, first, last).into_iter();
    let months = (0..).map(|offset| first.plus(offset));
    let shown = scores.zip(months).map(|(score, month)| {
        let base = file.register().book(month.last_day()).map(|book| book.score.base);
        score.zip(base).map(|(score, base)| score.max(base))
    });
    shown.collect()
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
    let rows: Vec<(u32, Vec<Option<Points>>)> = sharing()
        .map(|(row, it)| (number(row), shown_months(it.file, first, last)))
        .collect();
    let (residents, scores) = rows.into_iter().unzip();
    History { first: Some(first), residents, scores }
}

/// The day three months before, or the last of its month.
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

/// The deeds that give somebody points: day, rule, points.
pub(super) fn good_deeds<'r>(
    file: &ResidentFile<'r>,
    as_of: Day,
) -> impl Iterator<Item = (Day, &'r str, Points)> {
    file.counting_deeds(as_of).filter(|(_, _, points)| *points > Points::ZERO)
}
