//! The score over time, computed in one pass over the days of change.

use std::ops::Range;

use serde::Serialize;

use crate::cap::Period;
use crate::day::Day;
use crate::interner::{to_u32, to_usize};
use crate::map::{Map, at};
use crate::points::Points;
use crate::record::{NotCounted, RatedStars, ResidentRecord};
use crate::rulebook::{Category, Rulebook};
use crate::score_change::{ScoreChange, ScoreStep};
use crate::sort::sort_numbers;

/// A day on which the score differs from that of the day before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HistoryPoint {
    /// The day.
    pub date: Day,
    /// The score from that day on; `None` without one.
    pub score: Option<Points>,
}

/// The current points of a deed, or the reason why it does not count.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct DeedState {
    points: Option<Points>,
    why: Option<NotCounted>,
}

/// The sum of the counting deeds of a category, or of those without a category.
struct Sum<'r> {
    category: Option<&'r str>,
    sum: Points,
    /// The category whose limits currently apply.
    limits: Option<&'r Category>,
}

/// Everything except deeds that affects the score.
#[derive(Default)]
struct Context<'r> {
    rulebook: Option<&'r Rulebook>,
    takes_part: bool,
    household: Option<&'r str>,
    stars: Vec<RatedStars<'r>>,
}

/// Deeds of one rule that a cap may count together, as a range in `order`.
type CapGroup = Range<usize>;

/// Stands for the context in the list of changes; sorts after every group.
const CONTEXT: u32 = u32::MAX;

/// Mask of the lower half of a number.
const LOW: u64 = 0xffff_ffff;

struct Timeline<'f, 'r> {
    file: &'f ResidentRecord<'r>,
    /// Indices of the record's deeds, by group, then date.
    order: Vec<u32>,
    groups: Vec<CapGroup>,
    /// By index in the record's deeds.
    states: Vec<DeedState>,
    /// The index in `sums`, by index in the record's deeds.
    slots: Vec<u32>,
    sums: Vec<Sum<'r>>,
    context: Context<'r>,
    /// The changes on the current day; empty unless requested.
    causes: Vec<ScoreChange<'r>>,
    records_causes: bool,
    /// A buffer that `update_group` reuses.
    before: Vec<Day>,
}

impl<'r> ResidentRecord<'r> {
    /// The score on `from`, then each later day up to `to` on which it differs from the
    /// day before; empty if `from` is after `to`.
    #[must_use]
    pub fn history(&self, from: Day, to: Day) -> Vec<HistoryPoint> {
        let mut history: Vec<HistoryPoint> = Vec::new();
        self.run(from, to, false, &mut |timeline, date| {
            let score = timeline.score();
            if history.last().is_none_or(|last| last.score != score) {
                history.push(HistoryPoint { date, score });
            }
        });
        history
    }

    /// Like [`ResidentRecord::history`], but for [`ResidentRecord::points`].
    #[must_use]
    pub fn points_history(&self, from: Day, to: Day) -> Vec<(Day, Option<Points>)> {
        let mut history: Vec<(Day, Option<Points>)> = Vec::new();
        self.run(from, to, false, &mut |timeline, date| {
            let points = timeline.points();
            if history.last().is_none_or(|(_, last)| *last != points) {
                history.push((date, points));
            }
        });
        history
    }

    /// The score on `from`, then each later day up to `to` on which anything that affects
    /// it changes, with the changes; empty if `from` is after `to`.
    ///
    /// The scores are those of [`ResidentRecord::history`]. Between two steps, the
    /// differences of deeds and stars add up to the difference of the scores, except for
    /// the effects of category limits, of the scale's ends and of a new starting score.
    #[must_use]
    pub fn steps(&self, from: Day, to: Day) -> Vec<ScoreStep<'r>> {
        let mut steps: Vec<ScoreStep<'r>> = Vec::new();
        self.run(from, to, true, &mut |timeline, date| {
            let (score, causes) =
                (timeline.score(), std::mem::take(&mut timeline.causes));
            if steps.last().is_none_or(|last| last.score != score || !causes.is_empty()) {
                steps.push(ScoreStep { date, score, causes });
            }
        });
        steps
    }

    /// Calls `each` on `from`, and on every later day up to `to` on which anything
    /// changes.
    fn run(
        &self,
        from: Day,
        to: Day,
        records_causes: bool,
        each: &mut dyn FnMut(&mut Timeline<'_, 'r>, Day),
    ) {
        if from > to {
            return;
        }
        let mut timeline = Timeline::new(self);
        let days = timeline.change_days(from, to);
        for group in 0..timeline.groups.len() {
            timeline.update_group(group, from);
        }
        timeline.update_context(from);
        each(&mut timeline, from);
        timeline.records_causes = records_causes;
        for today in days.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((day, _)) = today.first().copied() else { continue };
            for (_, change) in today {
                match *change {
                    CONTEXT => timeline.update_context(day),
                    group => timeline.update_group(to_usize(group), day),
                }
            }
            each(&mut timeline, day);
        }
    }
}

