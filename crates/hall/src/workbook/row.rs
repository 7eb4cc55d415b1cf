//! A row as a small JSON object, and what the strict types say of it.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::cells::Content;
use super::grid::{Cells, Grid};
use super::sheets::{Column, Sheet};

/// A row of a sheet, by the fields of the object it becomes.
pub(super) struct Row {
    /// Its number, from 1.
    pub(super) number: u32,
    fields: BTreeMap<String, String>,
    headings: std::rc::Rc<BTreeMap<String, String>>,
}

/// What is wrong in a row, and in which column if it is a single one.
pub(super) struct Fault {
    pub(super) column: Option<String>,
    pub(super) what: String,
}

const EMPTY: &str = "the cell is empty, and must not be";

/// The rows below the headings, and what is wrong with headings and single cells.
pub(super) fn rows_of(sheet: Sheet, grid: &Grid) -> (Vec<Row>, Vec<(u32, Fault)>) {
    let mut faults = Vec::new();
    let mut lines = grid.rows.iter();
    let Some((top, headings)) = lines.next() else {
        return (Vec::new(), faults);
    };
    let columns = columns_of(sheet, headings, |fault| faults.push((*top, fault)));
    let headings =
        columns.values().map(|(column, heading)| (column.field.clone(), heading.clone()));
    let headings = std::rc::Rc::new(headings.collect::<BTreeMap<_, _>>());
    let mut rows = Vec::new();
    for (number, cells) in lines {
        let before = faults.len();
        let fields = fields_of(&columns, cells, |fault| faults.push((*number, fault)));
        if faults.len() == before {
            let headings = std::rc::Rc::clone(&headings);
            rows.push(Row { number: *number, fields, headings });
        }
    }
    (rows, faults)
}

type Columns = BTreeMap<u32, (Column, String)>;

fn columns_of(sheet: Sheet, headings: &Cells, mut fault: impl FnMut(Fault)) -> Columns {
    let mut columns: Columns = BTreeMap::new();
    for (place, heading) in headings {
        let heading = heading.text();
        let wrong = match sheet.column(&heading) {
            None => "a heading that is not known",
            Some(column) if columns.values().any(|(it, _)| it.field == column.field) => {
                "a second column for the same"
            }
            Some(column) => {
                columns.insert(*place, (column, heading));
                continue;
            }
        };
        fault(Fault { column: Some(heading), what: wrong.to_owned() });
    }
    columns
}

fn fields_of(
    columns: &Columns,
    cells: &Cells,
    mut fault: impl FnMut(Fault),
) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for (place, content) in cells {
        let Some((column, heading)) = columns.get(place) else {
            let what = format!(
                "`{}` stands in a column without a known heading",
                shown(content)
            );
            fault(Fault { column: None, what });
            continue;
        };
        match content.json(column.kind) {
            Ok(json) => drop(fields.insert(column.field.clone(), json)),
            Err(what) => fault(Fault { column: Some(heading.clone()), what }),
        }
    }
    fields
}

fn shown(content: &Content) -> String {
    content.text().chars().take(40).collect()
}

impl Row {
    /// Puts JSON into a field.
    pub(super) fn set(&mut self, field: &str, json: &str) {
        self.fields.insert(field.to_owned(), json.to_owned());
    }

    /// The plain text of a field.
    pub(super) fn text(&self, field: &str) -> Option<String> {
        let json = self.fields.get(field)?;
        Some(serde_json::from_str(json).unwrap_or_else(|_| json.clone()))
    }

    /// The plain text of a field that the object shall not have.
    pub(super) fn take(&mut self, field: &str) -> Option<String> {
        let text = self.text(field);
        self.fields.remove(field);
        text
    }

    /// A fault in the column of a field.
    pub(super) fn at(&self, field: &str, what: String) -> Fault {
        Fault { column: self.heading(field), what }
    }

    /// Reads the row as that type.
    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        let json = self.json();
        let mut reader = serde_json::Deserializer::from_str(&json);
        serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            self.tell(&path, &error.into_inner().to_string())
        })
    }

    /// The object: fields with a dot make inner objects, with a number inner lists.
    fn json(&self) -> String {
        let mut outer: BTreeMap<&str, String> = BTreeMap::new();
        let mut inner: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for (field, json) in &self.fields {
            match field.split_once('.') {
                None => drop(outer.insert(field, json.clone())),
                Some((field, key)) => inner.entry(field).or_default().push((key, json)),
            }
        }
        for field in self.headings.keys().filter_map(|it| it.split_once('.')) {
            if field.0 == "names" {
                inner.entry(field.0).or_default();
            }
        }
        for (field, parts) in inner {
            let json = if field == "star_points" { list(&parts) } else { object(parts) };
            outer.insert(field, json);
        }
        object(outer.iter().map(|(field, json)| (*field, json.as_str())))
    }

    fn heading(&self, field: &str) -> Option<String> {
        let within = format!("{field}.");
        let found = self.headings.iter().find(|(it, _)| *it == field);
        let found = found
            .or_else(|| self.headings.iter().find(|(it, _)| it.starts_with(&within)));
        found.map(|(_, heading)| heading.clone())
    }

    /// What a person with the sheet before them can make of a message about JSON.
    fn tell(&self, path: &str, message: &str) -> Fault {
        let what = message.rsplit_once(" at line ").map_or(message, |(what, _)| what);
        let what = what.split_once(", in the entry `").map_or(what, |(what, _)| what);
        let path = path.replace('[', ".").replace(']', "");
        let named = what.split_once("field `").and_then(|(_, rest)| rest.split_once('`'));
        let Some((name, _)) = named else {
            return Fault { column: self.heading(&path), what: what.to_owned() };
        };
        let inner = self.heading(&format!("{path}.{name}"));
        let column =
            inner.or_else(|| self.heading(name)).or_else(|| Some(name.replace('_', " ")));
        let what = match what.rsplit_once(" of a ") {
            Some((_, kind)) => format!("filled, but a {kind} has nothing there"),
            None if what.starts_with("missing") => EMPTY.to_owned(),
            None => what.to_owned(),
        };
        Fault { column, what }
    }
}

fn object<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let fields = fields.into_iter().map(|(key, json)| {
        let key = serde_json::Value::from(key);
        format!("{key}:{json}")
    });
    format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
}

/// The five star points; one that is missing becomes `null`, which is refused there.
fn list(parts: &[(&str, &str)]) -> String {
    let place = |index: usize| {
        let key = index.to_string();
        parts.iter().find(|(it, _)| *it == key).map_or("null", |(_, json)| json)
    };
    format!("[{}]", (0..5).map(place).collect::<Vec<_>>().join(","))
}
