//! Text about the changes since the last look.

use hallboard_score::Day;

use super::Formatter;
use crate::record::model::{Arrival, Changes, Past};
use crate::words::record as word;

/// The changes: a sentence, then lists under headings; serious ones first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) struct Difference {
    /// A code: `none`, `plain` or `altered`.
    pub word: &'static str,
    /// The summary.
    pub sentence: String,
    /// Headings, each with the lines below it.
    pub lists: Vec<(&'static str, Vec<String>)>,
}

/// The changes since the last look.
pub(in crate::record) fn difference(
    formatter: Formatter<'_>,
    changes: &Changes,
) -> Difference {
    let language = formatter.language;
    let (word, message) = match (changes.none(), changes.plain()) {
        (true, _) => ("none", formatter.message(word::CHANGES_NONE)),
        (false, true) => ("plain", formatter.message(word::CHANGES_PLAIN)),
        (false, false) => ("altered", formatter.message(word::CHANGES_ALTERED)),
    };
    let since = changes.since.unwrap_or(formatter.record.today);
    let mut person = Vec::new();
    if changes.person_changed {
        person.push(language.text(word::CHANGES_PERSON_IS).to_owned());
    }
    let mut lists = vec![
        (language.text(word::CHANGES_WERE_ALTERED), past(formatter, &changes.altered)),
        (language.text(word::CHANGES_ARE_GONE), past(formatter, &changes.gone)),
        (language.text(word::CHANGES_REORDERED), past(formatter, &changes.reordered)),
        (language.text(word::CHANGES_LATE), arrived(formatter, changes, Arrival::Late)),
        (language.text(word::CHANGES_PERSON), person),
        (
            language.text(word::CHANGES_RULES_CHANGED),
            days(formatter, &changes.rules_changed),
        ),
        (
            language.text(word::CHANGES_ADDED),
            arrived(formatter, changes, Arrival::Ordinary),
        ),
        (language.text(word::CHANGES_MOVED), arrived(formatter, changes, Arrival::Moved)),
        (language.text(word::CHANGES_MOVED_OUT), past(formatter, &changes.moved_out)),
        (language.text(word::CHANGES_RULES_ADDED), days(formatter, &changes.rules_added)),
    ];
    lists.retain(|(_, list)| !list.is_empty());
    Difference { word, sentence: message.day("since", since).finish(), lists }
}

fn line(formatter: Formatter<'_>, date: Day, entry: &str) -> String {
    [&formatter.day(date), " · ", &formatter.entry_of(entry)].concat()
}

fn past(formatter: Formatter<'_>, list: &[Past]) -> Vec<String> {
    list.iter().map(|it| line(formatter, it.date, &it.entry)).collect()
}

fn arrived(formatter: Formatter<'_>, changes: &Changes, arrival: Arrival) -> Vec<String> {
    let of = changes.added.iter().filter(|it| it.arrival == arrival);
    of.map(|it| line(formatter, it.date, &it.entry)).collect()
}

fn days(formatter: Formatter<'_>, days: &[Day]) -> Vec<String> {
    days.iter().map(|day| formatter.day(*day)).collect()
}
