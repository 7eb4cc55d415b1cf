//! The household's stars over time, in words.

use super::{Formatter, StatementLine};
use crate::record::model::{CategoryStars, StarStep};
use crate::words::record as word;

/// A category in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) struct Stars {
    /// Its name, and since when the stars are what they are.
    pub line: StatementLine,
    /// The stars today.
    pub now: Option<u8>,
    /// The stars before, and since when, the latest first.
    pub before: Vec<(Option<u8>, String)>,
}

/// A category in words.
pub(in crate::record) fn category(
    formatter: Formatter<'_>,
    stars: &CategoryStars,
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
        line = line.with_note(step(formatter, last));
    }
    Stars {
        line,
        now: last.and_then(|last| last.stars).filter(|_| stars.in_force),
        before: steps.map(|it| (it.stars, step(formatter, it))).collect(),
    }
}

fn step(formatter: Formatter<'_>, step: &StarStep) -> String {
    let mut words = formatter.message(word::STARS_SINCE).day("day", step.day).finish();
    let household = step.household.as_ref().map(|it| formatter.household(it).text);
    let note = step.note.as_deref();
    let note =
        note.map(|note| formatter.message(word::WHY_NOTE).with("note", note).finish());
    for more in [household, note].into_iter().flatten() {
        words.push_str(" · ");
        words.push_str(&more);
    }
    words
}
