//! Entries while the register is being made up, before they have their order.

use hallboard_score::{Day, Entry, EntryKind, Id, Text};

/// Entries in the order in which they were made up.
#[derive(Default)]
pub(super) struct Drafts(Vec<Draft>);

/// An entry made up before.
#[derive(Clone, Copy)]
pub(super) struct DraftId(usize);

struct Draft {
    date: Day,
    kind: EntryKind,
    about: Option<DraftId>,
    note: Option<&'static str>,
}

impl Drafts {
    /// Adds an entry.
    pub(super) fn add(&mut self, date: Day, kind: EntryKind) -> DraftId {
        self.noted(date, kind, None)
    }

    /// Adds an entry with a note.
    pub(super) fn noted(
        &mut self,
        date: Day,
        kind: EntryKind,
        note: Option<&'static str>,
    ) -> DraftId {
        self.0.push(Draft { date, kind, about: None, note });
        DraftId(self.0.len() - 1)
    }

    /// Adds an entry about another.
    pub(super) fn about(&mut self, about: DraftId, date: Day, kind: EntryKind) {
        self.0.push(Draft { date, kind, about: Some(about), note: None });
    }

    /// The entries by date, with ids by their order.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut order: Vec<(usize, &Draft)> = self.0.iter().enumerate().collect();
        order.sort_by_key(|(_, draft)| draft.date);
        let mut ids = vec![Id::default(); self.0.len()];
        for (number, (place, _)) in (1..).zip(&order) {
            if let Some(id) = ids.get_mut(*place) {
                *id = format!("E{number}").into();
            }
        }
        let id = |place: usize| ids.get(place).cloned().unwrap_or_default();
        let entry = |(place, draft): (usize, &Draft)| Entry {
            id: id(place),
            date: draft.date,
            kind: pointed(&draft.kind, draft.about.map(|about| id(about.0))),
            note: draft.note.map(Text::new_static),
            by: None,
        };
        order.into_iter().map(entry).collect()
    }
}

/// The same, about the entry of that id.
fn pointed(kind: &EntryKind, about: Option<Id>) -> EntryKind {
    let mut kind = kind.clone();
    if let (
        Some(id),
        EntryKind::Objection { entry, .. }
        | EntryKind::Decision { entry, .. }
        | EntryKind::Reversal { entry, .. },
    ) = (about, &mut kind)
    {
        *entry = id;
    }
    kind
}
