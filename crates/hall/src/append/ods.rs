//! Rows of an `.ods` workbook.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::NewRows;
use crate::tidy::ods::{
    COLUMNS_REPEATED, CONTENT, Element, ROWS_REPEATED, Table, elements, tables,
};
use crate::tidy::splice::{Change, attribute, changed, escaped};
use crate::tidy::zipped::Zipped;
use crate::tidy::{TidyError, broken};
use crate::workbook::NewValue;

/// What a row has in it that holds anything.
const HOLDS: [&str; 4] =
    ["<text:p", "office:value=", "office:date-value=", "table:formula="];

/// Writes rows below the last one of sheets, by the sheets' names, in the looks of the
/// last row that holds an entry.
pub(super) fn ods(
    bytes: &[u8],
    sheets: &BTreeMap<String, NewRows>,
    dates: bool,
) -> Result<Vec<u8>, TidyError> {
    let mut zipped = Zipped::open(bytes)?;
    let text = zipped.text(CONTENT)?;
    for declared in ["xmlns:table=", "xmlns:text=", "xmlns:office="] {
        if !text.contains(declared) {
            return Err(TidyError::Broken(format!("no {declared} in {CONTENT}")));
        }
    }
    let mut changes = Vec::new();
    let tables = tables(&text)?;
    for (sheet, new) in sheets {
        let table = tables.iter().find(|it| it.name == *sheet);
        let table = table.ok_or_else(|| TidyError::NoSheet(sheet.clone()))?;
        changes.extend(below(table, &text, new, dates)?);
    }
    let content = changed(text.as_bytes(), changes)?;
    zipped.with(&BTreeMap::from([(CONTENT.to_owned(), content)]))
}

fn below(
    table: &Table,
    text: &str,
    new: &NewRows,
    dates: bool,
) -> Result<Vec<Change>, TidyError> {
    let holds = |row: &Element| {
        let row = text.get(row.at.clone()).unwrap_or_default();
        HOLDS.iter().any(|what| row.contains(what))
    };
    let last = table.rows.iter().rposition(holds);
    let last = last.ok_or_else(|| broken("a sheet without headings"))?;
    let mut first = 1_u32;
    let mut looks = Vec::new();
    for row in &table.rows {
        let next = first.saturating_add(row.times);
        if new.like.is_some_and(|like| (first..next).contains(&like)) {
            looks = looks_of(text, row)?;
        }
        first = next;
    }
    let rows: Vec<String> =
        new.rows.iter().map(|cells| row_of(cells, &looks, dates)).collect();
    let rows = rows.concat();
    let count = u32::try_from(new.rows.len()).unwrap_or(u32::MAX);
    let after = table.rows.get(last + 1);
    let Some(after) = after else {
        let end = table.rows.get(last).map_or(0, |row| row.at.end);
        return Ok(vec![Change { at: end..end, text: rows }]);
    };
    // So that the sheet does not grow beyond what a sheet can have, blank rows give way.
    let left = match after.times > count {
        true => {
            let inner = text.get(after.inner.clone()).unwrap_or_default();
            after.again(after.times - count, ROWS_REPEATED, inner)
        }
        false => text.get(after.at.clone()).unwrap_or_default().to_owned(),
    };
    Ok(vec![Change { at: after.at.clone(), text: rows + &left }])
}

/// Style of a cell by its column, and whether it holds a day.
fn looks_of(text: &str, row: &Element) -> Result<Vec<(Option<String>, bool)>, TidyError> {
    let mut looks = Vec::new();
    elements(text, row.inner.clone(), |element, opens| {
        if opens.is_none() && element.is_cell() {
            let style = attribute(&element.tag, "table:style-name");
            let is_day = attribute(&element.tag, "office:date-value").is_some();
            let times = usize::try_from(element.times).unwrap_or(0).min(1_000);
            looks.extend(std::iter::repeat_n((style, is_day), times));
        }
    })?;
    Ok(looks)
}

fn row_of(
    cells: &[(u32, NewValue)],
    looks: &[(Option<String>, bool)],
    dates: bool,
) -> String {
    let blank = Element::blank(BytesStart::new("table:table-cell"));
    let mut made = String::from("<table:table-row>");
    let mut next = 0;
    for (column, value) in cells {
        made += &blank.again(column - next, COLUMNS_REPEATED, "");
        next = column + 1;
        let look = usize::try_from(*column).ok().and_then(|it| looks.get(it));
        let style = look.and_then(|it| it.0.as_deref());
        let style = style.map(|it| format!(" table:style-name=\"{}\"", escaped(it)));
        let style = style.unwrap_or_default();
        let is_day = look.is_some_and(|it| it.1);
        made += &match value {
            NewValue::Day(day) if dates && is_day => format!(
                "<table:table-cell{style} office:value-type=\"date\" \
                 office:date-value=\"{day}\"><text:p>{day}</text:p></table:table-cell>"
            ),
            NewValue::Day(day) => text_cell(&style, &day.to_string()),
            NewValue::Text(text) => text_cell(&style, text),
        };
    }
    made + "</table:table-row>"
}

/// A cell that holds a text, whatever the text begins with.
fn text_cell(style: &str, text: &str) -> String {
    let lines: String = text
        .split('\n')
        .map(|line| format!("<text:p>{}</text:p>", escaped(line)))
        .collect();
    format!(
        "<table:table-cell{style} office:value-type=\"string\">{lines}</table:table-cell>"
    )
}
