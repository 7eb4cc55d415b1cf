//! Builds a ledger from the sheets of a source, and reports all errors in them.

use std::collections::BTreeMap;
use std::sync::Arc;

use hallboard_score::{Entry, Hall, Household, Ledger, Resident};
use hallboard_sheets::{Found, OdsSource, Source, XlsxSource};

use super::lists::Lists;
use super::order::{Key, Placed};
use super::reader::{HandledRow, Reading};
use super::row::Given;
use super::values::Value;
use crate::WorkbookError;
use crate::fault::{CellError, CellRef};
use crate::parse::header_row::{is_marked, most_like};
use crate::read::{At, Located, Made, Partial, Remark};
use crate::schema::row_rules;
use crate::schema::sheets::{ORDER, Sheet};

/// Reads an `.xlsx` workbook.
///
/// # Errors
/// If it is not a workbook, is too large, or has errors in its rows: then all of these.
pub fn read(bytes: &[u8]) -> Result<Located, WorkbookError> {
    partial(bytes)?.whole()
}

/// Reads an `.xlsx` workbook as far as possible, and reports what cannot be read.
///
/// # Errors
/// If it is not a hall's workbook at all.
pub fn partial(bytes: &[u8]) -> Result<Partial, WorkbookError> {
    from(&mut XlsxSource::open(bytes)?)
}

/// Reads an `.ods` workbook as far as possible.
///
/// # Errors
/// If it is not a hall's workbook at all.
pub fn of_ods(bytes: &[u8]) -> Result<Partial, WorkbookError> {
    from(&mut OdsSource::open(bytes)?)
}

/// Reads a folder of text files as far as possible, in `encoding` if it is set.
///
/// # Errors
/// If it is not a hall's workbook at all.
#[cfg(not(target_arch = "wasm32"))]
pub fn of_folder(
    folder: &std::path::Path,
    encoding: Option<&'static crate::Encoding>,
) -> Result<Partial, WorkbookError> {
    let partial = from(&mut crate::files::folder(folder, encoding)?)?;
    Ok(Partial { encoding, ..partial })
}

/// Reads a SQLite database as far as possible.
///
/// # Errors
/// If it is not a hall's workbook at all.
#[cfg(not(target_arch = "wasm32"))]
pub fn of_sqlite(path: &std::path::Path) -> Result<Partial, WorkbookError> {
    from(&mut crate::files::sqlite(path)?)
}

/// Reads a source as far as possible.
pub(crate) fn from(source: &mut dyn Source) -> Result<Partial, WorkbookError> {
    let mut assembly = Assembly::default();
    assembly.sheets(source)?;
    let hall = assembly.hall(source)?;
    let mut books = assembly.rulebooks(source)?;
    assembly.all_parts(source, &mut books)?;
    let people = Lists::new(&books, &[], &[]);
    let mut households: Vec<Household> =
        assembly.list(source, Sheet::Households, "households", &people)?;
    let people = Lists::new(&books, &households, &[]);
    let mut residents: Vec<Resident> =
        assembly.list(source, Sheet::Residents, "residents", &people)?;
    let people = Lists::new(&books, &households, &residents);
    let placed = assembly.entries(source, &people)?;
    let mut entries = assembly.place(placed);
    assembly.make(&mut households, &mut residents, &mut entries);
    let rulebooks = std::mem::take(&mut books);
    let mut ledger = Ledger { hall, rulebooks, households, residents, entries };
    assembly.inconsistencies(&mut ledger);
    Ok(assembly.end(ledger))
}

/// A sheet of the register that the source contains.
pub(crate) struct Known {
    index: usize,
    pub(crate) name: Arc<str>,
    number: u16,
}

