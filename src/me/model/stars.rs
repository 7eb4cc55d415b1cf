//! The household's stars over time.

use hallboard_score::{Day, Id, Names, ResidentFile, Text};

/// A category's stars over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryStars {
    /// The category's id.
    pub category: Id,
    /// What people call it, in the latest rulebook up to today that knows it.
    pub names: Names,
    /// Whether it is one of the rulebook in force today.
    pub in_force: bool,
    /// Each day on which the stars become others, in order; empty if never rated.
    pub steps: Vec<StarStep>,
}

/// The stars from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StarStep {
    /// The day.
    pub day: Day,
    /// The household lived in, if any.
    pub household: Option<Id>,
    /// One to five; `None` where no rating stands.
    pub stars: Option<u8>,
    /// The rating.
    pub entry: Option<Id>,
    /// Its day.
    pub rated: Option<Day>,
    /// Its note.
    pub note: Option<Text>,
}

/// The stars of the household of each day, by the categories of today's rulebook and
/// then those of earlier ones.
#[must_use]
pub fn stars(file: &ResidentFile<'_>, today: Day) -> Vec<CategoryStars> {
    todo!()
}
