//! The years in words: the sentence above the chart, what stands at a day, the table.

use hallboard_score::{Day, Points, in_force};

use super::Voice;
use super::now::reason;
use crate::chart::{BandGround, Trend, facts};
use crate::me::model::{History, HistoryRow, Mark, MarkKind, Range};
use crate::me::words::word;

/// What a range is called.
pub(in crate::me) fn range(voice: Voice<'_>, range: Range) -> &'static str {
    match range {
        Range::ThreeMonths => voice.language.tell(word::RANGE_THREE_MONTHS),
        Range::Year => voice.language.tell(word::RANGE_YEAR),
        Range::ThreeYears => voice.language.tell(word::RANGE_THREE_YEARS),
        Range::All => voice.language.tell(word::RANGE_ALL),
    }
}

/// The highest, the lowest and where it went, of what is shown.
pub(in crate::me) fn sentence(voice: Voice<'_>, shown: &History) -> String {
    let Some(found) = facts(&shown.readings, Points::ZERO) else { return String::new() };
    let trend = match found.trend {
        Trend::Up => voice.told(word::HISTORY_UP),
        Trend::Down => voice.told(word::HISTORY_DOWN),
        Trend::Level => voice.told(word::HISTORY_LEVEL),
    };
    let told = if found.highest.1 == found.lowest.1 {
        voice.told(word::HISTORY_FLAT)
    } else {
        voice.told(word::HISTORY_SENTENCE)
    };
    told.month("since", found.first.0)
        .points("high", found.highest.1)
        .month("high_month", found.highest.0)
        .points("low", found.lowest.1)
        .month("low_month", found.lowest.0)
        .points("last", found.last.1)
        .with("trend", &trend.points("first", found.first.1).done())
        .done()
}

/// The bands of today.
pub(in crate::me) fn bands(voice: Voice<'_>) -> Vec<BandGround> {
    let book = in_force(&voice.facts.ledger().rulebooks, voice.facts.today);
    let bands = book.map(|book| book.bands.as_slice()).unwrap_or_default();
    let ground = |band: &hallboard_score::Band| BandGround {
        name: voice.language.name(&band.names).text,
        min: band.min,
    };
    bands.iter().map(ground).collect()
}

/// What stood on a day, and what happened on it.
pub(in crate::me) fn readout(voice: Voice<'_>, history: &History, day: Day) -> String {
    let score = history.reading_on(day).and_then(|reading| reading.value);
    let mut words = match score {
        Some(score) => voice.told(word::HISTORY_AT).points("score", score).done(),
        None => voice.score(None),
    };
    let mut add = |more: &str| {
        words.push_str(" · ");
        words.push_str(more);
    };
    if history.contested_on(day) {
        add(voice.language.tell(word::HISTORY_CONTESTED));
    }
    history.marks_on(day).iter().for_each(|it| add(&mark(voice, it)));
    words
}

/// Something that happened.
fn mark(voice: Voice<'_>, mark: &Mark) -> String {
    let entry = mark.entry.as_ref().map(|entry| voice.entry_of(entry));
    let entry = entry.unwrap_or_default();
    let told = match mark.kind {
        MarkKind::Good => voice.told(word::MARK_GOOD),
        MarkKind::Deduction => voice.told(word::MARK_DEDUCTION),
        MarkKind::Rulebook => voice.told(word::MARK_RULEBOOK),
        MarkKind::Rating
        | MarkKind::Objection
        | MarkKind::Decision
        | MarkKind::Reversal
        | MarkKind::Consent
        | MarkKind::Move
        | MarkKind::Redemption => return entry,
    };
    told.with("entry", &entry).done()
}

/// A row of the table: the day, the score from then on, and what came together.
pub(in crate::me) fn row(voice: Voice<'_>, row: &HistoryRow) -> [String; 3] {
    let mut what: Vec<String> = row.reasons.iter().map(|it| reason(voice, it)).collect();
    if what.is_empty() {
        what.extend(row.marks.iter().map(|it| mark(voice, it)));
    }
    let what = what.join(voice.language.tell(word::LIST_AND));
    [voice.day(row.day), voice.score(row.score), what]
}
