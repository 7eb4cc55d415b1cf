//! What if, in words.

use hallboard_score::{Points, in_force};

use super::{Row, Voice};
use crate::figures;
use crate::language::Named;
use crate::me::model::{LineOf, Play, Played};
use crate::me::words::word;

/// What can be supposed to be done: the rule's name and its points.
pub(in crate::me) fn deeds(voice: Voice<'_>) -> Vec<Row> {
    let book = in_force(&voice.facts.ledger().rulebooks, voice.facts.today);
    let deeds = book.map(|book| book.deeds.as_slice()).unwrap_or_default();
    let line = |rule: &hallboard_score::DeedRule| {
        let name = voice.language.name(&rule.names);
        Row::new(name, figures::signed(rule.points)).marked("data-deed", &rule.id)
    };
    deeds.iter().map(line).collect()
}

/// What can be left out, the latest first: its name, its day and its points.
pub(in crate::me) fn entries(voice: Voice<'_>) -> Vec<Row> {
    let Some(why) = voice.facts.why() else { return Vec::new() };
    let lines = why.sum.as_ref().map(|sum| sum.lines.as_slice()).unwrap_or_default();
    let row = |name: Named, entry: &str, date, points: Points| {
        let row = Row::new(name, figures::signed(points)).line(voice.day(date));
        row.marked("data-drop", entry)
    };
    let entries = lines.iter().rev().filter_map(|line| match line.of {
        LineOf::Deed { deed } => {
            let item = why.deeds.get(deed)?;
            let name = voice.deed(&item.deed, item.date);
            Some(row(name, &item.entry, item.date, line.points))
        }
        LineOf::Stars { rating } => {
            let item = why.ratings.get(rating)?;
            let name = voice.category(&item.category);
            Some(row(name, &item.entry, item.date, line.points))
        }
        _ => None,
    });
    entries.collect()
}

/// Where it would lead, in words that cannot be taken for a score.
pub(in crate::me) fn outcome(voice: Voice<'_>, play: &Play, played: &Played) -> String {
    if play.is_empty() {
        return voice.language.tell(word::PLAY_NOTHING).to_owned();
    }
    let Some(score) = played.score_then else {
        return voice.language.tell(word::PLAY_NO_SCORE).to_owned();
    };
    let band = played.band_then.as_ref();
    let band = band.map(|band| voice.band(band, voice.facts.today).text);
    voice
        .told(word::PLAY_OUTCOME)
        .points("score", score)
        .signed("difference", played.difference.unwrap_or_default())
        .with("band", &band.unwrap_or_default())
        .points("balance", played.balance_then.unwrap_or_default())
        .done()
}
