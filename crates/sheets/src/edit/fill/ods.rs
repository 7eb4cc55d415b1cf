//! Writes ids into an `.ods` workbook.
//!
//! Identical rows and cells are stored once, with their number. They are split before one
//! of them is written into.

use std::collections::BTreeMap;
use std::ops::Range;

use hallboard_container::{CONTENT, Package, PartId, PartText, attribute};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{BlankCell, EditError, Wanted, broken, wanted};
use crate::SheetsError;
use crate::edit::splice::{Change, attributes_but, changed_text, escaped};

const ROWS_REPEATED: &str = "number-rows-repeated";
const COLUMNS_REPEATED: &str = "number-columns-repeated";
/// The attributes that are replaced when a cell gets a value, without their prefix.
const VALUE: &[&str] = &[
    COLUMNS_REPEATED,
    "value-type",
    "value",
    "string-value",
    "date-value",
    "time-value",
    "boolean-value",
    "currency",
    "formula",
];

/// Writes texts into blank cells of sheets, by the sheets' names.
///
/// # Errors
/// When the file is no such workbook, or a cell is not there or has a formula.
pub(super) fn ods(
    bytes: &[u8],
    sheets: &BTreeMap<String, Vec<BlankCell>>,
) -> Result<Vec<u8>, EditError> {
    edited(bytes, |document, text| {
        let mut changes = Vec::new();
        for (sheet, cells) in sheets {
            changes.extend(document.texts(
                text,
                document.table(sheet)?,
                wanted(cells),
            )?);
        }
        Ok(changes)
    })
}

/// The file with changes in its content part.
pub(crate) fn edited(
    bytes: &[u8],
    changes: impl FnOnce(&Document, &str) -> Result<Vec<Change>, EditError>,
) -> Result<Vec<u8>, EditError> {
    let mut package = Package::open(bytes)?;
    let (part, content) = content(&mut package)?;
    let changes = changes(&Document::read(&content.text)?, &content.text)?;
    let text = changed_text(&content.text, changes)?;
    Ok(package.with(&BTreeMap::from([(part, PartText { text, ..content })]))?)
}

/// The content part of an OpenDocument file.
fn content(package: &mut Package<'_>) -> Result<(PartId, PartText), SheetsError> {
    let part = package.find(CONTENT);
    let part = part.ok_or_else(|| crate::broken(format_args!("no {CONTENT} in it")))?;
    Ok((part, package.text(part)?))
}

/// The tables of a document, and the prefixes of its elements.
pub(crate) struct Document {
    pub(crate) names: Names,
    tables: Vec<Table>,
    /// The database ranges, which are sorted and filtered as a whole.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "nothing is appended there")
    )]
    pub(crate) ranges: Vec<Element>,
}

/// The prefixes that a document declares for the namespaces used here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) table: String,
    pub(crate) text: String,
    pub(crate) office: String,
}

impl Names {
    /// Reads the prefixes that the text of a document declares.
    ///
    /// # Errors
    /// If a namespace has no prefix.
    pub(crate) fn read(text: &str) -> Result<Names, EditError> {
        let prefix = |namespace: &str| {
            let name = format!("urn:oasis:names:tc:opendocument:xmlns:{namespace}:1.0");
            let declared = text.split_once(&name).and_then(|(before, _)| {
                let before = before.strip_suffix(['"', '\''])?.trim_end();
                let before = before.strip_suffix('=')?.trim_end();
                Some(before.rsplit_once("xmlns:")?.1.to_owned())
            });
            let missing =
                || EditError::Broken(format!("no xmlns:{namespace} in {CONTENT}"));
            declared.filter(|it| !it.contains(char::is_whitespace)).ok_or_else(missing)
        };
        Ok(Names {
            table: prefix("table")?,
            text: prefix("text")?,
            office: prefix("office")?,
        })
    }

    /// A cell that does not exist yet.
    pub(crate) fn blank_cell(&self) -> Element {
        Element::new(BytesStart::new(format!("{}:table-cell", self.table)), 0..0)
    }

    /// A row that does not exist yet.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn blank_row(&self) -> Element {
        Element::new(BytesStart::new(format!("{}:table-row", self.table)), 0..0)
    }

    /// The element, repeated `times` times, with `inner` as its content.
    pub(crate) fn again(&self, element: &Element, times: u32, inner: &str) -> String {
        if times == 0 {
            return String::new();
        }
        let repeated = element.repeated();
        let mut attributes = attributes_but(&element.tag, &[repeated]);
        if times > 1 {
            attributes += &format!(" {}:{repeated}=\"{times}\"", self.table);
        }
        let name = element.tag.name().0;
        match inner.is_empty() {
            true => format!("<{name}{attributes}/>"),
            false => format!("<{name}{attributes}>{inner}</{name}>"),
        }
    }
}

