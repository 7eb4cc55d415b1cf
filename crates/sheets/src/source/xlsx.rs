//! Excel workbooks (`.xlsx`).

use std::sync::Arc;

use hallboard_container::{
    ContainerError, Package, Sheet, UNPACKED_LIMIT, WorkbookParts,
};

use super::parts::{self, ExcelTable, Facts};
use super::xlsxcell::{CellReader, Tables};
use super::{Each, Found, Hidden, Layout, Line, OF_A_SPREADSHEET, Source, broken};
use crate::dates::DayCount;
use crate::{Flaw, SheetsError};

/// Maximum number of bytes of a sheet that are read. A sheet larger than [`UNPACKED_LIMIT`]
/// is an error, but its first rows are read all the same.
const SHEET_LIMIT: u64 = 10 * UNPACKED_LIMIT;

/// An `.xlsx` file.
pub struct XlsxSource<'b> {
    package: Package<'b>,
    parts: WorkbookParts,
    /// Shared texts and cell formats; read with the first sheet.
    tables: Option<Tables>,
    hidden_columns: Vec<(u32, u32)>,
    overfilled: Option<u32>,
    excel_tables: Vec<ExcelTable>,
}

impl<'b> XlsxSource<'b> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// If it is broken, protected, too large or of another kind.
    pub fn open(bytes: &'b [u8]) -> Result<Self, SheetsError> {
        XlsxSource::of(Package::open(bytes)?)
    }

    /// As [`XlsxSource::open`], but accepts workbooks with many more sheets.
    ///
    /// # Errors
    /// As [`XlsxSource::open`].
    pub fn open_crowded(bytes: &'b [u8]) -> Result<Self, SheetsError> {
        XlsxSource::of(Package::open_crowded(bytes)?)
    }

    fn of(mut package: Package<'b>) -> Result<Self, SheetsError> {
        let parts = WorkbookParts::read(&mut package)?;
        Ok(XlsxSource {
            package,
            parts,
            tables: None,
            hidden_columns: Vec::new(),
            overfilled: None,
            excel_tables: Vec::new(),
        })
    }
}

impl Source for XlsxSource<'_> {
    fn sheets(&self) -> Vec<Found> {
        let found = |sheet: &Sheet| Found {
            name: Arc::from(sheet.name.trim()),
            hidden: sheet.hidden,
        };
        self.parts.sheets.iter().map(found).collect()
    }

    fn has_rows(&self, index: usize) -> bool {
        self.parts.sheets.get(index).is_some_and(|sheet| sheet.has_rows)
    }

    fn rows(&mut self, index: usize, each: &mut Each<'_>) -> Result<(), SheetsError> {
        let Some(sheet) = self.parts.sheets.get(index) else { return Ok(()) };
        let part = sheet.part.ok_or_else(|| {
            broken(format_args!("the part of the sheet `{}` is missing", sheet.name))
        })?;
        if self.tables.is_none() {
            self.tables = Some(Tables::read(&mut self.package, &self.parts)?);
        }
        let Some(tables) = &self.tables else { return Ok(()) };
        let mut facts = parts::facts(&mut self.package, part)?;
        self.hidden_columns = std::mem::take(&mut facts.hidden_columns);
        self.excel_tables = std::mem::take(&mut facts.tables);
        self.overfilled = facts.overfilled;
        let mut reader = CellReader::new(tables);
        let read = self.package.elements(part, SHEET_LIMIT, |event| {
            match reader.event(event)? {
                Some(line) => emit_line(line, &facts, each),
                None => Ok(()),
            }
        });
        match read {
            Err(SheetsError::Container(ContainerError::TooLarge { .. }))
                if facts.overfilled.is_some() => {}
            read => read?,
        }
        let last = reader.row();
        self.overfilled = self.overfilled.map(|it| it.max(last));
        emit_line(reader.end(), &facts, each)
    }

    fn hidden_columns(&self) -> Vec<(u32, u32)> {
        self.hidden_columns.clone()
    }

    fn overfilled(&self) -> Option<u32> {
        self.overfilled
    }

    fn layout(&self) -> Layout {
        Layout { excel_tables: self.excel_tables.clone(), ..Layout::default() }
    }

    fn day_count(&self) -> DayCount {
        if self.parts.since_1904 { DayCount::Since1904 } else { DayCount::Since1900 }
    }

    fn longest(&self) -> usize {
        OF_A_SPREADSHEET
    }
}

/// Passes on a row, after adding whether it is hidden or merged.
fn emit_line(
    mut line: Line<'_>,
    facts: &Facts,
    each: &mut Each<'_>,
) -> Result<(), SheetsError> {
    if line.number == 0 {
        return Ok(());
    }
    line.cells.sort_by_key(|(column, _)| *column);
    if line.cells.array_windows().any(|[a, b]| a.0 == b.0) {
        return Err(broken("a cell occurs twice in it"));
    }
    let row = line.number;
    let within = |range: (u32, u32)| (range.0..=range.1).contains(&row);
    let after = facts.hidden.partition_point(|range| range.1 < row);
    if facts.hidden.get(after).is_some_and(|range| within(*range)) {
        line.hidden = match facts.filtered.iter().any(|range| within(*range)) {
            true => Hidden::ByFilter,
            false => Hidden::ByHand,
        };
    }
    for area in facts.merged.iter().filter(|area| within(area.rows)) {
        line.covered |= row > area.rows.0;
        if row == area.rows.0 {
            line.flaws.push((area.columns.0, Flaw::Merged { range: area.range.clone() }));
        }
    }
    if !line.cells.is_empty() {
        each(line);
    }
    Ok(())
}
