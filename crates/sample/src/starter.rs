//! What a hall begins with: rules to begin with, and a few people to try them on.

use hallboard_score::{Day, Hall, Ledger, Rulebook};

use crate::{Village, rules, village};

/// The deeds of the first rulebook: what every village has.
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

/// A hall's empty ledger with one rulebook, in force from the first day of that year.
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

/// A hall's ledger filled in with a small village that does not exist.
#[must_use]
pub fn filled(hall: Hall, today: Day) -> Ledger {
    let made = Village { seed: 7, residents: 24, households: 9, years: 1, until: today };
    Ledger { hall, ..village(&made) }
}