/// The deeds that the caps of a deed's rules can count together.
struct Reach {
    /// A number that identifies the deed.
    number: u32,
    /// The longest period of any cap in its rules.
    per: Option<Period>,
}

fn reaches<'r>(file: &ResidentRecord<'r>) -> Map<&'r str, Reach> {
    let mut reaches: Map<&str, Reach> = Map::default();
    for deed in &file.deeds {
        let per = deed.rule.and_then(|rule| rule.cap).map(|cap| cap.per);
        let number = to_u32(reaches.len());
        let reach = at(&mut reaches, deed.deed, Reach { number, per: None });
        reach.per = match (reach.per, per) {
            (Some(Period::Year), _) | (_, Some(Period::Year)) => Some(Period::Year),
            (Some(Period::Quarter), _) | (_, Some(Period::Quarter)) => {
                Some(Period::Quarter)
            }
            (reach, per) => reach.or(per),
        };
    }
    reaches
}

impl<'f, 'r> Timeline<'f, 'r> {
    fn new(file: &'f ResidentRecord<'r>) -> Timeline<'f, 'r> {
        let reaches = reaches(file);
        let mut sums: Vec<Sum<'r>> = Vec::new();
        let mut slots = Vec::with_capacity(file.deeds.len());
        // Sort keys: the number of the rule in the upper half, the index in the lower
        // half.
        let mut keyed: Vec<u64> = Vec::with_capacity(file.deeds.len());
        for (place, deed) in (0_u32..).zip(&file.deeds) {
            let category = deed.rule.and_then(|rule| rule.category.as_deref());
            let slot = sums.iter().position(|sum| sum.category == category);
            slots.push(to_u32(slot.unwrap_or(sums.len())));
            if slot.is_none() {
                sums.push(Sum { category, sum: Points::ZERO, limits: None });
            }
            if deed.start.is_none() || deed.ignored() {
                // It never counts, and never uses up a place.
                continue;
            }
            let rule = reaches.get(deed.deed).map_or(0, |reach| reach.number);
            keyed.push(u64::from(rule) << 32 | u64::from(place));
        }
        sort_numbers(&mut keyed);
        let order: Vec<u32> = keyed
            .into_iter()
            .map(|key| u32::try_from(key & LOW).unwrap_or_default())
            .collect();
        let part = |place: u32| {
            let deed = file.deeds.get(to_usize(place))?;
            let per = reaches.get(deed.deed)?.per?;
            Some((deed.deed, per.number(deed.entry.date)))
        };
        let mut groups: Vec<CapGroup> = Vec::new();
        let mut start = 0;
        for same in order.chunk_by(|a, b| part(*a).is_some_and(|a| Some(a) == part(*b))) {
            groups.push(start..start + same.len());
            start += same.len();
        }
        Timeline {
            file,
            order,
            groups,
            states: vec![DeedState::default(); file.deeds.len()],
            slots,
            sums,
            context: Context::default(),
            causes: Vec::new(),
            records_causes: false,
            before: Vec::new(),
        }
    }

    /// All changes after `from` and up to `to`, distinct and sorted.
    fn change_days(&self, from: Day, to: Day) -> Vec<(Day, u32)> {
        // The day's number is in the upper half, so that one sort of numbers serves the
        // whole crate.
        let mut changes: Vec<u64> = Vec::new();
        let mut add = |day: Day, change: u32| {
            if day > from && day <= to {
                changes.push(u64::from(day.number()) << 32 | u64::from(change));
            }
        };
        for (number, group) in (0_u32..).zip(&self.groups) {
            for &it in self.order.get(group.clone()).unwrap_or_default() {
                let Some(deed) = self.file.deeds.get(to_usize(it)) else { continue };
                let days = deed.start.into_iter().chain(deed.until);
                for day in days.chain(deed.timeline.turns()).chain([deed.entry.date]) {
                    add(day, number);
                }
            }
        }
        self.context_days().for_each(|day| add(day, CONTEXT));
        sort_numbers(&mut changes);
        changes.dedup();
        let low = |number: u64| u32::try_from(number & LOW).unwrap_or_default();
        changes.into_iter().map(|it| (Day::from_number(low(it >> 32)), low(it))).collect()
    }

