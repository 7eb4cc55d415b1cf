//! LibreOffice workbooks (`.ods`), read row by row, because a single element may stand for
//! a million cells or rows.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use hallboard_container::{CONTENT, ContainerError, Package, attribute};
use hallboard_score::Day;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::odscell::OdsCell;
use super::parts::{Area, COLUMNS};
use super::{Each, Found, Hidden, Layout, Line, OF_A_SPREADSHEET, Source, broken};
use crate::dates::DayCount;
use crate::edit::fill::ods::Names;
use crate::{Flaw, SheetsError, letter};

/// Maximum number of copies made of a repeated cell: further copies are dropped.
const REPEATED: u32 = 1_000;
/// Maximum number of cells that repetition may add to a sheet.
const ADDED: u32 = 10_000_000;

/// An `.ods` file.
pub struct OdsSource {
    xml: String,
    tables: Vec<(Found, Range<usize>)>,
    day_count: DayCount,
    hidden_columns: Vec<(u32, u32)>,
    /// Why it cannot be edited.
    unlike_usual: Option<String>,
}

impl OdsSource {
    /// Opens a workbook.
    ///
    /// # Errors
    /// If it is broken, protected or too large.
    pub fn open(bytes: &[u8]) -> Result<Self, SheetsError> {
        let mut package = Package::open(bytes)?;
        if let Some(manifest) = package.find("META-INF/manifest.xml") {
            // A damaged manifest proves nothing; encrypted content could not be read
            // anyway.
            let manifest = package.text(manifest);
            if manifest.is_ok_and(|it| it.text.contains("encryption-data")) {
                return Err(ContainerError::Protected.into());
            }
        }
        let content = package.find(CONTENT);
        let content =
            content.ok_or_else(|| broken(format_args!("no {CONTENT} in it")))?;
        let xml = package.text(content)?.text;
        let (tables, day_count) = tables(&xml)?;
        let unlike_usual = Names::read(&xml).err().map(|error| error.to_string());
        let hidden_columns = Vec::new();
        Ok(OdsSource { xml, tables, day_count, hidden_columns, unlike_usual })
    }
}

/// The tables, each with its byte range in the XML, and how dates are numbered.
type Tables = (Vec<(Found, Range<usize>)>, DayCount);

fn tables(xml: &str) -> Result<Tables, SheetsError> {
    let mut reader = Reader::from_str(xml);
    let (mut tables, mut unseen) = (Vec::new(), BTreeSet::new());
    let mut day_count = DayCount::default();
    let (mut style, mut open, mut depth) = (String::new(), None, 0_u32);
    let mut elements = 0_u32;
    loop {
        let place = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event().map_err(broken)?;
        match event {
            Event::Start(_) => elements += 1,
            Event::End(_) => elements = elements.saturating_sub(1),
            _ => {}
        }
        match event {
            // The end of the file is missing.
            Event::Eof if elements > 0 => {
                return Err(broken(format_args!("its part `{CONTENT}` ends too early")));
            }
            Event::Eof => return Ok((tables, day_count)),
            Event::Start(it) | Event::Empty(it)
                if it.local_name().as_ref() == "style" =>
            {
                style = attribute(&it, "name").unwrap_or_default();
            }
            Event::Start(it) | Event::Empty(it)
                if it.local_name().as_ref() == "table-properties"
                    && attribute(&it, "display").is_some_and(|it| it == "false") =>
            {
                unseen.insert(style.clone());
            }
            Event::Start(it) | Event::Empty(it)
                if it.local_name().as_ref() == "null-date" && depth == 0 =>
            {
                let first = attribute(&it, "date-value");
                let first = first.and_then(|it| it.parse::<Day>().ok());
                // The usual epoch, 30 December 1899, is before the first `Day`.
                day_count = first.map_or(DayCount::default(), DayCount::From);
            }
            Event::Start(it) if it.local_name().as_ref() == "table" => {
                if depth == 0 {
                    let name = attribute(&it, "name").unwrap_or_default();
                    let style = attribute(&it, "style-name").unwrap_or_default();
                    let hidden = unseen.contains(&style);
                    open = Some((Found { name: Arc::from(name.trim()), hidden }, place));
                }
                depth += 1;
            }
            Event::End(it) if it.local_name().as_ref() == "table" => {
                depth = depth.saturating_sub(1);
                if let (0, Some((found, from))) = (depth, open.take_if(|_| depth == 0)) {
                    let to = usize::try_from(reader.buffer_position());
                    tables.push((found, from..to.unwrap_or(usize::MAX)));
                }
            }
            _ => {}
        }
    }
}

