//! Explains a score by parts that add up to it exactly.

use serde::Serialize;

use crate::day::Day;
use crate::points::Points;
use crate::record::{NotCounted, ResidentRecord, Sums, add};
use crate::sort::stable_sort_by;

/// The explanation of a score.
///
/// `base`, the points of `stars`, and the points of the counting deeds add up to `sum`;
/// for each category in `limits`, its `held` replaces the sum of its deeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The id of the resident.
    pub resident: String,
    /// The day explained.
    pub on: Day,
    /// The score.
    pub score: Points,
    /// The id of the score's band.
    pub band: Option<String>,
    /// The balance for rewards.
    pub balance: Points,
    /// The score at which everybody starts.
    pub base: Points,
    /// The household's stars, in the order of the rulebook's categories.
    pub stars: Vec<ExplainedStars>,
    /// All deeds up to the day, by date, then in the order of the file.
    pub deeds: Vec<ExplainedDeed>,
    /// The categories whose sum was limited, by id.
    pub limits: Vec<ExplainedLimit>,
    /// The score before it is clamped to the scale.
    pub sum: Points,
    /// Whether it was clamped.
    pub clamped: bool,
}

/// Stars that give points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedStars {
    /// The id of the category.
    pub category: String,
    /// The id of the rating.
    pub entry: String,
    /// The number of stars, 1 to 5, after any decision.
    pub stars: u8,
    /// The points for the stars.
    pub points: Points,
}

/// A deed that counts or does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedDeed {
    /// The id of the entry.
    pub entry: String,
    /// The id of the rule.
    pub deed: String,
    /// The day of the deed.
    pub date: Day,
    /// The category of its rule.
    pub category: Option<String>,
    /// The points after any decision; `None` without a rule.
    pub points: Option<Points>,
    /// Whether it counts on the day.
    pub counts: bool,
    /// The day on which it starts; `None` if it never does.
    pub from: Option<Day>,
    /// The first day on which it has lapsed; `None` if never.
    pub until: Option<Day>,
    /// The reason why it does not count.
    pub why: Option<NotCounted>,
}

/// A category whose sum of deeds was limited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedLimit {
    /// The id of the category.
    pub category: String,
    /// The sum of its counting deeds.
    pub sum: Points,
    /// The part of the sum that counts.
    pub held: Points,
}

impl ResidentRecord<'_> {
    /// The explanation of the score on a day; `None` without a score.
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

    /// The categories whose sum of deeds is limited on a day, by id in code-point order.
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
