//! What is different from the last look, in words.

use hallboard_score::Day;

use super::Voice;
use crate::me::model::{Arrival, Changes, Past};
use crate::me::words::word;

/// What changed: a sentence, then lists under headings; grave ones first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::me) struct Difference {
    /// In short: `none`, `plain` or `altered`.
    pub word: &'static str,
    /// In a sentence.
    pub sentence: String,
    /// Headings, with what stands below each.
    pub lists: Vec<(&'static str, Vec<String>)>,
}

/// What is different from the last look.
pub(in crate::me) fn difference(voice: Voice<'_>, changes: &Changes) -> Difference {
    let language = voice.language;
    let (word, told) = match (changes.none(), changes.plain()) {
        (true, _) => ("none", voice.told(word::CHANGES_NONE)),
        (false, true) => ("plain", voice.told(word::CHANGES_PLAIN)),
        (false, false) => ("altered", voice.told(word::CHANGES_ALTERED)),
    };
    let since = changes.since.unwrap_or(voice.facts.today);
    let mut person = Vec::new();
    if changes.person_changed {
        person.push(language.tell(word::CHANGES_PERSON_IS).to_owned());
    }
    let mut lists = vec![
        (language.tell(word::CHANGES_WERE_ALTERED), past(voice, &changes.altered)),
        (language.tell(word::CHANGES_ARE_GONE), past(voice, &changes.gone)),
        (language.tell(word::CHANGES_REORDERED), past(voice, &changes.reordered)),
        (language.tell(word::CHANGES_LATE), arrived(voice, changes, Arrival::Late)),
        (language.tell(word::CHANGES_PERSON), person),
        (language.tell(word::CHANGES_RULES_CHANGED), days(voice, &changes.rules_changed)),
        (language.tell(word::CHANGES_ADDED), arrived(voice, changes, Arrival::Ordinary)),
        (language.tell(word::CHANGES_MOVED), arrived(voice, changes, Arrival::Moved)),
        (language.tell(word::CHANGES_MOVED_OUT), past(voice, &changes.moved_out)),
        (language.tell(word::CHANGES_RULES_ADDED), days(voice, &changes.rules_added)),
    ];
    lists.retain(|(_, list)| !list.is_empty());
    Difference { word, sentence: told.day("since", since).done(), lists }
}

fn line(voice: Voice<'_>, date: Day, entry: &str) -> String {
    [&voice.day(date), " · ", &voice.entry_of(entry)].concat()
}

fn past(voice: Voice<'_>, list: &[Past]) -> Vec<String> {
    list.iter().map(|it| line(voice, it.date, &it.entry)).collect()
}

fn arrived(voice: Voice<'_>, changes: &Changes, arrival: Arrival) -> Vec<String> {
    let of = changes.added.iter().filter(|it| it.arrival == arrival);
    of.map(|it| line(voice, it.date, &it.entry)).collect()
}

fn days(voice: Voice<'_>, days: &[Day]) -> Vec<String> {
    days.iter().map(|day| voice.day(*day)).collect()
}
