//! Objections, decisions and reversals of an entry, and the scores that each outcome
//! would lead to.

pub use hallboard_score::NoEffect;
use hallboard_score::{
    Day, DisputeSummary, Entry, EntryKind, Id, Ledger, Outcome, Points, ResidentRecord,
    Text,
};

use super::entry_index::{about, ask, fresh, with_entries};

/// Who said what on which day: an objection, a decision or a reversal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The id of the entry in which it was said.
    pub entry: Id,
    /// The day.
    pub on: Day,
    /// The objection's text, or the reason of a decision or reversal.
    pub text: Option<Text>,
    /// The recorder's note.
    pub note: Option<Text>,
    /// Who wrote it down.
    pub by: Option<Text>,
}

/// A decision that settled an objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeDecision {
    /// Where and when it was said, by whom and why.
    pub said: Said,
    /// What was decided; points of a change as they were written (the item's own
    /// `points` or `stars` give their outcome).
    pub outcome: Outcome,
}

/// An objection that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenObjection {
    /// The first day it was contested.
    pub since: Day,
    /// The last day on which a decision is in time. Without one, the entry is out for
    /// good from that same day on: silence grants the objection.
    pub decide_by: Day,
    /// How many days that is from today; at least one.
    pub days_left: u32,
}

/// The state of a resident's entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It stands, and nobody has objected. One still may.
    Undisputed,
    /// It has not started: an objection up to `until` keeps it from ever counting before
    /// it is decided.
    CanReply {
        /// The last day before it starts.
        until: Day,
        /// How many days are left for it, today included; at least one.
        days_left: u32,
    },
    /// It never starts, since its subject was not notified.
    NeverNotified,
    /// An objection waits for a decision; it does not count meanwhile.
    Contested(OpenObjection),
    /// A decision was made, which [`Dispute::decision`] tells.
    Settled,
    /// Out, because nobody decided in time.
    Silence {
        /// Since when.
        on: Day,
    },
    /// Out, because it was taken back, which [`Dispute::reversal`] tells.
    Reversed,
}

/// Everything said about an entry up to a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Where that leaves it.
    pub reply: Reply,
    /// The objection that counts.
    pub objection: Option<Said>,
    /// The decision that settled it.
    pub decision: Option<DisputeDecision>,
    /// What took it back.
    pub reversal: Option<Said>,
    /// What was said without effect: too late, too early or again.
    pub without_effect: Vec<(Said, NoEffect)>,
}

/// The scores that an outcome would lead to; `None` without a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreForecast {
    /// Today's.
    pub today: Option<Points>,
    /// The one of [`DisputeForecast::decide_by`], if nothing else happens till then.
    pub then: Option<Points>,
}

/// The scores by outcome of a contested entry.
///
/// Each is the engine's score on a copy of the ledger from which later decisions and
/// reversals about the entry are left out: with a decision dated today added, or, for
/// `silent`, none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisputeForecast {
    /// The day [`ScoreForecast::then`] is about: the one on which silence would grant the objection.
    pub decide_by: Day,
    /// The scores if the entry is upheld today.
    pub upheld: ScoreForecast,
    /// The scores if it is overturned today.
    pub overturned: ScoreForecast,
    /// The scores if nobody decides: `today` is the current score.
    pub silent: ScoreForecast,
}

impl Said {
    fn of(entry: &Entry) -> Said {
        let text = match &entry.kind {
            EntryKind::Objection { text, .. } => text.clone(),
            EntryKind::Decision { reason, .. } | EntryKind::Reversal { reason, .. } => {
                reason.clone()
            }
            _ => None,
        };
        Said {
            entry: entry.id.clone(),
            on: entry.date,
            text,
            note: entry.note.clone(),
            by: entry.by.clone(),
        }
    }
}

/// What was said about an entry up to a day; quiet for one that nothing was said about.
///
/// Only [`why`](super::explanation) determines whether there is still time to reply.
#[must_use]
pub fn dispute(file: &ResidentRecord<'_>, entry: &str, today: Day) -> Dispute {
    let summary = file.register().dispute_summary(entry, today);
    let decision = summary.decision.and_then(|entry| match &entry.kind {
        EntryKind::Decision { outcome, .. } => {
            Some(DisputeDecision { said: Said::of(entry), outcome: *outcome })
        }
        _ => None,
    });
    Dispute {
        reply: reply(&summary, today),
        objection: summary.objection.map(Said::of),
        decision,
        reversal: summary.reversal.map(Said::of),
        without_effect: summary
            .idle
            .iter()
            .map(|(said, why)| (Said::of(said), *why))
            .collect(),
    }
}

fn reply(summary: &DisputeSummary<'_>, today: Day) -> Reply {
    match (summary.contested, summary.decide_by, summary.out) {
        (Some(since), Some(decide_by), None) if summary.waits => {
            Reply::Contested(OpenObjection {
                since,
                decide_by,
                days_left: days(today, decide_by),
            })
        }
        (.., Some(on)) if summary.by_silence() => Reply::Silence { on },
        _ if summary.reversal.is_some() => Reply::Reversed,
        _ if summary.decision.is_some() => Reply::Settled,
        _ => Reply::Undisputed,
    }
}

/// How many days from one to a later one.
fn days(from: Day, to: Day) -> u32 {
    u32::try_from(from.days_until(to)).unwrap_or_default()
}

impl Dispute {
    /// Whether nothing was said about it that bears on it.
    pub(super) fn is_untouched(&self) -> bool {
        self.objection.is_none() && self.reversal.is_none()
    }

    /// Marks a deed that has not started yet and has no objection.
    pub(super) fn before_start(mut self, start: Option<Day>, today: Day) -> Dispute {
        if self.reply == Reply::Undisputed {
            self.reply = match start {
                Some(start) => {
                    let until = start.yesterday();
                    Reply::CanReply { until, days_left: days(today, start) }
                }
                None => Reply::NeverNotified,
            };
        }
        self
    }
}

/// What would become of the score; `None` if the entry is not contested today.
#[must_use]
pub fn forecast_dispute(
    file: &ResidentRecord<'_>,
    entry: &str,
    today: Day,
) -> Option<DisputeForecast> {
    let summary = file.register().dispute_summary(entry, today);
    let decide_by = summary.decide_by.filter(|_| summary.waits)?;
    let ledger = file.register().ledger();
    let score = |outcome: Option<Outcome>| {
        let ledger = decided(ledger, entry, outcome, today);
        let scores = ask(file, &ledger, |file| {
            let on = |day| file.standing(day).score;
            Some(ScoreForecast { today: on(today), then: on(decide_by) })
        });
        scores.unwrap_or(ScoreForecast { today: None, then: None })
    };
    Some(DisputeForecast {
        decide_by,
        upheld: score(Some(Outcome::Upheld)),
        overturned: score(Some(Outcome::Overturned)),
        silent: score(None),
    })
}

/// The ledger as if a contested entry were decided today, or never.
fn decided(
    ledger: &Ledger,
    target: &str,
    outcome: Option<Outcome>,
    today: Day,
) -> Ledger {
    let later = |it: &Entry| it.date > today && about(it).is_some_and(|id| id == target);
    let kept = ledger.entries.iter().filter(|it| !later(it));
    let decision = outcome.map(|outcome| Entry {
        id: fresh(ledger).into(),
        date: today,
        kind: EntryKind::Decision { entry: target.into(), outcome, reason: None },
        note: None,
        by: None,
    });
    with_entries(ledger, kept.cloned().chain(decision).collect())
}
