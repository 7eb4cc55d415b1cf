//! What may be wrong only because rows could not be read.

use std::collections::BTreeSet;

use hallboard_score::{Consent, Entry, EntryKind, Fault, Finding};

use super::cells::Content;
use super::head::Head;
use super::sheets::{Kind, Sheet, Target};
use super::values::folded;

/// The kinds of things with ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listed {
    /// Households.
    Households,
    /// Residents.
    Residents,
    /// Categories of a rulebook.
    Categories,
    /// Deeds of a rulebook.
    Deeds,
    /// Rewards of a rulebook.
    Rewards,
    /// Entries.
    Entries,
}

/// What rows that could not be read leave in doubt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubtful {
    /// The ids of those rows, by list, as folded by [`Doubtful::knows`].
    ids: BTreeSet<(Listed, String)>,
    /// The lists with rows whose ids are not known either.
    unknown: BTreeSet<Listed>,
    /// The residents of entries that could not be read.
    touched: BTreeSet<String>,
    /// The entries that replies which could not be read are about.
    replied: BTreeSet<String>,
    /// The texts in rows of consents that could not be read.
    pub(crate) consents: BTreeSet<String>,
    /// Whether there are such rows at all, and of the rulebooks.
    some_consents: bool,
    some_replies: bool,
    some_entries: bool,
    /// Whether any part of a rulebook could not be read.
    pub(crate) rulebooks: bool,
}

impl From<Target> for Listed {
    fn from(target: Target) -> Listed {
        match target {
            Target::Household => Listed::Households,
            Target::Resident => Listed::Residents,
            Target::Category => Listed::Categories,
            Target::Deed => Listed::Deeds,
            Target::Reward => Listed::Rewards,
            Target::Entry => Listed::Entries,
        }
    }
}

impl Doubtful {
    /// Takes note of a row that could not be read.
    pub(super) fn row(
        &mut self,
        sheet: Sheet,
        head: Option<&Head>,
        cells: &[(u32, Content<'_>)],
    ) {
        self.rulebooks |= (Sheet::Rulebooks..=Sheet::Rewards).contains(&sheet);
        if sheet == Sheet::Consents {
            for (_, content) in cells {
                let shown = content.shown();
                self.consents.extend(shown.split_whitespace().next().map(str::to_owned));
                self.consents.insert(shown.into_owned());
            }
        }
        let text = |wanted: &dyn Fn(Kind) -> bool| {
            let column = head?.columns.iter().find(|it| wanted(it.column.kind))?;
            let (_, content) = cells.iter().find(|(place, _)| *place == column.place)?;
            Some(id_of(content))
        };
        let list = sheet.target().map(Listed::from);
        let own = text(&|kind| kind == Kind::Id);
        match (list, own) {
            (Some(list), Some(id)) => drop(self.ids.insert((list, id))),
            (Some(list), None) => drop(self.unknown.insert(list)),
            _ => {}
        }
        if sheet.has_entries() {
            let resident = text(&|kind| kind == Kind::Reference(Target::Resident));
            self.some_entries |= resident.is_none();
            self.some_consents |= resident.is_none() && sheet == Sheet::Consents;
            self.touched.extend(resident);
        }
        if sheet == Sheet::Replies {
            let entry = text(&|kind| kind == Kind::Reference(Target::Entry));
            self.some_replies |= entry.is_none();
            self.replied.extend(entry);
        }
    }

    /// Takes note of an entry that does not fit the others and is left out.
    pub(super) fn entry(&mut self, entry: &Entry) {
        match &entry.kind {
            EntryKind::Consent { to: Consent::Resident { resident, .. }, .. } => {
                self.consents.insert(resident.to_string());
                self.touched.insert(folded(resident));
            }
            EntryKind::Consent { to: Consent::Household { household, .. }, .. } => {
                self.consents.insert(household.to_string());
            }
            EntryKind::Deed { resident, .. }
            | EntryKind::Redemption { resident, .. }
            | EntryKind::Move { resident, .. } => {
                self.touched.insert(folded(resident));
            }
            EntryKind::Objection { entry, .. }
            | EntryKind::Decision { entry, .. }
            | EntryKind::Reversal { entry, .. } => {
                self.replied.insert(folded(entry));
            }
            EntryKind::Rating { .. } => {}
        }
    }

    /// Whether something of that id may be in a row that could not be read.
    #[must_use]
    pub fn knows(&self, list: Listed, id: &str) -> bool {
        self.unknown.contains(&list) || self.ids.contains(&(list, folded(id)))
    }

    fn touches(&self, resident: &str) -> bool {
        self.rulebooks || self.some_entries || self.touched.contains(&folded(resident))
    }

    /// Whether a finding may follow from nothing but what could not be read.
    #[must_use]
    pub fn explains(&self, finding: &Finding) -> bool {
        match &finding.fault {
            Fault::UnknownResident(id) => self.knows(Listed::Residents, id),
            Fault::UnknownHousehold(id) => self.knows(Listed::Households, id),
            Fault::UnknownEntry(id) => self.knows(Listed::Entries, id),
            Fault::UnknownCategory(id) => {
                self.rulebooks || self.knows(Listed::Categories, id)
            }
            Fault::UnknownDeed { .. }
            | Fault::UnknownReward { .. }
            | Fault::NotNotified => self.rulebooks,
            Fault::WithoutConsent { resident, .. }
            | Fault::WithoutScore { resident, .. } => {
                self.some_consents || self.touches(resident)
            }
            Fault::Overdrawn { resident, .. } => {
                self.some_replies || !self.replied.is_empty() || self.touches(resident)
            }
            Fault::Unheard { entry } => {
                self.some_replies || self.replied.contains(&folded(entry))
            }
            _ => false,
        }
    }
}

/// The id a cell holds, before any name after it.
fn id_of(content: &Content<'_>) -> String {
    let shown = content.shown();
    folded(shown.split_whitespace().next().unwrap_or_default())
}