/// A ledger under construction.
#[derive(Default)]
pub(crate) struct Assembly {
    pub(crate) reading: Reading,
    pub(crate) sheets: BTreeMap<Sheet, Known>,
    /// The rank of each sheet, by which errors are sorted.
    pub(crate) rank: BTreeMap<Arc<str>, usize>,
    /// Items without an id: list, position, row.
    pub(crate) nameless: Vec<(&'static str, usize, At)>,
    pub(crate) made: Vec<Made>,
}

impl Assembly {
    /// Identifies each sheet. An unknown one is an error, as its data would be lost.
    fn sheets(&mut self, source: &mut dyn Source) -> Result<(), WorkbookError> {
        let found = source.sheets();
        if !found.iter().any(|it| Sheet::of(&it.name).is_some()) {
            let sheets = found.iter().take(5).map(|it| it.name.to_string()).collect();
            return Err(WorkbookError::Foreign { sheets });
        }
        for (index, it) in found.iter().enumerate() {
            self.found(source, index, it)?;
        }
        for sheet in row_rules::SHEETS {
            if !self.sheets.contains_key(&sheet) {
                let title = sheet.title();
                self.rank.insert(Arc::from(title.as_str()), sheet as usize);
                let at = top(&Arc::from(title.as_str()));
                self.reading.fault(at, CellError::MissingSheet { title });
                self.reading.unread_refs.row(sheet, None, &[]);
            }
        }
        Ok(())
    }

    fn found(
        &mut self,
        source: &mut dyn Source,
        index: usize,
        found: &Found,
    ) -> Result<(), WorkbookError> {
        let name = &found.name;
        self.rank.insert(Arc::clone(name), Sheet::ALL.len() + index);
        let known = Sheet::of(name).filter(|_| source.has_rows(index));
        let Some(sheet) = known else {
            if is_marked(name) {
                return Ok(());
            }
            let mut blank = source.has_rows(index);
            // A sheet that cannot be read may contain data.
            if blank && source.rows(index, &mut |_| blank = false).is_err() {
                blank = false;
            }
            if !blank {
                let near = near(name, &source.sheets());
                let name_shown = hallboard_sheets::cells::brief(name);
                let wrong = CellError::UnknownSheet { name: name_shown, near };
                self.reading.fault(top(name), wrong);
            }
            return Ok(());
        };
        if let Some(first) = self.sheets.get(&sheet) {
            let first = first.name.to_string();
            self.reading.fault(top(name), CellError::SecondSheet { first });
            // Its rows are not used, but may be the intended ones: the sheet counts as
            // unreadable.
            source.rows(index, &mut |line| {
                self.reading.unread_refs.row(sheet, None, &line.cells);
            })?;
            return Ok(());
        }
        if found.hidden {
            self.reading.note(name, 1, Remark::HiddenSheet);
        }
        self.rank.insert(Arc::clone(name), sheet as usize);
        let number = self.reading.origins.sheet(name);
        self.sheets.insert(sheet, Known { index, name: Arc::clone(name), number });
        Ok(())
    }

