//! The ledger of a new hall: a first rulebook, and optionally a few people for testing
//! it.

use hallboard_score::{Day, Hall, Ledger, Rulebook};

use crate::{Village, rules, village};

/// The deeds of the first rulebook, which are common to all villages.
const DEEDS: &[&str] = &[
    "volunteer",
    "yard-clean",
    "river-cleanup",
    "filial-care",
    "mediation",
    "fee-on-time",
    "dock-litter",
    "untidy-yard",
    "straw-burning",
];
/// The rewards of the first rulebook.
const REWARDS: &[&str] = &["soap", "napkins", "laundry-liquid"];

/// An empty ledger of a hall with one rulebook, in force from the first day of this year.
#[must_use]
pub fn starter(hall: Hall, today: Day) -> Ledger {
    let rulebooks = rules::rulebooks(today.year(), 1);
    Ledger {
        hall,
        rulebooks: rulebooks.into_iter().take(1).map(brief).collect(),
        households: Vec::new(),
        residents: Vec::new(),
        entries: Vec::new(),
    }
}

fn brief(mut book: Rulebook) -> Rulebook {
    book.deeds.retain(|deed| DEEDS.contains(&deed.id.as_str()));
    book.rewards.retain(|reward| REWARDS.contains(&reward.id.as_str()));
    book
}

/// A ledger of a hall with a small fictitious village.
#[must_use]
pub fn filled(hall: Hall, today: Day) -> Ledger {
    let made = Village { seed: 7, residents: 24, households: 9, years: 1, until: today };
    Ledger { hall, ..village(&made) }
}
