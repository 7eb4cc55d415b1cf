//! Finds the references to each entry.

use crate::dispute_timeline::{Act, Reference};
use crate::interner::{to_u32, to_usize};
use crate::ledger::{Entry, EntryKind, KindWord, Outcome};
use crate::map::{Map, at};

/// The references of a ledger's entries to others.
pub(crate) struct Replies<'l> {
    /// The entries with references, by id.
    targets: Map<&'l str, u32>,
    /// The effective references to an entry, by its index.
    about: Map<u32, Vec<Reference>>,
    /// A bit for each index, set if it has references. Most entries have none.
    any: Vec<u64>,
}

impl<'l> Replies<'l> {
    /// From all entries with their indices.
    pub(crate) fn new(
        entries: impl Iterator<Item = (usize, &'l Entry)> + Clone,
    ) -> Replies<'l> {
        let wanted: Map<&str, ()> = entries
            .clone()
            .filter_map(|(_, it)| reference(it))
            .map(|(id, ..)| (id, ()))
            .collect();
        let mut replies =
            Replies { targets: Map::default(), about: Map::default(), any: Vec::new() };
        if wanted.is_empty() {
            return replies;
        }
        let mut kinds: Map<&str, KindWord> = Map::default();
        for (position, entry) in entries.clone() {
            if wanted.contains_key(entry.id.as_str()) {
                replies.targets.insert(&entry.id, to_u32(position));
                kinds.insert(&entry.id, entry.kind.name());
            }
        }
        for (position, entry) in entries {
            let Some((id, act, outcome)) = reference(entry) else { continue };
            let Some(target) = replies.target(id) else { continue };
            if kinds.get(id).is_some_and(|kind| bears_on(act, *kind)) {
                let reference = Reference { date: entry.date, act, outcome, position };
                at(&mut replies.about, to_u32(target), Vec::new()).push(reference);
                replies.mark(target);
            }
        }
        replies
    }

    /// The index of the entry with this id, if any entry refers to it.
    pub(crate) fn target(&self, id: &str) -> Option<usize> {
        self.targets.get(id).map(|place| to_usize(*place))
    }

    /// The references to the entry at this index.
    pub(crate) fn about(&self, position: usize) -> Option<&[Reference]> {
        let bits = self.any.get(position / 64)?;
        if bits & (1 << (position % 64)) == 0 {
            return None;
        }
        self.about.get(&to_u32(position)).map(Vec::as_slice)
    }

    fn mark(&mut self, position: usize) {
        let word = position / 64;
        if self.any.len() <= word {
            self.any.resize(word + 1, 0);
        }
        if let Some(bits) = self.any.get_mut(word) {
            *bits |= 1 << (position % 64);
        }
    }
}

/// The id that an entry refers to, with the kind of reference and the outcome.
pub(crate) fn reference(entry: &Entry) -> Option<(&str, Act, Option<Outcome>)> {
    match &entry.kind {
        EntryKind::Objection { entry, .. } => Some((entry, Act::Objection, None)),
        EntryKind::Decision { entry, outcome, .. } => {
            Some((entry, Act::Decision, Some(*outcome)))
        }
        EntryKind::Reversal { entry, .. } => Some((entry, Act::Reversal, None)),
        _ => None,
    }
}

/// Whether a kind of reference can have an effect on a kind of entry.
pub(crate) fn bears_on(act: Act, kind: KindWord) -> bool {
    match kind {
        KindWord::Deed | KindWord::Rating => true,
        KindWord::Redemption => act == Act::Reversal,
        _ => false,
    }
}
