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

/// How many rules a new hall begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StarterRules {
    /// Those that are common to all villages.
    #[default]
    Short,
    /// All deeds and rewards of the sample.
    Full,
}

/// An empty ledger of a hall with one rulebook, in force from the first day of this year.
#[must_use]
pub fn starter(hall: Hall, today: Day, rules: StarterRules) -> Ledger {
    let rulebook = rules::latest(today.year());
    let rulebook = rulebook.map(|book| match rules {
        StarterRules::Short => brief(book),
        StarterRules::Full => book,
    });
    Ledger {
        hall,
        rulebooks: rulebook.into_iter().collect(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use hallboard_score::Names;

    #[test]
    fn short_rules_are_all_those_listed_and_full_ones_more() {
        let hall = || Hall {
            id: "mill".to_owned(),
            names: Names::new([("en", "Mill")]),
            time_zone: "Asia/Shanghai".to_owned(),
        };
        let today = Day::new(2026, 12, 4).unwrap();
        let book = |rules| starter(hall(), today, rules).rulebooks.remove(0);
        let (short, full) = (book(StarterRules::Short), book(StarterRules::Full));
        assert_eq!(
            (short.deeds.len(), short.rewards.len()),
            (DEEDS.len(), REWARDS.len())
        );
        assert!(full.deeds.len() > 20 && full.rewards.len() > 6, "{full:?}");
        assert_eq!(full.from, Day::new(2026, 1, 1).unwrap());
    }
}
