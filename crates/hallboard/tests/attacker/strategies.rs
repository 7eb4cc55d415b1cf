//! The attacker's strategies. Each sees the public bytes of all days and nothing else.

use std::collections::BTreeSet;

use crate::claims::{Claim, Question};
use crate::view::{Figures, View};

/// One way of attacking.
pub(crate) struct Strategy {
    pub(crate) name: &'static str,
    pub(crate) question: Question,
    pub(crate) find: fn(&[View]) -> BTreeSet<Claim>,
    /// Whether it must not do better than guessing.
    pub(crate) is_bound: bool,
    /// Whether it must do better than guessing against the careless publisher.
    pub(crate) succeeds_on_careless: bool,
}

const fn strategy(
    name: &'static str,
    question: Question,
    find: fn(&[View]) -> BTreeSet<Claim>,
) -> Strategy {
    Strategy { name, question, find, is_bound: true, succeeds_on_careless: false }
}

impl Strategy {
    /// It must succeed against the careless publisher.
    const fn works(self) -> Strategy {
        Strategy { succeeds_on_careless: true, ..self }
    }

    /// It finds what is public or is known not to be hidden yet: its figures are printed
    /// only.
    const fn printed(self) -> Strategy {
        Strategy { is_bound: false, ..self }
    }
}

pub(crate) const STRATEGIES: &[Strategy] = &[
    strategy("row fell", Question::DeductionBegan, row_fell).works(),
    strategy("row vanished", Question::HasDeduction, row_vanished),
    strategy("row vanished and came back", Question::HasDeduction, row_came_back),
    strategy("row ends by a later step", Question::HasDeduction, row_ends).works(),
    strategy("row rose, no thanks, no stars", Question::DeductionEnded, row_rose).works(),
    strategy("row rises by a lapse", Question::DeductionEnded, row_rises_by_lapse)
        .works(),
    strategy("thanked, but rose by less", Question::DeductionInMonth, rose_by_less),
    strategy("points below thanks", Question::HasDeduction, points_below_thanks).works(),
    strategy("history falls", Question::DeductionInMonth, history_falls),
    strategy("namesakes rose", Question::DeductionBegan, namesakes_rose),
    strategy("neighbours rose with stars", Question::DeductionBegan, neighbours_rose),
    strategy("mean below shared histories", Question::HasDeduction, mean_residual),
    strategy("deeds fell, and the row", Question::DeductionInMonth, deeds_fell),
    strategy("cell shows fewer than three", Question::LowStars, shows_low).works(),
    strategy("unmarked cell", Question::LowStars, unmarked).printed(),
    strategy("cell lost its stars", Question::LowStars, lost_stars).printed(),
    strategy(
        "unseen cell, others lost stars",
        Question::LowStarsUnseen,
        unseen_others_lost,
    ),
    strategy(
        "unseen cell, others are high",
        Question::LowStarsUnseen,
        unseen_others_high,
    ),
    strategy("row fell as stars were lost", Question::LivesWithLowStars, fell_with_stars)
        .printed(),
    strategy("row vanished", Question::LeftWholly, vanished),
    strategy("vanished as sealed files fell", Question::LeftWholly, vanished_sealed)
        .works(),
    strategy("vanished as past figures changed", Question::LeftWholly, vanished_figures)
        .works(),
    strategy("vanished, month's count fell", Question::LeftWholly, vanished_count_fell),
    strategy("vanished, mean moved away", Question::LeftWholly, vanished_mean_moved),
    strategy("sealed files fell", Question::HiddenLeft, sealed_fell).works(),
    strategy("past figures changed", Question::HiddenLeft, figures_changed).works(),
    strategy("sealed files rose", Question::HiddenJoined, sealed_rose).works(),
    strategy("month's count less the rows fell", Question::FewerHidden, count_fell)
        .printed(),
    strategy("new row at the start", Question::JoinedNow, new_at_start).printed(),
];

