//! Generates a fictitious village of realistic size, for demonstrations, measurements and
//! tests. The same input gives the same ledger on every machine.
//!
//! [`village`] is the entry point: it generates a ledger from the size of a [`Village`];
//! `people`, `ratings`, `deeds` and `rewards` generate its entries. [`starter`] and
//! [`filled`] create the ledger of a new hall.
//!
//! Names are combined from common ones, and the points of its rules follow what real
//! villages have published (see [`rules`]). The ledger passes `check`: it has no entries
//! about people who do not take part, and nobody spends more than their balance.
//!
//! # What this crate does not do
//! It writes no files and reads no clock: it returns the ledger, and the last day is an
//! argument. It uses no system randomness, and reads no register of a hall. It builds for
//! wasm32.

mod deeds;
mod names;
mod people;
mod ratings;
mod register;
mod rewards;
mod rng;
pub mod rules;
mod starter;

use hallboard_score::{Day, Hall, Ledger, Names, Register};

use register::LedgerBuilder;
use rng::Rng;

pub use starter::{StarterRules, filled, starter};

/// The size of a village, and its seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Village {
    /// The seed; another one gives another village.
    pub seed: u64,
    /// The number of residents.
    pub residents: u32,
    /// The number of households.
    pub households: u32,
    /// The number of years in the ledger.
    pub years: u8,
    /// The last day in the ledger.
    pub until: Day,
}

impl Village {
    /// The first day in the ledger.
    fn start(&self) -> Day {
        let year = self.until.year() - i16::from(self.years);
        let number = self.until.month().number();
        let day = Day::new(year, number, self.until.day_of_month().min(28));
        day.unwrap_or(self.until)
    }

    /// A random number generator of its own for each purpose `of`.
    fn rng(&self, of: u64) -> Rng {
        Rng::new(self.seed, of)
    }
}

/// Generates the ledger of a village.
#[must_use]
pub fn village(village: &Village) -> Ledger {
    made(village, None)
}

/// Generates the ledger of a village with about `entries_each` entries for each resident,
/// by the number of deeds.
#[must_use]
pub fn busy_village(village: &Village, entries_each: u32) -> Ledger {
    made(village, Some(entries_each))
}

fn made(village: &Village, entries_each: Option<u32>) -> Ledger {
    let rulebooks = rules::rulebooks(village.start().year(), village.years);
    let households = names::households(&mut village.rng(1), village.households);
    let people = people::people(village, &households);
    let mut drafts = LedgerBuilder::default();
    people::consents(village, &people, &mut drafts);
    people::household_consents(village, &households, &mut drafts);
    people::moves(village, &people, &households, &mut drafts);
    ratings::ratings(village, &households, &rulebooks, &mut drafts);
    let pace = entries_each.map_or(deeds::PACE, |each| {
        let wanted = u64::from(each) * u64::from(village.residents);
        let left = wanted.saturating_sub(u64::try_from(drafts.len()).unwrap_or(wanted));
        deeds::pace(village, &people, left)
    });
    deeds::deeds(village, &people, &rulebooks, pace, &mut drafts);
    let mut ledger = Ledger {
        hall: hall(),
        rulebooks,
        households,
        residents: people.iter().map(people::Person::resident).collect(),
        entries: drafts.take(),
    };
    rewards::redemptions(village, &people, &Register::new(&ledger), &mut drafts);
    ledger.entries.append(&mut drafts.take());
    register::put_in_order(&mut ledger.entries);
    ledger
}

fn hall() -> Hall {
    Hall {
        id: "yangqiao".to_owned(),
        names: Names::new([
            ("en", "Yangqiao village hall"),
            ("zh-Hans", "杨桥村文化礼堂"),
        ]),
        time_zone: "Asia/Shanghai".to_owned(),
    }
}
