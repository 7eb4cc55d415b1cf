//! Text about the household's stars over time.

use hallboard_score::Id;

use super::{Formatter, StatementLine};
use crate::record::model::{CategoryStars, StarStep};
use crate::words::record as word;

/// The text about a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) struct Stars {
    /// Its name, and the date since which the stars are valid.
    pub line: StatementLine,
    /// The stars today.
    pub now: Option<u8>,
    /// Earlier stars and their dates, the latest first.
    pub before: Vec<(Option<u8>, String)>,
}

/// An introduction, which names the household if all of today's stars are of the same one.
pub(in crate::record) fn lead(formatter: Formatter<'_>, all: &[CategoryStars]) -> String {
    match shared_household(all) {
        Some(household) => {
            let household = formatter.household(household).text;
            let message = formatter.message(word::STARS_LEAD_HOUSEHOLD);
            message.with("household", &household).finish()
        }
        None => formatter.message(word::STARS_LEAD).finish(),
    }
}

/// The household of today's stars, if it is the same in all categories.
fn shared_household(all: &[CategoryStars]) -> Option<&Id> {
    let mut last = all.iter().filter_map(|stars| stars.steps.last());
    let first = last.next()?.household.as_ref()?;
    last.all(|step| step.household.as_ref() == Some(first)).then_some(first)
}

/// The text about every category.
pub(in crate::record) fn categories(
    formatter: Formatter<'_>,
    all: &[CategoryStars],
) -> Vec<Stars> {
    let known = shared_household(all);
    all.iter().map(|stars| category(formatter, stars, known)).collect()
}

/// The text about a category. The household `known` is not repeated with today's stars.
fn category(
    formatter: Formatter<'_>,
    stars: &CategoryStars,
    known: Option<&Id>,
) -> Stars {
    let mut name = formatter.language.name(&stars.names);
    if !stars.in_force {
        name.text =
            formatter.message(word::STARS_FORMERLY).with("name", &name.text).finish();
    }
    let mut line = StatementLine::new(name, String::new())
        .with_attribute("data-category", &stars.category);
    let mut steps = stars.steps.iter().rev();
    let last = steps.next();
    if let Some(last) = last {
        line = line.with_note(step(formatter, last, known));
    }
    Stars {
        line,
        now: last.and_then(|last| last.stars).filter(|_| stars.in_force),
        before: steps.map(|it| (it.stars, step(formatter, it, None))).collect(),
    }
}

fn step(formatter: Formatter<'_>, step: &StarStep, known: Option<&Id>) -> String {
    let mut words = formatter.message(word::STARS_SINCE).day("day", step.day).finish();
    let household = step.household.as_ref().filter(|it| Some(*it) != known);
    let household = household.map(|it| formatter.household(it).text);
    let note = step.note.as_deref();
    let note =
        note.map(|note| formatter.message(word::WHY_NOTE).with("note", note).finish());
    for more in [household, note].into_iter().flatten() {
        words.push_str(" · ");
        words.push_str(&more);
    }
    words
}
