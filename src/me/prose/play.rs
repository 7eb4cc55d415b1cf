//! What if, in words.

use hallboard_score::{Id, in_force};

use super::Voice;
use crate::figures;
use crate::language::Named;
use crate::me::model::{LineOf, Play, Played};

/// What can be supposed to be done: the rule's id, its name, and its points.
pub(in crate::me) fn deeds(voice: Voice<'_>) -> Vec<(Id, Named, String)> {
    let book = in_force(&voice.facts.ledger().rulebooks, voice.facts.today);
    let deeds = book.map(|book| book.deeds.as_slice()).unwrap_or_default();
    let line = |rule: &hallboard_score::DeedRule| {
        let points = figures::signed(rule.points);
        (rule.id.as_str().into(), voice.language.name(&rule.names), points)
    };
    deeds.iter().map(line).collect()
}

/// What can be left out, the latest first: the entry, its name, its day and its points.
pub(in crate::me) fn entries(voice: Voice<'_>) -> Vec<(Id, String, String, String)> {
    let Some(why) = voice.facts.why() else { return Vec::new() };
    let lines = why.sum.as_ref().map(|sum| sum.lines.as_slice()).unwrap_or_default();
    let entries = lines.iter().rev().filter_map(|line| {
        let points = figures::signed(line.points);
        match line.of {
            LineOf::Deed { deed } => {
                let item = why.deeds.get(deed)?;
                let name = voice.deed(&item.deed, item.date).text;
                Some((item.entry.clone(), name, voice.day(item.date), points))
            }
            LineOf::Stars { rating } => {
                let item = why.ratings.get(rating)?;
                let name = voice.category(&item.category).text;
                Some((item.entry.clone(), name, voice.day(item.date), points))
            }
            _ => None,
        }
    });
    entries.collect()
}

/// Where it would lead, in words that cannot be taken for a score.
pub(in crate::me) fn outcome(voice: Voice<'_>, play: &Play, played: &Played) -> String {
    let language = voice.language;
    if play.is_empty() {
        return language.tell("play.nothing").to_owned();
    }
    let Some(score) = played.score_then else {
        return language.tell("play.no_score").to_owned();
    };
    let band = played.band_then.as_ref();
    let band = band.map(|band| voice.band(band, voice.facts.today).text);
    let difference = played.difference.map(figures::signed).unwrap_or_default();
    let balance = played.balance_then.map(figures::points).unwrap_or_default();
    let parts = [
        ("score", figures::points(score)),
        ("band", band.unwrap_or_default()),
        ("difference", difference),
        ("balance", balance),
    ];
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    language.tell_with("play.outcome", &parts)
}
