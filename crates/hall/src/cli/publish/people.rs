//! What residents and households are called, for whoever publishes.

use std::collections::HashMap;

use hallboard_score::Ledger;

use crate::cli::words::called;

/// How many are named before the rest is counted.
const NAMED: usize = 10;

/// Names by id.
#[derive(Default)]
pub(in crate::cli) struct People {
    residents: HashMap<String, String>,
    households: HashMap<String, String>,
}

impl People {
    /// Those of a ledger.
    pub(in crate::cli) fn of(ledger: &Ledger) -> People {
        let residents = ledger.residents.iter();
        let households = ledger.households.iter();
        People {
            residents: residents.map(|it| (it.id.to_string(), it.name.clone())).collect(),
            households: households
                .map(|it| (it.id.to_string(), called(Some(&it.names), &it.id)))
                .collect(),
        }
    }

    /// Residents by name and id, the first few and how many more.
    pub(in crate::cli) fn residents(&self, ids: &[String]) -> String {
        listed(ids, &self.residents)
    }

    /// Households by name and id, the first few and how many more.
    pub(in crate::cli) fn households(&self, ids: &[String]) -> String {
        listed(ids, &self.households)
    }
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
    fn ten_are_named_and_the_rest_counted() {
        let ids =
            |count: usize| (1..=count).map(|it| format!("R{it}")).collect::<Vec<_>>();
        let names = HashMap::from([("R1".to_owned(), "Mei".to_owned())]);
        assert_eq!(listed(&ids(2), &names), "Mei (R1), R2");
        assert!(listed(&ids(10), &names).ends_with("R9, R10"));
        assert!(listed(&ids(244), &names).ends_with("R9, R10 and 234 more"));
    }
}