impl Source for OdsSource {
    fn sheets(&self) -> Vec<Found> {
        self.tables.iter().map(|(found, _)| found.clone()).collect()
    }

    fn rows(&mut self, index: usize, each: &mut Each<'_>) -> Result<(), SheetsError> {
        let Some((_, range)) = self.tables.get(index) else { return Ok(()) };
        let xml = self.xml.get(range.clone()).unwrap_or_default();
        let mut table = Table::default();
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().map_err(broken)? {
                Event::Eof => break,
                event => table.event(event, each)?,
            }
        }
        self.hidden_columns = table.hidden_columns;
        Ok(())
    }

    fn layout(&self) -> Layout {
        Layout { unlike_usual: self.unlike_usual.clone(), ..Layout::default() }
    }

    fn hidden_columns(&self) -> Vec<(u32, u32)> {
        self.hidden_columns.clone()
    }

    fn day_count(&self) -> DayCount {
        self.day_count
    }

    fn longest(&self) -> usize {
        OF_A_SPREADSHEET
    }
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    /// The number of the row, from 1; of repeated rows, that of the first.
    row: u32,
    alike: u32,
    hidden: Hidden,
    /// Number of columns described so far, and the hidden ones among them.
    described: u32,
    hidden_columns: Vec<(u32, u32)>,
    column: u32,
    cells: Vec<(u32, OdsCell)>,
    cell: Option<(OdsCell, u32)>,
    flaws: Vec<(u32, Flaw)>,
    /// The area of merged cells read last, and the number of cells added by repetition.
    merged: Option<Area>,
    added: u32,
    /// Depth inside an element that is not a row of the table, such as a drawing.
    skipped_depth: u32,
}

/// The elements of a table that enclose its rows and cells.
const AROUND_ROWS: [&str; 5] =
    ["table", "table-rows", "table-row-group", "table-header-rows", "table-row"];

impl Table {
    fn event(
        &mut self,
        event: Event<'_>,
        each: &mut Each<'_>,
    ) -> Result<(), SheetsError> {
        if let Some((cell, _)) = &mut self.cell {
            // All elements inside a cell belong to it, including tables.
            if cell.event(&event) {
                self.close_cell()?;
            }
            return Ok(());
        }
        match event {
            Event::Start(_) if self.skipped_depth > 0 => self.skipped_depth += 1,
            Event::End(_) if self.skipped_depth > 0 => self.skipped_depth -= 1,
            _ if self.skipped_depth > 0 => {}
            Event::Start(it) => match it.local_name().as_ref() {
                "table-column" => self.describe(&it),
                "table-row" => self.open_row(&it),
                "table-cell" | "covered-table-cell" => {
                    self.cell = Some((OdsCell::open(&it), repeated(&it, "columns")));
                    self.merge(&it);
                }
                name if AROUND_ROWS.contains(&name)
                    || name.starts_with("table-column")
                    || name == "table-header-columns" => {}
                _ => self.skipped_depth = 1,
            },
            Event::Empty(it) => match it.local_name().as_ref() {
                "table-column" => self.describe(&it),
                "table-row" => {
                    self.open_row(&it);
                    self.close_row(each);
                }
                "table-cell" | "covered-table-cell" => {
                    self.cell = Some((OdsCell::open(&it), repeated(&it, "columns")));
                    self.merge(&it);
                    self.close_cell()?;
                }
                _ => {}
            },
            Event::End(it) if it.local_name().as_ref() == "table-row" => {
                self.close_row(each);
            }
            _ => {}
        }
        Ok(())
    }