    fn context_days(&self) -> impl Iterator<Item = Day> {
        let file = self.file;
        let consents = file.consents.iter().map(|(day, _)| *day);
        let moves = file.moves.iter().map(|(day, _)| *day);
        let books = file.register.books.sorted().iter().map(|book| book.from);
        consents.chain(moves).chain(books).chain(file.rating_days())
    }

    /// Recomputes the deeds of a group.
    fn update_group(&mut self, number: usize, day: Day) {
        let Some(group) = self.groups.get(number) else { return };
        self.before.clear();
        for &it in self.order.get(group.clone()).unwrap_or_default() {
            let place = to_usize(it);
            let Some(deed) = self.file.deeds.get(place) else { continue };
            if deed.entry.date > day {
                break;
            }
            let why = deed.verdict(day, &self.before).why;
            let now = DeedState { points: why.is_none().then(|| deed.points(day)), why };
            if deed.takes_a_place(day) {
                self.before.push(deed.entry.date);
            }
            let Some(state) = self.states.get_mut(place) else { continue };
            let was = std::mem::replace(state, now);
            if was.points == now.points {
                continue;
            }
            let (before, after) =
                (was.points.unwrap_or_default(), now.points.unwrap_or_default());
            let slot = self.slots.get(place).copied().unwrap_or_default();
            if let Some(sum) = self.sums.get_mut(to_usize(slot)) {
                sum.sum = sum.sum + after - before;
            }
            if self.records_causes {
                self.causes.push(ScoreChange::Deed {
                    entry: deed.entry,
                    deed: deed.deed,
                    before,
                    after,
                    was: was.why,
                    why: now.why,
                });
            }
        }
    }

    /// Recomputes the context.
    fn update_context(&mut self, day: Day) {
        let file = self.file;
        let rulebook = file.register.book(day);
        let book = file.book(day);
        let context = Context {
            rulebook,
            takes_part: file.agrees(crate::ledger::Scope::Score, day),
            household: file.household(day),
            stars: book.map_or_else(Vec::new, |book| file.rated(book, day)),
        };
        for sum in &mut self.sums {
            sum.limits = sum.category.and_then(|it| file.register.books.limits(it, day));
        }
        let before = std::mem::replace(&mut self.context, context);
        if self.records_causes {
            self.record_context_change(&before);
        }
    }

    fn record_context_change(&mut self, before: &Context<'r>) {
        let now = &self.context;
        if let Some(book) = now.rulebook
            && before.rulebook.is_none_or(|it| it.from != book.from)
        {
            self.causes.push(ScoreChange::Rulebook(book));
        }
        if now.takes_part != before.takes_part {
            self.causes.push(ScoreChange::Consent);
        }
        if now.household != before.household {
            self.causes.push(ScoreChange::Move(now.household));
        }
        let of = |stars: &[RatedStars<'r>], category: &str| {
            stars.iter().find(|it| it.category.id == category).copied()
        };
        let same = |a: &Option<RatedStars<'r>>, b: &Option<RatedStars<'r>>| {
            let key = |it: &RatedStars<'r>| (&it.entry.id, it.stars, it.points);
            a.as_ref().map(key) == b.as_ref().map(key)
        };
        let gone =
            before.stars.iter().filter(|it| of(&now.stars, &it.category.id).is_none());
        for rated in now.stars.iter().chain(gone) {
            let category = rated.category.id.as_str();
            let (was, is) = (of(&before.stars, category), of(&now.stars, category));
            if !same(&was, &is) {
                self.causes.push(ScoreChange::Stars { category, before: was, after: is });
            }
        }
    }

    /// Points from stars and deeds after category limits; `None` without a score.
    fn points(&self) -> Option<Points> {
        let context = &self.context;
        context.rulebook.filter(|_| context.takes_part)?;
        let deeds = self
            .sums
            .iter()
            .map(|it| it.limits.map_or(it.sum, |limits| limits.clamp(it.sum)));
        Some(deeds.chain(context.stars.iter().map(|it| it.points)).sum())
    }

    fn score(&self) -> Option<Points> {
        self.points().zip(self.context.rulebook).map(|(points, book)| book.score(points))
    }
}
