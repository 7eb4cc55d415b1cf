//! An index of the rulebooks of a ledger.

use crate::day::Day;
use crate::map::Map;
use crate::points::Points;
use crate::rulebook::{Category, DeedRule, Rulebook};
use crate::sort::stable_sort_by;

/// The rulebooks by first day, each with its rules by id.
pub(crate) struct RulebookIndex<'l> {
    sorted: Vec<&'l Rulebook>,
    rules: Vec<Map<&'l str, &'l DeedRule>>,
}

impl<'l> RulebookIndex<'l> {
    pub(crate) fn new(rulebooks: &'l [Rulebook]) -> RulebookIndex<'l> {
        let mut sorted: Vec<&Rulebook> = rulebooks.iter().collect();
        stable_sort_by(&mut sorted, &|a, b| a.from.cmp(&b.from));
        let rules = |book: &&'l Rulebook| {
            book.deeds.iter().map(|rule| (rule.id.as_str(), rule)).collect()
        };
        let rules = sorted.iter().map(rules).collect();
        RulebookIndex { sorted, rules }
    }

    pub(crate) fn sorted(&self) -> &[&'l Rulebook] {
        &self.sorted
    }

    fn place(&self, on: Day) -> Option<usize> {
        self.sorted.partition_point(|book| book.from <= on).checked_sub(1)
    }

    /// The rulebook in force on a day.
    pub(crate) fn on(&self, day: Day) -> Option<&'l Rulebook> {
        self.sorted.get(self.place(day)?).copied()
    }

    /// The rule of a deed on a day, and its rulebook.
    pub(crate) fn rule(
        &self,
        deed: &str,
        on: Day,
    ) -> Option<(&'l Rulebook, &'l DeedRule)> {
        let place = self.place(on)?;
        Some((self.sorted.get(place)?, self.rules.get(place)?.get(deed)?))
    }

    /// The category whose limits apply on a day: that of the latest rulebook up to that
    /// day which contains the category.
    pub(crate) fn limits(&self, category: &str, on: Day) -> Option<&'l Category> {
        let knows = self.sorted.iter().rev().filter(|book| book.from <= on);
        knows.filter_map(|book| book.category(category)).next()
    }

    /// The sum of the counting deeds of a category, clamped to its limits.
    pub(crate) fn clamp(&self, category: &str, sum: Points, on: Day) -> Points {
        self.limits(category, on).map_or(sum, |category| category.clamp(sum))
    }
}
