//! Writes an `.xlsx` workbook that is convenient to keep by hand.

use hallboard_score::Ledger;
use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::choices::validation;
use super::labels::Labels;
use super::lists::Lists;
use super::look::{INK, LEAF, MIST, PAPER, TEA, is_needed, tab, width};
use super::notes::note;
use super::{
    FIRST_DATE_CELL, ROWS_LIMIT, WriteError, fits, fitting, guide, languages, number,
    written,
};
use crate::schema::sheets::{Column, Kind, Sheet};
use crate::schema::words::{self, List, NONE};
use crate::write::items::{Cell, items};

/// The last column that a sheet can have, from 0.
const LAST_COLUMN: u16 = 16_383;
/// The last row that a sheet can have, from 0.
#[expect(clippy::cast_possible_truncation, reason = "a million")]
const LAST_ROW: u32 = ROWS_LIMIT as u32 - 1;

/// Writes a ledger as an `.xlsx` workbook, with the same bytes for the same ledger. It has
/// headings in both languages with notes, drop-downs that follow the other sheets, and a
/// page that explains how to keep it.
///
/// # Errors
/// If a text is longer than 32,767 characters, a sheet would have more than 1,048,575 rows
/// besides the headings, or a language cannot have a column.
pub fn write(ledger: &Ledger) -> Result<Vec<u8>, WriteError> {
    fits(ledger)?;
    let tags = languages(ledger)?;
    let labels = Labels::new(ledger);
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    guide::add_to(&mut book)?;
    for sheet in Sheet::ALL {
        let page = book.add_worksheet().set_name(sheet.title())?;
        let columns = sheet.columns(tags.iter().copied());
        let mut rows = 0;
        for item in items(ledger, sheet) {
            rows += 1;
            for (place, column) in (0..).zip(&columns) {
                if let Some(cell) = item.cell(&column.field) {
                    write_cell(page, (rows, place), cell, sheet, column, &labels)?;
                }
            }
        }
        decorate(page, sheet, &columns, rows)?;
    }
    let page = Worksheet::new();
    let (labels, tags) = (&labels, tags.as_slice());
    Lists { ledger, labels, tags, page, names: Vec::new(), next: 0 }.add_to(&mut book)?;
    Ok(book.save_to_buffer()?)
}

fn decorate(
    page: &mut Worksheet,
    sheet: Sheet,
    columns: &[Column],
    rows: u32,
) -> Result<(), XlsxError> {
    page.set_column_range_format(0, LAST_COLUMN, &open())?;
    page.set_row_height(0, 34)?;
    for (place, column) in (0..).zip(columns) {
        page.set_column_format(place, &format(column.kind))?;
        page.set_column_width(place, width(column))?;
        let needed = is_needed(sheet, column);
        page.write_with_format(0, place, column.heading(), &heading(needed))?;
        page.insert_note(0, place, &note(sheet, column))?;
        if let Some(validation) = validation(column)? {
            page.add_data_validation(1, place, LAST_ROW, place, &validation)?;
        }
    }
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(LAST_COLUMN);
    let letter = rust_xlsxwriter::utility::column_number_to_name(last);
    let rule = format!("=AND(MOD(ROW(),2)=1,COUNTA($A2:${letter}2)>0)");
    let mist = Format::new().set_background_color(MIST);
    let stripes =
        ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(mist);
    page.add_conditional_format(1, 0, LAST_ROW, last, &stripes)?;
    if sheet >= Sheet::Households {
        page.autofilter(0, 0, rows.max(1), last)?;
    }
    page.set_freeze_panes(1, 0)?.set_tab_color(Color::from(tab(sheet)));
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    page.protect_with_options(&allowed());
    Ok(())
}

/// Only the headings are protected, without a password.
fn allowed() -> ProtectionOptions {
    ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        insert_columns: true,
        insert_rows: true,
        insert_links: true,
        delete_columns: true,
        delete_rows: true,
        sort: true,
        use_autofilter: true,
        use_pivot_tables: true,
        edit_objects: true,
        ..ProtectionOptions::new()
    }
}

/// The format of an unlocked cell, which anybody may edit.
fn open() -> Format {
    Format::new().set_unlocked().set_font_color(INK)
}

fn format(kind: Kind) -> Format {
    match kind {
        Kind::Date => open().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        kind if kind.is_number() => open(),
        _ => open().set_num_format("@"),
    }
}

fn heading(needed: bool) -> Format {
    let (behind, ink) = if needed { (TEA, PAPER) } else { (LEAF, INK) };
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_font_color(ink)
        .set_background_color(behind)
        .set_align(FormatAlign::VerticalCenter)
        .set_border_right(FormatBorder::Thin)
        .set_border_right_color(PAPER)
}

fn write_cell(
    page: &mut Worksheet,
    (row, place): (u32, u16),
    cell: Cell<'_>,
    sheet: Sheet,
    column: &Column,
    labels: &Labels<'_>,
) -> Result<(), WriteError> {
    match (cell, column.kind) {
        (Cell::Points(points), _) => {
            page.write_number(row, place, number(points))?;
        }
        (Cell::Whole(number), _) => {
            page.write(row, place, number)?;
        }
        (Cell::Day(day), _) => {
            let day = day.to_string();
            if day.as_str() >= FIRST_DATE_CELL {
                let date = ExcelDateTime::parse_from_str(&day)?;
                page.write_with_format(row, place, &date, &format(Kind::Date))?;
            } else {
                page.write_string(row, place, day)?;
            }
        }
        (Cell::Text(id), Kind::Reference(target)) => {
            let text = fitting(labels.of(target, &id), sheet, row, column)?;
            page.write_string(row, place, text)?;
        }
        (Cell::Text(text), kind) => {
            let text = match (kind, words::of(words::LASTS, &text)) {
                (Kind::Lasts, Some(word)) => word.both(),
                _ => fitting(written(&text, column), sheet, row, column)?,
            };
            page.write_string(row, place, text)?;
        }
        (Cell::Word(word), Kind::Word(list)) => {
            page.write_string(row, place, shown(&[word], list))?;
        }
        (Cell::Words(some), Kind::Words(list)) => {
            page.write_string(row, place, shown(&some, list))?;
        }
        (cell @ (Cell::Word(_) | Cell::Words(_)), _) => {
            page.write_string(row, place, cell.plain())?;
        }
    }
    Ok(())
}

/// Words in both languages, as in the drop-downs.
pub(super) fn shown(some: &[&str], list: List) -> String {
    if some.is_empty() {
        return NONE.both();
    }
    let both = some.iter().map(|word| match words::of(list, word) {
        Some(known) => known.both(),
        None => (*word).to_owned(),
    });
    both.collect::<Vec<_>>().join(", ")
}
