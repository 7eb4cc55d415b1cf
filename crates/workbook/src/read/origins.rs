//! The place of each item of a ledger in its workbook.

use std::collections::BTreeMap;
use std::sync::Arc;

use hallboard_score::{EntryKind, Fault, Finding, Ledger};
use hallboard_sheets::{Layout, cell_name};

use crate::{CellRef, without};

/// The workbook row of each item in a ledger's lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    sheets: Vec<Headed>,
    /// By list: `hall`, `rulebooks`, `households`, `residents`, `entries`.
    rows: BTreeMap<&'static str, Vec<At>>,
    /// The rows of the parts of rulebooks, by index of the rulebook and title of the sheet.
    parts: BTreeMap<(usize, String), Vec<At>>,
}

/// A column: field, index from 0, heading.
pub(crate) type HeadedColumn = (String, u32, Arc<str>);

/// A sheet and its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Headed {
    name: Arc<str>,
    columns: Vec<HeadedColumn>,
    /// The last row with content in a column that is read.
    filled: u32,
    layout: Layout,
}

/// A row of a sheet in compact form: a county has millions of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At {
    /// Index of the sheet among those that were read.
    pub(crate) sheet: u16,
    /// The row, from 1.
    pub(crate) row: u32,
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The sheet's name, as the workbook has it.
    pub sheet: Arc<str>,
    /// The row, from 1, as in a spreadsheet.
    pub row: u32,
}

impl Origins {
    /// The row of an item in a list, if the ledger was read from a workbook.
    #[must_use]
    pub fn of(&self, list: &str, position: usize) -> Option<Origin> {
        let at = self.rows.get(list)?.get(position)?;
        Some(Origin { sheet: Arc::clone(&self.headed(at.sheet)?.name), row: at.row })
    }

    /// The cell in which a finding is easiest to see, if the ledger was read from a
    /// workbook.
    #[must_use]
    pub fn of_finding(&self, ledger: &Ledger, finding: &Finding) -> Option<CellRef> {
        let place = &finding.place;
        let at = *self.rows.get(place.list)?.get(place.position)?;
        if let (true, Fault::UnknownCategory(category)) =
            (place.list == "rulebooks", &finding.fault)
        {
            let rules = &ledger.rulebooks.get(place.position)?.deeds;
            let is_it =
                |category_of: &Option<String>| category_of.as_ref() == Some(category);
            let rule = rules.iter().position(|rule| is_it(&rule.category));
            let parts = self.parts.iter().find(|((book, title), _)| {
                *book == place.position && title.starts_with("Deed rules")
            });
            let part = rule.zip(parts).and_then(|(rule, (_, rows))| rows.get(rule));
            return Some(self.cell_ref_at(part.copied().unwrap_or(at), "category"));
        }
        let entry = (place.list == "entries").then(|| ledger.entries.get(place.position));
        let kind = entry.flatten().map(|entry| &entry.kind);
        Some(self.cell_ref_at(at, field(&finding.fault, kind)))
    }

    /// The cell of a field of an item, if the ledger was read from a workbook.
    pub fn cell_ref(&self, list: &str, position: usize, field: &str) -> Option<CellRef> {
        Some(self.cell_ref_at(*self.rows.get(list)?.get(position)?, field))
    }

    /// The cell of a field in a row; the row's first cell if the field has no column.
    pub(crate) fn cell_ref_at(&self, at: At, field: &str) -> CellRef {
        let headed = self.headed(at.sheet);
        let columns = headed.map(|it| it.columns.as_slice()).unwrap_or_default();
        let column = columns.iter().find(|it| it.0 == field);
        let column = column.or_else(|| columns.iter().min_by_key(|it| it.1));
        CellRef {
            sheet: headed.map_or(Arc::from(""), |it| Arc::clone(&it.name)),
            row: at.row,
            column: column.map_or(0, |it| it.1),
            heading: column.map_or(Arc::from(""), |it| Arc::clone(&it.2)),
        }
    }

    /// The name of the cell of a field in a row, for error messages.
    pub(crate) fn cell_at(&self, at: At, field: &str) -> String {
        let cell = self.cell_ref_at(at, field);
        cell_name(&cell.sheet, cell.row, cell.column)
    }

    /// The name of the cell of a field of an item; empty for a JSON ledger.
    pub fn cell(&self, list: &str, position: usize, field: &str) -> String {
        let at = self.rows.get(list).and_then(|rows| rows.get(position));
        at.map(|at| self.cell_at(*at, field)).unwrap_or_default()
    }

    fn headed(&self, sheet: u16) -> Option<&Headed> {
        self.sheets.get(usize::from(sheet))
    }

