//! The cells of an `.xlsx` sheet, row by row: numbers, texts, dates, and errors of
//! formulas, whatever the program that wrote them calls these.

use hallboard_container::{Package, UNPACKED_LIMIT, WorkbookParts, attribute};
use quick_xml::events::{BytesStart, Event};

use super::parts::{COLUMNS, ROWS, cell};
use super::{Line, broken, entity};
use crate::SheetsError;
use crate::cells::Content;
use crate::dates::{self, DayCount};

/// How a number in a cell is read, according to the cell's format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Format {
    #[default]
    Number,
    /// A date, a time of day or both.
    Date,
}

/// The tables that the cells of all sheets refer to.
pub(super) struct Tables {
    strings: Vec<Box<str>>,
    /// By index of a cell's style.
    formats: Vec<Format>,
    day_count: DayCount,
}

impl Tables {
    /// Reads the parts that contain them.
    ///
    /// # Errors
    /// If they are damaged or too large.
    pub(super) fn read(
        package: &mut Package<'_>,
        parts: &WorkbookParts,
    ) -> Result<Tables, SheetsError> {
        let (mut strings, mut formats) = (Vec::new(), Vec::new());
        if let Some(part) = parts.shared_strings {
            let mut text = RichText::default();
            package.elements::<SheetsError>(part, UNPACKED_LIMIT, |event| {
                if let Some(text) = text.event(&event, "si") {
                    strings.push(text.into_boxed_str());
                }
                Ok(())
            })?;
        }
        if let Some(part) = parts.styles {
            let mut styles = Styles::default();
            package.elements::<SheetsError>(part, UNPACKED_LIMIT, |event| {
                styles.event(&event);
                Ok(())
            })?;
            formats = styles.formats;
        }
        let since = parts.since_1904;
        let day_count = if since { DayCount::Since1904 } else { DayCount::Since1900 };
        Ok(Tables { strings, formats, day_count })
    }
}

/// The formats of cells, in the order of the workbook's styles.
#[derive(Default)]
struct Styles {
    /// The formats that the workbook defines itself.
    own: std::collections::BTreeMap<u32, Format>,
    of_cells: bool,
    formats: Vec<Format>,
}

impl Styles {
    fn event(&mut self, event: &Event<'_>) {
        let (element, name) = match event {
            Event::Start(it) | Event::Empty(it) => (it, it.local_name()),
            Event::End(it) if it.local_name().as_ref() == "cellXfs" => {
                self.of_cells = false;
                return;
            }
            _ => return,
        };
        let id = || attribute(element, "numFmtId").and_then(|it| it.parse().ok());
        match name.as_ref() {
            "numFmt" => {
                let code = attribute(element, "formatCode").unwrap_or_default();
                self.own.extend(id().map(|id: u32| (id, format_of(&code))));
            }
            "cellXfs" => self.of_cells = matches!(event, Event::Start(_)),
            "xf" if self.of_cells => {
                let id = id().unwrap_or(0);
                let own = self.own.get(&id).copied();
                self.formats.push(own.unwrap_or_else(|| built_in(id)));
            }
            _ => {}
        }
    }
}

/// The built-in formats; those from 27 on depend on the language.
fn built_in(id: u32) -> Format {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Format::Date,
        _ => Format::Number,
    }
}

/// Classifies a format by its first section.
fn format_of(code: &str) -> Format {
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            // The next character is literal, or only gives a width.
            '\\' | '_' | '*' => drop(chars.next()),
            '"' => drop(chars.find(|it| *it == '"')),
            ';' => return Format::Number,
            '[' => {
                let within: String = chars.by_ref().take_while(|it| *it != ']').collect();
                let within = within.to_ascii_lowercase();
                // Elapsed hours, minutes or seconds: a duration.
                let elapsed =
                    |c: char| !within.is_empty() && within.chars().all(|it| it == c);
                if ['h', 'm', 's'].into_iter().any(elapsed) {
                    return Format::Number;
                }
            }
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => {
                return Format::Date;
            }
            'G' | 'g' if chars.as_str().to_ascii_lowercase().starts_with("eneral") => {
                return Format::Number;
            }
            // `AM/PM`, or the calendar of an era.
            'a' | 'A' | 'e' | 'g' | 'b'
                if chars
                    .as_str()
                    .starts_with(['m', 'M', '/', 'e', 'g', 'b', 'y', 'd']) =>
            {
                return Format::Date;
            }
            _ => {}
        }
    }
    Format::Number
}

