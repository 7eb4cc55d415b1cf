//! The household's stars over time.

use hallboard_score::{
    Day, Id, Names, ResidentRecord, Rulebook, StarsPoint, Text, stable_sort_by,
};

/// A category's stars over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryStars {
    /// The category's id.
    pub category: Id,
    /// Its names, in the latest rulebook up to today that contains it.
    pub names: Names,
    /// Whether it is in today's rulebook.
    pub in_force: bool,
    /// Each day on which the stars change, in order; empty if it was never rated.
    pub steps: Vec<StarStep>,
}

/// The stars from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StarStep {
    /// The day.
    pub day: Day,
    /// The resident's household, if any.
    pub household: Option<Id>,
    /// One to five; `None` without a valid rating.
    pub stars: Option<u8>,
    /// The entry of the rating.
    pub entry: Option<Id>,
    /// The day of the rating.
    pub rated: Option<Day>,
    /// The note of the rating.
    pub note: Option<Text>,
}

/// The stars of the resident's household of each day, first in the categories of today's
/// rulebook and then in earlier ones.
#[must_use]
pub fn stars(file: &ResidentRecord<'_>, today: Day) -> Vec<CategoryStars> {
    let register = file.register();
    let current = register.book(today);
    let mut books: Vec<&Rulebook> =
        register.ledger().rulebooks.iter().filter(|it| it.from <= today).collect();
    stable_sort_by(&mut books, &|a, b| b.from.cmp(&a.from));
    let mut all: Vec<CategoryStars> = Vec::new();
    for category in books.into_iter().flat_map(|book| &book.categories) {
        if all.iter().any(|it| it.category == *category.id) {
            continue;
        }
        let in_force = current.is_some_and(|it| it.category(&category.id).is_some());
        let steps: Vec<StarStep> =
            file.stars_history(&category.id, today).into_iter().map(step).collect();
        if in_force || !steps.is_empty() {
            all.push(CategoryStars {
                category: category.id.as_str().into(),
                names: category.names.clone(),
                in_force,
                steps,
            });
        }
    }
    all
}

fn step(point: StarsPoint<'_>) -> StarStep {
    let entry = point.rating.map(|(entry, _)| entry);
    StarStep {
        day: point.date,
        household: point.household.map(Id::from),
        stars: point.rating.map(|(_, stars)| stars),
        entry: entry.map(|it| it.id.clone()),
        rated: entry.map(|it| it.date),
        note: entry.and_then(|it| it.note.clone()),
    }
}

/// The names of a category, in the latest rulebook up to a day that contains it.
pub(super) fn category_names(
    file: &ResidentRecord<'_>,
    category: &str,
    on: Day,
) -> Option<Names> {
    let books = file.register().ledger().rulebooks.iter().filter(|it| it.from <= on);
    let known = books.filter_map(|book| Some((book.from, book.category(category)?)));
    known.max_by_key(|(from, _)| *from).map(|(_, category)| category.names.clone())
}