    /// Why the file as a whole cannot be edited, if so.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn unlike_usual(&self) -> Option<&str> {
        self.sheets.iter().find_map(|it| it.layout.unlike_usual.as_deref())
    }

    /// The first sheet whose name `will_do` accepts: its name and its columns.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn columns(
        &self,
        will_do: impl Fn(&str) -> bool,
    ) -> Option<(Arc<str>, &[HeadedColumn])> {
        let sheet = self.sheets.iter().find(|it| will_do(&it.name))?;
        Some((Arc::clone(&sheet.name), &sheet.columns))
    }

    /// The last row of a sheet that contains an entry.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn last_row(&self, sheet: &str) -> Option<u32> {
        let place = self.sheets.iter().position(|it| &*it.name == sheet)?;
        let rows = self.rows.get("entries")?.iter();
        rows.filter(|at| usize::from(at.sheet) == place).map(|at| at.row).max()
    }

    /// The last row of a sheet with content in a column that is read; 0 if there is none.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn last_filled(&self, sheet: &str) -> u32 {
        self.sheets.iter().find(|it| &*it.name == sheet).map_or(0, |it| it.filled)
    }

    /// The properties of a sheet that matter for writing into it.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn layout(&self, sheet: &str) -> Option<&Layout> {
        self.sheets.iter().find(|it| &*it.name == sheet).map(|it| &it.layout)
    }

    /// Stores the properties of a sheet that matter for writing into it.
    pub(crate) fn set_layout(&mut self, name: &Arc<str>, layout: Layout) {
        let place = usize::from(self.sheet(name));
        if let Some(sheet) = self.sheets.get_mut(place) {
            sheet.layout = layout;
        }
    }

    /// Stores the last row of a sheet with content in a column that is read.
    pub(crate) fn set_last_filled(&mut self, name: &Arc<str>, row: u32) {
        let place = usize::from(self.sheet(name));
        if let Some(sheet) = self.sheets.get_mut(place) {
            sheet.filled = row;
        }
    }

    /// The index of the sheet with that name, which is added if it is new.
    pub(crate) fn sheet(&mut self, name: &Arc<str>) -> u16 {
        let known = self.sheets.iter().position(|it| it.name == *name);
        let place = known.unwrap_or_else(|| {
            self.sheets.push(Headed { name: Arc::clone(name), ..Headed::default() });
            self.sheets.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    /// Stores the columns of a sheet.
    pub(crate) fn set_columns(
        &mut self,
        name: &Arc<str>,
        columns: impl Iterator<Item = (String, u32, Arc<str>)>,
    ) {
        let place = usize::from(self.sheet(name));
        if let Some(sheet) = self.sheets.get_mut(place) {
            sheet.columns = columns.collect();
        }
    }

    /// Adds the row of the next item of a list.
    pub(crate) fn push(&mut self, list: &'static str, at: At) {
        self.rows.entry(list).or_default().push(at);
    }

    /// Adds the row of the next part of a rulebook.
    pub(crate) fn part(&mut self, book: usize, title: String, at: At) {
        self.parts.entry((book, title)).or_default().push(at);
    }

    /// Removes the rows of items that were removed from a list.
    pub(crate) fn without(&mut self, list: &'static str, positions: &[usize]) {
        if let Some(rows) = self.rows.get_mut(list) {
            without(rows, positions);
        }
    }
}

/// The field in which a finding is easiest to see.
fn field(fault: &Fault, kind: Option<&EntryKind>) -> &'static str {
    match fault {
        Fault::HallId(_) => "id",
        Fault::UnknownTimeZone { .. } => "time_zone",
        Fault::UnknownResident(_)
        | Fault::WithoutConsent { .. }
        | Fault::WithoutScore { .. } => "resident",
        Fault::UnknownHousehold(_) => "household",
        Fault::UnknownCategory(_) => "category",
        Fault::UnknownDeed { .. } => "deed",
        Fault::UnknownReward { .. } | Fault::Overdrawn { .. } => "reward",
        Fault::NotNotified | Fault::NotifiedEarly { .. } => "notified",
        Fault::UnknownEntry(_) | Fault::WrongTarget { .. } => "entry",
        Fault::BeforeObjection { .. }
            if matches!(kind, Some(EntryKind::Decision { .. })) =>
        {
            "entry"
        }
        Fault::OwnDecision { .. } => "by",
        Fault::BeforeEntry { .. } | Fault::OutOfOrder { .. } | Fault::TooLate { .. } => {
            "date"
        }
        Fault::BeforeObjection { .. } | Fault::Duplicate { .. } => "kind",
    }
}