/// An element, with the number of its repetitions.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// Range of the whole element.
    pub(crate) at: Range<usize>,
    /// Range of its content.
    pub(crate) inner: Range<usize>,
    pub(crate) tag: BytesStart<'static>,
    pub(crate) times: u32,
}

pub(crate) struct Table {
    name: String,
    pub(crate) rows: Vec<Element>,
}

/// A cell to be written.
pub(crate) struct NewCell {
    /// Its column, from 0.
    pub(crate) column: u32,
    /// Its style; `None` to keep the style of the existing cell.
    pub(crate) style: Option<String>,
    /// The attributes that make up its value.
    pub(crate) value: String,
    /// Its text.
    pub(crate) text: String,
}

/// Passes each element of a range to `on_element`, with `Some(true)` when it opens and
/// `Some(false)` when it closes. Rows and cells are passed as a whole, with `None`; the
/// elements inside them are not passed.
fn elements(
    text: &str,
    within: Range<usize>,
    mut on_element: impl FnMut(Element, Option<bool>),
) -> Result<(), EditError> {
    let part = text.get(within.clone()).unwrap_or_default();
    let mut reader = Reader::from_str(part);
    reader.config_mut().check_end_names = false;
    // The row or cell that is still open, and how many elements of its name are.
    let mut whole: Option<(Element, u32)> = None;
    loop {
        let start = within.start + position(&reader);
        let event = reader.read_event().map_err(broken)?;
        let end = within.start + position(&reader);
        match (event, &mut whole) {
            (Event::Eof, _) => return Ok(()),
            (Event::Start(tag), Some((element, depth))) => {
                *depth += u32::from(tag.name() == element.tag.name());
            }
            (Event::End(tag), Some((element, depth)))
                if tag.name() == element.tag.name() =>
            {
                *depth -= 1;
                if *depth == 0 {
                    element.inner.end = start;
                    element.at.end = end;
                    on_element(element.clone(), None);
                    whole = None;
                }
            }
            (Event::Start(tag), None) => {
                let element = Element::new(tag, start..end);
                match element.is_whole() {
                    true => whole = Some((element, 1)),
                    false => on_element(element, Some(true)),
                }
            }
            (Event::Empty(tag), None) => {
                let element = Element::new(tag, start..end);
                let opens = (!element.is_whole()).then_some(true);
                on_element(element.clone(), opens);
                if opens.is_some() {
                    on_element(element, Some(false));
                }
            }
            (Event::End(tag), None) => {
                let tag = BytesStart::new(tag.name().0.to_owned());
                on_element(Element::new(tag, start..end), Some(false));
            }
            _ => {}
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

impl Element {
    fn new(tag: BytesStart<'_>, at: Range<usize>) -> Element {
        let inner = at.end..at.end;
        let mut element = Element { at, inner, tag: tag.into_owned(), times: 1 };
        let times = attribute(&element.tag, element.repeated());
        element.times = times.and_then(|it| it.parse().ok()).unwrap_or(1).max(1);
        element
    }

    fn is(&self, name: &str) -> bool {
        self.tag.local_name().into_inner() == name
    }

    /// The attribute that contains the number of repetitions.
    fn repeated(&self) -> &'static str {
        if self.is("table-row") { ROWS_REPEATED } else { COLUMNS_REPEATED }
    }

    fn is_whole(&self) -> bool {
        self.is("table-row") || self.is_cell()
    }

    fn is_cell(&self) -> bool {
        self.is("table-cell") || self.is("covered-table-cell")
    }
}

impl Table {
    /// The element that contains a row, and the number of the first row it stands for.
    pub(crate) fn row(&self, number: u32) -> Option<(&Element, u32)> {
        let mut first = 1_u32;
        for row in &self.rows {
            let next = first.saturating_add(row.times);
            if (first..next).contains(&number) {
                return Some((row, first));
            }
            first = next;
        }
        None
    }
}

/// The cells of a row.
pub(crate) fn cells_of(text: &str, row: &Element) -> Result<Vec<Element>, EditError> {
    let mut cells = Vec::new();
    elements(text, row.inner.clone(), |element, opens| {
        if opens.is_none() && element.is_cell() {
            cells.push(element);
        }
    })?;
    Ok(cells)
}

impl Document {
    /// Finds the tables of a document with their rows. Tables inside cells or drawings are
    /// ignored.
    pub(crate) fn read(text: &str) -> Result<Document, EditError> {
        let mut tables: Vec<Table> = Vec::new();
        let mut ranges = Vec::new();
        let mut depth = 0_u32;
        elements(text, 0..text.len(), |element, opens| {
            match (element.tag.local_name().as_ref(), opens) {
                ("table", Some(true)) => {
                    depth += 1;
                    if depth == 1 {
                        let name = attribute(&element.tag, "name").unwrap_or_default();
                        tables.push(Table { name, rows: Vec::new() });
                    }
                }
                ("table", Some(false)) => depth = depth.saturating_sub(1),
                ("database-range", Some(true)) => ranges.push(element),
                ("table-row", None) if depth == 1 => {
                    if let Some(table) = tables.last_mut() {
                        table.rows.push(element);
                    }
                }
                _ => {}
            }
        })?;
        Ok(Document { names: Names::read(text)?, tables, ranges })
    }

    /// The table with that name, ignoring blanks around it.
    pub(crate) fn table(&self, name: &str) -> Result<&Table, EditError> {
        let found = self.tables.iter().find(|it| it.name.trim() == name.trim());
        found.ok_or_else(|| EditError::NoSheet(name.to_owned()))
    }

    /// The changes that write texts into the blank cells of a table.
    fn texts(
        &self,
        text: &str,
        table: &Table,
        mut wanted: Wanted<'_>,
    ) -> Result<Vec<Change>, EditError> {
        let mut rows = BTreeMap::new();
        while let Some((number, cell)) = wanted.pop_first() {
            let sheet = || table.name.trim().to_owned();
            let missing = || EditError::NoRow { sheet: sheet(), row: number };
            let (row, _) = table.row(number).ok_or_else(missing)?;
            let formula = |it: &Element| attribute(&it.tag, "formula").is_some();
            if self.cell_at(text, row, cell.column)?.is_some_and(|it| formula(&it)) {
                return Err(EditError::Formula { sheet: sheet(), row: number });
            }
            rows.insert(number, vec![self.text_cell(cell.column, None, &cell.text)]);
        }
        self.filled(text, table, &rows)
    }

    fn cell_at(
        &self,
        text: &str,
        row: &Element,
        column: u32,
    ) -> Result<Option<Element>, EditError> {
        let mut first = 0_u32;
        for cell in cells_of(text, row)? {
            let next = first.saturating_add(cell.times);
            if (first..next).contains(&column) {
                return Ok(Some(cell));
            }
            first = next;
        }
        Ok(None)
    }

    /// A cell that contains a text, whatever the text begins with: never a formula.
    pub(crate) fn text_cell(
        &self,
        column: u32,
        style: Option<String>,
        text: &str,
    ) -> NewCell {
        let value = format!(" {}:value-type=\"string\"", self.names.office);
        NewCell { column, style, value, text: text.to_owned() }
    }

    /// The changes that write cells into existing rows, by the numbers of the rows.
    pub(crate) fn filled(
        &self,
        text: &str,
        table: &Table,
        rows: &BTreeMap<u32, Vec<NewCell>>,
    ) -> Result<Vec<Change>, EditError> {
        let mut changes = Vec::new();
        let mut first = 1_u32;
        for row in &table.rows {
            let next = first.saturating_add(row.times);
            let mut here = rows.range(first..next).peekable();
            if here.peek().is_some() {
                let inner = text.get(row.inner.clone()).unwrap_or_default();
                let mut made = String::new();
                let mut done = first;
                for (number, cells) in here {
                    made += &self.names.again(row, number - done, inner);
                    made += &self.row_with(text, row, cells)?;
                    done = number + 1;
                }
                made += &self.names.again(row, next - done, inner);
                changes.push(Change { at: row.at.clone(), text: made });
            }
            first = next;
        }
        Ok(changes)
    }

    /// A single row with some cells filled; the new cells are in the order of their
    /// columns.
    pub(crate) fn row_with(
        &self,
        text: &str,
        row: &Element,
        new: &[NewCell],
    ) -> Result<String, EditError> {
        let mut new = new.iter().peekable();
        let (mut made, mut done, mut first) = (String::new(), row.inner.start, 0_u32);
        for cell in cells_of(text, row)? {
            let next = first.saturating_add(cell.times);
            if new.peek().is_some_and(|it| it.column < next) {
                made += text.get(done..cell.at.start).unwrap_or_default();
                let inner = text.get(cell.inner.clone()).unwrap_or_default();
                while let Some(it) = new.next_if(|it| it.column < next) {
                    made += &self.names.again(&cell, it.column - first, inner);
                    made += &self.cell_with(&cell, inner, it)?;
                    first = it.column + 1;
                }
                made += &self.names.again(&cell, next - first, inner);
                done = cell.at.end;
            }
            first = next;
        }
        made += text.get(done..row.inner.end).unwrap_or_default();
        let blank = self.names.blank_cell();
        for it in new {
            made += &self.names.again(&blank, it.column - first, "");
            made += &self.cell_with(&blank, "", it)?;
            first = it.column + 1;
        }
        // A row that is filled must not stay hidden.
        let hidden = attribute(&row.tag, "visibility").is_some_and(|it| it == "collapse");
        let without = [ROWS_REPEATED, "visibility"];
        let without = without.get(..1 + usize::from(hidden)).unwrap_or_default();
        let name = row.tag.name().0;
        let attributes = attributes_but(&row.tag, without);
        Ok(format!("<{name}{attributes}>{made}</{name}>"))
    }

    /// The cell with another value; notes and drawings in it are kept.
    fn cell_with(
        &self,
        cell: &Element,
        inner: &str,
        new: &NewCell,
    ) -> Result<String, EditError> {
        let mut kept = String::new();
        let mut reader = Reader::from_str(inner);
        loop {
            let start = position(&reader);
            let own = match reader.read_event().map_err(broken)? {
                Event::Eof => break,
                Event::Start(tag) => {
                    let tag = tag.to_owned();
                    reader.read_to_end(tag.name()).map_err(broken)?;
                    tag.local_name().as_ref() == "p"
                }
                Event::Empty(tag) => tag.local_name().as_ref() == "p",
                _ => true,
            };
            if !own {
                kept += inner.get(start..position(&reader)).unwrap_or_default();
            }
        }
        let Names { table, text: p, .. } = &self.names;
        let (style, without) = match &new.style {
            Some(style) => {
                let without: Vec<&str> =
                    VALUE.iter().copied().chain(["style-name"]).collect();
                (format!(" {table}:style-name=\"{}\"", escaped(style)), without)
            }
            None => (String::new(), VALUE.to_vec()),
        };
        let (name, attributes) = (cell.tag.name().0, attributes_but(&cell.tag, &without));
        let lines = new.text.split('\n');
        let lines: String =
            lines.map(|line| format!("<{p}:p>{}</{p}:p>", escaped(line))).collect();
        Ok(format!("<{name}{attributes}{style}{}>{kept}{lines}</{name}>", new.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &str, cells: &[(u32, u32)], becomes: &str) {
        let text = format!(
            "<a {DECLARED}><table:table table:name=\"other\"><table:table-row/></table:table>\
             <table:table table:name=\"S\"><table:table-rows>{rows}</table:table-rows>\
             </table:table></a>"
        );
        let cells: Vec<BlankCell> = cells
            .iter()
            .map(|(row, column)| BlankCell {
                row: *row,
                column: *column,
                text: format!("N{row}"),
            })
            .collect();
        let document = Document::read(&text).unwrap();
        let table = document.table("S ").unwrap();
        let changes = document.texts(&text, table, wanted(&cells)).unwrap();
        assert_eq!(changed_text(&text, changes).unwrap(), text.replace(rows, becomes));
    }

    const DECLARED: &str = "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
        xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' \
        xmlns:office = \"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"";

    #[test]
    fn declared_prefixes_are_used() {
        let names = Names::read(DECLARED).unwrap();
        assert_eq!(
            (&*names.table, &*names.text, &*names.office),
            ("table", "text", "office")
        );
        let other = DECLARED.replace("xmlns:text=", "xmlns:t=");
        assert_eq!(Names::read(&other).unwrap().text, "t");
        assert!(Names::read(&DECLARED.replace("xmlns:text=", "xmlns=")).is_err());
    }

    fn id(id: &str) -> String {
        format!(" office:value-type=\"string\"><text:p>{id}</text:p></table:table-cell>")
    }

    #[test]
    fn blank_cells_are_filled_and_nothing_else_changes() {
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
    fn repeated_rows_are_split() {
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
