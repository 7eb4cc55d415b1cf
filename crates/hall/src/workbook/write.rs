//! From a ledger to a workbook.

use std::collections::BTreeMap;

use hallboard_score::{Day, LEDGER_FORMAT, Ledger, Names, Rulebook};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError,
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::cells::{quote, quote_id};
use super::sheets::{Column, Kind, ORDER, RULEBOOK, Sheet};
use super::words::NONE;

/// Why a ledger cannot be put into a workbook.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A text too long for a cell, more rows than a sheet can have, and so on.
    #[error("the workbook cannot hold it: {0}")]
    Sheet(#[from] XlsxError),
    /// A part of the ledger did not become JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// The rows of each sheet, as the objects of a JSON ledger.
type Rows = BTreeMap<Sheet, Vec<Map<String, Value>>>;

/// Writes a ledger as an `.xlsx` workbook, the same bytes for the same ledger.
///
/// # Errors
/// When the ledger holds something no sheet can: a text longer than 32,767
/// characters, or more than 1,048,575 items on one sheet.
pub fn write(ledger: &Ledger) -> Result<Vec<u8>, WriteError> {
    let rows = rows(ledger)?;
    let tags = languages(ledger);
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for sheet in Sheet::ALL {
        let page = book.add_worksheet().set_name(sheet.title())?;
        let columns = sheet.columns(tags.iter().map(String::as_str));
        head(page, &columns)?;
        for (number, row) in (1..).zip(rows.get(&sheet).into_iter().flatten()) {
            for (place, column) in (0..).zip(&columns) {
                if let Some(value) = value(row, column) {
                    cell(page, number, place, column.kind, value)?;
                }
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

fn languages(ledger: &Ledger) -> Vec<String> {
    let of_books = ledger.rulebooks.iter().flat_map(names_of);
    let households = ledger.households.iter().map(|it| &it.names);
    let all = of_books.chain(households).chain([&ledger.hall.names]);
    let tags = all.flat_map(|names| names.iter().map(|(tag, _)| tag.to_owned()));
    let tags: std::collections::BTreeSet<String> = tags.collect();
    tags.into_iter().collect()
}

fn names_of(book: &Rulebook) -> impl Iterator<Item = &Names> {
    let categories = book.categories.iter().map(|it| &it.names);
    let deeds = book.deeds.iter().map(|it| &it.names);
    let bands = book.bands.iter().map(|it| &it.names);
    categories.chain(deeds).chain(bands).chain(book.rewards.iter().map(|it| &it.names))
}

fn rows(ledger: &Ledger) -> Result<Rows, serde_json::Error> {
    let mut rows = Rows::new();
    let mut add = |sheet: Sheet, item: Map<String, Value>| {
        rows.entry(sheet).or_default().push(item);
    };
    let mut hall = item(&ledger.hall)?;
    hall.insert("format".to_owned(), Value::from(LEDGER_FORMAT));
    add(Sheet::Hall, hall);
    for book in &ledger.rulebooks {
        let mut plain = item(book)?;
        plain.insert("reply_days".to_owned(), Value::from(book.reply_days));
        plain.insert("decide_days".to_owned(), Value::from(book.decide_days));
        add(Sheet::Rulebooks, plain);
        let parts = parts(&book.categories, Sheet::Categories, book.from)?
            .chain(parts(&book.deeds, Sheet::DeedRules, book.from)?)
            .chain(parts(&book.bands, Sheet::Bands, book.from)?)
            .chain(parts(&book.rewards, Sheet::Rewards, book.from)?);
        parts.for_each(|(sheet, part)| add(sheet, part));
    }
    for household in &ledger.households {
        add(Sheet::Households, item(household)?);
    }
    for resident in &ledger.residents {
        add(Sheet::Residents, item(resident)?);
    }
    for (order, entry) in (1_u32..).zip(&ledger.entries) {
        let mut row = item(entry)?;
        row.insert(ORDER.to_owned(), Value::from(order));
        let kind = row.get("kind").and_then(Value::as_str);
        let sheet = Sheet::ALL.into_iter().find(|it| it.entry_kind() == kind);
        add(sheet.unwrap_or(Sheet::Replies), row);
    }
    Ok(rows)
}

fn item<T: Serialize>(item: &T) -> Result<Map<String, Value>, serde_json::Error> {
    match serde_json::to_value(item)? {
        Value::Object(map) => Ok(map),
        _ => Ok(Map::new()),
    }
}

fn parts<T: Serialize>(
    list: &[T],
    sheet: Sheet,
    from: Day,
) -> Result<impl Iterator<Item = (Sheet, Map<String, Value>)>, serde_json::Error> {
    let mut rows = Vec::new();
    for part in list {
        let mut row = item(part)?;
        row.insert(RULEBOOK.to_owned(), Value::from(from.to_string()));
        rows.push((sheet, row));
    }
    Ok(rows.into_iter())
}

fn value<'a>(row: &'a Map<String, Value>, column: &Column) -> Option<&'a Value> {
    let (outer, inner) = column.steps();
    let value = row.get(outer)?;
    match (inner, value) {
        (None, value) => Some(value),
        (Some(index), Value::Array(list)) => list.get(index.parse::<usize>().ok()?),
        (Some(key), value) => value.get(key),
    }
}

fn head(page: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (place, column) in (0..).zip(columns) {
        let (format, width) = match column.kind {
            Kind::Date => (day_format(), 13.0),
            kind if kind.is_number() => (Format::new(), 10.0),
            _ => (Format::new().set_num_format("@"), 20.0),
        };
        page.set_column_format(place, &format)?.set_column_width(place, width)?;
        page.write_with_format(0, place, column.heading(), &bold)?;
    }
    page.set_freeze_panes(1, 0)?;
    Ok(())
}

fn day_format() -> Format {
    Format::new().set_num_format("yyyy-mm-dd")
}

/// The first day of which every spreadsheet has the same idea: before it, some know
/// a 29 February 1900.
const FIRST_DATE_CELL: &str = "1900-03-01";

fn cell(
    page: &mut Worksheet,
    row: u32,
    place: u16,
    kind: Kind,
    value: &Value,
) -> Result<(), XlsxError> {
    match (kind, value) {
        (Kind::Date, Value::String(day)) if day.as_str() >= FIRST_DATE_CELL => {
            let date = ExcelDateTime::parse_from_str(day)?;
            page.write_with_format(row, place, &date, &day_format())?;
        }
        (_, Value::Number(number)) => {
            page.write_number(row, place, number.as_f64().unwrap_or_default())?;
        }
        (Kind::Id | Kind::Reference(_), Value::String(id)) => {
            page.write_string(row, place, quote_id(id))?;
        }
        (_, Value::String(text)) => drop(page.write_string(row, place, quote(text))?),
        (_, Value::Array(words)) => drop(page.write_string(row, place, listed(words))?),
        _ => {}
    }
    Ok(())
}

fn listed(words: &[Value]) -> String {
    let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
    if words.is_empty() { NONE.word.to_owned() } else { words.join(", ") }
}
