//! Finds out what may only seem wrong because rows could not be read.

use std::collections::BTreeSet;

use hallboard_score::{Consent, Day, Entry, EntryKind, Fault, Finding, Ledger, in_force};
use hallboard_sheets::cells::Content;

use super::lists::Lists;
use super::values::{self, folded};
use crate::parse::header_row::Head;
use crate::schema::sheets::{Column, Kind, Sheet, Target};

/// The kinds of items with ids.
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

/// What is in doubt because rows could not be read. It is limited to what these rows name,
/// so that all other errors are reported before the rows are corrected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnreadRefs {
    /// The ids in those rows, by list, normalised as in [`UnreadRefs::may_contain`].
    ids: BTreeSet<(Listed, String)>,
    /// Sheets of which nothing is known: missing, present twice, or without a needed
    /// column.
    lost: BTreeSet<Sheet>,
    /// The first days of rulebooks that could not be read; `None` for an unreadable day.
    books: BTreeSet<Option<String>>,
    /// The residents and dates of consents that could not be read; `None` for an unreadable
    /// date.
    consenting: BTreeSet<(String, Option<String>)>,
    /// The residents of any entries that could not be read.
    touched: BTreeSet<String>,
    /// The entries that unreadable replies refer to.
    replied: BTreeSet<String>,
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

impl Listed {
    /// The sheets that contain the items; for entries, only those that replies refer to.
    fn sheets(self) -> &'static [Sheet] {
        match self {
            Listed::Households => &[Sheet::Households],
            Listed::Residents => &[Sheet::Residents],
            Listed::Categories => &[Sheet::Categories],
            Listed::Deeds => &[Sheet::DeedRules],
            Listed::Rewards => &[Sheet::Rewards],
            Listed::Entries => &[Sheet::Ratings, Sheet::Deeds, Sheet::Redemptions],
        }
    }
}

/// A row that could not be read, as far as its cells can be used.
struct Unread<'r> {
    head: Option<&'r Head>,
    cells: &'r [(u32, Content<'r>)],
}

impl Unread<'_> {
    /// The cell of the wanted column; an error if the sheet has no such column.
    fn cell(&self, wanted: impl Fn(&Column) -> bool) -> Result<Option<&Content<'_>>, ()> {
        let columns = self.head.map_or(&[][..], |head| &head.columns);
        let column = columns.iter().find(|it| wanted(&it.column)).ok_or(())?;
        let cell = self.cells.iter().find(|(place, _)| *place == column.place);
        Ok(cell.map(|(_, content)| content))
    }

    /// The date in the column of a field, if it can be read.
    fn day(&self, field: &str) -> Result<Option<String>, ()> {
        let cell = self.cell(|column| column.field == field)?;
        let day =
            cell.and_then(|it| values::value(it, Kind::Date, &Lists::default()).ok());
        Ok(day.and_then(|it| it.text().map(str::to_owned)))
    }

    fn id(&self, kind: Kind) -> Result<Option<String>, ()> {
        Ok(self.cell(|column| column.kind == kind)?.map(id_of))
    }
}

