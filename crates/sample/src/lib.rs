//! A village that does not exist, as large as a real one: for demonstrations, for
//! measuring, for tests. The same numbers give the same ledger, on every machine.
//!
//! [`village`] is where to start: from how large a [`Village`] is to its ledger, whose entries
//! are made up by `people`, `ratings`, `deeds` and `rewards`. [`starter`] and [`filled`] are what
//! a new hall begins with.
//!
//! What its people are called is put together from common names; what its rules
//! are worth follows what real villages have published (see [`rules`]). It passes
//! `check`: nobody who does not take part is written about, nobody spends more than
//! they have.
//!
//! # What this crate does not do
//! It writes no file and asks no clock: the ledger is given back, and its last day is an
//! argument. It takes no chance from the system, and reads no register that a hall keeps. It
//! builds for wasm32.

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

pub use starter::{filled, starter};

/// How large a village, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Village {
    /// Another seed makes another village.
    pub seed: u64,
    /// How many residents.
    pub residents: u32,
    /// How many households.
    pub households: u32,
    /// How many years the ledger reaches back.
    pub years: u8,
    /// The last day written about.
    pub until: Day,
}

impl Village {
    /// The first day written about.
    fn start(&self) -> Day {
        let year = self.until.year() - i16::from(self.years);
        let number = self.until.month().number();
        let day = Day::new(year, number, self.until.day_of_month().min(28));
        day.unwrap_or(self.until)
    }

    /// Chance, of its own for each thing it decides.
    fn rng(&self, of: u64) -> Rng {
        Rng::new(self.seed, of)
    }
}

/// Makes the ledger of such a village.
#[must_use]
pub fn village(village: &Village) -> Ledger {
    made(village, None)
}

/// Makes the ledger of such a village, with about so many entries for each resident:
/// as many as it takes are deeds.
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
