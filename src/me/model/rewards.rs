//! What the balance buys, and what it has bought.

use hallboard_score::{Day, Id, Names, Points, ResidentFile, Text};

use super::reply::Said;

/// Rewards and redemptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewards {
    /// What can be spent; `None` for who does not take part.
    pub balance: Option<Points>,
    /// What there is today, in the order of the rulebook.
    pub offers: Vec<Offer>,
    /// What was handed out up to today, in order.
    pub redemptions: Vec<RedemptionItem>,
}

/// A reward of the rulebook in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub reward: Id,
    /// What people call it.
    pub names: Names,
    /// What it costs.
    pub cost: Points,
    /// How many points are missing: zero if it can be had now, `None` without a balance.
    pub short: Option<Points>,
}

/// A reward handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedemptionItem {
    /// The entry's id.
    pub entry: Id,
    /// The day.
    pub date: Day,
    /// The reward's id.
    pub reward: Id,
    /// What it was called on that day; `None` if the rulebook of the day has no such.
    pub names: Option<Names>,
    /// What it took from the balance, whether it was taken back or not.
    pub cost: Points,
    /// The recorder's note.
    pub note: Option<Text>,
    /// Who wrote it down, where that is told.
    pub by: Option<Text>,
    /// What took it back.
    pub taken_back: Option<Said>,
}

/// What the balance of a day buys, and what was redeemed up to it.
#[must_use]
pub fn rewards(file: &ResidentFile<'_>, today: Day) -> Rewards {
    todo!()
}