/// A text that may consist of several runs, without the phonetic reading shown above it.
#[derive(Default)]
struct RichText {
    text: String,
    /// The run being read.
    run: String,
    within: bool,
    preserved: bool,
    phonetic: bool,
}

impl RichText {
    /// Handles an event; returns the text once its element ends.
    fn event(&mut self, event: &Event<'_>, element: &str) -> Option<String> {
        match event {
            Event::Start(it) => match it.local_name().as_ref() {
                "rPh" => self.phonetic = true,
                "t" if !self.phonetic => {
                    self.within = true;
                    self.preserved =
                        attribute(it, "space").is_some_and(|it| it == "preserve");
                }
                _ => {}
            },
            Event::Empty(it) if it.local_name().as_ref() == element => {
                return Some(String::new());
            }
            Event::Text(text) if self.within => self.run.push_str(&text.xml10_content()),
            Event::CData(text) if self.within => self.run.push_str(&text.xml10_content()),
            Event::GeneralRef(it) if self.within => self.run.push(entity(it)),
            Event::End(it) => match it.local_name().as_ref() {
                "rPh" => self.phonetic = false,
                "t" if self.within => {
                    let run = std::mem::take(&mut self.run);
                    let blank = |c: char| !self.preserved && c.is_ascii_whitespace();
                    self.text.push_str(&unescaped(run.trim_matches(blank)));
                    self.within = false;
                }
                name if name == element => return Some(std::mem::take(&mut self.text)),
                _ => {}
            },
            _ => {}
        }
        None
    }
}

/// Replaces escapes such as `_x000d_` by the characters they stand for.
fn unescaped(text: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        let digits = after.get(..5).and_then(|it| it.strip_suffix('_'));
        let hex = digits.filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
        match hex.and_then(|it| u16::from_str_radix(it, 16).ok()) {
            Some(unit) => {
                if !before.is_empty() {
                    flush(&mut units, &mut made);
                }
                made.push_str(before);
                units.push(unit);
                rest = after.get(5..).unwrap_or_default();
            }
            None => {
                flush(&mut units, &mut made);
                made.push_str(before);
                made.push_str("_x");
                rest = after;
            }
        }
    }
    flush(&mut units, &mut made);
    made + rest
}

/// Appends UTF-16 units; the halves of a character may have been escaped one by one.
fn flush(units: &mut Vec<u16>, made: &mut String) {
    made.push_str(&String::from_utf16_lossy(units));
    units.clear();
}

/// A cell that is being read.
#[derive(Default)]
struct Cell {
    column: u32,
    kind: String,
    style: usize,
    value: String,
    inline: Option<String>,
    formula: bool,
}

/// Reads the rows of a sheet from its events.
pub(super) struct CellReader<'t> {
    tables: &'t Tables,
    line: Line<'t>,
    row: u32,
    column: u32,
    cell: Option<Cell>,
    value: bool,
    text: Option<RichText>,
    data: bool,
}

impl<'t> CellReader<'t> {
    pub(super) fn new(tables: &'t Tables) -> CellReader<'t> {
        CellReader {
            tables,
            line: Line::default(),
            row: 0,
            column: 0,
            cell: None,
            value: false,
            text: None,
            data: false,
        }
    }

    /// The number of the row that is being read.
    pub(super) fn row(&self) -> u32 {
        self.row
    }

    /// The last row.
    pub(super) fn end(self) -> Line<'t> {
        self.line
    }

