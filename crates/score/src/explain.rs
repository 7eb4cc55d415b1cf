//! Why a score is what it is, in parts that add up to it exactly.

use serde::Serialize;

use crate::day::Day;
use crate::points::Points;
use crate::record::{NotCounted, ResidentRecord, Sums, add};
use crate::sort::stable_sort_by;

/// Why a score is what it is.
///
/// `base`, the points of `stars`, the points of the deeds that count with each
/// category in `limits` at its `held` instead, add up to `sum`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The resident's id.
    pub resident: String,
    /// The day explained.
    pub on: Day,
    /// The score.
    pub score: Points,
    /// The id of the band it lies in.
    pub band: Option<String>,
    /// What rewards can be had for.
    pub balance: Points,
    /// Everybody's starting score.
    pub base: Points,
    /// The household's stars, in the order of the rulebook's categories.
    pub stars: Vec<ExplainedStars>,
    /// Every deed up to the day, in order of date, then file.
    pub deeds: Vec<ExplainedDeed>,
    /// The categories whose sum was held, by id.
    pub limits: Vec<ExplainedLimit>,
    /// The score before it is held between the scale's ends.
    pub sum: Points,
    /// Whether it was.
    pub clamped: bool,
}

/// Stars that give points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedStars {
    /// The category's id.
    pub category: String,
    /// The id of the rating.
    pub entry: String,
    /// One to five, after any decision.
    pub stars: u8,
    /// What they give.
    pub points: Points,
}

/// A deed, counting or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedDeed {
    /// The entry's id.
    pub entry: String,
    /// The rule's id.
    pub deed: String,
    /// The day of the deed.
    pub date: Day,
    /// The category of its rule.
    pub category: Option<String>,
    /// Its points, after any decision; `None` without a rule.
    pub points: Option<Points>,
    /// Whether it counts on the day.
    pub counts: bool,
    /// The day it starts; `None` if never.
    pub from: Option<Day>,
    /// The first day on which it has lapsed; `None` if never.
    pub until: Option<Day>,
    /// Why it does not count.
    pub why: Option<NotCounted>,
}

/// A category whose deeds added up to more than they may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedLimit {
    /// The category's id.
    pub category: String,
    /// What its counting deeds add up to.
    pub sum: Points,
    /// What of it counts.
    pub held: Points,
}

impl ResidentRecord<'_> {
    /// Why the score of a day is what it is; `None` without a score.
    #[must_use]
    pub fn explain(&self, on: Day) -> Option<Explanation> {
        let book = self.book(on)?;
        let standing = self.standing(on);
        let points = self.points(on)?;
        let sum = book.score.base + points;
        let score = standing.score?;
        Some(Explanation {
            resident: standing.resident,
            on,
            score,
            band: standing.band,
            balance: standing.balance?,
            base: book.score.base,
            stars: self.explained_stars(on),
            deeds: self.explained_deeds(on),
            limits: self.limits_on(on),
            sum,
            clamped: sum != score,
        })
    }

    fn explained_stars(&self, on: Day) -> Vec<ExplainedStars> {
        let stars = self.stars_on(on).into_iter().map(|rated| ExplainedStars {
            category: rated.category.id.clone(),
            entry: rated.entry.id.to_string(),
            stars: rated.stars,
            points: rated.points,
        });
        stars.collect()
    }

    fn explained_deeds(&self, on: Day) -> Vec<ExplainedDeed> {
        let deeds = self.deeds_on(on).into_iter().map(|deed| ExplainedDeed {
            entry: deed.entry.id.to_string(),
            deed: deed.deed.to_owned(),
            date: deed.entry.date,
            category: deed.rule.and_then(|rule| rule.category.clone()),
            points: deed.points,
            counts: deed.why.is_none(),
            from: deed.from,
            until: deed.until,
            why: deed.why,
        });
        deeds.collect()
    }

    /// The categories whose sum of deeds is held on a day, by id in code-point order.
    #[must_use]
    pub fn limits_on(&self, on: Day) -> Vec<ExplainedLimit> {
        let mut sums: Sums<'_> = Vec::new();
        for (deed, verdict) in self.verdicts(on) {
            let category = deed.rule.and_then(|rule| rule.category.as_deref());
            if verdict.why.is_none() && category.is_some() {
                add(&mut sums, category, deed.points(on));
            }
        }
        stable_sort_by(&mut sums, &|a, b| a.0.cmp(&b.0));
        let books = &self.register.books;
        let held = sums.into_iter().filter_map(|(category, sum)| {
            let category = category?;
            let held = books.clamp(category, sum, on);
            Some(ExplainedLimit { category: category.to_owned(), sum, held })
        });
        held.filter(|limit| limit.held != limit.sum).collect()
    }
}
