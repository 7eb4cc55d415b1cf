//! The score over time, in one sweep over the days on which anything turns.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::day::Day;
use crate::file::ResidentFile;
use crate::points::Points;
use crate::rulebook::Rulebook;

/// A day on which the score is another than the day before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HistoryPoint {
    /// The day.
    pub date: Day,
    /// The score from that day on; `None` without one.
    pub score: Option<Points>,
}

/// The deeds of one rule within one calendar year: no cap reaches further.
struct Bundle<'r> {
    deeds: Range<usize>,
    /// What it adds to each category just now.
    given: BTreeMap<Option<&'r str>, Points>,
}

/// What turns on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// A deed of the bundle starts, lapses, is contested or settled.
    Bundle(usize),
    /// A consent, rulebook, move or rating.
    Frame,
}

struct Sweep<'f, 'r> {
    file: &'f ResidentFile<'r>,
    /// Positions in the file's deeds, by rule, then date.
    order: Vec<usize>,
    bundles: Vec<Bundle<'r>>,
    sums: BTreeMap<Option<&'r str>, Points>,
}

impl<'r> ResidentFile<'r> {
    /// The score on `from`, then each later day up to `to` on which it differs from
    /// the day before; empty if `from` is after `to`.
    #[must_use]
    pub fn history(&self, from: Day, to: Day) -> Vec<HistoryPoint> {
        let mut history: Vec<HistoryPoint> = Vec::new();
        for (date, points, book) in self.sweep(from, to) {
            let score = points.zip(book).map(|(points, book)| book.score(points));
            if history.last().is_none_or(|last| last.score != score) {
                history.push(HistoryPoint { date, score });
            }
        }
        history
    }

    /// As [`ResidentFile::history`], of [`ResidentFile::points`].
    #[must_use]
    pub fn points_history(&self, from: Day, to: Day) -> Vec<(Day, Option<Points>)> {
        let mut history: Vec<(Day, Option<Points>)> = Vec::new();
        for (date, points, _) in self.sweep(from, to) {
            if history.last().is_none_or(|(_, last)| *last != points) {
                history.push((date, points));
            }
        }
        history
    }

    /// The points on `from` and on every later day on which anything turns.
    fn sweep(
        &self,
        from: Day,
        to: Day,
    ) -> Vec<(Day, Option<Points>, Option<&'r Rulebook>)> {
        if from > to {
            return Vec::new();
        }
        let mut sweep = Sweep::new(self);
        let mut turns = sweep.turns(from, to);
        turns.sort_unstable();
        turns.dedup();
        sweep.turn_all(from);
        let mut found = vec![sweep.points_on(from)];
        let mut rest = turns.as_slice();
        while let Some((day, _)) = rest.first().copied() {
            let (today, later) =
                rest.split_at(rest.partition_point(|(it, _)| *it <= day));
            for (_, turn) in today {
                if let Turn::Bundle(bundle) = turn {
                    sweep.turn(*bundle, day);
                }
            }
            found.push(sweep.points_on(day));
            rest = later;
        }
        found
    }
}

impl<'f, 'r> Sweep<'f, 'r> {
    fn new(file: &'f ResidentFile<'r>) -> Sweep<'f, 'r> {
        let deeds = &file.deeds;
        let mut order: Vec<usize> = (0..deeds.len()).collect();
        let key =
            |it: &usize| deeds.get(*it).map(|deed| (deed.deed, deed.entry.date.year()));
        order.sort_by_key(key);
        let mut bundles: Vec<Bundle<'r>> = Vec::new();
        let mut start = 0;
        for same in order.chunk_by(|a, b| key(a) == key(b)) {
            let end = start + same.len();
            bundles.push(Bundle { deeds: start..end, given: BTreeMap::new() });
            start = end;
        }
        Sweep { file, order, bundles, sums: BTreeMap::new() }
    }

    /// Every turn after `from`, up to `to`.
    fn turns(&self, from: Day, to: Day) -> Vec<(Day, Turn)> {
        let mut turns: Vec<(Day, Turn)> = Vec::new();
        for (number, bundle) in self.bundles.iter().enumerate() {
            for &it in self.order.get(bundle.deeds.clone()).unwrap_or_default() {
                let Some(deed) = self.file.deeds.get(it) else { continue };
                let days =
                    deed.start.into_iter().chain(deed.until).chain(deed.course.turns());
                turns.extend(days.map(|day| (day, Turn::Bundle(number))));
                turns.push((deed.entry.date, Turn::Bundle(number)));
            }
        }
        turns.extend(self.frame_days().map(|day| (day, Turn::Frame)));
        turns.retain(|(day, _)| *day > from && *day <= to);
        turns
    }

    fn frame_days(&self) -> impl Iterator<Item = Day> {
        let file = self.file;
        let consents = file.consents.iter().map(|(day, _)| *day);
        let moves = file.moves.iter().map(|(day, _)| *day);
        let books = file.register.books.sorted().iter().map(|book| book.from);
        let ratings = file
            .households()
            .into_iter()
            .flat_map(|household| file.register.rating_days(household));
        consents.chain(moves).chain(books).chain(ratings)
    }

    fn turn_all(&mut self, day: Day) {
        for bundle in 0..self.bundles.len() {
            self.turn(bundle, day);
        }
    }

    /// Counts a bundle anew.
    fn turn(&mut self, number: usize, day: Day) {
        let Some(bundle) = self.bundles.get_mut(number) else { return };
        for (category, points) in std::mem::take(&mut bundle.given) {
            let sum = self.sums.entry(category).or_default();
            *sum = *sum - points;
        }
        let mut before: Vec<Day> = Vec::new();
        for &it in self.order.get(bundle.deeds.clone()).unwrap_or_default() {
            let Some(deed) = self.file.deeds.get(it) else { continue };
            if deed.entry.date > day {
                break;
            }
            if deed.verdict(day, &before).why.is_none() {
                let category = deed.rule.and_then(|rule| rule.category.as_deref());
                let given = bundle.given.entry(category).or_default();
                *given = *given + deed.points(day);
            }
            if deed.takes_a_place(day) {
                before.push(deed.entry.date);
            }
        }
        for (category, points) in &bundle.given {
            let sum = self.sums.entry(*category).or_default();
            *sum = *sum + *points;
        }
    }

    fn points_on(&self, day: Day) -> (Day, Option<Points>, Option<&'r Rulebook>) {
        let Some(book) = self.file.book(day) else { return (day, None, None) };
        let books = &self.file.register.books;
        let deeds = self.sums.iter().map(|(category, sum)| {
            category.map_or(*sum, |category| books.hold(category, *sum, day))
        });
        let stars = self.file.stars(book, day).map(|(.., points)| points);
        (day, Some(deeds.chain(stars).sum()), Some(book))
    }
}

impl<'r> ResidentFile<'r> {
    /// Every household ever lived in.
    fn households(&self) -> Vec<&'r str> {
        let mut all: Vec<&str> = self.moves.iter().map(|(_, to)| *to).collect();
        all.extend(self.household(Day::EARLIEST));
        all.sort_unstable();
        all.dedup();
        all
    }
}
