//! Appends rows to the sheets of an `.ods` workbook.

use std::collections::BTreeMap;

use hallboard_container::attribute;

use super::{NewRows, NewValue};
use crate::edit::fill::EditError;
use crate::edit::fill::ods::{Document, NewCell, Table, cells_of, edited};
use crate::edit::fill::xlsx::cell_of;
use crate::edit::splice::{Change, attribute_change, escaped};

/// Writes rows below the last one of sheets, by the sheets' names, in the looks of the
/// last row that holds an entry. Ranges that end with that row grow. `dates` is whether days
/// go into cells as dates, where those of the last row do.
///
/// # Errors
/// When the file is no such workbook or lacks a sheet.
pub fn ods(
    bytes: &[u8],
    sheets: &BTreeMap<String, NewRows>,
    dates: bool,
) -> Result<Vec<u8>, EditError> {
    edited(bytes, |document, text| {
        let mut changes = Vec::new();
        for (sheet, new) in sheets {
            changes.extend(below(document, document.table(sheet)?, text, new, dates)?);
            changes.extend(extended_to(document, text, sheet, new));
        }
        Ok(changes)
    })
}

/// The changes that extend the ranges of the last row to the new rows.
fn extended_to(
    document: &Document,
    text: &str,
    sheet: &str,
    new: &NewRows,
) -> Vec<Change> {
    let ranges = document.ranges.iter().filter_map(|range| {
        let address = attribute(&range.tag, "target-range-address")?;
        let (first, last) = address.split_once(':')?;
        let (of_sheet, first) = first.rsplit_once('.')?;
        let (_, last) = last.rsplit_once('.')?;
        let (first, last) = (cell_of(first)?, cell_of(last)?);
        let is_it = name_in_address(of_sheet).trim() == sheet.trim();
        if !is_it || !new.are_in(first, last) || last.0 >= new.last() {
            return None;
        }
        let kept = address.trim_end_matches(|c: char| c.is_ascii_digit());
        let made = escaped(&format!("{kept}{}", new.last()));
        let name = format!("{}:target-range-address", document.names.table);
        attribute_change(text, range.at.clone(), &name, &made)
    });
    ranges.collect()
}

/// The name of a sheet from an address such as `$'our sheet'` or `$sheet`.
fn name_in_address(name: &str) -> String {
    let name = name.strip_prefix('$').unwrap_or(name);
    let within = name.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    within.map_or_else(|| name.to_owned(), |it| it.replace("''", "'"))
}

/// The changes that fill existing rows below the last one with content, and add the other
/// rows.
fn below(
    document: &Document,
    table: &Table,
    text: &str,
    new: &NewRows,
    dates: bool,
) -> Result<Vec<Change>, EditError> {
    let like = new.like.and_then(|like| table.row(like));
    let looks = like.map_or(Ok(Vec::new()), |(row, _)| looks_of(text, row))?;
    let mut there = BTreeMap::new();
    let mut added = String::new();
    for (number, cells) in (new.after + 1..).zip(&new.rows) {
        let cells: Vec<NewCell> = cells
            .iter()
            .map(|(column, value)| new_cell(document, *column, value, &looks, dates))
            .collect();
        match table.row(number) {
            Some(_) => drop(there.insert(number, cells)),
            None => {
                added += &document.row_with(text, &document.names.blank_row(), &cells)?
            }
        }
    }
    let mut changes = document.filled(text, table, &there)?;
    if !added.is_empty() {
        let last = table.rows.last();
        let end = last.ok_or_else(|| EditError::Broken("no rows".to_owned()))?.at.end;
        changes.push(Change { at: end..end, text: added });
    }
    Ok(changes)
}

/// The style of each column's cell, and whether it contains a date.
type Looks = Vec<(Option<String>, bool)>;

fn looks_of(
    text: &str,
    row: &crate::edit::fill::ods::Element,
) -> Result<Looks, EditError> {
    let mut looks = Vec::new();
    for cell in cells_of(text, row)? {
        let style = attribute(&cell.tag, "style-name");
        let is_day = attribute(&cell.tag, "date-value").is_some();
        let times = usize::try_from(cell.times).unwrap_or(0).min(1_000);
        looks.extend(std::iter::repeat_n((style, is_day), times));
    }
    Ok(looks)
}

fn new_cell(
    document: &Document,
    column: u32,
    value: &NewValue,
    looks: &Looks,
    dates: bool,
) -> NewCell {
    let look = usize::try_from(column).ok().and_then(|it| looks.get(it));
    let style = look.and_then(|it| it.0.clone());
    let is_day = look.is_some_and(|it| it.1);
    match value {
        NewValue::Day(day) if dates && is_day => {
            let office = &document.names.office;
            let value =
                format!(" {office}:value-type=\"date\" {office}:date-value=\"{day}\"");
            NewCell { column, style, value, text: day.to_string() }
        }
        NewValue::Day(day) => document.text_cell(column, style, &day.to_string()),
        NewValue::Text(text) => document.text_cell(column, style, text),
    }
}
