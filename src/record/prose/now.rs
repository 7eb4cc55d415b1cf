//! Where the resident stands, in words.

use hallboard_score::{Id, Points, Why as NotCounted, in_force};

use super::{Formatter, StatementLine};
use crate::format;
use crate::language::Named;
use crate::record::model::{Now, Reason, Reply, Step};
use crate::words::record as word;

/// The score in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) struct Standing {
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
    pub steps: Vec<StatementLine>,
    /// What the resident should know first.
    pub due: Vec<String>,
}

/// Where the resident stands, in words.
pub(in crate::record) fn standing(formatter: Formatter<'_>, now: &Now) -> Standing {
    let book = in_force(&formatter.record.ledger().rulebooks, now.today);
    let scale = book.map(|book| {
        let scale = formatter.message(word::NOW_SCALE).points("max", book.score.max);
        scale.points("base", book.score.base).finish()
    });
    let balance = now.balance.map(|balance| {
        formatter.message(word::NOW_BALANCE).points("balance", balance).finish()
    });
    Standing {
        score: now.score.map(format::points).unwrap_or_default(),
        band: now
            .band
            .as_ref()
            .map(|band| formatter.band(band, now.today))
            .unwrap_or_default(),
        scale: scale.unwrap_or_default(),
        balance: balance.unwrap_or_default(),
        next: next(formatter, now),
        steps: now.steps.iter().map(|it| step(formatter, it)).collect(),
        due: due(formatter),
    }
}

/// What the score will be if nothing happens.
fn next(formatter: Formatter<'_>, now: &Now) -> String {
    let message = match (now.score, now.score_then) {
        (None, _) => formatter.message(word::NOW_NONE),
        (_, None) => formatter.message(word::NOW_ENDS),
        (score, then) if score != then => formatter.message(word::NOW_OTHER),
        _ if now.steps.is_empty() => formatter.message(word::NOW_SAME),
        _ => formatter.message(word::NOW_SAME_STEPS),
    };
    message.day("then", now.then).score("score", now.score_then).finish()
}

/// The reasons of a day that are message one by one.
const LISTED_REASONS: usize = 5;

fn step(formatter: Formatter<'_>, step: &Step) -> StatementLine {
    let day = Named { text: formatter.day(step.date), lang: None };
    let mut row = StatementLine::new(day, formatter.score(step.score));
    let message = step.reasons.iter().take(LISTED_REASONS);
    row.notes = message.map(|it| reason(formatter, it)).collect();
    if step.reasons.len() > LISTED_REASONS {
        let more = step.reasons.len() - LISTED_REASONS;
        row.notes.push(formatter.message(word::NOW_MORE).count("count", more).finish());
    }
    if step.rest != Points::ZERO {
        row.notes.push(
            formatter.message(word::REASON_REST).signed("points", step.rest).finish(),
        );
    }
    row
}

/// What turned on a day, in words.
pub(in crate::record) fn reason(formatter: Formatter<'_>, reason: &Reason) -> String {
    match reason {
        Reason::Deed { entry, before, after, why, .. } => {
            let message = match why {
                Some(NotCounted::Lapsed) => formatter.message(word::REASON_LAPSED),
                Some(NotCounted::Contested) => formatter.message(word::REASON_CONTESTED),
                Some(NotCounted::Out) => formatter.message(word::REASON_OUT),
                Some(NotCounted::OverCap) => formatter.message(word::REASON_OVER_CAP),
                Some(NotCounted::Ignored | NotCounted::NotStarted) => {
                    formatter.message(word::REASON_ENDS)
                }
                None if *before == Points::ZERO => formatter.message(word::REASON_BEGINS),
                None => formatter.message(word::REASON_DIFFERS),
            };
            let message = message.with("deed", &formatter.entry_of(entry));
            message.signed("before", *before).signed("after", *after).finish()
        }
        Reason::Stars { category, before, after } => formatter
            .message(word::REASON_STARS)
            .with("category", &formatter.category(category).text)
            .with("before", &stars(formatter, before.as_ref()))
            .with("after", &stars(formatter, after.as_ref()))
            .finish(),
        Reason::Silence { entry } => formatter
            .message(word::REASON_SILENCE)
            .with("deed", &formatter.entry_of(entry))
            .finish(),
        Reason::Rulebook { from } => {
            formatter.message(word::REASON_RULEBOOK).day("from", *from).finish()
        }
        Reason::Consent => formatter.language.text(word::REASON_CONSENT).to_owned(),
        Reason::Move { household: Some(household) } => formatter.moved(household),
        Reason::Move { household: None } => {
            formatter.language.text(word::REASON_MOVE).to_owned()
        }
    }
}

fn stars(formatter: Formatter<'_>, stars: Option<&(Id, u8, Points)>) -> String {
    match stars {
        Some((_, stars, points)) => {
            let message =
                formatter.message(word::REASON_STAR_COUNT).signed("points", *points);
            message.count("stars", usize::from(*stars)).finish()
        }
        None => formatter.language.text(word::REASON_NO_STARS).to_owned(),
    }
}

/// What waits for the resident, or for the hall: how many, and the days for the first.
fn due(formatter: Formatter<'_>) -> Vec<String> {
    let Some(explanation) = formatter.record.explanation() else { return Vec::new() };
    let mut open = (0, formatter.record.today);
    let mut contested = 0;
    let ratings = explanation.ratings.iter().map(|it| &it.dispute.reply);
    for reply in explanation.deeds.iter().map(|it| &it.dispute.reply).chain(ratings) {
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
            formatter
                .message(word::NOW_REPLY)
                .count("count", open.0)
                .day("day", open.1)
                .finish(),
        );
    }
    if contested > 0 {
        due.push(formatter.message(word::NOW_WAITING).count("count", contested).finish());
    }
    due
}
