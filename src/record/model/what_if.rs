//! What if: the score on a changed copy of the ledger.

use hallboard_score::{
    Day, Entry, EntryKind, Id, Ledger, Points, ResidentRecord, Source,
};

use super::entry_index::{ask, fresh, with_entries};

/// What the reader supposes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// Deeds done today, by the rule's id: how many of each.
    pub deeds: Vec<(Id, u32)>,
    /// Entries left out.
    pub without: Vec<Id>,
}

/// Where it would lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioOutcome {
    /// The score as it is; `None` without one.
    pub score: Option<Points>,
    /// The balance as it is.
    pub balance: Option<Points>,
    /// The score as it would be.
    pub score_then: Option<Points>,
    /// The band as it would be, by its id.
    pub band_then: Option<String>,
    /// The balance as it would be.
    pub balance_then: Option<Points>,
    /// How much the score would differ; `None` unless there are two scores.
    pub difference: Option<Points>,
}

impl Scenario {
    /// The most of one deed that can be supposed.
    pub const MOST: u32 = 100;

    /// One of a deed.
    #[must_use]
    pub fn of(deed: &str) -> Scenario {
        Scenario { deeds: vec![(deed.into(), 1)], without: Vec::new() }
    }

    /// Supposes another deed in place of those before, as many times and at least once.
    pub fn choose(&mut self, deed: &str) {
        let times = self.deeds.iter().map(|(_, times)| *times).max().unwrap_or(1);
        self.deeds.clear();
        self.set(deed, times.max(1));
    }

    /// Whether nothing is supposed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.without.is_empty() && self.deeds.iter().all(|(_, times)| *times == 0)
    }

    /// How many of a deed are supposed.
    #[must_use]
    pub fn times(&self, deed: &str) -> u32 {
        let supposed = self.deeds.iter().find(|(id, _)| id == deed);
        supposed.map_or(0, |(_, times)| *times)
    }

    /// Supposes so many of a deed, at most [`Scenario::MOST`].
    pub fn set(&mut self, deed: &str, times: u32) {
        self.deeds.retain(|(id, _)| id != deed);
        if times > 0 {
            self.deeds.push((deed.into(), times.min(Scenario::MOST)));
        }
    }

    /// Leaves an entry out, or takes it in again.
    pub fn toggle(&mut self, entry: &str) {
        let count = self.without.len();
        self.without.retain(|id| id != entry);
        if self.without.len() == count {
            self.without.push(entry.into());
        }
    }
}

impl ScenarioOutcome {
    /// Whether it leads to a higher score or balance.
    #[must_use]
    pub fn gains(&self) -> bool {
        self.score_then > self.score || self.balance_then > self.balance
    }
}

/// Plays: the deeds are dated today and reported by the resident, so that they start at
/// once.
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
