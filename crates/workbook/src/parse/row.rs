//! A row, parsed by the ledger's own strict types.

use hallboard_score::{Read, read_json};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::values::Value;
use crate::parse::header_row::{Group, Head};

/// A row of a sheet, with a value for each column of its headings.
pub(crate) struct Row<'h, 'a> {
    pub(crate) head: &'h Head,
    /// Its number, from 1.
    pub(crate) number: u32,
    pub(crate) values: Vec<Option<Value<'a>>>,
    /// The columns whose cells are filled but cannot be read.
    pub(crate) unread: Vec<usize>,
    /// Whether its reference to an entry may have a name after the id.
    pub(crate) named_entry: bool,
    /// Whether an unclosed quotation mark further up would have swallowed it.
    pub(crate) recovered: bool,
    /// Whether a second column for the same field is filled too.
    pub(crate) doubled: bool,
}

/// A field that is the same in all rows of a sheet.
#[derive(Clone, Copy)]
pub(crate) enum Given {
    /// A text.
    Text(&'static str),
    /// An empty list.
    Empty,
}

impl<'a> Row<'_, 'a> {
    /// The value of a field.
    pub(crate) fn get(&self, field: &str) -> Option<&Value<'a>> {
        self.values.get(self.head.index(field)?)?.as_ref()
    }

    /// Whether a field has a value that can be read.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.get(field).is_some()
    }

    /// Whether the cell of a field is filled, even if it cannot be read.
    pub(crate) fn filled(&self, field: &str) -> bool {
        let index = self.head.index(field);
        self.has(field) || index.is_some_and(|index| self.unread.contains(&index))
    }

    /// The text of a field.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.get(field)?.text()
    }

    /// The points of a field.
    pub(crate) fn points(&self, field: &str) -> Option<hallboard_score::Points> {
        match self.get(field)? {
            Value::Points(points) => Some(*points),
            _ => None,
        }
    }

    /// The value of a field, shortened to fit on a line.
    pub(crate) fn shown(&self, field: &str) -> String {
        match self.get(field) {
            None => String::new(),
            Some(Value::Text(text)) => hallboard_sheets::cells::brief(text),
            Some(Value::Points(points)) => points.to_string(),
            Some(Value::Whole(number)) => number.to_string(),
            Some(Value::Words(words)) => words.join(", "),
        }
    }

    /// Removes the value of a field and returns it.
    pub(crate) fn take(&mut self, field: &str) -> Option<Value<'a>> {
        self.values.get_mut(self.head.index(field)?)?.take()
    }

    /// Sets the value of a field that has a column.
    pub(crate) fn set(&mut self, field: &str, value: Value<'a>) {
        let place = self.head.index(field).and_then(|at| self.values.get_mut(at));
        if let Some(place) = place {
            *place = Some(value);
        }
    }

    /// Parses the row as a type, with additional fields that all rows of the sheet share.
    ///
    /// # Errors
    /// The error of the type.
    pub(crate) fn parse<T: Read>(
        &self,
        given: &[(&'static str, Given)],
    ) -> Result<T, String> {
        let json = serde_json::to_vec(&Whole { row: self, given })
            .map_err(|error| error.to_string())?;
        read_json(&json).map_err(|error| error.what.to_string())
    }

    fn at(&self, index: usize) -> Option<&Value<'a>> {
        self.values.get(index)?.as_ref()
    }
}

/// A row as its object in a JSON ledger, from which the types are parsed.
struct Whole<'r> {
    row: &'r Row<'r, 'r>,
    given: &'r [(&'static str, Given)],
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Whole { row, given } = self;
        let mut map = serializer.serialize_map(None)?;
        for group in &row.head.groups {
            let field = group.field();
            match group {
                Group::Plain(_, index) => {
                    if let Some(value) = row.at(*index) {
                        map.serialize_entry(field, value)?;
                    }
                }
                Group::Object(_, inners) => {
                    let inners = Inners { row, inners };
                    // Names are written even if empty, other empty objects are left out.
                    if field == "names" || inners.there().next().is_some() {
                        map.serialize_entry(field, &inners)?;
                    }
                }
                Group::List(_, list) => {
                    let list: Vec<_> = list.iter().filter_map(|it| row.at(*it)).collect();
                    map.serialize_entry(field, &list)?;
                }
            }
        }
        for (field, given) in *given {
            match given {
                Given::Text(text) => map.serialize_entry(field, text)?,
                Given::Empty => map.serialize_entry::<_, [(); 0]>(field, &[])?,
            }
        }
        map.end()
    }
}

/// The columns that form an inner object of a row.
struct Inners<'r> {
    row: &'r Row<'r, 'r>,
    inners: &'r [(String, usize)],
}

impl Inners<'_> {
    fn there(&self) -> impl Iterator<Item = (&str, &Value<'_>)> {
        self.inners.iter().filter_map(|(key, at)| Some((key.as_str(), self.row.at(*at)?)))
    }
}

impl Serialize for Inners<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.there())
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Text(text) => text.serialize(serializer),
            Value::Points(points) => points.serialize(serializer),
            Value::Whole(number) => number.serialize(serializer),
            Value::Words(words) => words.serialize(serializer),
        }
    }
}
