//! Cells of an `.ods` workbook.
//!
//! Rows and cells that are alike stand there once, with how often: to write into one of
//! them, they are told apart first.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::splice::{Change, attribute, attributes_but, changed, escaped};
use super::zipped::Zipped;
use super::{BlankCell, TidyError, Wanted, broken, wanted};

pub(crate) const CONTENT: &str = "content.xml";
pub(crate) const ROWS_REPEATED: &str = "table:number-rows-repeated";
pub(crate) const COLUMNS_REPEATED: &str = "table:number-columns-repeated";
/// What says which value a cell has.
const VALUE: &[&str] = &[
    COLUMNS_REPEATED,
    "office:value-type",
    "office:value",
    "office:string-value",
    "office:date-value",
    "office:time-value",
    "office:boolean-value",
    "calcext:value-type",
];

/// Writes ids into blank cells of sheets, by the sheets' names.
///
/// # Errors
/// When the file is no such workbook, or a cell is not there or has a formula.
pub fn ods(
    bytes: &[u8],
    sheets: &BTreeMap<String, Vec<BlankCell>>,
) -> Result<Vec<u8>, TidyError> {
    let mut zipped = Zipped::open(bytes)?;
    let text = zipped.text(CONTENT)?;
    for declared in ["xmlns:table=", "xmlns:text=", "xmlns:office="] {
        if !text.contains(declared) {
            return Err(TidyError::Broken(format!("no {declared} in {CONTENT}")));
        }
    }
    let mut changes = Vec::new();
    let mut left: BTreeMap<&str, Wanted<'_>> =
        sheets.iter().map(|(sheet, cells)| (sheet.as_str(), wanted(cells))).collect();
    for table in tables(&text)? {
        if let Some(wanted) = left.remove(table.name.as_str()) {
            changes.extend(table.changes(&text, wanted)?);
        }
    }
    if let Some(sheet) = left.keys().next() {
        return Err(TidyError::NoSheet((*sheet).to_owned()));
    }
    let content = changed(text.as_bytes(), changes)?;
    zipped.with(&BTreeMap::from([(CONTENT.to_owned(), content)]))
}

/// An element, with how often it stands there.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// All of it.
    pub(crate) at: Range<usize>,
    /// What stands between its tags.
    pub(crate) inner: Range<usize>,
    name: String,
    /// All attributes, as `Element::attributes` leaves some out.
    pub(crate) tag: BytesStart<'static>,
    pub(crate) times: u32,
}

pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) rows: Vec<Element>,
}

/// The tables of a document with their rows; tables within cells are none of them.
pub(crate) fn tables(text: &str) -> Result<Vec<Table>, TidyError> {
    let mut tables: Vec<Table> = Vec::new();
    let mut depth = 0_u32;
    elements(text, 0..text.len(), |element, opens| {
        match (element.name.as_str(), opens) {
            ("table:table", Some(true)) => {
                depth += 1;
                if depth == 1 {
                    let name = attribute(&element.tag, "table:name").unwrap_or_default();
                    tables.push(Table { name, rows: Vec::new() });
                }
            }
            ("table:table", Some(false)) => depth = depth.saturating_sub(1),
            ("table:table-row", None) if depth == 1 => {
                if let Some(table) = tables.last_mut() {
                    table.rows.push(element);
                }
            }
            _ => {}
        }
    })?;
    Ok(tables)
}

