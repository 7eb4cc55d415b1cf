//! What is different from the last look, in words.

use super::Voice;
use crate::me::model::{Added, Arrival, Changes, Past};

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
    let since = changes.since.map(|day| voice.day(day)).unwrap_or_default();
    let parts = [("since", since.as_str())];
    let (word, sentence) = match (changes.none(), changes.plain()) {
        (true, _) => ("none", language.tell_with("changes.none", &parts)),
        (false, true) => ("plain", language.tell_with("changes.plain", &parts)),
        (false, false) => ("altered", language.tell_with("changes.altered", &parts)),
    };
    let past = |list: &[Past]| list.iter().map(|it| past(voice, it)).collect::<Vec<_>>();
    let days = |list: &[hallboard_score::Day]| {
        list.iter().map(|day| voice.day(*day)).collect::<Vec<_>>()
    };
    let arrived = |arrival: Arrival| {
        let of = changes.added.iter().filter(move |it| it.arrival == arrival);
        of.map(|it| added(voice, it)).collect::<Vec<_>>()
    };
    let person = changes.person_changed.then(|| language.tell("changes.person_is").to_owned());
    let lists = [
        (language.tell("changes.were_altered"), past(&changes.altered)),
        (language.tell("changes.are_gone"), past(&changes.gone)),
        (language.tell("changes.reordered"), past(&changes.reordered)),
        (language.tell("changes.late"), arrived(Arrival::Late)),
        (language.tell("changes.person"), person.into_iter().collect()),
        (language.tell("changes.rules_changed"), days(&changes.rules_changed)),
        (language.tell("changes.added"), arrived(Arrival::Ordinary)),
        (language.tell("changes.moved"), arrived(Arrival::Moved)),
        (language.tell("changes.moved_out"), past(&changes.moved_out)),
        (language.tell("changes.rules_added"), days(&changes.rules_added)),
    ];
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty()).collect();
    Difference { word, sentence, lists }
}

fn past(voice: Voice<'_>, past: &Past) -> String {
    [voice.day(past.date), voice.entry_of(&past.entry)].join(" · ")
}

fn added(voice: Voice<'_>, added: &Added) -> String {
    [voice.day(added.date), voice.entry_of(&added.entry)].join(" · ")
}
