//! Text of the what-if game.

use hallboard_score::{DeedRule, Id, Points, in_force};

use super::{Formatter, StatementLine};
use crate::format;
use crate::language::Named;
use crate::record::model::{LineOf, Scenario, ScenarioOutcome};
use crate::words::record as word;

/// A deed that can be selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) struct PossibleDeed {
    /// The rule's id.
    pub id: Id,
    /// Its name and points.
    pub label: String,
}

/// The deeds that would give points if they were done today.
pub(in crate::record) fn deeds(formatter: Formatter<'_>) -> Vec<PossibleDeed> {
    let record = formatter.record;
    let book = in_force(&record.ledger().rulebooks, record.today);
    let deeds = book.map(|book| book.deeds.as_slice()).unwrap_or_default();
    let gives = |rule: &&DeedRule| {
        rule.points > Points::ZERO
            && record.what_if(&Scenario::of(&rule.id)).is_some_and(|it| it.gains())
    };
    let possible = |rule: &DeedRule| {
        let name = formatter.language.name(&rule.names).text;
        let points = format::signed(rule.points);
        PossibleDeed { id: rule.id.as_str().into(), label: format!("{name} {points}") }
    };
    deeds.iter().filter(gives).map(possible).collect()
}

/// The entries that can be ignored, the latest first: name, day and points.
pub(in crate::record) fn entries(formatter: Formatter<'_>) -> Vec<StatementLine> {
    let Some(explanation) = formatter.record.explanation() else { return Vec::new() };
    let lines =
        explanation.sum.as_ref().map(|sum| sum.lines.as_slice()).unwrap_or_default();
    let row = |name: Named, entry: &str, date, points: Points| {
        let row = StatementLine::new(name, format::signed(points))
            .with_note(formatter.day(date));
        row.with_attribute("data-drop", entry)
    };
    let entries = lines.iter().rev().filter_map(|line| match line.of {
        LineOf::Deed { deed } => {
            let item = explanation.deeds.get(deed)?;
            let name = formatter.deed(&item.deed, item.date);
            Some(row(name, &item.entry, item.date, line.points))
        }
        LineOf::Stars { rating } => {
            let item = explanation.ratings.get(rating)?;
            let name = formatter.category(&item.category);
            Some(row(name, &item.entry, item.date, line.points))
        }
        _ => None,
    });
    entries.collect()
}

/// The result of a scenario, in words that cannot be mistaken for the score.
pub(in crate::record) fn outcome(
    formatter: Formatter<'_>,
    play: &Scenario,
    played: &ScenarioOutcome,
) -> String {
    if play.is_empty() {
        return formatter.language.text(word::PLAY_NOTHING).to_owned();
    }
    let Some(score) = played.score_then else {
        return formatter.language.text(word::PLAY_NO_SCORE).to_owned();
    };
    let band = played.band_then.as_ref();
    let band = band.map(|band| formatter.band(band, formatter.record.today).text);
    formatter
        .message(word::PLAY_OUTCOME)
        .points("score", score)
        .signed("difference", played.difference.unwrap_or_default())
        .with("band", &band.unwrap_or_default())
        .points("balance", played.balance_then.unwrap_or_default())
        .finish()
}