impl UnreadRefs {
    /// Records a row that could not be read.
    pub(crate) fn row(
        &mut self,
        sheet: Sheet,
        head: Option<&Head>,
        cells: &[(u32, Content<'_>)],
    ) {
        let row = Unread { head, cells };
        if self.named(sheet, &row).is_err() {
            self.lost.insert(sheet);
        }
    }

    /// Records what the row names; an error if its sheet lacks a column for that.
    fn named(&mut self, sheet: Sheet, row: &Unread<'_>) -> Result<(), ()> {
        if sheet == Sheet::Rulebooks {
            let from = row.cell(|column| column.field == "from")?;
            let day =
                from.and_then(|it| values::value(it, Kind::Date, &Lists::default()).ok());
            self.books.insert(day.and_then(|it| it.text().map(str::to_owned)));
        }
        if let Some(target) = sheet.target() {
            let id = row.id(Kind::Id)?;
            self.ids.extend(id.map(|id| (Listed::from(target), id)));
        }
        if matches!(
            sheet,
            Sheet::Consents | Sheet::Deeds | Sheet::Redemptions | Sheet::Moves
        ) {
            let resident = row.id(Kind::Reference(Target::Resident))?;
            if sheet == Sheet::Consents {
                let day = row.day("date")?;
                self.consenting.extend(resident.clone().map(|it| (it, day)));
            }
            self.touched.extend(resident);
        }
        if sheet == Sheet::Replies {
            self.replied.extend(row.id(Kind::Reference(Target::Entry))?);
        }
        Ok(())
    }

    /// Records a part whose rulebook could not be read.
    pub(crate) fn part(&mut self, sheet: Sheet, id: &str) {
        let list = sheet.target().map(Listed::from);
        self.ids.extend(list.map(|list| (list, folded(id))));
    }

    /// Whether the rulebook of that day may be in a row that could not be read.
    pub(crate) fn may_have_book(&self, from: &str) -> bool {
        self.lost.contains(&Sheet::Rulebooks)
            || self.books.contains(&None)
            || self.books.contains(&Some(from.to_owned()))
    }

    /// Records an entry that is inconsistent with others and left out.
    pub(crate) fn entry(&mut self, entry: &Entry) {
        match &entry.kind {
            EntryKind::Consent { to: Consent::Resident { resident, .. }, .. } => {
                let day = entry.date.to_string();
                self.consenting.insert((folded(resident), Some(day)));
                self.touched.insert(folded(resident));
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
            EntryKind::Consent { .. } | EntryKind::Rating { .. } => {}
        }
    }

    /// Whether an item with that id may be in a row that could not be read.
    #[must_use]
    pub fn may_contain(&self, list: Listed, id: &str) -> bool {
        list.sheets().iter().any(|sheet| self.lost.contains(sheet))
            || self.ids.contains(&(list, folded(id)))
    }

    /// Whether a finding in the ledger of the readable rows may follow only from rows that
    /// could not be read.
    #[must_use]
    pub fn explains(&self, finding: &Finding, ledger: &Ledger) -> bool {
        match &finding.fault {
            Fault::UnknownResident(id) => self.may_contain(Listed::Residents, id),
            Fault::UnknownHousehold(id) => self.may_contain(Listed::Households, id),
            Fault::UnknownEntry(id) => self.may_contain(Listed::Entries, id),
            Fault::UnknownCategory(id) => self.may_contain(Listed::Categories, id),
            Fault::UnknownDeed { deed, .. } => self.may_contain(Listed::Deeds, deed),
            Fault::UnknownReward { reward, .. } => {
                self.may_contain(Listed::Rewards, reward)
            }
            Fault::WithoutConsent { resident, on } => self.may_consent(resident, *on),
            Fault::WithoutScore { resident, on } => {
                self.may_consent(resident, *on)
                    || (in_force(&ledger.rulebooks, *on).is_none() && self.lacks_books())
            }
            Fault::Overdrawn { resident, .. } => self.may_have_more(resident, ledger),
            Fault::BeforeObjection { entry } => {
                self.lost.contains(&Sheet::Replies)
                    || self.replied.contains(&folded(entry))
            }
            _ => false,
        }
    }

    fn may_consent(&self, resident: &str, on: Day) -> bool {
        let (resident, on) = (folded(resident), on.to_string());
        let by_then = |day: &Option<String>| day.as_ref().is_none_or(|day| *day <= on);
        self.lost.contains(&Sheet::Consents)
            || self
                .consenting
                .iter()
                .any(|(whose, day)| *whose == resident && by_then(day))
    }

    fn lacks_books(&self) -> bool {
        !self.books.is_empty() || self.lost.contains(&Sheet::Rulebooks)
    }

    /// Whether the balance may change once all rows can be read.
    fn may_have_more(&self, resident: &str, ledger: &Ledger) -> bool {
        let in_doubt = |entry: &Entry| match &entry.kind {
            EntryKind::Deed { resident: whose, deed, .. } => {
                whose == resident
                    && (self.replied.contains(&folded(&entry.id))
                        || self.may_contain(Listed::Deeds, deed))
            }
            EntryKind::Redemption { resident: whose, .. } => {
                whose == resident && self.replied.contains(&folded(&entry.id))
            }
            _ => false,
        };
        self.lacks_books()
            || self.lost.iter().any(|sheet| *sheet >= Sheet::Consents)
            || self.touched.contains(&folded(resident))
            || ledger.entries.iter().any(in_doubt)
    }
}

/// The normalised id in a cell, without a name after it.
fn id_of(content: &Content<'_>) -> String {
    let shown = content.shown();
    folded(shown.split_whitespace().next().unwrap_or_default())
}
