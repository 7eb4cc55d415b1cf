//! From sheets to a ledger, or to everything that is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hallboard_score::{Day, Entry, Hall, LEDGER_FORMAT, Ledger, Rulebook, ShapeError};
use serde::de::DeserializeOwned;

use super::grid::{Grid, grids};
use super::row::{Fault, Row, rows_of};
use super::sheets::{ORDER, RULEBOOK, Sheet};
use super::{RowFault, WorkbookError};
use crate::publish::ConsentEntries;
use crate::read::{Located, Origin, Origins};

/// Reads a workbook.
///
/// # Errors
/// When it is no workbook, too large, or wrong in any row: then every row that is.
pub fn read(bytes: &[u8]) -> Result<Located, WorkbookError> {
    let mut reading = Reading::default();
    let grids = reading.sheets(grids(bytes)?);
    let hall = reading.hall(&grids);
    let rulebooks = reading.rulebooks(&grids);
    let households = reading.list(&grids, Sheet::Households, "households");
    let residents = reading.list(&grids, Sheet::Residents, "residents");
    let entries = reading.entries(&grids);
    let ledger = Ledger { hall, rulebooks, households, residents, entries };
    for misfit in ledger.misfits() {
        reading.misfit(misfit);
    }
    match reading.faults.is_empty() {
        true => {
            let origins = reading.origins;
            Ok(Located { ledger, origins, made: Vec::new(), notes: Vec::new() })
        }
        false => Err(WorkbookError::Rows(reading.faults)),
    }
}

/// The consents of a workbook, whatever else is wrong with it; `None` if it is no
/// workbook with a sheet of consents.
#[must_use]
pub fn consents(bytes: &[u8]) -> Option<ConsentEntries> {
    let mut reading = Reading::default();
    let grids = reading.sheets(grids(bytes).ok()?);
    let grid = grids.get(&Sheet::Consents)?;
    let entries = reading.entries_of(&grids, [Sheet::Consents]);
    let read: BTreeSet<u32> =
        reading.origins.rows.values().flatten().map(|origin| origin.row).collect();
    // A row that cannot be read may still say whose it is, in any of its cells: taken
    // for a withdrawal, a text too many does no harm.
    let unread = grid.rows.iter().skip(1).filter(|(number, _)| !read.contains(number));
    let texts =
        unread.flat_map(|(_, cells)| cells.values().map(|content| content.text()));
    Some(ConsentEntries { entries, doubtful: texts.collect() })
}

/// The sheets and the rulebooks whose parts stand in other sheets than their own.
struct Parts<'g> {
    grids: &'g BTreeMap<Sheet, Grid>,
    books: &'g mut [Rulebook],
    /// Whether every rulebook could be read: else a part may well be of one that was not.
    all: bool,
}

/// What has been found out so far.
#[derive(Default)]
struct Reading {
    faults: Vec<RowFault>,
    origins: Origins,
}

/// An entry and what decides its place in the ledger.
struct Placed {
    order: Option<u32>,
    sheet: Sheet,
    origin: Origin,
    entry: Entry,
}

impl Placed {
    /// As the column says; those it says nothing of after them, by date.
    fn place(&self) -> (u32, Day, Sheet, u32) {
        let order = self.order.unwrap_or(u32::MAX);
        (order, self.entry.date, self.sheet, self.origin.row)
    }
}

impl Reading {
    fn fault(&mut self, sheet: &str, row: Option<u32>, fault: Fault) {
        let Fault { column, what } = fault;
        self.faults.push(RowFault { sheet: sheet.to_owned(), row, column, what });
    }

    fn whole(&mut self, sheet: &str, what: &str) {
        self.fault(sheet, None, Fault { column: None, what: what.to_owned() });
    }

    fn origin(&mut self, list: &'static str, origin: Origin) {
        self.origins.rows.entry(list).or_default().push(origin);
    }

    /// The sheets by what they are for; one that is for nothing would be lost.
    fn sheets(&mut self, grids: Vec<Grid>) -> BTreeMap<Sheet, Grid> {
        let mut known: BTreeMap<Sheet, Grid> = BTreeMap::new();
        for grid in grids {
            match Sheet::of(&grid.name) {
                None if grid.rows.is_empty() => {}
                None => self.whole(&grid.name, "a sheet of a name that is not known"),
                Some(sheet) if known.contains_key(&sheet) => {
                    self.whole(&grid.name, "a second sheet for the same");
                }
                Some(sheet) => drop(known.insert(sheet, grid)),
            }
        }
        known
    }

    /// The rows of a sheet that can be read as far as single cells go.
    fn rows(
        &mut self,
        grids: &BTreeMap<Sheet, Grid>,
        sheet: Sheet,
    ) -> (Arc<str>, Vec<Row>) {
        let Some(grid) = grids.get(&sheet) else {
            return (Arc::from(sheet.title()), Vec::new());
        };
        let (rows, faults) = rows_of(sheet, grid);
        for (row, fault) in faults {
            self.fault(&grid.name, Some(row), fault);
        }
        (Arc::clone(&grid.name), rows)
    }

    fn parse<T: DeserializeOwned>(&mut self, sheet: &str, row: &Row) -> Option<T> {
        match row.parse() {
            Ok(item) => Some(item),
            Err(fault) => {
                self.fault(sheet, Some(row.number), fault);
                None
            }
        }
    }

