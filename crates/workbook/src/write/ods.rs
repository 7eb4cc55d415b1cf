//! Writes an `.ods` workbook.

use chrono::NaiveDate;
use hallboard_score::{Day, Ledger};
use hallboard_sheets::cells::quoted;
use spreadsheet_ods::color::Rgb;
use spreadsheet_ods::format::create_date_iso_format;
use spreadsheet_ods::{
    CellStyle, CellStyleRef, Length, Sheet as Page, Value, ValueFormatText, WorkBook,
};

use super::look::{INK, LEAF, width};
use super::{FIRST_DATE_CELL, WriteError, fits, fitting, languages, number, written};
use crate::schema::sheets::{Column, Kind, Sheet};
use crate::write::items::{Cell, items};

/// Writes a ledger as an `.ods` workbook.
///
/// # Errors
/// If a text is longer than 32,767 characters, a sheet would have more than 1,048,575 rows
/// besides the headings, or a language cannot have a column.
pub fn write_ods(ledger: &Ledger) -> Result<Vec<u8>, WriteError> {
    fits(ledger)?;
    let tags = languages(ledger)?;
    let mut book = WorkBook::new_empty();
    let styles = Styles::new(&mut book);
    for sheet in Sheet::ALL {
        let columns = sheet.columns(tags.iter().copied());
        let mut page = Page::new(sheet.title());
        head(&mut page, &columns, &styles);
        for (row, item) in (1..).zip(items(ledger, sheet)) {
            for (place, column) in (0..).zip(&columns) {
                if let Some(cell) = item.cell(&column.field) {
                    write_cell(&mut page, (row, place), cell, sheet, column, &styles)?;
                }
            }
        }
        book.push_sheet(page);
    }
    Ok(spreadsheet_ods::write_ods_buf(&mut book, Vec::new())?)
}

struct Styles {
    heading: CellStyleRef,
    text: CellStyleRef,
    date: CellStyleRef,
}

impl Styles {
    fn new(book: &mut WorkBook) -> Styles {
        let dates = book.add_datetime_format(create_date_iso_format("day"));
        let mut text = ValueFormatText::new_named("plain");
        text.part_text_content().build();
        let texts = book.add_text_format(text);
        let mut heading = CellStyle::new("heading", &texts);
        heading.set_font_bold();
        heading.set_color(rgb(INK));
        heading.set_background_color(rgb(LEAF));
        Styles {
            heading: book.add_cellstyle(heading),
            text: book.add_cellstyle(CellStyle::new("text", &texts)),
            date: book.add_cellstyle(CellStyle::new("date", &dates)),
        }
    }
}

fn rgb(color: u32) -> Rgb<u8> {
    let [_, red, green, blue] = color.to_be_bytes();
    Rgb::new(red, green, blue)
}

fn head(page: &mut Page, columns: &[Column], styles: &Styles) {
    for (place, column) in (0..).zip(columns) {
        // Widths are numbers of characters, each of about two millimetres.
        page.set_col_width(place, Length::Mm(width(column) * 2.1));
        match column.kind {
            Kind::Date => page.set_col_cellstyle(place, &styles.date),
            kind if kind.is_number() => {}
            _ => page.set_col_cellstyle(place, &styles.text),
        }
        page.set_styled_value(0, place, column.heading(), &styles.heading);
    }
    page.split_row_header(0);
}

fn write_cell(
    page: &mut Page,
    (row, place): (u32, u32),
    cell: Cell<'_>,
    sheet: Sheet,
    column: &Column,
    styles: &Styles,
) -> Result<(), WriteError> {
    match cell {
        Cell::Points(points) => page.set_value(row, place, number(points)),
        Cell::Whole(number) => page.set_value(row, place, number),
        Cell::Day(day) => match date(day) {
            Some(date) => page.set_styled_value(row, place, date, &styles.date),
            None => page.set_styled_value(row, place, day.to_string(), &styles.text),
        },
        Cell::Text(text) => {
            let text = if blanks_collapse(&text) {
                quoted(&text)
            } else {
                written(&text, column)
            };
            let text = fitting(text, sheet, row, column)?;
            page.set_styled_value(row, place, Value::Text(text), &styles.text);
        }
        cell @ (Cell::Word(_) | Cell::Words(_)) => {
            page.set_styled_value(row, place, Value::Text(cell.plain()), &styles.text);
        }
    }
    Ok(())
}

fn date(day: Day) -> Option<NaiveDate> {
    let text = day.to_string();
    (text.as_str() >= FIRST_DATE_CELL).then(|| text.parse().ok()).flatten()
}

/// Whether an `.ods` file would collapse blanks in the text: several in a row, or at the
/// beginning or end of a line.
pub(super) fn blanks_collapse(text: &str) -> bool {
    ["  ", " \n", "\n "].into_iter().any(|blanks| text.contains(blanks))
}