/// The possible claims for a question, in groups within which guessing is uniform.
pub(crate) fn candidates(question: Question, views: &[View]) -> Vec<BTreeSet<Claim>> {
    let whole_run = |claims: BTreeSet<Claim>| vec![claims];
    let last = views.len() - 1;
    match question {
        Question::DeductionBegan
        | Question::DeductionEnded
        | Question::HasDeduction
        | Question::LivesWithLowStars => pairs(views).map(|pair| pair.rows()).collect(),
        Question::DeductionInMonth => new_months(views).map(|pair| pair.rows()).collect(),
        Question::LowStars => (1..=last).map(|day| low_cells(day, &views[day])).collect(),
        Question::LowStarsUnseen => whole_run(unseen(views)),
        Question::LeftWholly => whole_run(vanished(views)),
        Question::JoinedNow => whole_run(appeared(views)),
        Question::HiddenLeft | Question::HiddenJoined => {
            whole_run((1..=last).map(|day| (day, 0, 0)).collect())
        }
        Question::FewerHidden => {
            whole_run(new_months(views).map(|pair| (pair.day, 0, 0)).collect())
        }
    }
}

/// A day's publication and that of the day before.
struct Pair<'v> {
    day: usize,
    before: &'v View,
    now: &'v View,
}

fn pairs(views: &[View]) -> impl Iterator<Item = Pair<'_>> {
    (1..).zip(views.windows(2)).map(|(day, two)| {
        let [before, now] = two else { unreachable!("windows of two") };
        Pair { day, before, now }
    })
}

/// The first publication of each month.
fn new_months(views: &[View]) -> impl Iterator<Item = Pair<'_>> {
    pairs(views).filter(|pair| pair.before.day.month() != pair.now.day.month())
}

impl Pair<'_> {
    /// Rows that exist on both days: the row of the day before, and that of the day.
    fn both(&self) -> impl Iterator<Item = (usize, usize)> {
        let followed = self.now.followed();
        followed.filter_map(|(row, name)| Some((self.before.row(name)?, row)))
    }

    fn rows(&self) -> BTreeSet<Claim> {
        self.both().map(|(_, row)| (self.day, row, 0)).collect()
    }

    fn gain(&self, (before, now): (usize, usize)) -> i64 {
        self.now.points[now] - self.before.points[before]
    }

    fn gone(&self) -> impl Iterator<Item = usize> {
        let followed = self.before.followed();
        followed
            .filter(|(_, name)| !self.now.names.iter().any(|it| it == name))
            .map(|it| it.0)
    }

    /// The points of a row's new thanks since the day before.
    fn new_thanks(&self, (before, now): (usize, usize)) -> i64 {
        let before = self.before.thanked(before);
        let now = self.now.thanked(now);
        now.difference(&before).map(|(_, points)| points).sum()
    }

    /// The households whose stars changed since the day before, with the points gained and
    /// whether the cell lost all the stars it showed.
    fn star_changes(&self) -> Vec<StarChange> {
        let mut changes = Vec::new();
        for (category, column) in self.now.stars.iter().enumerate() {
            for (household, stars) in column.iter().copied().enumerate() {
                let Some(before) = self.before.household(&self.now.labels[household])
                else {
                    continue;
                };
                let Some(before) = self.before.stars.get(category).map(|it| it[before])
                else {
                    continue;
                };
                if before != stars {
                    let gain = self.now.worth(category, stars)
                        - self.now.worth(category, before);
                    let is_lost = before >= 3 && stars < 3;
                    changes.push(StarChange { category, household, gain, is_lost });
                }
            }
        }
        changes
    }

    /// Whether a published figure of an earlier month has changed or disappeared.
    fn figures_changed(&self) -> bool {
        let nothing = Figures::default();
        let months = self.before.village.iter();
        let now = |month| self.now.village.get(month).unwrap_or(&nothing);
        // Months cut off at the beginning of the list do not count.
        let first = self.now.village.keys().next();
        months.filter(|(month, _)| first <= Some(*month)).any(|(it, was)| now(it) != was)
    }
}

struct StarChange {
    category: usize,
    household: usize,
    gain: i64,
    is_lost: bool,
}