    /// Counts the columns that an element describes, and stores them if they are hidden.
    fn describe(&mut self, column: &BytesStart<'_>) {
        let from = self.described;
        self.described = from.saturating_add(repeated(column, "columns"));
        let unseen = attribute(column, "visibility").is_some_and(|it| it != "visible");
        if unseen && from < COLUMNS {
            self.hidden_columns.push((from, self.described - 1));
        }
    }

    fn open_row(&mut self, row: &BytesStart<'_>) {
        self.row = self.row.saturating_add(self.alike.max(1));
        self.alike = repeated(row, "rows");
        self.column = 0;
        self.hidden = match attribute(row, "visibility").as_deref() {
            Some("collapse") => Hidden::ByHand,
            Some("filter") => Hidden::ByFilter,
            _ => Hidden::No,
        };
        if self.merged.as_ref().is_some_and(|area| area.rows.1 < self.row) {
            self.merged = None;
        }
    }

    /// Stores the area of a merged cell, and reports it.
    fn merge(&mut self, cell: &BytesStart<'_>) {
        let span = |what: &str| {
            let name = format!("number-{what}-spanned");
            attribute(cell, &name).and_then(|it| it.parse::<u32>().ok()).unwrap_or(1)
        };
        let (columns, rows) = (span("columns"), span("rows"));
        if columns <= 1 && rows <= 1 {
            return;
        }
        let last = (
            self.row.saturating_add(rows.saturating_sub(1)),
            self.column.saturating_add(columns.saturating_sub(1)),
        );
        let (first, end) = (letter(self.column), letter(last.1));
        let range = format!("{first}{}:{end}{}", self.row, last.0);
        self.flaws.push((self.column, Flaw::Merged { range: range.clone() }));
        let below = self.merged.as_ref().map_or(0, |area| area.rows.1);
        let rows = (self.row, last.0.max(below));
        self.merged = Some(Area { rows, columns: (self.column, last.1), range });
    }

    fn close_cell(&mut self) -> Result<(), SheetsError> {
        let Some((cell, times)) = self.cell.take() else { return Ok(()) };
        if !cell.is_blank() {
            if self.column.saturating_add(times) > COLUMNS {
                return Err(broken("it has too many columns"));
            }
            let room = ADDED.saturating_sub(self.added);
            let given = times.min(REPEATED).min(room.saturating_add(1));
            self.added = self.added.saturating_add(given - 1);
            for place in 0..given {
                self.cells.push((self.column + place, cell.clone()));
            }
        }
        self.column = self.column.saturating_add(times);
        Ok(())
    }

    fn close_row(&mut self, each: &mut Each<'_>) {
        let cells = std::mem::take(&mut self.cells);
        let flaws = std::mem::take(&mut self.flaws);
        let merged = self.merged.as_ref().is_some_and(|area| area.rows.0 == self.row);
        // If cells were merged, the first row differs from its repetitions.
        let runs = match merged && self.alike > 1 {
            true => vec![(self.row, 0), (self.row + 1, self.alike - 2)],
            false => vec![(self.row, self.alike.saturating_sub(1))],
        };
        for (number, more) in runs {
            let contents = cells.iter().filter_map(|(place, cell)| {
                cell.content().map(|content| (*place, content))
            });
            let covered = self.merged.as_ref().is_some_and(|area| area.rows.0 < number);
            let (hidden, flaws) = (self.hidden, flaws.clone());
            let is_blank = |it: &OdsCell| it.is_formula() && it.content().is_none();
            let blank_formulas = cells.iter().filter(|(_, cell)| is_blank(cell));
            let blank_formulas = blank_formulas.map(|(place, _)| *place).collect();
            let cells: Vec<_> = contents.collect();
            if !cells.is_empty() {
                each(Line {
                    number,
                    hidden,
                    cells,
                    flaws,
                    covered,
                    recovered: false,
                    more,
                    blank_formulas,
                });
            }
        }
    }
}

/// How often a row or cell is repeated, at least once.
fn repeated(element: &BytesStart<'_>, what: &str) -> u32 {
    let times = attribute(element, &format!("number-{what}-repeated"));
    times.and_then(|it| it.parse().ok()).unwrap_or(1).max(1)
}
