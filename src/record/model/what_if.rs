//! Hypothetical scores, computed on a modified copy of the ledger.

use hallboard_score::{
    Day, Entry, EntryKind, Id, Ledger, Points, ResidentRecord, Source,
};

use super::entry_index::{ask, fresh, with_entries};

/// The reader's assumptions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// Additional deeds of today, by the rule's id, with their number.
    pub deeds: Vec<(Id, u32)>,
    /// Entries that are ignored.
    pub without: Vec<Id>,
}

/// The result of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioOutcome {
    /// The current score; `None` without one.
    pub score: Option<Points>,
    /// The current balance.
    pub balance: Option<Points>,
    /// The score in the scenario.
    pub score_then: Option<Points>,
    /// The id of the band in the scenario.
    pub band_then: Option<String>,
    /// The balance in the scenario.
    pub balance_then: Option<Points>,
    /// The difference of the scores; `None` unless there are two.
    pub difference: Option<Points>,
}

impl Scenario {
    /// The maximum number of one deed.
    pub const MOST: u32 = 100;

    /// A scenario with one deed.
    #[must_use]
    pub fn of(deed: &str) -> Scenario {
        Scenario { deeds: vec![(deed.into(), 1)], without: Vec::new() }
    }

    /// Replaces the deeds by another one, the same number of times and at least once.
    pub fn choose(&mut self, deed: &str) {
        let times = self.deeds.iter().map(|(_, times)| *times).max().unwrap_or(1);
        self.deeds.clear();
        self.set(deed, times.max(1));
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.without.is_empty() && self.deeds.iter().all(|(_, times)| *times == 0)
    }

    /// The number of times of a deed.
    #[must_use]
    pub fn times(&self, deed: &str) -> u32 {
        let supposed = self.deeds.iter().find(|(id, _)| id == deed);
        supposed.map_or(0, |(_, times)| *times)
    }

    /// Sets the number of times of a deed, at most [`Scenario::MOST`].
    pub fn set(&mut self, deed: &str, times: u32) {
        self.deeds.retain(|(id, _)| id != deed);
        if times > 0 {
            self.deeds.push((deed.into(), times.min(Scenario::MOST)));
        }
    }

    /// Ignores an entry, or includes it again.
    pub fn toggle(&mut self, entry: &str) {
        let count = self.without.len();
        self.without.retain(|id| id != entry);
        if self.without.len() == count {
            self.without.push(entry.into());
        }
    }
}

impl ScenarioOutcome {
    /// Whether the score or the balance is higher.
    #[must_use]
    pub fn gains(&self) -> bool {
        self.score_then > self.score || self.balance_then > self.balance
    }
}

/// The result of a scenario. Deeds are dated today and reported by the resident, so that
/// they start at once.
#[must_use]
pub fn what_if(
    file: &ResidentRecord<'_>,
    today: Day,
    scenario: &Scenario,
) -> ScenarioOutcome {
    let now = file.standing(today);
    let ledger = hypothetical_ledger(file, today, scenario);
    let then = ask(file, &ledger, |file| Some(file.standing(today)));
    let (score_then, band_then, balance_then) =
        then.map_or((None, None, None), |it| (it.score, it.band, it.balance));
    ScenarioOutcome {
        score: now.score,
        balance: now.balance,
        score_then,
        band_then,
        balance_then,
        difference: now.score.zip(score_then).map(|(now, then)| then - now),
    }
}

fn hypothetical_ledger(
    file: &ResidentRecord<'_>,
    today: Day,
    scenario: &Scenario,
) -> Ledger {
    let ledger = file.register().ledger();
    let prefix = fresh(ledger);
    let kept = ledger.entries.iter().filter(|it| !scenario.without.contains(&it.id));
    let mut entries: Vec<Entry> = kept.cloned().collect();
    let deeds = scenario.deeds.iter().flat_map(|(deed, times)| {
        (0..(*times).min(Scenario::MOST)).map(move |_| deed.clone())
    });
    entries.extend(deeds.enumerate().map(|(number, deed)| Entry {
        id: format!("{prefix}{number}").into(),
        date: today,
        kind: EntryKind::Deed {
            resident: file.id().into(),
            deed,
            source: Source::SelfReport,
            notified: None,
        },
        note: None,
        by: None,
    }));
    with_entries(ledger, entries)
}
