//! Names of residents and households, for the output of publications.

use std::collections::HashMap;

use hallboard_score::{Consent, Day, EntryKind, Household, Ledger, Resident};
use hallboard_workbook::consent_entries::ConsentEntries;

use crate::words::called;

/// Maximum number of names listed; the rest are counted.
const NAMED: usize = 10;

/// Names of residents and households by id.
#[derive(Default)]
pub struct PeopleNames {
    residents: HashMap<String, String>,
    households: HashMap<String, String>,
}

impl PeopleNames {
    /// The names in a ledger.
    pub fn of(ledger: &Ledger) -> PeopleNames {
        PeopleNames::among(&ledger.residents, &ledger.households)
    }

    /// The names in these lists.
    pub fn among(residents: &[Resident], households: &[Household]) -> PeopleNames {
        let residents = residents.iter();
        let households = households.iter();
        PeopleNames {
            residents: residents.map(|it| (it.id.to_string(), it.name.clone())).collect(),
            households: households
                .map(|it| (it.id.to_string(), called(Some(&it.names), &it.id)))
                .collect(),
        }
    }

    /// Residents by name and id: the first few, and how many more.
    pub fn residents(&self, ids: &[String]) -> String {
        listed(ids, &self.residents)
    }

    /// Households by name and id: the first few, and how many more.
    pub fn households(&self, ids: &[String]) -> String {
        listed(ids, &self.households)
    }
}

/// A line for every consent that is unreadable or names an unknown person, and how it is
/// interpreted; and for every withdrawal that takes effect later.
#[must_use]
pub fn doubts(
    consents: &ConsentEntries,
    people: &PeopleNames,
    today: Option<Day>,
) -> Vec<String> {
    let mut lines = Vec::new();
    for it in &consents.unread {
        let who: Vec<String> = it.ids.iter().cloned().collect();
        let who = people.residents(&who);
        let line = match (&it.at, it.ids.is_empty()) {
            (Some(at), false) => {
                t!("publish.unread_row", sheet = at.sheet, row = at.row, who = who)
            }
            (Some(at), true) => {
                t!("publish.unread_row_of_nobody", sheet = at.sheet, row = at.row)
            }
            (None, false) => t!("publish.doubtful", id = who),
            (None, true) => t!("publish.doubtful_of_nobody"),
        };
        lines.push(line.into_owned());
    }
    for it in &consents.unknown_subjects {
        let residents: Vec<String> = it.candidates.iter().cloned().collect();
        let (named, residents) = (&it.named, people.residents(&residents));
        let place = match &it.at {
            Some(at) => t!("publish.row", sheet = at.sheet, row = at.row),
            None => t!("publish.consent"),
        };
        let line = match it.candidates.is_empty() {
            true => t!("publish.names_nobody", place = place, named = named),
            false => {
                t!("publish.may_mean", place = place, named = named, who = residents)
            }
        };
        lines.push(line.into_owned());
    }
    let later = today.map(|today| consents.withdrawals_after(today));
    for (at, entry) in later.into_iter().flatten() {
        let EntryKind::Consent { to, .. } = &entry.kind else { continue };
        let who = match to {
            Consent::Resident { resident, .. } => {
                people.residents(&[resident.to_string()])
            }
            Consent::Household { household, .. } => {
                people.households(&[household.to_string()])
            }
        };
        let place = match at {
            Some(at) => t!("publish.row", sheet = at.sheet, row = at.row),
            None => t!("publish.consent"),
        };
        let line = t!("publish.leaves_later", place = place, who = who, day = entry.date);
        lines.push(line.into_owned());
    }
    lines
}

fn listed(ids: &[String], names: &HashMap<String, String>) -> String {
    let named = ids.iter().take(NAMED).map(|id| match names.get(id) {
        Some(name) if name != id => t!("publish.who", name = name, id = id).into_owned(),
        _ => id.clone(),
    });
    let list = named.collect::<Vec<_>>().join(&t!("publish.comma"));
    match ids.len().saturating_sub(NAMED) {
        0 => list,
        more => t!("publish.and_more", list = list, count = more).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_name_ten_and_count_the_rest() {
        let ids =
            |count: usize| (1..=count).map(|it| format!("R{it}")).collect::<Vec<_>>();
        let names = HashMap::from([("R1".to_owned(), "Mei".to_owned())]);
        assert_eq!(listed(&ids(2), &names), "Mei (R1), R2");
        assert!(listed(&ids(10), &names).ends_with("R9, R10"));
        assert!(listed(&ids(244), &names).ends_with("R9, R10 and 234 more"));
    }
}