    /// Reads a sheet if it exists, and passes each row to `take`.
    pub(crate) fn pass(
        &mut self,
        source: &mut dyn Source,
        sheet: Sheet,
        known: &Lists<'_>,
        take: &mut dyn FnMut(&mut Reading, HandledRow<'_, '_, '_>, At) -> bool,
    ) -> Result<(), WorkbookError> {
        let Some(it) = self.sheets.get(&sheet) else { return Ok(()) };
        let (name, number) = (Arc::clone(&it.name), it.number);
        let known = known.within(source.longest());
        self.reading.sheet(
            source,
            it.index,
            sheet,
            &name,
            &known,
            &mut |reading, handled| {
                let at = At { sheet: number, row: handled.row.number };
                take(reading, handled, at)
            },
        )
    }

    fn hall(&mut self, source: &mut dyn Source) -> Result<Hall, WorkbookError> {
        let mut hall: Option<Hall> = None;
        let (mut rows, mut whole) = (0, true);
        let before = self.reading.faults.len();
        self.pass(
            source,
            Sheet::Hall,
            &Lists::default(),
            &mut |reading, handled, at| {
                rows += 1;
                if hall.is_some() {
                    handled.fault(reading, "id", CellError::SecondHall);
                    return false;
                }
                handled.row.take("format");
                hall = handled.parse(reading, &[]);
                reading.origins.push("hall", at);
                hall.is_some()
            },
        )?;
        whole &= self.reading.faults.len() == before;
        if let (None, true, Some(it)) = (&hall, whole, self.sheets.get(&Sheet::Hall)) {
            let mut at = top(&Arc::clone(&it.name));
            at.row = 2;
            self.reading.fault(at, CellError::NoHall);
        }
        let nowhere = Hall {
            id: String::new(),
            names: Default::default(),
            time_zone: String::new(),
        };
        Ok(hall.unwrap_or(nowhere))
    }

    fn list<T: hallboard_score::Read>(
        &mut self,
        source: &mut dyn Source,
        sheet: Sheet,
        list: &'static str,
        known: &Lists<'_>,
    ) -> Result<Vec<T>, WorkbookError> {
        let (mut items, mut nameless) = (Vec::new(), Vec::new());
        self.pass(source, sheet, known, &mut |reading, mut handled, at| {
            let named = name(&mut handled);
            let Some(item) = handled.parse(reading, &[]) else { return false };
            if !named {
                nameless.push((list, items.len(), at));
            }
            items.push(item);
            reading.origins.push(list, at);
            true
        })?;
        self.nameless.extend(nameless);
        Ok(items)
    }

    fn entries(
        &mut self,
        source: &mut dyn Source,
        known: &Lists<'_>,
    ) -> Result<Placed, WorkbookError> {
        let mut placed = Placed::default();
        let sheets = Sheet::ALL.into_iter().filter(|sheet| sheet.has_entries());
        for sheet in sheets {
            self.pass(source, sheet, known, &mut |reading, mut handled, at| {
                let order = match handled.row.take(ORDER) {
                    Some(Value::Whole(order)) => u32::try_from(order).unwrap_or(u32::MAX),
                    _ => u32::MAX,
                };
                let named = name(&mut handled);
                let kind = sheet.entry_kind().map(|kind| ("kind", Given::Text(kind)));
                let parsed = handled.parse::<Entry>(reading, kind.as_slice());
                let Some(entry) = parsed else { return false };
                let key = Key { order, date: entry.date, sheet, at };
                placed.push(entry, key, !named, handled.row.named_entry);
                true
            })?;
        }
        Ok(placed)
    }

    /// Sorts the entries into the order of the ledger.
    fn place(&mut self, mut placed: Placed) -> Vec<Entry> {
        placed.resolve();
        for (order, first, second) in placed.sort() {
            let first = self.reading.origins.cell_at(first, ORDER);
            let at = self.reading.origins.cell_ref_at(second, ORDER);
            self.reading.fault(at, CellError::SecondOrder { order, first });
        }
        for (position, key) in placed.keys.iter().enumerate() {
            self.reading.origins.push("entries", key.at);
            if placed.nameless.contains(&key.at) {
                self.nameless.push(("entries", position, key.at));
            }
        }
        placed.entries
    }
}

/// The first cell of a sheet.
fn top(sheet: &Arc<str>) -> CellRef {
    CellRef { sheet: Arc::clone(sheet), row: 1, column: 0, heading: Arc::from("") }
}

/// The sheet with the name most similar to an unknown one, of those that are missing, or
/// else of all.
fn near(name: &str, found: &[Found]) -> String {
    let there: Vec<Sheet> = found.iter().filter_map(|it| Sheet::of(&it.name)).collect();
    let named = |sheet: Sheet| {
        let (english, chinese) = sheet.names();
        (sheet, [english.to_owned(), chinese.to_owned(), sheet.title()])
    };
    let missing = Sheet::ALL.into_iter().filter(|it| !there.contains(it));
    let like = most_like(name, missing.map(named));
    let like = like.or_else(|| most_like(name, Sheet::ALL.into_iter().map(named)));
    like.map(Sheet::title).unwrap_or_default()
}

/// Whether the row has an id; a row without one gets a placeholder.
pub(crate) fn name(handled: &mut HandledRow<'_, '_, '_>) -> bool {
    let named = handled.row.has("id");
    if !named {
        handled.row.set("id", Value::Text("".into()));
    }
    named
}
