//! The household's stars over time, in words.

use super::{Row, Voice};
use crate::me::model::{CategoryStars, StarStep};
use crate::me::words::word;

/// A category in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::me) struct Stars {
    /// Its name, and since when the stars are what they are.
    pub row: Row,
    /// The stars today.
    pub now: Option<u8>,
    /// The stars before, and since when, the latest first.
    pub before: Vec<(Option<u8>, String)>,
}

/// A category in words.
pub(in crate::me) fn category(voice: Voice<'_>, stars: &CategoryStars) -> Stars {
    let mut name = voice.language.name(&stars.names);
    if !stars.in_force {
        name.text = voice.told(word::STARS_FORMERLY).with("name", &name.text).done();
    }
    let mut row = Row::new(name, String::new()).marked("data-category", &stars.category);
    let mut steps = stars.steps.iter().rev();
    let last = steps.next();
    if let Some(last) = last {
        row = row.line(step(voice, last));
    }
    Stars {
        row,
        now: last.and_then(|last| last.stars).filter(|_| stars.in_force),
        before: steps.map(|it| (it.stars, step(voice, it))).collect(),
    }
}

fn step(voice: Voice<'_>, step: &StarStep) -> String {
    let mut words = voice.told(word::STARS_SINCE).day("day", step.day).done();
    let household = step.household.as_ref().map(|it| voice.household(it).text);
    let note = step.note.as_deref();
    let note = note.map(|note| voice.told(word::WHY_NOTE).with("note", note).done());
    for more in [household, note].into_iter().flatten() {
        words.push_str(" · ");
        words.push_str(&more);
    }
    words
}
