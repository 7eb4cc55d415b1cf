//! Rewards that the balance can buy, and rewards received.

use hallboard_score::{Day, EntryKind, Id, Names, Points, ResidentRecord, Text};

use super::reply::{Said, dispute};

/// Rewards and redemptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewards {
    /// The points that can be spent; `None` for a resident who does not take part.
    pub balance: Option<Points>,
    /// The rewards of today's rulebook, in its order.
    pub offers: Vec<Offer>,
    /// The rewards handed out up to today, in order.
    pub redemptions: Vec<RedemptionItem>,
}

/// A reward of the rulebook in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub reward: Id,
    /// Its names.
    pub names: Names,
    /// Its cost.
    pub cost: Points,
    /// The number of points that are missing: zero if the balance suffices, `None` without
    /// a balance.
    pub short: Option<Points>,
}

/// A reward that was handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedemptionItem {
    /// The entry's id.
    pub entry: Id,
    /// The day.
    pub date: Day,
    /// The reward's id.
    pub reward: Id,
    /// Its names on that day; `None` if it is not in the rulebook of the day.
    pub names: Option<Names>,
    /// Its cost, even if it was reversed.
    pub cost: Points,
    /// The recorder's note.
    pub note: Option<Text>,
    /// The person who recorded it, if known.
    pub by: Option<Text>,
    /// The reversal, if there is one.
    pub taken_back: Option<Said>,
}

/// The rewards of a day, and those handed out up to it.
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

/// The rewards handed out up to a day.
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
