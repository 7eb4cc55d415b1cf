//! Text about rewards.

use hallboard_score::Points;

use super::explanation::{said_on, written};
use super::{Formatter, StatementLine};
use crate::format;
use crate::language::Named;
use crate::record::model::{Offer, RedemptionItem};
use crate::words::record as word;

/// A reward: its name, its cost, and the missing points.
pub(in crate::record) fn offer(formatter: Formatter<'_>, offer: &Offer) -> StatementLine {
    let reach = match offer.short {
        None => String::new(),
        Some(Points::ZERO) => String::new(),
        Some(short) => {
            formatter.message(word::REWARDS_SHORT).points("points", short).finish()
        }
    };
    let name = formatter.language.name(&offer.names);
    let cost = formatter.message(word::REWARDS_COST).points("points", offer.cost);
    let row = StatementLine::new(name, cost.finish()).with_note(reach);
    row.with_attribute("data-reward", &offer.reward)
}

/// A reward that was handed out: its name, its cost, and the day.
pub(in crate::record) fn redemption(
    formatter: Formatter<'_>,
    item: &RedemptionItem,
) -> StatementLine {
    let unknown = || Named { text: item.reward.to_string(), lang: None };
    let names = item.names.as_ref();
    let name = names.map_or_else(unknown, |names| formatter.language.name(names));
    let row = StatementLine::new(name, format::signed(-item.cost))
        .with_note(formatter.day(item.date));
    let row = row.with_note(written(formatter, item.note.as_deref(), item.by.as_deref()));
    let row = match &item.taken_back {
        Some(back) => row.with_note(said_on(
            formatter,
            formatter.message(word::SAID_REVERSAL),
            back,
        )),
        None => row,
    };
    row.with_attribute("data-entry", &item.entry)
}
