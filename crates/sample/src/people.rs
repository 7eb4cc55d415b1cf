//! Generates residents, and their consents.

use std::collections::BTreeSet;

use hallboard_score::{
    Consent, Day, EntryKind, GivenBy, Household, HouseholdScope, Id, Resident, Scope,
};

use crate::Village;
use crate::names::{self, LONG};
use crate::register::LedgerBuilder;
use crate::rng::Rng;

/// The percentage of residents who take part in the end.
const TAKING_PART: u32 = 80;
/// The percentages of those who agree to the scopes of the board.
const BOARD: u32 = 60;
const HISTORY: u32 = 15;
const THANKS: u32 = 30;

/// A resident, and the parameters for generating their entries.
pub(crate) struct Person {
    pub(crate) id: Id,
    name: String,
    household: Option<Id>,
    /// The day on which they start taking part.
    pub(crate) joined: Option<Day>,
    /// The day on which they stop taking part.
    left: Option<Day>,
    scopes: Vec<Scope>,
    minor: bool,
    /// The number of deeds in ten years.
    pub(crate) deeds: u32,
    /// The number of deductions per mille of these deeds.
    pub(crate) misbehaves: u32,
}

impl Person {
    /// The resident in the ledger.
    pub(crate) fn resident(&self) -> Resident {
        Resident {
            id: self.id.clone(),
            name: self.name.clone(),
            household: self.household.clone(),
        }
    }

    /// The first and last day of taking part, not later than `until`.
    pub(crate) fn taking_part(&self, until: Day) -> Option<(Day, Day)> {
        let last = self.left.map_or(until, Day::yesterday);
        Some((self.joined?, last)).filter(|(first, last)| first <= last)
    }
}

fn share(of: u32, percent: u32) -> u32 {
    (of * percent + 50) / 100
}

/// The residents, by id.
pub(crate) fn people(village: &Village, households: &[Household]) -> Vec<Person> {
    let mut rng = village.rng(2);
    let count = village.residents;
    let surnames: Vec<_> = households.iter().map(|_| names::surname(&mut rng)).collect();
    let width = count.to_string().len().max(4);
    let mut people: Vec<Person> = (0..count)
        .map(|number| {
            let home = usize::try_from(number).unwrap_or(0);
            let home = if home < households.len() {
                home
            } else {
                usize::try_from(rng.below(village.households)).unwrap_or(0)
            };
            let family = surnames.get(home).copied().filter(|_| rng.happens(650));
            let surname = family.unwrap_or_else(|| names::surname(&mut rng));
            let household = households.get(home).filter(|_| !rng.happens(15));
            Person {
                id: format!("R{:0width$}", number + 1).into(),
                name: format!("{surname}{}", names::given(&mut rng)),
                household: household.map(|it| it.id.clone()),
                joined: None,
                left: None,
                scopes: Vec::new(),
                minor: rng.happens(120),
                deeds: rng.between(5, 30) + rng.between(0, 30) + rng.between(0, 15),
                misbehaves: if rng.happens(120) { 150 } else { 14 },
            }
        })
        .collect();
    join(village, &mut people);
    people
}

fn at(people: &mut [Person], number: u32) -> Option<&mut Person> {
    people.get_mut(usize::try_from(number).unwrap_or(usize::MAX))
}

/// Chooses who takes part, from when, with which scopes, and who leaves.
fn join(village: &Village, people: &mut [Person]) {
    let mut rng = village.rng(3);
    let order = rng.shuffled(village.residents);
    let part = share(village.residents, TAKING_PART);
    let (board, history) = (share(part, BOARD), share(part, HISTORY));
    let thanks = usize::try_from(share(part, THANKS)).unwrap_or(0);
    let thanked: BTreeSet<u32> = rng.shuffled(part).into_iter().take(thanks).collect();
    let mut long = LONG.iter();
    for (place, number) in (0..).zip(&order) {
        let Some(person) = at(people, *number) else { continue };
        let stays = place < part;
        if !stays && !rng.happens(200) {
            continue;
        }
        person.joined = Some(joining(village, &mut rng));
        if !stays {
            person.left = Some(rng.day(village.start(), village.until));
        }
        person.scopes = vec![Scope::Score];
        if place < board {
            person.scopes.push(Scope::Board);
            person.name = long.next().map_or(person.name.clone(), |it| (*it).to_owned());
        }
        if place < history {
            person.scopes.push(Scope::History);
        }
        if thanked.contains(&place) {
            person.scopes.push(Scope::Thanks);
        }
    }
}

/// The day of joining: for most within half a year, for others later.
fn joining(village: &Village, rng: &mut Rng) -> Day {
    let (start, until) = (village.start(), village.until);
    let last = if rng.happens(700) { start.plus_days(180).min(until) } else { until };
    rng.day(start, last)
}

fn agreed(person: &Person, scopes: Vec<Scope>) -> EntryKind {
    EntryKind::Consent {
        to: Consent::Resident { resident: person.id.clone(), scopes },
        given_by: person.minor.then_some(GivenBy::Guardian),
    }
}

/// The consents of residents, at first and later.
pub(crate) fn consents(village: &Village, people: &[Person], drafts: &mut LedgerBuilder) {
    let mut rng = village.rng(4);
    for person in people {
        let Some((joined, last)) = person.taking_part(village.until) else { continue };
        // Many agree only to take part at first.
        if person.scopes.len() > 1 && rng.happens(350) {
            drafts.add(joined, agreed(person, vec![Scope::Score]));
            let later = rng.day(joined, last);
            drafts.add(later, agreed(person, person.scopes.clone()));
        } else {
            drafts.add(joined, agreed(person, person.scopes.clone()));
        }
        if person.left.is_some() {
            drafts.add(last.tomorrow(), agreed(person, Vec::new()));
        }
    }
}

/// The consents of households; about half of them agree to the board.
pub(crate) fn household_consents(
    village: &Village,
    households: &[Household],
    drafts: &mut LedgerBuilder,
) {
    let mut rng = village.rng(5);
    for household in households {
        let mut scopes = Vec::new();
        if rng.happens(500) {
            scopes.push(HouseholdScope::Board);
        }
        if rng.happens(300) {
            scopes.push(HouseholdScope::Sign);
        }
        if scopes.is_empty() {
            continue;
        }
        let agreed = |scopes| EntryKind::Consent {
            to: Consent::Household { household: household.id.clone(), scopes },
            given_by: None,
        };
        let from = joining(village, &mut rng);
        drafts.add(from, agreed(scopes));
        if rng.happens(30) {
            drafts.add(rng.day(from, village.until), agreed(Vec::new()));
        }
    }
}

/// Moves within the village.
pub(crate) fn moves(
    village: &Village,
    people: &[Person],
    households: &[Household],
    drafts: &mut LedgerBuilder,
) {
    let mut rng = village.rng(6);
    for person in people {
        if !rng.happens(120) {
            continue;
        }
        let Some(household) = rng.pick(households) else { continue };
        let (resident, household) = (person.id.clone(), household.id.clone());
        let date = rng.day(village.start(), village.until);
        drafts.add(date, EntryKind::Move { resident, household });
    }
}