    fn hall(&mut self, grids: &BTreeMap<Sheet, Grid>) -> Hall {
        let nowhere = || Hall {
            id: String::new(),
            names: Default::default(),
            time_zone: String::new(),
        };
        let before = self.faults.len();
        let (sheet, mut rows) = self.rows(grids, Sheet::Hall);
        let (Some(mut row), true) = (rows.pop(), rows.is_empty()) else {
            if self.faults.len() == before {
                self.whole(&sheet, "exactly one row says which hall it is");
            }
            return nowhere();
        };
        if row.take("format").is_some_and(|format| format != LEDGER_FORMAT) {
            let what = format!("a format that is not known, expected {LEDGER_FORMAT}");
            self.fault(&sheet, Some(row.number), row.at("format", what));
        }
        self.parse(&sheet, &row).unwrap_or_else(nowhere)
    }

    fn list<T: DeserializeOwned>(
        &mut self,
        grids: &BTreeMap<Sheet, Grid>,
        sheet: Sheet,
        list: &'static str,
    ) -> Vec<T> {
        let (name, rows) = self.rows(grids, sheet);
        let mut items = Vec::new();
        for row in rows {
            if let Some(item) = self.parse(&name, &row) {
                items.push(item);
                self.origin(list, Origin { sheet: Arc::clone(&name), row: row.number });
            }
        }
        items
    }

    fn rulebooks(&mut self, grids: &BTreeMap<Sheet, Grid>) -> Vec<Rulebook> {
        let before = self.faults.len();
        let (name, rows) = self.rows(grids, Sheet::Rulebooks);
        let mut books: Vec<Rulebook> = Vec::new();
        for mut row in rows {
            row.set("categories", "[]");
            row.set("deeds", "[]");
            if let Some(book) = self.parse(&name, &row) {
                books.push(book);
                self.origin(
                    "rulebooks",
                    Origin { sheet: Arc::clone(&name), row: row.number },
                );
            }
        }
        let all = self.faults.len() == before;
        let mut parts = Parts { grids, books: &mut books, all };
        self.parts(&mut parts, Sheet::Categories, |book| &mut book.categories);
        self.parts(&mut parts, Sheet::DeedRules, |book| &mut book.deeds);
        self.parts(&mut parts, Sheet::Bands, |book| &mut book.bands);
        self.parts(&mut parts, Sheet::Rewards, |book| &mut book.rewards);
        books
    }

    /// The rows of a sheet, each put into the rulebook it names by its first day.
    fn parts<T: DeserializeOwned>(
        &mut self,
        parts: &mut Parts<'_>,
        sheet: Sheet,
        list: impl Fn(&mut Rulebook) -> &mut Vec<T>,
    ) {
        let (name, rows) = self.rows(parts.grids, sheet);
        let mut seen = BTreeSet::new();
        for mut row in rows {
            let from = row.take(RULEBOOK).unwrap_or_default();
            let id = row.text("id").unwrap_or_default();
            let book = parts.books.iter_mut().find(|book| book.from.to_string() == from);
            if book.is_none() && parts.all {
                let what = format!("no rulebook from `{from}` in the sheet of rulebooks");
                self.fault(&name, Some(row.number), row.at(RULEBOOK, what));
            } else if !seen.insert((from, id)) {
                let what = "an id that stands twice in its rulebook".to_owned();
                self.fault(&name, Some(row.number), row.at("id", what));
            }
            let part = self.parse(&name, &row);
            if let (Some(book), Some(part)) = (book, part) {
                list(book).push(part);
            }
        }
    }

    fn entries(&mut self, grids: &BTreeMap<Sheet, Grid>) -> Vec<Entry> {
        let sheets = Sheet::ALL.into_iter().filter(|sheet| sheet.has_entries());
        self.entries_of(grids, sheets)
    }

    fn entries_of(
        &mut self,
        grids: &BTreeMap<Sheet, Grid>,
        sheets: impl IntoIterator<Item = Sheet>,
    ) -> Vec<Entry> {
        let mut placed = Vec::new();
        for sheet in sheets {
            let (name, rows) = self.rows(grids, sheet);
            for row in rows {
                placed.extend(self.entry(sheet, &name, row));
            }
        }
        placed.sort_by_key(Placed::place);
        placed
            .into_iter()
            .map(|it| {
                self.origin("entries", it.origin);
                it.entry
            })
            .collect()
    }

    fn entry(&mut self, sheet: Sheet, name: &Arc<str>, mut row: Row) -> Option<Placed> {
        let order = row.take(ORDER).map(|order| order.parse::<u32>());
        if let Some(Err(_)) = &order {
            let what = "not a whole number from 0 up".to_owned();
            self.fault(name, Some(row.number), row.at(ORDER, what));
        }
        if let Some(kind) = sheet.entry_kind() {
            row.set("kind", &format!("\"{kind}\""));
        }
        let entry: Entry = self.parse(name, &row)?;
        if sheet == Sheet::Replies && !is_reply(&entry) {
            let what = "neither `objection` nor `decision` nor `reversal`".to_owned();
            self.fault(name, Some(row.number), row.at("kind", what));
        }
        let origin = Origin { sheet: Arc::clone(name), row: row.number };
        Some(Placed { order: order.and_then(Result::ok), sheet, origin, entry })
    }

    fn misfit(&mut self, misfit: ShapeError) {
        match misfit {
            ShapeError::Parts { list, position, what, id } => {
                let Some(origin) = self.origins.of(list, position).cloned() else {
                    return;
                };
                let what = format!("{what} (`{id}`)");
                self.fault(&origin.sheet, Some(origin.row), Fault { column: None, what });
            }
            ShapeError::Text { what, .. } => self.whole("", &what),
        }
    }
}

fn is_reply(entry: &Entry) -> bool {
    use hallboard_score::KindWord::{Decision, Objection, Reversal};
    matches!(entry.kind.word(), Objection | Decision | Reversal)
}
