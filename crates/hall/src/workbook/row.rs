//! A row, read by the ledger's own strict types.

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor,
};
use serde_json::Error;

use super::head::{Group, Head};
use super::values::Value;

/// A row of a sheet, by the columns of its head.
pub(super) struct Row<'h, 'a> {
    pub(super) head: &'h Head,
    /// Its number, from 1.
    pub(super) number: u32,
    pub(super) values: Vec<Option<Value<'a>>>,
    /// The columns whose cells are filled, but cannot be read.
    pub(super) unread: Vec<usize>,
    /// Whether the entry it refers to may have a name after its id.
    pub(super) named_entry: bool,
}

/// A field that the sheet gives to all its rows.
#[derive(Clone, Copy)]
pub(super) enum Given {
    /// A text.
    Text(&'static str),
    /// An empty list.
    Empty,
}

impl<'a> Row<'_, 'a> {
    /// What stands in the column of a field.
    pub(super) fn get(&self, field: &str) -> Option<&Value<'a>> {
        self.values.get(self.head.index(field)?)?.as_ref()
    }

    /// Whether the column of a field is filled.
    pub(super) fn has(&self, field: &str) -> bool {
        self.get(field).is_some()
    }

    /// Whether the column of a field is filled, with whatever it may be.
    pub(super) fn filled(&self, field: &str) -> bool {
        let index = self.head.index(field);
        self.has(field) || index.is_some_and(|index| self.unread.contains(&index))
    }

    /// The text in the column of a field.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.get(field)?.text()
    }

    /// The points in the column of a field.
    pub(super) fn points(&self, field: &str) -> Option<hallboard_score::Points> {
        match self.get(field)? {
            Value::Points(points) => Some(*points),
            _ => None,
        }
    }

    /// What stands in the column of a field, short enough for a line.
    pub(super) fn shown(&self, field: &str) -> String {
        match self.get(field) {
            None => String::new(),
            Some(Value::Text(text)) => super::cells::brief(text),
            Some(Value::Points(points)) => points.to_string(),
            Some(Value::Whole(number)) => number.to_string(),
            Some(Value::Words(words)) => words.join(", "),
        }
    }

    /// Takes the column of a field out of the row.
    pub(super) fn take(&mut self, field: &str) -> Option<Value<'a>> {
        self.values.get_mut(self.head.index(field)?)?.take()
    }

    /// Fills the column of a field, which must have one.
    pub(super) fn set(&mut self, field: &str, value: Value<'a>) {
        let place = self.head.index(field).and_then(|at| self.values.get_mut(at));
        if let Some(place) = place {
            *place = Some(value);
        }
    }

    /// Reads the row as that type, with some fields that all rows of the sheet have.
    ///
    /// # Errors
    /// What the type says against it.
    pub(super) fn parse<T: DeserializeOwned>(
        &self,
        given: &[(&'static str, Given)],
    ) -> Result<T, String> {
        let fields =
            Fields { row: self, groups: self.head.groups.iter(), given, next: None };
        T::deserialize(Whole(fields)).map_err(|error| error.to_string())
    }

    fn leaf(&self, index: usize) -> Option<Leaf<'_>> {
        self.values.get(index)?.as_ref().map(Leaf)
    }
}

/// A row as an object.
struct Whole<'r>(Fields<'r>);

impl<'de> Deserializer<'de> for Whole<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(self.0)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes
        byte_buf option unit unit_struct newtype_struct seq tuple tuple_struct map
        struct enum identifier ignored_any
    }
}

/// The fields of a row, one after the other.
struct Fields<'r> {
    row: &'r Row<'r, 'r>,
    groups: std::slice::Iter<'r, Group>,
    given: &'r [(&'static str, Given)],
    next: Option<Next<'r>>,
}

/// A value whose name was read.
enum Next<'r> {
    Leaf(Leaf<'r>),
    Object(Vec<(&'r str, Leaf<'r>)>),
    List(Vec<Leaf<'r>>),
    Given(Given),
}

impl<'r> Fields<'r> {
    fn advance(&mut self) -> Option<(&'r str, Next<'r>)> {
        let row = self.row;
        for group in self.groups.by_ref() {
            let field = group.field();
            let next = match group {
                Group::Plain(_, index) => row.leaf(*index).map(Next::Leaf),
                Group::Object(_, inners) => {
                    let inner = |(key, at): &'r (String, usize)| {
                        Some((key.as_str(), row.leaf(*at)?))
                    };
                    let inners: Vec<_> = inners.iter().filter_map(inner).collect();
                    // Names that say nothing are no names, other objects are left out.
                    let there = !inners.is_empty() || field == "names";
                    there.then_some(Next::Object(inners))
                }
                Group::List(_, list) => {
                    Some(Next::List(list.iter().filter_map(|at| row.leaf(*at)).collect()))
                }
            };
            if let Some(next) = next {
                return Some((field, next));
            }
        }
        let ((field, given), rest) = self.given.split_first()?;
        self.given = rest;
        Some((field, Next::Given(*given)))
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((field, next)) = self.advance() else { return Ok(None) };
        self.next = Some(next);
        seed.deserialize(StrDeserializer::new(field)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Error> {
        match self.next.take() {
            Some(Next::Leaf(leaf)) => seed.deserialize(leaf),
            Some(Next::Object(inners)) => {
                seed.deserialize(MapDeserializer::new(inners.into_iter()))
            }
            Some(Next::List(list)) => {
                seed.deserialize(SeqDeserializer::new(list.into_iter()))
            }
            Some(Next::Given(Given::Text(text))) => {
                seed.deserialize(StrDeserializer::new(text))
            }
            Some(Next::Given(Given::Empty)) | None => {
                seed.deserialize(SeqDeserializer::new(std::iter::empty::<&str>()))
            }
        }
    }
}

/// A value of a cell as serde sees it.
#[derive(Clone, Copy)]
struct Leaf<'v>(&'v Value<'v>);

impl Leaf<'_> {
    /// As the number a JSON text would hold: it is read from there without loss.
    fn number(self) -> Option<String> {
        match self.0 {
            Value::Points(points) => Some(points.to_string()),
            Value::Whole(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

impl<'de> Deserializer<'de> for Leaf<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Text(text) => visitor.visit_str(text),
            Value::Words(words) => {
                visitor.visit_seq(SeqDeserializer::new(words.iter().copied()))
            }
            Value::Points(_) | Value::Whole(_) => {
                let number = self.number().unwrap_or_default();
                serde_json::Deserializer::from_reader(number.as_bytes())
                    .deserialize_any(visitor)
            }
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Some(number) = self.number() else { return self.deserialize_any(visitor) };
        serde_json::Deserializer::from_reader(number.as_bytes())
            .deserialize_newtype_struct(name, visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes
        byte_buf option unit unit_struct seq tuple tuple_struct map
        struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Leaf<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