    /// Handles an event; returns the previous row when another one begins.
    pub(super) fn event(
        &mut self,
        event: Event<'_>,
    ) -> Result<Option<Line<'t>>, SheetsError> {
        if let Some(text) = &mut self.text {
            if let (Some(text), Some(cell)) = (text.event(&event, "is"), &mut self.cell) {
                cell.inline = Some(text);
                self.text = None;
            }
            return Ok(None);
        }
        match event {
            Event::Start(it) => return self.open(&it, false),
            Event::Empty(it) => return self.open(&it, true),
            Event::Text(text) => self.push(&text.xml10_content()),
            Event::CData(text) => self.push(&text.xml10_content()),
            Event::GeneralRef(it) => {
                let mut buffer = [0; 4];
                self.push(entity(&it).encode_utf8(&mut buffer));
            }
            Event::End(it) => match it.local_name().as_ref() {
                "v" => self.value = false,
                "c" => self.close()?,
                "sheetData" => self.data = false,
                _ => {}
            },
            _ => {}
        }
        Ok(None)
    }

    fn push(&mut self, text: &str) {
        if let (true, Some(cell)) = (self.value, &mut self.cell) {
            cell.value.push_str(text);
        }
    }

    fn open(
        &mut self,
        element: &BytesStart<'_>,
        empty: bool,
    ) -> Result<Option<Line<'t>>, SheetsError> {
        let name = element.local_name();
        match name.as_ref() {
            "sheetData" => self.data = !empty,
            _ if !self.data => {}
            "row" => return self.open_row(element),
            "c" => {
                self.open_cell(element)?;
                if empty {
                    self.close()?;
                }
            }
            "v" => self.value = !empty,
            "f" => self.cell.iter_mut().for_each(|cell| cell.formula = true),
            "is" if !empty => self.text = Some(RichText::default()),
            _ => {}
        }
        Ok(None)
    }

    fn open_row(
        &mut self,
        element: &BytesStart<'_>,
    ) -> Result<Option<Line<'t>>, SheetsError> {
        let number = attribute(element, "r").and_then(|it| it.parse().ok());
        let number: u32 = number.unwrap_or(self.row.saturating_add(1));
        if number < self.row {
            return Err(broken("its rows are not in order"));
        }
        if number > ROWS {
            return Err(too_many());
        }
        self.column = 0;
        if number == self.row {
            return Ok(None);
        }
        self.row = number;
        let line = std::mem::take(&mut self.line);
        self.line.number = number;
        Ok(Some(line))
    }

    fn open_cell(&mut self, element: &BytesStart<'_>) -> Result<(), SheetsError> {
        let mut made = Cell { column: self.column, ..Cell::default() };
        for found in element.attributes().flatten() {
            match found.key.local_name().into_inner() {
                "r" => {
                    if let Some((row, column)) = cell(&found.value) {
                        self.adopt(row)?;
                        made.column = column;
                    }
                }
                "s" => made.style = found.value.parse().unwrap_or(0),
                "t" => made.kind.push_str(&found.value),
                _ => {}
            }
        }
        if made.column >= COLUMNS {
            return Err(too_many());
        }
        self.column = made.column + 1;
        self.cell = Some(made);
        Ok(())
    }

    /// Takes the number of a row from its first cell if the row itself has none.
    fn adopt(&mut self, row: u32) -> Result<(), SheetsError> {
        if row != self.row {
            if row < self.row || !self.line.cells.is_empty() {
                return Err(broken("its rows are not in order"));
            }
            (self.row, self.line.number) = (row, row);
        }
        match row > ROWS {
            true => Err(too_many()),
            false => Ok(()),
        }
    }

    fn close(&mut self) -> Result<(), SheetsError> {
        self.value = false;
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let (column, formula) = (cell.column, cell.formula);
        match content(cell, self.tables)? {
            Some(content) => self.line.cells.push((column, content)),
            None if formula => self.line.blank_formulas.push(column),
            None => {}
        }
        Ok(())
    }
}

