//! Descriptions of a ledger's items for people.

use std::collections::{HashMap, HashSet};

use hallboard_operations::diff::{FieldChange, Moved, PartOf};
use hallboard_operations::words::{self, plain};
use hallboard_score::{
    Band, Category, Consent, DeedRule, Entry, EntryKind, Household, Ledger, Outcome,
    Resident, Reward,
};

use super::super::texts::{fill, text};

/// The names used in two versions of a ledger, the newer first.
pub(super) struct Names<'l> {
    ledgers: [&'l Ledger; 2],
    residents: HashMap<&'l str, &'l str>,
    households: HashMap<&'l str, &'l hallboard_score::Names>,
    entries: HashMap<&'l str, &'l Entry>,
}

impl<'l> Names<'l> {
    /// Collects the names of both ledgers; of the entries, only those that changed a score.
    pub(super) fn of(old: &'l Ledger, new: &'l Ledger, moved: &[Moved]) -> Names<'l> {
        let parts = moved.iter().flat_map(|it| &it.parts);
        let wanted: HashSet<&str> = parts
            .filter_map(|part| match &part.of {
                PartOf::Deed(entry) => Some(entry.as_str()),
                _ => None,
            })
            .collect();
        let ledgers = [old, new];
        let all = || ledgers.into_iter();
        let residents = all().flat_map(|it| &it.residents);
        let households = all().flat_map(|it| &it.households);
        let entries = all()
            .flat_map(|it| &it.entries)
            .filter(|it| !wanted.is_empty() && wanted.contains(it.id.as_str()));
        Names {
            ledgers: [new, old],
            residents: residents.map(|it| (&*it.id, &*it.name)).collect(),
            households: households.map(|it| (&*it.id, &it.names)).collect(),
            entries: entries.map(|it| (&*it.id, it)).collect(),
        }
    }

    /// A resident's id and name.
    pub(super) fn resident(&self, id: &str) -> String {
        both(id, self.residents.get(id).copied().unwrap_or_default())
    }

    fn household(&self, id: &str) -> String {
        let names = self.households.get(id).copied();
        both(id, &words::called(names, ""))
    }

    /// A category by its name.
    pub(super) fn category(&self, id: &str) -> String {
        self.rule(id, |book| &book.categories, |it: &Category| (&it.id, &it.names))
    }

    fn deed(&self, id: &str) -> String {
        self.rule(id, |book| &book.deeds, |it: &DeedRule| (&it.id, &it.names))
    }

    fn reward(&self, id: &str) -> String {
        self.rule(id, |book| &book.rewards, |it: &Reward| (&it.id, &it.names))
    }

    /// The name of a rule's item in the latest rulebook that contains it.
    fn rule<T: 'l>(
        &self,
        id: &str,
        list: impl Fn(&'l hallboard_score::Rulebook) -> &'l Vec<T>,
        named: impl Fn(&'l T) -> (&'l String, &'l hallboard_score::Names),
    ) -> String {
        let books = self.ledgers.iter().flat_map(|it| it.rulebooks.iter().rev());
        let mut rules = books.flat_map(list).map(named);
        let rule = rules.find(|(it, _)| *it == id);
        words::called(rule.map(|(_, names)| names), id)
    }

    /// The entry of that id.
    pub(super) fn entry(&self, id: &str) -> Option<&'l Entry> {
        self.entries.get(id).copied()
    }

    /// A field with its old and new value.
    pub(super) fn field(&self, change: &FieldChange) -> String {
        let field = change.field.as_str();
        let label = match field.strip_prefix("names.") {
            Some(language) => t!("field.names", language = language).into(),
            None => {
                let key = field.replace('.', "_");
                text(&format!("field.{key}")).unwrap_or_else(|| field.to_owned())
            }
        };
        let value = |json: &Option<String>| match json {
            None => t!("diff.nothing").into(),
            Some(json) => self.value(field, json),
        };
        let (old, new) = (value(&change.old), value(&change.new));
        t!("diff.field", field = label, old = old, new = new).into()
    }

    fn value(&self, field: &str, json: &str) -> String {
        if let Ok(list) =
            serde_json::from_str::<Vec<Box<serde_json::value::RawValue>>>(json)
        {
            if list.is_empty() {
                return t!("diff.none").into();
            }
            let values = list.iter().map(|it| self.value(field, it.get()));
            return values.collect::<Vec<_>>().join(&t!("diff.comma"));
        }
        let Ok(value) = serde_json::from_str::<String>(json) else {
            return json.replace('-', "\u{2212}");
        };
        match field {
            "resident" => self.resident(&value),
            "household" => self.household(&value),
            "category" => self.category(&value),
            "deed" => self.deed(&value),
            "reward" => self.reward(&value),
            _ => word(field, &value),
        }
    }
}

