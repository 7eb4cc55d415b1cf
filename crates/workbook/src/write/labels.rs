//! Labels that show a name next to an id: `R0001 张三`.

use std::collections::{BTreeMap, HashMap, HashSet};

use hallboard_score::{Entry, EntryKind, Ledger, Names};
use hallboard_sheets::cells::{invisible, is_preserved, quote_id};

use crate::schema::sheets::Target;

/// Maximum length of a label in bytes; if it is longer, only the id is written.
const LONGEST: usize = 240;

/// The names for the ids of a ledger.
#[derive(Default)]
pub(super) struct Labels<'l> {
    names: BTreeMap<(Target, &'l str), &'l str>,
    entries: HashMap<&'l str, &'l Entry>,
}

impl<'l> Labels<'l> {
    pub(super) fn new(ledger: &'l Ledger) -> Labels<'l> {
        let mut names = BTreeMap::new();
        let mut add = |target, id: &'l str, name: &'l str| {
            names.entry((target, id)).or_insert(name);
        };
        for it in &ledger.households {
            add(Target::Household, &it.id, best(&it.names));
        }
        for it in &ledger.residents {
            add(Target::Resident, &it.id, &it.name);
        }
        for book in &ledger.rulebooks {
            for it in &book.categories {
                add(Target::Category, &it.id, best(&it.names));
            }
            for it in &book.deeds {
                add(Target::Deed, &it.id, best(&it.names));
            }
            for it in &book.rewards {
                add(Target::Reward, &it.id, best(&it.names));
            }
        }
        let named: HashSet<&str> =
            ledger.entries.iter().filter_map(|entry| referred(&entry.kind)).collect();
        let entries = ledger.entries.iter().filter(|entry| named.contains(&*entry.id));
        Labels { names, entries: entries.map(|entry| (&*entry.id, entry)).collect() }
    }

    /// The id, followed by a blank and the name. Only the id if the label could be mistaken
    /// for something else.
    pub(super) fn of(&self, target: Target, id: &str) -> String {
        let name = match target {
            Target::Entry => self.entries.get(id).map(|entry| self.summary(entry)),
            _ => self.names.get(&(target, id)).map(|name| (*name).to_owned()),
        };
        let bare = quote_id(id);
        let Some(name) = name.filter(|name| !name.is_empty() && bare == id) else {
            return bare;
        };
        let label = format!("{id} {name}");
        let hidden = |c: char| c.is_control() || invisible(c);
        let clear = is_preserved(&label)
            && label.len() <= LONGEST
            && !label.contains(hidden)
            && !self.contains(target, &label);
        if clear { label } else { bare }
    }

    fn contains(&self, target: Target, id: &str) -> bool {
        match target {
            // Only entries that replies refer to are known here; an id with blanks is rare.
            Target::Entry => self.entries.contains_key(id),
            _ => self.names.contains_key(&(target, id)),
        }
    }

    /// A summary of an entry: its date, its subject, and the deed, category or reward.
    pub(super) fn summary(&self, entry: &Entry) -> String {
        let date = entry.date;
        let (whose, what) = match &entry.kind {
            EntryKind::Deed { resident, deed, .. } => {
                (self.of(Target::Resident, resident), self.of(Target::Deed, deed))
            }
            EntryKind::Rating { household, category, .. } => (
                self.of(Target::Household, household),
                self.of(Target::Category, category),
            ),
            EntryKind::Redemption { resident, reward } => {
                (self.of(Target::Resident, resident), self.of(Target::Reward, reward))
            }
            _ => return date.to_string(),
        };
        format!("{date} {whose} {what}")
    }
}

/// The name that people of the village read first.
pub(super) fn best(names: &Names) -> &str {
    names.best("zh-Hans")
}

fn referred(kind: &EntryKind) -> Option<&str> {
    match kind {
        EntryKind::Objection { entry, .. }
        | EntryKind::Decision { entry, .. }
        | EntryKind::Reversal { entry, .. } => Some(entry),
        _ => None,
    }
}
