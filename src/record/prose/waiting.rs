//! Text about entries that await a reply or a decision.

use hallboard_score::stable_sort_by;

use super::explanation::{awaits_decision, reply_due};
use super::{Formatter, ReplyWindow, StatementLine, element_id};
use crate::format;
use crate::language::Named;
use crate::record::model::{DeedItem, OpenObjection, RatingItem, Reply};
use crate::words::record as word;

/// An entry that awaits the resident's reply, or the hall's decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) struct WaitingEntry {
    /// The id of its element.
    pub id: String,
    /// The entry's id.
    pub entry: String,
    /// Its name.
    pub name: Named,
    /// Its day and points.
    pub what: String,
    /// The deadline, and the consequence without a reply.
    pub due: Vec<String>,
    /// The time in which it can be replied to; `None` if it awaits the hall's decision.
    pub reply: Option<ReplyWindow>,
    /// The id of the element with its details.
    pub more_at: String,
}

/// All entries that await something: first those the resident can reply to, by deadline.
pub(in crate::record) fn waiting(formatter: Formatter<'_>) -> Vec<WaitingEntry> {
    let Some(explanation) = formatter.record.explanation() else { return Vec::new() };
    let deeds = explanation.deeds.iter().rev();
    let deeds = deeds.filter(|it| !it.counts && awaits_decision(it));
    let ratings = explanation.ratings.iter().rev();
    let mut entries: Vec<WaitingEntry> = deeds
        .filter_map(|item| deed(formatter, item))
        .chain(ratings.filter_map(|item| rating(formatter, item)))
        .collect();
    let until = |it: &WaitingEntry| it.reply.as_ref().map(|reply| reply.until);
    let key = |it: &WaitingEntry| (it.reply.is_none(), until(it));
    stable_sort_by(&mut entries, &|a, b| key(a).cmp(&key(b)));
    entries
}

fn deed(formatter: Formatter<'_>, item: &DeedItem) -> Option<WaitingEntry> {
    let points = item.points.map(format::signed).unwrap_or_default();
    let day = formatter.day(item.date);
    let name = formatter.deed(&item.deed, item.date);
    let line = StatementLine::new(name, points);
    match &item.dispute.reply {
        Reply::CanReply { until, days_left } => {
            let points = item.points.unwrap_or_default();
            let due = reply_due(formatter, *until, *days_left, points).to_vec();
            let line = line.with_reply(&day, *until, *days_left);
            Some(entry(&item.entry, &day, line, due))
        }
        Reply::Contested(objection) => {
            let due = vec![decision_due(formatter, objection)];
            Some(entry(&item.entry, &day, line, due))
        }
        _ => None,
    }
}

fn rating(formatter: Formatter<'_>, item: &RatingItem) -> Option<WaitingEntry> {
    let Reply::Contested(objection) = &item.dispute.reply else { return None };
    let stars = formatter.message(word::WHY_STARS);
    let stars = stars.count("stars", usize::from(item.stars)).finish();
    let line = StatementLine::new(formatter.category(&item.category), stars);
    let due = vec![decision_due(formatter, objection)];
    Some(entry(&item.entry, &formatter.day(item.date), line, due))
}

fn decision_due(formatter: Formatter<'_>, objection: &OpenObjection) -> String {
    let days = objection.days_left as usize;
    let message = formatter.language.counted_message(word::NOW_CONTESTED, "days", days);
    message.day("day", objection.decide_by).finish()
}

fn entry(id: &str, day: &str, line: StatementLine, due: Vec<String>) -> WaitingEntry {
    let mut what = day.to_owned();
    if !line.figure.is_empty() {
        what = format!("{day} · {}", line.figure);
    }
    WaitingEntry {
        id: element_id("waiting", id),
        entry: id.to_owned(),
        name: line.name,
        what,
        due,
        reply: line.reply_window,
        more_at: element_id("entry", id),
    }
}
