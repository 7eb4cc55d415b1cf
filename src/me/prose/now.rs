//! Where the resident stands, in words.

use hallboard_score::{Id, Points, Why as WhyNot, in_force};

use super::{Row, Voice};
use crate::figures;
use crate::language::Named;
use crate::me::model::{Now, Reason, Reply, Step};
use crate::me::words::word;

/// The score in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::me) struct Standing {
    /// The score; empty for who does not take part.
    pub score: String,
    /// Its band.
    pub band: Named,
    /// Of how many.
    pub scale: String,
    /// The balance; empty for who does not take part.
    pub balance: String,
    /// What comes next, in a sentence.
    pub next: String,
    /// Each day on which something turns, the score from then on, and what.
    pub steps: Vec<Row>,
    /// What the resident should know first.
    pub due: Vec<String>,
}

/// Where the resident stands, in words.
pub(in crate::me) fn standing(voice: Voice<'_>, now: &Now) -> Standing {
    let book = in_force(&voice.facts.ledger().rulebooks, now.today);
    let scale = book.map(|book| {
        let scale = voice.told(word::NOW_SCALE).points("max", book.score.max);
        scale.points("base", book.score.base).done()
    });
    let balance = now
        .balance
        .map(|balance| voice.told(word::NOW_BALANCE).points("balance", balance).done());
    Standing {
        score: now.score.map(figures::points).unwrap_or_default(),
        band: now
            .band
            .as_ref()
            .map(|band| voice.band(band, now.today))
            .unwrap_or_default(),
        scale: scale.unwrap_or_default(),
        balance: balance.unwrap_or_default(),
        next: next(voice, now),
        steps: now.steps.iter().map(|it| step(voice, it)).collect(),
        due: due(voice),
    }
}

/// What the score will be if nothing happens.
fn next(voice: Voice<'_>, now: &Now) -> String {
    let told = match (now.score, now.score_then) {
        (None, _) => voice.told(word::NOW_NONE),
        (_, None) => voice.told(word::NOW_ENDS),
        (score, then) if score != then => voice.told(word::NOW_OTHER),
        _ if now.steps.is_empty() => voice.told(word::NOW_SAME),
        _ => voice.told(word::NOW_SAME_STEPS),
    };
    told.day("then", now.then).score("score", now.score_then).done()
}

/// The reasons of a day that are told one by one.
const TOLD: usize = 5;

fn step(voice: Voice<'_>, step: &Step) -> Row {
    let day = Named { text: voice.day(step.date), lang: None };
    let mut row = Row::new(day, voice.score(step.score));
    let told = step.reasons.iter().take(TOLD);
    row.lines = told.map(|it| reason(voice, it)).collect();
    if step.reasons.len() > TOLD {
        let more = step.reasons.len() - TOLD;
        row.lines.push(voice.told(word::NOW_MORE).count("count", more).done());
    }
    if step.rest != Points::ZERO {
        row.lines.push(voice.told(word::REASON_REST).signed("points", step.rest).done());
    }
    row
}

/// What turned on a day, in words.
pub(in crate::me) fn reason(voice: Voice<'_>, reason: &Reason) -> String {
    match reason {
        Reason::Deed { entry, before, after, why, .. } => {
            let told = match why {
                Some(WhyNot::Lapsed) => voice.told(word::REASON_LAPSED),
                Some(WhyNot::Contested) => voice.told(word::REASON_CONTESTED),
                Some(WhyNot::Out) => voice.told(word::REASON_OUT),
                Some(WhyNot::OverCap) => voice.told(word::REASON_OVER_CAP),
                Some(WhyNot::Ignored | WhyNot::NotStarted) => {
                    voice.told(word::REASON_ENDS)
                }
                None if *before == Points::ZERO => voice.told(word::REASON_BEGINS),
                None => voice.told(word::REASON_DIFFERS),
            };
            let told = told.with("deed", &voice.entry_of(entry));
            told.signed("before", *before).signed("after", *after).done()
        }
        Reason::Stars { category, before, after } => voice
            .told(word::REASON_STARS)
            .with("category", &voice.category(category).text)
            .with("before", &stars(voice, before.as_ref()))
            .with("after", &stars(voice, after.as_ref()))
            .done(),
        Reason::Silence { entry } => {
            voice.told(word::REASON_SILENCE).with("deed", &voice.entry_of(entry)).done()
        }
        Reason::Rulebook { from } => {
            voice.told(word::REASON_RULEBOOK).day("from", *from).done()
        }
        Reason::Consent => voice.language.tell(word::REASON_CONSENT).to_owned(),
        Reason::Move { household: Some(household) } => voice.moved(household),
        Reason::Move { household: None } => {
            voice.language.tell(word::REASON_MOVE).to_owned()
        }
    }
}

fn stars(voice: Voice<'_>, stars: Option<&(Id, u8, Points)>) -> String {
    match stars {
        Some((_, stars, points)) => {
            let told = voice.told(word::REASON_STAR_COUNT).signed("points", *points);
            told.count("stars", usize::from(*stars)).done()
        }
        None => voice.language.tell(word::REASON_NO_STARS).to_owned(),
    }
}

/// What waits for the resident, or for the hall: how many, and the days for the first.
fn due(voice: Voice<'_>) -> Vec<String> {
    let Some(why) = voice.facts.why() else { return Vec::new() };
    let mut open = (0, voice.facts.today);
    let mut contested = 0;
    let ratings = why.ratings.iter().map(|it| &it.dispute.reply);
    for reply in why.deeds.iter().map(|it| &it.dispute.reply).chain(ratings) {
        match reply {
            Reply::CanReply { until, .. } => {
                let first = if open.0 == 0 { *until } else { open.1.min(*until) };
                open = (open.0 + 1, first);
            }
            Reply::Contested(_) => contested += 1,
            _ => {}
        }
    }
    let mut due = Vec::new();
    if open.0 > 0 {
        due.push(
            voice.told(word::NOW_REPLY).count("count", open.0).day("day", open.1).done(),
        );
    }
    if contested > 0 {
        due.push(voice.told(word::NOW_WAITING).count("count", contested).done());
    }
    due
}
