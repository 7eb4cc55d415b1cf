//! A household's stars in time, wherever the resident lives.

use crate::day::Day;
use crate::ledger::Entry;
use crate::record::ResidentRecord;
use crate::sort::days_in_order;

/// The stars of a household from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StarsPoint<'r> {
    /// The day.
    pub date: Day,
    /// The household lived in from then on.
    pub household: Option<&'r str>,
    /// The rating that gives them, and how many they are; `None` if none stands.
    pub rating: Option<(&'r Entry, u8)>,
}

impl<'r> ResidentRecord<'r> {
    /// The stars in a category of the household lived in, on each day up to `to` on which
    /// they become others: another rating, other stars, or none.
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

    /// The days on which the stars of any household ever lived in may change.
    pub(crate) fn rating_days(&self) -> impl Iterator<Item = Day> {
        let register = self.register;
        self.households()
            .into_iter()
            .flat_map(|household| register.rating_days(household))
    }

    /// Every household ever lived in.
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
