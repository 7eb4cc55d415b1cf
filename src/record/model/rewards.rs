//! What the balance buys, and what it has bought.

use hallboard_score::{Day, EntryKind, Id, Names, Points, ResidentRecord, Text};

use super::reply::{Said, dispute};

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
    /// Who wrote it down, if known.
    pub by: Option<Text>,
    /// What took it back.
    pub taken_back: Option<Said>,
}

/// What the balance of a day buys, and what was redeemed up to it.
#[must_use]
pub fn rewards(file: &ResidentRecord<'_>, today: Day) -> Rewards {
    let balance = file.standing(today).balance;
    let book = file.register().book(today);
    let offers = book.into_iter().flat_map(|book| &book.rewards).map(|reward| Offer {
        reward: reward.id.as_str().into(),
        names: reward.names.clone(),
        cost: reward.cost,
        short: balance.map(|balance| (reward.cost - balance).max(Points::ZERO)),
    });
    Rewards { balance, offers: offers.collect(), redemptions: redemptions(file, today) }
}

/// What was handed out up to a day.
pub(super) fn redemptions(file: &ResidentRecord<'_>, today: Day) -> Vec<RedemptionItem> {
    let redeemed = file.redeemed_by(today).into_iter().filter_map(|it| {
        let EntryKind::Redemption { reward, .. } = &it.entry.kind else { return None };
        Some(RedemptionItem {
            entry: it.entry.id.clone(),
            date: it.entry.date,
            reward: reward.clone(),
            names: it.reward.map(|reward| reward.names.clone()),
            cost: it.cost,
            note: it.entry.note.clone(),
            by: it.entry.by.clone(),
            taken_back: dispute(file, &it.entry.id, today).reversal,
        })
    });
    redeemed.collect()
}