/// The translated word for a value of a closed list; any other text unchanged.
fn word(field: &str, word: &str) -> String {
    text(&format!("word.{field}.{word}")).unwrap_or_else(|| word.to_owned())
}

fn both(id: &str, name: &str) -> String {
    format!("{id} {name}").trim_end().to_owned()
}

/// An item that can be described in one line.
pub(super) trait Describe: Clone {
    /// The description in the current language.
    fn description(&self, names: &Names<'_>) -> String;
}

impl Describe for Household {
    fn description(&self, _names: &Names<'_>) -> String {
        both(&self.id, &words::called(Some(&self.names), ""))
    }
}

impl Describe for Resident {
    fn description(&self, names: &Names<'_>) -> String {
        let resident = both(&self.id, &self.name);
        match &self.household {
            None => resident,
            Some(home) => {
                let household = names.household(home);
                t!("diff.lives", resident = resident, household = household).into()
            }
        }
    }
}

macro_rules! describe_by_name {
    ($($type:ty),+) => {$(
        impl Describe for $type {
            fn description(&self, _names: &Names<'_>) -> String {
                both(&self.id, &words::called(Some(&self.names), ""))
            }
        }
    )+};
}
describe_by_name!(Category, DeedRule, Band, Reward);

impl Describe for Entry {
    fn description(&self, names: &Names<'_>) -> String {
        entry(self, names)
    }
}

/// An entry described with the names that the hall uses.
pub(super) fn entry(entry: &Entry, names: &Names<'_>) -> String {
    let (key, mut facts) = kind(entry, names);
    facts.push(("id", entry.id.to_string()));
    facts.push(("date", entry.date.to_string()));
    fill(&format!("diff.entry.{key}"), &facts)
}

fn kind(entry: &Entry, names: &Names<'_>) -> (&'static str, Vec<(&'static str, String)>) {
    let consent = |who: String, words: Vec<&str>| {
        let words = words.into_iter().map(|it| word("scopes", it));
        let words: Vec<_> = words.collect();
        let key = if words.is_empty() { "withdrawal" } else { "consent" };
        (key, vec![("who", who), ("scopes", words.join(&t!("diff.comma")))])
    };
    match &entry.kind {
        EntryKind::Consent { to: Consent::Resident { resident, scopes: to }, .. } => {
            let to = to.iter().map(|it| it.as_str()).collect();
            consent(names.resident(resident), to)
        }
        EntryKind::Consent {
            to: Consent::Household { household, scopes: to }, ..
        } => {
            let to = to.iter().map(|it| it.as_str()).collect();
            consent(names.household(household), to)
        }
        EntryKind::Rating { household, category, stars } => {
            let category = names.category(category);
            let who = names.household(household);
            let facts =
                vec![("who", who), ("category", category), ("stars", stars.to_string())];
            ("rating", facts)
        }
        EntryKind::Deed { resident, deed, source, .. } => {
            let source = word("source", source.as_str());
            let who = names.resident(resident);
            ("deed", vec![("who", who), ("deed", names.deed(deed)), ("source", source)])
        }
        EntryKind::Objection { entry, .. } => {
            ("objection", vec![("to", entry.to_string())])
        }
        EntryKind::Decision { entry, outcome, .. } => {
            let facts =
                vec![("to", entry.to_string()), ("outcome", outcome_text(*outcome))];
            ("decision", facts)
        }
        EntryKind::Reversal { entry, .. } => {
            ("reversal", vec![("to", entry.to_string())])
        }
        EntryKind::Redemption { resident, reward } => {
            let facts =
                vec![("who", names.resident(resident)), ("reward", names.reward(reward))];
            ("redemption", facts)
        }
        EntryKind::Move { resident, household } => {
            let facts = vec![
                ("who", names.resident(resident)),
                ("household", names.household(household)),
            ];
            ("move", facts)
        }
    }
}

fn outcome_text(outcome: Outcome) -> String {
    match outcome {
        Outcome::Upheld => word("outcome", "upheld"),
        Outcome::Overturned => word("outcome", "overturned"),
        Outcome::ChangedPoints(points) => {
            t!("diff.changed_points", points = plain(points)).into()
        }
        Outcome::ChangedStars(stars) => t!("diff.changed_stars", stars = stars).into(),
    }
}