/// Tells of each element of a range: `Some(true)` when it opens, `Some(false)` when it
/// closes; rows and cells once they are closed, `None`, and nothing of what is in them.
pub(crate) fn elements(
    text: &str,
    within: Range<usize>,
    mut told: impl FnMut(Element, Option<bool>),
) -> Result<(), TidyError> {
    let part = text.get(within.clone()).unwrap_or_default();
    let mut reader = Reader::from_str(part);
    reader.config_mut().check_end_names = false;
    // Rows and cells are told of whole; this one is not closed yet.
    let mut whole: Option<(Element, u32)> = None;
    loop {
        let start = within.start + position(&reader);
        let event = reader.read_event().map_err(broken)?;
        let end = within.start + position(&reader);
        match (event, &mut whole) {
            (Event::Eof, _) => return Ok(()),
            (Event::Start(tag), Some((element, depth))) => {
                *depth += u32::from(tag.name().0 == element.name);
            }
            (Event::End(tag), Some((element, depth))) if tag.name().0 == element.name => {
                *depth -= 1;
                if *depth == 0 {
                    element.inner.end = start;
                    element.at.end = end;
                    told(element.clone(), None);
                    whole = None;
                }
            }
            (Event::Start(tag), None) => {
                let element = Element::new(tag, start..end);
                match element.is_whole() {
                    true => whole = Some((element, 1)),
                    false => told(element, Some(true)),
                }
            }
            (Event::Empty(tag), None) => {
                let element = Element::new(tag, start..end);
                let opens = (!element.is_whole()).then_some(true);
                told(element.clone(), opens);
                if opens.is_some() {
                    told(element, Some(false));
                }
            }
            (Event::End(tag), None) => {
                let tag = BytesStart::new(tag.name().0.to_owned());
                told(Element::new(tag, start..end), Some(false));
            }
            _ => {}
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

impl Element {
    /// One that stands nowhere yet.
    pub(crate) fn blank(tag: BytesStart<'_>) -> Element {
        Element::new(tag, 0..0)
    }

    fn new(tag: BytesStart<'_>, at: Range<usize>) -> Element {
        let name = tag.name().0.to_owned();
        let repeated =
            if name == "table:table-row" { ROWS_REPEATED } else { COLUMNS_REPEATED };
        let times = attribute(&tag, repeated).and_then(|times| times.parse().ok());
        let inner = at.end..at.end;
        Element { at, inner, name, tag: tag.into_owned(), times: times.unwrap_or(1) }
    }

    fn is_whole(&self) -> bool {
        self.name == "table:table-row" || self.is_cell()
    }

    pub(crate) fn is_cell(&self) -> bool {
        matches!(self.name.as_str(), "table:table-cell" | "table:covered-table-cell")
    }

    /// The element standing so many times, with that in it.
    pub(crate) fn again(&self, times: u32, repeated: &str, inner: &str) -> String {
        if times == 0 {
            return String::new();
        }
        let mut attributes = attributes_but(&self.tag, &[repeated]);
        if times > 1 {
            attributes += &format!(" {repeated}=\"{times}\"");
        }
        let name = &self.name;
        match inner.is_empty() {
            true => format!("<{name}{attributes}/>"),
            false => format!("<{name}{attributes}>{inner}</{name}>"),
        }
    }
}

impl Table {
    fn changes(
        &self,
        text: &str,
        mut wanted: Wanted<'_>,
    ) -> Result<Vec<Change>, TidyError> {
        let mut changes = Vec::new();
        let mut first = 1_u32;
        for row in &self.rows {
            let next = first.saturating_add(row.times);
            let here: Vec<&BlankCell> =
                wanted.range(first..next).map(|(_, cell)| *cell).collect();
            if !here.is_empty() {
                let inner = text.get(row.inner.clone()).unwrap_or_default();
                let mut made = String::new();
                let mut done = first;
                for cell in here {
                    wanted.remove(&cell.row);
                    made += &row.again(cell.row - done, ROWS_REPEATED, inner);
                    let filled = self.filled(text, row, cell)?;
                    made += &row.again(1, ROWS_REPEATED, &filled);
                    done = cell.row + 1;
                }
                made += &row.again(next - done, ROWS_REPEATED, inner);
                changes.push(Change { at: row.at.clone(), text: made });
            }
            first = next;
        }
        match wanted.keys().next() {
            None => Ok(changes),
            Some(row) => Err(TidyError::NoRow { sheet: self.name.clone(), row: *row }),
        }
    }

    /// What is in a row, with the id in its cell.
    fn filled(
        &self,
        text: &str,
        row: &Element,
        wanted: &BlankCell,
    ) -> Result<String, TidyError> {
        let mut cells = Vec::new();
        elements(text, row.inner.clone(), |element, opens| {
            if opens.is_none() && element.is_cell() {
                cells.push(element);
            }
        })?;
        let mut first = 0;
        for cell in cells {
            let next = first + cell.times;
            if (first..next).contains(&wanted.column) {
                let inner = text.get(cell.inner.clone()).unwrap_or_default();
                if attribute(&cell.tag, "table:formula").is_some() {
                    let (sheet, row) = (self.name.clone(), wanted.row);
                    return Err(TidyError::Formula { sheet, row });
                }
                let made = [
                    cell.again(wanted.column - first, COLUMNS_REPEATED, inner),
                    with_id(&cell, inner, &wanted.id)?,
                    cell.again(next - wanted.column - 1, COLUMNS_REPEATED, inner),
                ];
                let before = text.get(row.inner.start..cell.at.start).unwrap_or_default();
                let after = text.get(cell.at.end..row.inner.end).unwrap_or_default();
                return Ok([before, &made.concat(), after].concat());
            }
            first = next;
        }
        let all = text.get(row.inner.clone()).unwrap_or_default();
        let blank = Element::blank(BytesStart::new("table:table-cell"));
        let gap = blank.again(wanted.column - first, COLUMNS_REPEATED, "");
        Ok([all, &gap, &with_id(&blank, "", &wanted.id)?].concat())
    }
}

/// The cell with the id for its text; a comment on it stays.
fn with_id(cell: &Element, inner: &str, id: &str) -> Result<String, TidyError> {
    let mut kept = String::new();
    let mut reader = Reader::from_str(inner);
    loop {
        let start = position(&reader);
        match reader.read_event().map_err(broken)? {
            Event::Eof => break,
            Event::Start(tag) => {
                let name = tag.to_owned();
                reader.read_to_end(name.name()).map_err(broken)?;
                if name.name().0 != "text:p" {
                    let end = position(&reader);
                    kept += inner.get(start..end).unwrap_or_default();
                }
            }
            _ => {}
        }
    }
    let (name, attributes) = (&cell.name, attributes_but(&cell.tag, VALUE));
    Ok(format!(
        "<{name}{attributes} office:value-type=\"string\">{kept}<text:p>{}</text:p></{name}>",
        escaped(id)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &str, cells: &[(u32, u32)], becomes: &str) {
        let text = format!(
            "<a><table:table table:name=\"other\"><table:table-row/></table:table>\
             <table:table table:name=\"S\"><table:table-rows>{rows}</table:table-rows>\
             </table:table></a>"
        );
        let cells: Vec<BlankCell> = cells
            .iter()
            .map(|(row, column)| BlankCell {
                row: *row,
                column: *column,
                id: format!("N{row}"),
            })
            .collect();
        let tables = tables(&text).unwrap();
        let changes = tables[1].changes(&text, wanted(&cells)).unwrap();
        let made = String::from_utf8(changed(text.as_bytes(), changes).unwrap()).unwrap();
        assert_eq!(made, text.replace(rows, becomes));
    }

    fn id(id: &str) -> String {
        format!(" office:value-type=\"string\"><text:p>{id}</text:p></table:table-cell>")
    }

    #[test]
    fn cells_are_put_where_they_belong_and_nothing_else_changes() {
        let head = "<table:table-row><table:table-cell><text:p>id</text:p></table:table-cell></table:table-row>";
        let row =
            |cells: &str| format!("{head}<table:table-row>{cells}</table:table-row>");
        let b = "<table:table-cell office:value=\"1\"/>";
        check(
            &row(&format!("<table:table-cell table:style-name=\"ce1\"/>{b}")),
            &[(2, 0)],
            &row(&format!("<table:table-cell table:style-name=\"ce1\"{}{b}", id("N2"))),
        );
        check(
            &row(&format!("<table:table-cell table:number-columns-repeated=\"3\"/>{b}")),
            &[(2, 1)],
            &row(&format!(
                "<table:table-cell/><table:table-cell{}<table:table-cell/>{b}",
                id("N2")
            )),
        );
        check(
            &row(b),
            &[(2, 3)],
            &row(&format!(
                "{b}<table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell{}",
                id("N2")
            )),
        );
        let note = "<office:annotation><text:p>x</text:p></office:annotation>";
        check(
            &row(&format!(
                "<table:table-cell>{note}<text:p> </text:p></table:table-cell>"
            )),
            &[(2, 0)],
            &row(&format!(
                "<table:table-cell office:value-type=\"string\">{note}<text:p>N2</text:p></table:table-cell>"
            )),
        );
    }

    #[test]
    fn rows_that_are_alike_are_told_apart() {
        let cells = "<table:table-cell/><table:table-cell office:value=\"1\"/>";
        let times = |times: &str| {
            format!(
                "<table:table-row table:style-name=\"r\"{times}>{cells}</table:table-row>"
            )
        };
        let filled = |name: &str| {
            format!(
                "<table:table-row table:style-name=\"r\"><table:table-cell{}\
                 <table:table-cell office:value=\"1\"/></table:table-row>",
                id(name)
            )
        };
        check(
            &times(" table:number-rows-repeated=\"6\""),
            &[(2, 0), (3, 0), (5, 0)],
            &[times(""), filled("N2"), filled("N3"), times(""), filled("N5"), times("")]
                .concat(),
        );
        check(
            &times(" table:number-rows-repeated=\"2\""),
            &[(1, 0), (2, 0)],
            &[filled("N1"), filled("N2")].concat(),
        );
    }
}