/// Claims about rows that exist on both of two days.
fn rows_where(
    views: &[View],
    mut is_named: impl FnMut(&Pair<'_>, (usize, usize)) -> bool,
) -> BTreeSet<Claim> {
    let mut claims = BTreeSet::new();
    for pair in pairs(views) {
        for rows in pair.both() {
            if is_named(&pair, rows) {
                claims.insert((pair.day, rows.1, 0));
            }
        }
    }
    claims
}

fn row_fell(views: &[View]) -> BTreeSet<Claim> {
    rows_where(views, |pair, rows| pair.gain(rows) < 0)
}

/// The claim is about the last day on which the row existed.
fn row_vanished(views: &[View]) -> BTreeSet<Claim> {
    pairs(views)
        .flat_map(|pair| {
            pair.gone().map(|row| (pair.day - 1, row, 0)).collect::<Vec<_>>()
        })
        .collect()
}

fn row_came_back(views: &[View]) -> BTreeSet<Claim> {
    let mut claims = row_vanished(views);
    claims.retain(|(day, row, _)| {
        let name = &views[*day].names[*row];
        views[day + 1..].iter().any(|view| view.row(name).is_some())
    });
    claims
}

/// Format 1 ended rows where something would have revealed a deduction. Each row is claimed
/// once, when its end is first seen.
fn row_ends(views: &[View]) -> BTreeSet<Claim> {
    let mut seen = BTreeSet::new();
    let mut claims = BTreeSet::new();
    for (day, view) in views.iter().enumerate().skip(1) {
        for (row, _, points) in &view.steps {
            if points.is_none() && seen.insert(&view.names[*row]) {
                claims.insert((day, *row, 0));
            }
        }
    }
    claims
}

fn row_rose(views: &[View]) -> BTreeSet<Claim> {
    rows_where(views, |pair, rows| {
        let gain = pair.gain(rows);
        let stars = pair.star_changes();
        gain > 0 && pair.new_thanks(rows) == 0 && !stars.iter().any(|it| it.gain == gain)
    })
}

/// Deductions lapse at the ends of months.
fn row_rises_by_lapse(views: &[View]) -> BTreeSet<Claim> {
    let mut claims = row_rose(views);
    claims.retain(|(day, ..)| views[*day].day.day_of_month() == 1);
    claims
}

/// Compares the first day of a month with the last, because nothing lapses between them.
fn rose_by_less(views: &[View]) -> BTreeSet<Claim> {
    let mut claims = BTreeSet::new();
    for pair in new_months(views) {
        let month = pair.before.day.month();
        let Some(first) = views.iter().find(|view| view.day.month() == month) else {
            continue;
        };
        let month = Pair { day: pair.day, before: first, now: pair.before };
        for rows in month.both() {
            let thanks = month.new_thanks(rows);
            let row = pair.now.row(&pair.before.names[rows.1]);
            if thanks > 0 && month.gain(rows) < thanks {
                claims.extend(row.map(|row| (pair.day, row, 0)));
            }
        }
    }
    claims
}

/// Each row is claimed once, on the first day that fits.
fn points_below_thanks(views: &[View]) -> BTreeSet<Claim> {
    let mut seen = BTreeSet::new();
    let mut claims = BTreeSet::new();
    for (day, view) in views.iter().enumerate().skip(1) {
        for (row, name) in view.followed() {
            let thanks: i64 = view.thanked(row).iter().map(|it| it.1).sum();
            if view.points[row] < thanks && seen.insert(name) {
                claims.insert((day, row, 0));
            }
        }
    }
    claims
}

fn history_falls(views: &[View]) -> BTreeSet<Claim> {
    let mut claims = BTreeSet::new();
    for pair in new_months(views) {
        for (row, scores) in &pair.now.history {
            if let [.., Some(before), Some(last)] = scores[..]
                && last < before
            {
                claims.insert((pair.day, *row, 0));
            }
        }
    }
    claims
}

fn surname(view: &View, row: usize) -> Option<char> {
    view.names[row].chars().next()
}

fn namesakes_rose(views: &[View]) -> BTreeSet<Claim> {
    let mut claims = BTreeSet::new();
    for pair in pairs(views) {
        let rose = pair.both().filter(|rows| pair.gain(*rows) > 0);
        let surnames: BTreeSet<_> = rose.map(|(_, row)| surname(pair.now, row)).collect();
        let others = pair.both().filter(|rows| {
            pair.gain(*rows) <= 0 && surnames.contains(&surname(pair.now, rows.1))
        });
        claims.extend(others.map(|(_, row)| (pair.day, row, 0)));
    }
    claims
}

/// Residents who rise by exactly what a household's new stars give probably live there;
/// their namesakes who do not rise may have lost as much.
fn neighbours_rose(views: &[View]) -> BTreeSet<Claim> {
    let mut claims = BTreeSet::new();
    for pair in pairs(views) {
        let gains: BTreeSet<i64> =
            pair.star_changes().iter().map(|it| it.gain).filter(|it| *it > 0).collect();
        let there = pair.both().filter(|rows| gains.contains(&pair.gain(*rows)));
        let surnames: BTreeSet<_> =
            there.map(|(_, row)| surname(pair.now, row)).collect();
        let others = pair.both().filter(|rows| {
            !gains.contains(&pair.gain(*rows))
                && surnames.contains(&surname(pair.now, rows.1))
        });
        claims.extend(others.map(|(_, row)| (pair.day, row, 0)));
    }
    claims
}

/// If the mean lies below that of the shared histories, claims the rows at the start that
/// share no history, on the last day.
fn mean_residual(views: &[View]) -> BTreeSet<Claim> {
    let day = views.len() - 1;
    let view = &views[day];
    let shared: Vec<i64> =
        view.history.values().filter_map(|it| it.last().copied().flatten()).collect();
    let count = i64::try_from(shared.len()).unwrap();
    let mean = view.newest().and_then(|(_, figures)| figures.mean);
    let is_below =
        count > 0 && mean.is_some_and(|it| it < shared.iter().sum::<i64>() / count);
    let rows = view.followed().filter(|(row, _)| {
        is_below && view.points[*row] == 0 && !view.history.contains_key(row)
    });
    rows.map(|(row, _)| (day, row, 0)).collect()
}

/// If fewer good deeds are counted than in the month before, claims the rows that fell
/// since.
fn deeds_fell(views: &[View]) -> BTreeSet<Claim> {
    let mut claims = BTreeSet::new();
    for pair in new_months(views) {
        let deeds = |view: &View| view.newest().and_then(|(_, figures)| figures.deeds);
        if deeds(pair.now) >= deeds(pair.before) {
            continue;
        }
        let month = pair.before.day.month();
        let Some(first) = views.iter().find(|view| view.day.month() == month) else {
            continue;
        };
        let fell = pair.both().filter(|(_, row)| {
            let then = first.row(&pair.now.names[*row]);
            then.is_some_and(|then| pair.now.points[*row] < first.points[then])
        });
        claims.extend(fell.map(|(_, row)| (pair.day, row, 0)));
    }
    claims
}

fn low_cells(day: usize, view: &View) -> BTreeSet<Claim> {
    let columns = view.stars.iter().enumerate();
    let cells = columns.flat_map(|(category, column)| {
        let low = column.iter().enumerate().filter(|(_, stars)| **stars < 3);
        low.map(move |(household, _)| (day, category, household))
    });
    cells.collect()
}

/// Of the last day.
fn shows_low(views: &[View]) -> BTreeSet<Claim> {
    let day = views.len() - 1;
    let mut cells = low_cells(day, &views[day]);
    cells.retain(|(_, category, household)| views[day].stars[*category][*household] > 0);
    cells
}

/// Of the last day.
fn unmarked(views: &[View]) -> BTreeSet<Claim> {
    let day = views.len() - 1;
    low_cells(day, &views[day])
}

fn lost_stars(views: &[View]) -> BTreeSet<Claim> {
    let lost = pairs(views).flat_map(|pair| {
        let changes = pair.star_changes().into_iter().filter(|it| it.is_lost);
        changes.map(move |it| (pair.day, it.category, it.household)).collect::<Vec<_>>()
    });
    lost.collect()
}

/// Cells of the last day that never showed stars.
fn unseen(views: &[View]) -> BTreeSet<Claim> {
    let mut cells = unmarked(views);
    let last = &views[views.len() - 1];
    cells.retain(|(_, category, household)| {
        views.iter().all(|view| {
            let place = view.household(&last.labels[*household]);
            let stars = place.and_then(|place| view.stars.get(*category)?.get(place));
            stars.is_none_or(|stars| *stars < 3)
        })
    });
    cells
}

fn unseen_others_lost(views: &[View]) -> BTreeSet<Claim> {
    let last = &views[views.len() - 1];
    let lost: BTreeSet<&str> = pairs(views)
        .flat_map(|pair| {
            let changes = pair.star_changes().into_iter().filter(|it| it.is_lost);
            changes
                .map(move |it| pair.now.labels[it.household].as_str())
                .collect::<Vec<_>>()
        })
        .collect();
    let mut cells = unseen(views);
    cells.retain(|(.., household)| lost.contains(last.labels[*household].as_str()));
    cells
}

fn unseen_others_high(views: &[View]) -> BTreeSet<Claim> {
    let last = &views[views.len() - 1];
    let mut cells = unseen(views);
    cells.retain(|(.., household)| {
        last.stars.iter().any(|column| column[*household] == 5)
    });
    cells
}

/// Rows that fell by exactly the points of the stars that a household lost on that day.
fn fell_with_stars(views: &[View]) -> BTreeSet<Claim> {
    rows_where(views, |pair, rows| {
        let gain = pair.gain(rows);
        let lost = pair.star_changes().into_iter().filter(|it| it.is_lost);
        gain < 0 && lost.map(|it| it.gain).any(|it| it == gain)
    })
}

/// Claims about rows that disappeared.
fn vanished_where(
    views: &[View],
    mut is_named: impl FnMut(&Pair<'_>, usize) -> bool,
) -> BTreeSet<Claim> {
    let mut claims = BTreeSet::new();
    for pair in pairs(views) {
        for row in pair.gone() {
            if is_named(&pair, row) {
                claims.insert((pair.day, row, 0));
            }
        }
    }
    claims
}

fn vanished(views: &[View]) -> BTreeSet<Claim> {
    vanished_where(views, |_, _| true)
}

fn vanished_sealed(views: &[View]) -> BTreeSet<Claim> {
    vanished_where(views, |pair, _| pair.now.sealed < pair.before.sealed)
}

fn vanished_figures(views: &[View]) -> BTreeSet<Claim> {
    vanished_where(views, |pair, _| pair.figures_changed())
}

/// The figures of a day's month as published later, and those of the month before it.
fn around(views: &[View], day: usize) -> Option<(Figures, Figures)> {
    let month = views[day].day.month();
    let last = views.last()?;
    let of = |month| last.village.get(&month).cloned();
    Some((of(month.plus(-1))?, of(month)?))
}

fn vanished_count_fell(views: &[View]) -> BTreeSet<Claim> {
    vanished_where(views, |pair, _| {
        around(views, pair.day)
            .is_some_and(|(before, now)| now.taking_part < before.taking_part)
    })
}

fn vanished_mean_moved(views: &[View]) -> BTreeSet<Claim> {
    vanished_where(views, |pair, row| {
        let all = &pair.before.points;
        let is_high =
            all[row] * i64::try_from(all.len()).unwrap() > all.iter().sum::<i64>();
        around(views, pair.day).is_some_and(|(before, now)| {
            if is_high { now.mean < before.mean } else { now.mean > before.mean }
        })
    })
}

fn days_where(views: &[View], is_named: impl Fn(&Pair<'_>) -> bool) -> BTreeSet<Claim> {
    pairs(views).filter(is_named).map(|pair| (pair.day, 0, 0)).collect()
}

fn sealed_fell(views: &[View]) -> BTreeSet<Claim> {
    days_where(views, |pair| pair.now.sealed < pair.before.sealed)
}

fn sealed_rose(views: &[View]) -> BTreeSet<Claim> {
    days_where(views, |pair| pair.now.sealed > pair.before.sealed)
}

/// Without a row that disappeared: the resident who left was not listed.
fn figures_changed(views: &[View]) -> BTreeSet<Claim> {
    days_where(views, |pair| pair.figures_changed() && pair.gone().next().is_none())
}

/// The month's count fell by more than the number of rows.
fn count_fell(views: &[View]) -> BTreeSet<Claim> {
    let mut claims = BTreeSet::new();
    for pair in new_months(views) {
        let month = pair.before.day.month();
        let of_month: Vec<&View> =
            views.iter().filter(|view| view.day.month() == month).collect();
        let rows = |view: &View| i64::try_from(view.names.len()).unwrap();
        let change = rows(of_month[of_month.len() - 1]) - rows(of_month[0]);
        if around(views, pair.day - 1).is_some_and(|(before, now)| {
            let counts = now.taking_part.zip(before.taking_part);
            counts.is_some_and(|(now, before)| now - before < change)
        }) {
            claims.insert((pair.day, 0, 0));
        }
    }
    claims
}

fn appeared(views: &[View]) -> BTreeSet<Claim> {
    let mut claims = BTreeSet::new();
    for pair in pairs(views) {
        let new = pair
            .now
            .followed()
            .filter(|(_, name)| !pair.before.names.iter().any(|it| it == name));
        claims.extend(new.map(|(row, _)| (pair.day, row, 0)));
    }
    claims
}

fn new_at_start(views: &[View]) -> BTreeSet<Claim> {
    let mut claims = appeared(views);
    claims.retain(|(day, row, _)| views[*day].points[*row] == 0);
    claims
}
