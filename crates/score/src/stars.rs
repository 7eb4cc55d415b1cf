//! The stars of a resident's household over time, including moves.

use crate::day::Day;
use crate::ledger::Entry;
use crate::record::ResidentRecord;
use crate::sort::days_in_order;

/// The stars of a household from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StarsPoint<'r> {
    /// The day.
    pub date: Day,
    /// The resident's household from then on.
    pub household: Option<&'r str>,
    /// The rating in effect and its number of stars; `None` if there is none.
    pub rating: Option<(&'r Entry, u8)>,
}

impl<'r> ResidentRecord<'r> {
    /// The stars in a category of the resident's household, for each day up to `to` on
    /// which they change: to another rating, another number, or none.
    #[must_use]
    pub fn stars_history(&self, category: &str, to: Day) -> Vec<StarsPoint<'r>> {
        let moves = self.moves.iter().map(|(day, _)| *day);
        let days = moves.chain(self.rating_days()).filter(|day| *day <= to);
        let days = days_in_order(days);
        let mut found: Vec<StarsPoint<'r>> = Vec::new();
        for date in days {
            let household = self.household(date);
            let rating = household
                .and_then(|home| self.register.rating(home, category, date))
                .and_then(|it| Some((self.register.entry(it.position)?, it.stars)));
            let key =
                |it: Option<(&'r Entry, u8)>| it.map(|(entry, stars)| (&entry.id, stars));
            let last = found.last().and_then(|last| last.rating);
            if key(last) != key(rating) {
                found.push(StarsPoint { date, household, rating });
            }
        }
        found
    }

    /// The days on which the stars of any of the resident's households may change.
    pub(crate) fn rating_days(&self) -> impl Iterator<Item = Day> {
        let register = self.register;
        self.households()
            .into_iter()
            .flat_map(|household| register.rating_days(household))
    }

    /// All households in which the resident has lived.
    pub(crate) fn households(&self) -> Vec<&'r str> {
        let moves = self.moves.iter().map(|(_, to)| *to);
        let mut all: Vec<&str> = Vec::new();
        for home in moves.chain(self.household(Day::EARLIEST)) {
            if !all.contains(&home) {
                all.push(home);
            }
        }
        all
    }
}
