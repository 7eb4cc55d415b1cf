//! The household's stars over time, in words.

use super::Voice;
use crate::language::Named;
use crate::me::model::{CategoryStars, StarStep};

/// A category in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::me) struct Stars {
    /// The category's id.
    pub category: String,
    /// What people call it.
    pub name: Named,
    /// The stars today.
    pub now: Option<u8>,
    /// The stars from each day on, the latest first.
    pub steps: Vec<(Option<u8>, String)>,
}

/// Every category in words.
pub(in crate::me) fn stars(voice: Voice<'_>) -> Vec<Stars> {
    voice.facts.stars().iter().map(|it| category(voice, it)).collect()
}

fn category(voice: Voice<'_>, stars: &CategoryStars) -> Stars {
    let language = voice.language;
    let mut name = language.name(&stars.names);
    if !stars.in_force {
        name.text = language.tell_with("stars.formerly", &[("name", &name.text)]);
    }
    let now = stars.steps.last().and_then(|step| step.stars);
    Stars {
        category: stars.category.to_string(),
        name,
        now: now.filter(|_| stars.in_force),
        steps: stars.steps.iter().rev().map(|it| (it.stars, step(voice, it))).collect(),
    }
}

fn step(voice: Voice<'_>, step: &StarStep) -> String {
    let language = voice.language;
    let day = voice.day(step.day);
    let household = step.household.as_ref().map(|it| voice.household(it).text);
    let note = step.note.as_deref();
    let note = note.map(|note| language.tell_with("why.note", &[("note", note)]));
    let since = language.tell_with("stars.since", &[("day", &day)]);
    let parts = [Some(since), household, note];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
