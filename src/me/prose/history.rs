//! The years in words: the sentence above the chart, what stands at a day, the table.

use hallboard_score::{Day, Points, in_force};

use super::Voice;
use super::now::reason;
use crate::chart::{BandGround, Trend, facts};
use crate::figures;
use crate::me::dates;
use crate::me::model::{History, HistoryRow, Mark, MarkKind, Range};

/// What a range is called.
pub(in crate::me) fn range(voice: Voice<'_>, range: Range) -> &'static str {
    match range {
        Range::ThreeMonths => voice.language.tell("range.three_months"),
        Range::Year => voice.language.tell("range.year"),
        Range::ThreeYears => voice.language.tell("range.three_years"),
        Range::All => voice.language.tell("range.all"),
    }
}

/// The highest, the lowest and where it went, of what is shown.
pub(in crate::me) fn sentence(voice: Voice<'_>, shown: &History) -> Option<String> {
    let found = facts(&shown.readings, Points::ZERO)?;
    let language = voice.language;
    let month = |day: Day| dates::month(language, day.month());
    let (highest, lowest) = (found.highest, found.lowest);
    let [high, low, last, first] = [highest.1, lowest.1, found.last.1, found.first.1]
        .map(figures::points);
    let since = month(found.first.0);
    let trend = match found.trend {
        Trend::Up => language.tell_with("history.up", &[("first", &first)]),
        Trend::Down => language.tell_with("history.down", &[("first", &first)]),
        Trend::Level => language.tell("history.level").to_owned(),
    };
    let parts = [
        ("since", since.as_str()),
        ("high", &high),
        ("high_month", &month(highest.0)),
        ("low", &low),
        ("low_month", &month(lowest.0)),
        ("last", &last),
        ("trend", &trend),
    ];
    Some(if highest.1 == lowest.1 {
        language.tell_with("history.flat", &parts)
    } else {
        language.tell_with("history.sentence", &parts)
    })
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
    let language = voice.language;
    let score = history.reading_on(day).and_then(|reading| reading.value);
    let mut parts = vec![match score {
        Some(score) => {
            let score = figures::points(score);
            language.tell_with("history.at", &[("score", &score)])
        }
        None => language.tell("score.none").to_owned(),
    }];
    if history.contested_on(day) {
        parts.push(language.tell("history.contested").to_owned());
    }
    parts.extend(history.marks_on(day).iter().map(|it| mark(voice, it)));
    parts.join(" · ")
}

/// Something that happened.
pub(in crate::me) fn mark(voice: Voice<'_>, mark: &Mark) -> String {
    let language = voice.language;
    let entry = mark.entry.as_ref().map(|entry| voice.entry_of(entry));
    let entry = entry.unwrap_or_default();
    let parts = [("entry", entry.as_str())];
    match mark.kind {
        MarkKind::Good => language.tell_with("mark.good", &parts),
        MarkKind::Deduction => language.tell_with("mark.deduction", &parts),
        MarkKind::Rulebook => language.tell("mark.rulebook").to_owned(),
        MarkKind::Rating
        | MarkKind::Objection
        | MarkKind::Decision
        | MarkKind::Reversal
        | MarkKind::Consent
        | MarkKind::Move
        | MarkKind::Redemption => entry,
    }
}

/// A row of the table: the day, the score from then on, and what came together.
pub(in crate::me) fn row(voice: Voice<'_>, row: &HistoryRow) -> [String; 3] {
    let mut what: Vec<String> = row.reasons.iter().map(|it| reason(voice, it)).collect();
    if what.is_empty() {
        what = row.marks.iter().map(|it| mark(voice, it)).collect();
    }
    [voice.day(row.day), voice.score(row.score), what.join(voice.language.tell("list.and"))]
}
