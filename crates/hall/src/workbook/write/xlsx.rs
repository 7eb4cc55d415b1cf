//! An `.xlsx` workbook.

use hallboard_score::Ledger;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError,
};

use super::super::items::{Cell, items};
use super::super::sheets::{Column, Kind, Sheet};
use super::look::{INK, LEAF, width};
use super::{FIRST_DATE_CELL, WriteError, fits, fitting, languages, number, written};

/// Writes a ledger as an `.xlsx` workbook, the same bytes for the same ledger.
///
/// # Errors
/// When the ledger holds something no sheet can: a text longer than 32,767
/// characters, more than 1,048,575 rows on one sheet.
pub fn write(ledger: &Ledger) -> Result<Vec<u8>, WriteError> {
    fits(ledger)?;
    let tags = languages(ledger)?;
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for sheet in Sheet::ALL {
        let page = book.add_worksheet().set_name(sheet.title())?;
        let columns = sheet.columns(tags.iter().copied());
        head(page, &columns)?;
        for (row, item) in (1..).zip(items(ledger, sheet)) {
            for (place, column) in (0..).zip(&columns) {
                if let Some(cell) = item.cell(&column.field) {
                    write_cell(page, (row, place), cell, sheet, column)?;
                }
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

fn head(page: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_font_color(INK).set_background_color(LEAF);
    for (place, column) in (0..).zip(columns) {
        let format = match column.kind {
            Kind::Date => day_format(),
            kind if kind.is_number() => Format::new(),
            _ => Format::new().set_num_format("@"),
        };
        page.set_column_format(place, &format)?.set_column_width(place, width(column))?;
        page.write_with_format(0, place, column.heading(), &bold)?;
    }
    page.set_freeze_panes(1, 0)?;
    Ok(())
}

fn day_format() -> Format {
    Format::new().set_num_format("yyyy-mm-dd")
}

fn write_cell(
    page: &mut Worksheet,
    (row, place): (u32, u16),
    cell: Cell<'_>,
    sheet: Sheet,
    column: &Column,
) -> Result<(), WriteError> {
    match cell {
        Cell::Points(points) => drop(page.write_number(row, place, number(points))?),
        Cell::Whole(number) => drop(page.write(row, place, number)?),
        Cell::Day(day) => {
            let day = day.to_string();
            if day.as_str() >= FIRST_DATE_CELL {
                let date = ExcelDateTime::parse_from_str(&day)?;
                page.write_with_format(row, place, &date, &day_format())?;
            } else {
                page.write_string(row, place, day)?;
            }
        }
        Cell::Text(text) => {
            let text = fitting(written(&text, column), sheet, row, column)?;
            page.write_string(row, place, text)?;
        }
        cell @ (Cell::Word(_) | Cell::Words(_)) => {
            page.write_string(row, place, cell.plain())?;
        }
    }
    Ok(())
}
