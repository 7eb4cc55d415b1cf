//! Everything that `/me` shows of one resident, as data without text.
//!
//! Each part is a plain function of a [`ResidentRecord`] and a day that returns owned data:
//! days, points, ids and their relations. [`own`] returns the record of a register with
//! exactly one resident, such as a resident's own ledger.
//!
//! # What this module does not do
//! It is independent of languages and pages, computes no score itself (the engine does, for
//! hypothetical scores on a modified copy of the ledger), and writes nothing.

mod agreed;
mod changes;
mod digests;
mod entry_index;
mod explanation;
mod export;
mod history;
mod now;
mod reply;
mod rewards;
mod rules;
mod stars;
mod visibility;
mod what_if;

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

pub use agreed::agreed;
pub use changes::{Added, Arrival, Changes, Past, Seen, SeenError, compare};
pub use entry_index::{EntryIndex, places};
pub use explanation::{
    DeedItem, Line, LineOf, RatingItem, RuleCard, ScoreExplanation, Sum, explain,
};
pub use export::{Column, ExportLanguage, Word, csv};
pub use history::{History, HistoryRow, Mark, MarkKind, Range, Span, history};
pub use now::{Now, Reason, Step, now};
pub use reply::{
    Dispute, DisputeDecision, DisputeForecast, NoEffect, OpenObjection, Reply, Said,
    ScoreForecast, dispute, forecast_dispute,
};
pub use rewards::{Offer, RedemptionItem, Rewards, rewards};
pub use rules::{BookChange, Part, RulesChange, rules};
pub use stars::{CategoryStars, StarStep, stars};
pub use visibility::{Absence, BoardVisibility, board_explanation, board_visibility};
pub use what_if::{Scenario, ScenarioOutcome, what_if};

use hallboard_score::{Day, Register, ResidentRecord};

/// The record of the only resident of a register; `None` if there is not exactly one.
#[must_use]
pub fn own<'r>(register: &'r Register<'r>) -> Option<ResidentRecord<'r>> {
    let mut files = register.files();
    files.next().filter(|_| files.next().is_none())
}

/// The values that the page shows first: computed together, as all three cover the same
/// years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The score today, and its forecast.
    pub now: Now,
    /// The explanation of the score.
    pub explanation: ScoreExplanation,
    /// The history of the score.
    pub history: History,
}

/// [`now()`], [`explain()`] and [`history()`] on a day, with the entries indexed by id.
#[must_use]
pub fn standing(
    file: &ResidentRecord<'_>,
    today: Day,
    index: &EntryIndex<'_>,
) -> Standing {
    let mut past = now::steps(file, history::first(file, today), now::then(today));
    let ahead = past.split_off(past.partition_point(|step| step.date <= today));
    Standing {
        now: now::now_of(file, today, ahead, index),
        explanation: explain(file, today),
        history: history::history_of(file, today, past, index),
    }
}
