//! Generates redemptions of rewards.

use hallboard_score::{Day, EntryKind, Id, Points, Register, Reward, Text};

use crate::Village;
use crate::people::Person;
use crate::register::LedgerBuilder;
use crate::rng::Rng;

/// Redemptions, none above the balance. `register` contains all other entries already.
pub(crate) fn redemptions(
    village: &Village,
    people: &[Person],
    register: &Register<'_>,
    drafts: &mut LedgerBuilder,
) {
    let mut rng = village.rng(9);
    for person in people {
        let Some((joined, last)) = person.taking_part(village.until) else { continue };
        let Some(file) = register.file(&person.id) else { continue };
        if !rng.happens(750) {
            continue;
        }
        let mut spent = Points::ZERO;
        let mut day = joined.plus_days(rng.between(60, 500));
        while day <= last {
            let balance = file.standing(day).balance.unwrap_or_default() - spent;
            if let Some(reward) = affordable(&mut rng, register, day, balance) {
                spent = spent + reward.cost;
                redeem(village, &mut rng, (person, reward, day), drafts);
            }
            day = day.plus_days(rng.between(90, 700));
        }
    }
}

fn affordable<'r>(
    rng: &mut Rng,
    register: &Register<'r>,
    on: Day,
    balance: Points,
) -> Option<&'r Reward> {
    let rewards = &register.book(on)?.rewards;
    let within: Vec<&Reward> = rewards.iter().filter(|it| it.cost <= balance).collect();
    rng.pick(&within).copied()
}

fn redeem(
    village: &Village,
    rng: &mut Rng,
    (person, reward, day): (&Person, &Reward, Day),
    drafts: &mut LedgerBuilder,
) {
    let (resident, reward) = (person.id.clone(), reward.id.as_str().into());
    let redemption = drafts.add(day, EntryKind::Redemption { resident, reward });
    let reversed = day.plus_days(rng.between(0, 6));
    if rng.happens(12) && reversed <= village.until {
        let reason = Some(Text::new_static("暂时缺货"));
        let entry = Id::default();
        drafts.about(redemption, reversed, EntryKind::Reversal { entry, reason });
    }
}
