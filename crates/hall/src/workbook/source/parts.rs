//! What an `.xlsx` file says of its sheets beyond the cells: which part each is, what is
//! hidden or merged, and formulas nobody has worked out.

use std::collections::{BTreeMap, HashSet};
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::broken;
use super::pack::Pack;
use crate::workbook::WorkbookError;

/// The most of each thing that are taken down: there is no use in telling more.
const MOST: usize = 2_000;

/// The most rows and columns of a sheet.
const ROWS: u32 = 1_048_576;
pub(super) const COLUMNS: u32 = 16_384;

/// A sheet, as the directory of the workbook has it.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) hidden: bool,
}

/// A rectangle of cells: rows from 1, columns from 0, both ends within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
    pub(super) range: String,
}

/// What is to be known of a sheet before its cells are read.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) merged: Vec<Area>,
    /// Hidden rows, as ranges.
    pub(super) hidden: Vec<(u32, u32)>,
    /// Columns nobody sees, from 0, as ranges.
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// Rows of which a filter shows some, as ranges: the sheet's own and those of tables.
    pub(super) filtered: Vec<(u32, u32)>,
    /// Row and column of formulas without a result.
    pub(super) uncalculated: HashSet<(u32, u32)>,
}

/// The value of an attribute, whatever its namespace.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten();
    let mut found = found.filter(|it| it.key.local_name().into_inner() == name);
    let value = found.next()?;
    value
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

fn is_true(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.as_str(), "1" | "true"))
}

/// Goes through a part, element by element.
pub(super) fn elements(
    part: impl Read,
    mut each: impl FnMut(Event<'_>) -> Result<(), WorkbookError>,
) -> Result<(), WorkbookError> {
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(broken)? {
            Event::Eof => return Ok(()),
            event => each(event)?,
        }
    }
}

/// The sheets of a workbook, in its order.
pub(super) fn parts(pack: &mut Pack<'_>) -> Result<Vec<Part>, WorkbookError> {
    let mut paths = BTreeMap::new();
    elements(pack.by_name("xl/_rels/workbook.xml.rels").map_err(broken)?, |event| {
        if let Event::Start(it) | Event::Empty(it) = event
            && let Some((id, target)) = attribute(&it, "Id").zip(attribute(&it, "Target"))
        {
            let path = match target.strip_prefix('/') {
                Some(path) => path.to_owned(),
                None => format!("xl/{target}"),
            };
            paths.insert(id, path);
        }
        Ok(())
    })?;
    let mut parts = Vec::new();
    elements(pack.by_name("xl/workbook.xml").map_err(broken)?, |event| {
        let (Event::Start(it) | Event::Empty(it)) = event else { return Ok(()) };
        if it.local_name().as_ref() != "sheet" {
            return Ok(());
        }
        let path = attribute(&it, "id").and_then(|id| paths.get(&id).cloned());
        if let Some((name, path)) = attribute(&it, "name").zip(path) {
            let state = attribute(&it, "state");
            let hidden = state.is_some_and(|state| state != "visible");
            parts.push(Part { name, path, hidden });
        }
        Ok(())
    })?;
    Ok(parts)
}

/// Goes through a sheet for what calamine does not tell.
pub(super) fn facts(pack: &mut Pack<'_>, path: &str) -> Result<Facts, WorkbookError> {
    let mut walk = Walk::default();
    elements(pack.by_name(path).map_err(broken)?, |event| walk.event(event))?;
    for table in tables(pack, path)? {
        let Ok(part) = pack.by_name(&table) else { continue };
        elements(part, |event| {
            if let Event::Start(it) | Event::Empty(it) = event {
                walk.filter(&it);
            }
            Ok(())
        })?;
    }
    Ok(walk.facts)
}

/// The paths of the tables in a sheet.
fn tables(pack: &mut Pack<'_>, path: &str) -> Result<Vec<String>, WorkbookError> {
    let mut tables = Vec::new();
    let Some((folder, file)) = path.rsplit_once('/') else { return Ok(tables) };
    let Ok(part) = pack.by_name(&format!("{folder}/_rels/{file}.rels")) else {
        return Ok(tables);
    };
    elements(part, |event| {
        let (Event::Start(it) | Event::Empty(it)) = event else { return Ok(()) };
        let is_table = attribute(&it, "Type").is_some_and(|it| it.ends_with("/table"));
        if let Some(target) = attribute(&it, "Target").filter(|_| is_table) {
            tables.push(match target.strip_prefix("../") {
                Some(path) => format!("xl/{path}"),
                None => target.trim_start_matches('/').to_owned(),
            });
        }
        Ok(())
    })?;
    Ok(tables)
}

