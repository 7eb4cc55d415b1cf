//! A row, read by the ledger's own strict types.

use hallboard_score::{Read, read_json};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::values::Value;
use crate::parse::header_row::{Group, Head};

/// A row of a sheet, by the columns of its head.
pub(crate) struct Row<'h, 'a> {
    pub(crate) head: &'h Head,
    /// Its number, from 1.
    pub(crate) number: u32,
    pub(crate) values: Vec<Option<Value<'a>>>,
    /// The columns whose cells are filled, but cannot be read.
    pub(crate) unread: Vec<usize>,
    /// Whether the entry it refers to may have a name after its id.
    pub(crate) named_entry: bool,
    /// Whether a quotation mark further up, never closed, would have taken it in.
    pub(crate) recovered: bool,
    /// Whether a second column for the same says something too.
    pub(crate) doubled: bool,
}

/// A field that the sheet gives to all its rows.
#[derive(Clone, Copy)]
pub(crate) enum Given {
    /// A text.
    Text(&'static str),
    /// An empty list.
    Empty,
}

impl<'a> Row<'_, 'a> {
    /// What stands in the column of a field.
    pub(crate) fn get(&self, field: &str) -> Option<&Value<'a>> {
        self.values.get(self.head.index(field)?)?.as_ref()
    }

    /// Whether the column of a field is filled.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.get(field).is_some()
    }

    /// Whether the column of a field is filled, with whatever it may be.
    pub(crate) fn filled(&self, field: &str) -> bool {
        let index = self.head.index(field);
        self.has(field) || index.is_some_and(|index| self.unread.contains(&index))
    }

    /// The text in the column of a field.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.get(field)?.text()
    }

    /// The points in the column of a field.
    pub(crate) fn points(&self, field: &str) -> Option<hallboard_score::Points> {
        match self.get(field)? {
            Value::Points(points) => Some(*points),
            _ => None,
        }
    }

    /// What stands in the column of a field, short enough for a line.
    pub(crate) fn shown(&self, field: &str) -> String {
        match self.get(field) {
            None => String::new(),
            Some(Value::Text(text)) => hallboard_sheets::cells::brief(text),
            Some(Value::Points(points)) => points.to_string(),
            Some(Value::Whole(number)) => number.to_string(),
            Some(Value::Words(words)) => words.join(", "),
        }
    }

    /// Takes the column of a field out of the row.
    pub(crate) fn take(&mut self, field: &str) -> Option<Value<'a>> {
        self.values.get_mut(self.head.index(field)?)?.take()
    }

    /// Fills the column of a field, which must have one.
    pub(crate) fn set(&mut self, field: &str, value: Value<'a>) {
        let place = self.head.index(field).and_then(|at| self.values.get_mut(at));
        if let Some(place) = place {
            *place = Some(value);
        }
    }

    /// Reads the row as that type, with some fields that all rows of the sheet have.
    ///
    /// # Errors
    /// What the type says against it.
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

/// A row as the object it would be in a ledger of JSON, which the types are read from.
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
                    // Names that say nothing are no names, other objects are left out.
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

/// The columns of a row that make up an object.
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
