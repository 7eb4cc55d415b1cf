//! Text of the history: the sentence above the chart, the details of a day, the table.

use hallboard_score::{Day, Points, in_force};

use super::Formatter;
use super::now::reason;
use crate::charts::{ChartBand, Trend, summarize};
use crate::record::model::{History, HistoryRow, Mark, MarkKind, Range};
use crate::words::record as word;

/// The name of a range.
pub(in crate::record) fn range(formatter: Formatter<'_>, range: Range) -> &'static str {
    match range {
        Range::ThreeMonths => formatter.language.text(word::RANGE_THREE_MONTHS),
        Range::Year => formatter.language.text(word::RANGE_YEAR),
        Range::ThreeYears => formatter.language.text(word::RANGE_THREE_YEARS),
        Range::All => formatter.language.text(word::RANGE_ALL),
    }
}

/// The highest, the lowest and the last score of the shown range, and the trend.
pub(in crate::record) fn sentence(formatter: Formatter<'_>, shown: &History) -> String {
    let Some(summary) = summarize(&shown.readings, Points::ZERO) else {
        return String::new();
    };
    let trend = match summary.trend {
        Trend::Up => formatter.message(word::HISTORY_UP),
        Trend::Down => formatter.message(word::HISTORY_DOWN),
        Trend::Level => formatter.message(word::HISTORY_LEVEL),
    };
    let message = if summary.highest.1 == summary.lowest.1 {
        formatter.message(word::HISTORY_FLAT)
    } else {
        formatter.message(word::HISTORY_SENTENCE)
    };
    message
        .month("since", summary.first.0)
        .points("high", summary.highest.1)
        .month("high_month", summary.highest.0)
        .points("low", summary.lowest.1)
        .month("low_month", summary.lowest.0)
        .points("last", summary.last.1)
        .with("trend", &trend.points("first", summary.first.1).finish())
        .finish()
}

/// Today's bands.
pub(in crate::record) fn bands(formatter: Formatter<'_>) -> Vec<ChartBand> {
    let book = in_force(&formatter.record.ledger().rulebooks, formatter.record.today);
    let bands = book.map(|book| book.bands.as_slice()).unwrap_or_default();
    let ground = |band: &hallboard_score::Band| ChartBand {
        name: formatter.language.name(&band.names).text,
        min: band.min,
    };
    bands.iter().map(ground).collect()
}

/// The score on a day, and the events of that day.
pub(in crate::record) fn readout(
    formatter: Formatter<'_>,
    history: &History,
    day: Day,
) -> String {
    let score = history.reading_on(day).and_then(|reading| reading.value);
    let mut words = match score {
        Some(score) => {
            formatter.message(word::HISTORY_AT).points("score", score).finish()
        }
        None => formatter.score(None),
    };
    let mut add = |more: &str| {
        words.push_str(" · ");
        words.push_str(more);
    };
    if history.contested_on(day) {
        add(formatter.language.text(word::HISTORY_CONTESTED));
    }
    history.marks_on(day).iter().for_each(|it| add(&mark(formatter, it)));
    words
}

/// An event.
fn mark(formatter: Formatter<'_>, mark: &Mark) -> String {
    let entry = mark.entry.as_ref().map(|entry| formatter.entry_of(entry));
    let entry = entry.unwrap_or_default();
    let message = match mark.kind {
        MarkKind::Good => formatter.message(word::MARK_GOOD),
        MarkKind::Deduction => formatter.message(word::MARK_DEDUCTION),
        MarkKind::Rulebook => formatter.message(word::MARK_RULEBOOK),
        MarkKind::Rating
        | MarkKind::Objection
        | MarkKind::Decision
        | MarkKind::Reversal
        | MarkKind::Consent
        | MarkKind::Move
        | MarkKind::Redemption => return entry,
    };
    message.with("entry", &entry).finish()
}

/// A row of the table: the day, the score from then on, and the causes or events.
pub(in crate::record) fn row(formatter: Formatter<'_>, row: &HistoryRow) -> [String; 3] {
    let mut what: Vec<String> =
        row.reasons.iter().map(|it| reason(formatter, it, row.day)).collect();
    if what.is_empty() {
        what.extend(row.marks.iter().map(|it| mark(formatter, it)));
    }
    let what = what.join(formatter.language.text(word::LIST_AND));
    [formatter.day(row.day), formatter.score(row.score), what]
}