fn too_many() -> SheetsError {
    broken("it has more rows or columns than a sheet can have")
}

/// The content of a cell.
fn content<'t>(
    cell: Cell,
    tables: &'t Tables,
) -> Result<Option<Content<'t>>, SheetsError> {
    let Cell { kind, style, value, inline, formula, .. } = cell;
    let text = |text: String| Ok(Content::of_text(text.into()));
    if let Some(inline) = inline {
        return text(inline);
    }
    // The result of a formula may be an empty text.
    if value.trim().is_empty() && kind != "str" {
        return Ok(formula.then_some(Content::Uncalculated));
    }
    let plain = value.trim();
    Ok(match kind.as_str() {
        "s" => {
            let place = plain.parse::<usize>().ok();
            let shared = place.and_then(|it| tables.strings.get(it));
            let shared =
                shared.ok_or_else(|| broken("a text of its table of texts is missing"));
            return Ok(Content::of_text((&**shared?).into()));
        }
        "b" => match plain.to_ascii_lowercase().as_str() {
            "1" | "true" => Some(Content::Flag(true)),
            "0" | "false" => Some(Content::Flag(false)),
            _ => return text(value),
        },
        // Programs define errors of their own; each means that a formula failed.
        "e" => Some(Content::Failed(plain.to_owned())),
        "" | "n" => match plain.parse::<f64>() {
            Ok(number) => Some(of_number(number, style, tables)),
            Err(_no_number) => return text(value),
        },
        _ => return text(unescaped(&value)),
    })
}

fn of_number(number: f64, style: usize, tables: &Tables) -> Content<'static> {
    match tables.formats.get(style) {
        Some(Format::Date) => dates::of_serial(number, tables.day_count)
            .map_or_else(|wrong| wrong, Content::Date),
        _ => Content::Number(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_formats_are_recognised() {
        for code in [
            "DD/MM/YY",
            "H:MM:SS;@",
            "m\"M\"d\"D\";@",
            "[$-404]e\"\\xfc\"m\"\\xfc\"d\"\\xfc\"",
            "ha/p\\\\m",
            "*-yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\";@",
            "yyyy年m月d日",
            "[$-F800]dddd, mmmm dd, yyyy",
            "[DBNum1][$-804]yyyy\"年\"m\"月\";@",
            "AM/PM h",
        ] {
            assert_eq!(format_of(code), Format::Date, "{code}");
        }
        for code in [
            "General",
            "0.00",
            "#,##0\\ [$\\u20bd-46D]",
            "\"Y: \"0.00\"m\";\"Y: \"-0.00\"m\";\"Y: <num>m\";@",
            "\"$\"#,##0_);[Red](\"$\"#,##0)",
            "0_ ;[Red]\\-0\\ ",
            "\\Y000000",
            "#,##0.0####\" YMD\"",
            "[h]:mm:ss",
            "[ss]",
            "[>=100][Magenta][s].00",
            "[h]:mm;[=0]\\-",
            "[>=100][Magenta]General",
            "#,##0.00\\ _M\"H\"_);[Red]#,##0.00\\ _M\"S\"_)",
            "#,##0*y",
            "0\"x\"*d",
            "0.00E+00",
            "@",
        ] {
            assert_eq!(format_of(code), Format::Number, "{code}");
        }
        for (id, format) in
            [(0, Format::Number), (14, Format::Date), (46, Format::Number)]
        {
            assert_eq!(built_in(id), format, "{id}");
        }
    }

    #[test]
    fn escaped_characters_are_decoded() {
        for (text, expected) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDCF7_", "📷"),
            ("_xD83D_ _xDCF7_", "\u{fffd} \u{fffd}"),
            ("_x12_x0041_", "_x12A"),
            ("_x", "_x"),
            ("_x0041", "_x0041"),
            ("甲_x4e59_", "甲乙"),
        ] {
            assert_eq!(unescaped(text), expected, "{text}");
        }
    }
}
