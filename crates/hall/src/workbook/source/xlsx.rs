//! Workbooks of Excel's: `.xlsx`.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};

use super::pack::{self, Pack};
use super::parts::{self, Facts, Part};
use super::{Each, Found, Hidden, Line, OF_A_SPREADSHEET, Source, broken};
use crate::workbook::WorkbookError;
use crate::workbook::cells::Content;
use crate::workbook::dates;
use crate::workbook::fault::Wrong;

/// An `.xlsx` file.
pub(in crate::workbook) struct XlsxSource<'b> {
    pack: Pack<'b>,
    book: Xlsx<Cursor<&'b [u8]>>,
    parts: Vec<Part>,
    since_1904: bool,
    hidden_columns: Vec<(u32, u32)>,
}

impl<'b> XlsxSource<'b> {
    /// Opens it.
    ///
    /// # Errors
    /// When it is broken, protected, too large or of another kind.
    pub(in crate::workbook) fn open(bytes: &'b [u8]) -> Result<Self, WorkbookError> {
        let mut pack = pack::open(bytes)?;
        let parts = parts::parts(&mut pack)?;
        let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
        let known = book.sheet_names();
        let parts = parts.into_iter().filter(|part| known.contains(&part.name)).collect();
        let since_1904 = book.has_1904_epoch();
        Ok(XlsxSource { pack, book, parts, since_1904, hidden_columns: Vec::new() })
    }
}

impl Source for XlsxSource<'_> {
    fn sheets(&self) -> Vec<Found> {
        let found = |part: &Part| Found {
            name: Arc::from(part.name.trim()),
            hidden: part.hidden,
        };
        self.parts.iter().map(found).collect()
    }

    fn rows(&mut self, index: usize, each: &mut Each<'_>) -> Result<(), WorkbookError> {
        let Some(part) = self.parts.get(index) else { return Ok(()) };
        let mut facts = parts::facts(&mut self.pack, &part.path)?;
        self.hidden_columns = std::mem::take(&mut facts.hidden_columns);
        let since_1904 = self.since_1904;
        let mut cells = self.book.worksheet_cells_reader(&part.name).map_err(broken)?;
        let mut line = Line::default();
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let row = row.saturating_add(1);
            if row < line.number {
                return Err(broken("its rows are not in order"));
            }
            if row > line.number {
                give(std::mem::take(&mut line), &facts, each)?;
                line.number = row;
            }
            let content = match facts.uncalculated.contains(&(row, column)) {
                true => Some(Content::Uncalculated),
                false => content(cell.get_value().clone(), since_1904),
            };
            line.cells.extend(content.map(|it| (column, it)));
        }
        give(line, &facts, each)
    }

    fn hidden_columns(&self) -> Vec<(u32, u32)> {
        self.hidden_columns.clone()
    }

    fn longest(&self) -> usize {
        OF_A_SPREADSHEET
    }
}

/// Gives a row on with what the sheet says of it.
fn give(
    mut line: Line<'_>,
    facts: &Facts,
    each: &mut Each<'_>,
) -> Result<(), WorkbookError> {
    if line.number == 0 {
        return Ok(());
    }
    line.cells.sort_by_key(|(column, _)| *column);
    if line.cells.array_windows().any(|[a, b]| a.0 == b.0) {
        return Err(broken("a cell stands twice in it"));
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
            line.flaws
                .push((area.columns.0, Wrong::Merged { range: area.range.clone() }));
        }
    }
    if !line.cells.is_empty() {
        each(line);
    }
    Ok(())
}

fn content(value: DataRef<'_>, since_1904: bool) -> Option<Content<'_>> {
    Some(match value {
        DataRef::Int(number) => Content::Whole(number),
        DataRef::Float(number) => Content::Number(number),
        DataRef::String(text) => return Content::of_text(text.into()),
        DataRef::SharedString(text) => return Content::of_text(text.into()),
        DataRef::Bool(flag) => Content::Flag(flag),
        DataRef::DateTime(moment) => date(&moment, since_1904),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            return Content::of_text(text.into());
        }
        DataRef::Error(error) => Content::Failed(error.to_string()),
        DataRef::Empty => return None,
    })
}

fn date(moment: &ExcelDateTime, since_1904: bool) -> Content<'static> {
    if moment.is_duration() {
        return Content::Number(moment.as_f64());
    }
    dates::of_serial(moment.as_f64(), since_1904)
        .map_or_else(|wrong| wrong, Content::Date)
}