#[derive(Default)]
struct Walk {
    facts: Facts,
    row: u32,
    column: u32,
    formula: bool,
    result: bool,
    in_result: bool,
    /// The rows of the filter being gone through.
    filter: (u32, u32),
}

impl Walk {
    fn event(&mut self, event: Event<'_>) -> Result<(), WorkbookError> {
        match event {
            Event::Start(it) => self.open(&it, false),
            Event::Empty(it) => self.open(&it, true),
            Event::End(it) => self.close(it.local_name().as_ref()),
            Event::Text(text) => {
                self.result |= self.in_result && !text.is_empty();
            }
            _ => {}
        }
        match self.row > ROWS || self.column > COLUMNS {
            true => Err(broken("it has more rows or columns than a sheet can have")),
            false => Ok(()),
        }
    }

    fn open(&mut self, element: &BytesStart<'_>, empty: bool) {
        match element.local_name().as_ref() {
            "row" => self.open_row(element),
            "c" => {
                let place = attribute(element, "r").and_then(|it| cell(&it));
                if let Some((_, column)) = place {
                    self.column = column;
                }
                // A formula may well come to a text of no length.
                let text = attribute(element, "t").is_some_and(|it| it == "str");
                (self.formula, self.result) = (false, text);
                if empty {
                    self.column += 1;
                }
            }
            "f" => self.formula = true,
            "v" | "is" => self.in_result = !empty,
            "mergeCell" => {
                let area = attribute(element, "ref").and_then(|it| area(&it));
                if self.facts.merged.len() < MOST {
                    self.facts.merged.extend(area);
                }
            }
            "col" if is_true(element, "hidden") => {
                let number = |name| attribute(element, name)?.parse::<u32>().ok();
                if let Some((from, to)) = number("min").zip(number("max"))
                    && self.facts.hidden_columns.len() < MOST
                {
                    let range = (from.saturating_sub(1), to.saturating_sub(1));
                    self.facts.hidden_columns.push(range);
                }
            }
            _ => self.filter(element),
        }
    }

    /// Takes note of a filter that shows only some of its rows.
    fn filter(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "autoFilter" => {
                let area = attribute(element, "ref").and_then(|it| area(&it));
                self.filter = area.map_or((1, ROWS), |area| area.rows);
            }
            "filterColumn" if self.facts.filtered.len() < MOST => {
                self.facts.filtered.push(self.filter);
            }
            _ => {}
        }
    }

    fn open_row(&mut self, element: &BytesStart<'_>) {
        let number = attribute(element, "r").and_then(|it| it.parse().ok());
        self.row = number.unwrap_or(self.row.saturating_add(1));
        self.column = 0;
        if !is_true(element, "hidden") {
            return;
        }
        let more = self.facts.hidden.len() < MOST;
        match self.facts.hidden.last_mut() {
            Some((_, last)) if self.row == last.saturating_add(1) => *last = self.row,
            _ if more => self.facts.hidden.push((self.row, self.row)),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "c" => {
                if self.formula && !self.result && self.facts.uncalculated.len() < MOST {
                    self.facts.uncalculated.insert((self.row, self.column));
                }
                self.column += 1;
            }
            "v" | "is" => self.in_result = false,
            _ => {}
        }
    }
}

/// A cell as `B7`: its row from 1 and its column from 0.
pub(super) fn cell(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let letters = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at_checked(letters)?;
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let value =
            letter.is_ascii_alphabetic().then(|| letter.to_ascii_uppercase() - b'A')?;
        column.checked_mul(26)?.checked_add(u32::from(value) + 1)
    })?;
    Some((digits.parse().ok().filter(|row| *row > 0)?, column.checked_sub(1)?))
}

/// A rectangle as `B7:C9`, of more than one cell.
fn area(range: &str) -> Option<Area> {
    let (from, to) = range.split_once(':')?;
    let (from, to) = (cell(from)?, cell(to)?);
    (from != to).then(|| Area {
        rows: (from.0.min(to.0), from.0.max(to.0)),
        columns: (from.1.min(to.1), from.1.max(to.1)),
        range: range.to_owned(),
    })
}
