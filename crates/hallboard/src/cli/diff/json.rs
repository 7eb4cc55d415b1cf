//! The difference as JSON, for programs.

use std::io::{self, Write};

use hallboard_score::{Day, Points};
use serde::Serialize;
use serde_json::value::RawValue;

use hallboard_operations::diff::{
    BookChange, Change, Changes, Difference, FieldChange, Moved, PartOf,
};

/// The whole difference.
#[derive(Serialize)]
struct Document<'a> {
    on: Day,
    hall: Vec<Field<'a>>,
    rulebooks: Vec<Book<'a>>,
    households: Vec<Item<'a>>,
    residents: Vec<Item<'a>>,
    entries: Vec<Item<'a>>,
    /// Number of entries whose position changed.
    reordered: usize,
    scores: Vec<Score<'a>>,
}

#[derive(Serialize)]
struct Field<'a> {
    field: &'a str,
    old: Option<&'a RawValue>,
    new: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Item<'a> {
    change: &'static str,
    /// The new item, or the old one if it was removed.
    item: Box<RawValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Field<'a>>,
}

#[derive(Default, Serialize)]
struct Book<'a> {
    change: &'static str,
    from: Option<Day>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Field<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    categories: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deeds: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bands: Vec<Item<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rewards: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Score<'a> {
    resident: &'a str,
    old: Option<Points>,
    new: Option<Points>,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Part<'a> {
    of: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
    old: Points,
    new: Points,
}

/// Writes the difference as one JSON object.
pub(super) fn write(
    difference: &Difference<'_>,
    moved: &[Moved],
    on: Day,
    out: &mut dyn Write,
) -> io::Result<()> {
    let document = Document {
        on,
        hall: fields(&difference.hall)?,
        rulebooks: difference.rulebooks.iter().map(book).collect::<io::Result<_>>()?,
        households: items(&difference.households)?,
        residents: items(&difference.residents)?,
        entries: items(&difference.entries)?,
        reordered: difference.entries.reordered,
        scores: moved.iter().map(score).collect(),
    };
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

fn fields(changes: &[FieldChange]) -> io::Result<Vec<Field<'_>>> {
    changes.iter().map(field).collect()
}

fn field(change: &FieldChange) -> io::Result<Field<'_>> {
    let FieldChange { field, old, new } = change;
    Ok(Field { field, old: raw(old.as_ref())?, new: raw(new.as_ref())? })
}

fn raw(json: Option<&String>) -> io::Result<Option<&RawValue>> {
    Ok(json.map(|json| serde_json::from_str(json)).transpose()?)
}

fn items<'a, T: Serialize>(changes: &'a Changes<'_, T>) -> io::Result<Vec<Item<'a>>> {
    let item = |change: &'a Change<'_, T>| -> io::Result<Item<'a>> {
        let (change, item, altered) = match change {
            Change::Added(it) => ("added", *it, &[][..]),
            Change::Removed(it) => ("removed", *it, &[][..]),
            Change::Altered { new, fields, .. } => ("altered", *new, fields.as_slice()),
        };
        let item = serde_json::value::to_raw_value(item)?;
        Ok(Item { change, item, fields: fields(altered)? })
    };
    changes.changes.iter().map(item).collect()
}

fn book<'a>(change: &'a BookChange<'_>) -> io::Result<Book<'a>> {
    let whole = |change, from| Book { change, from, ..Book::default() };
    Ok(match change {
        BookChange::Added(book) => whole("added", Some(book.from)),
        BookChange::Removed(book) => whole("removed", Some(book.from)),
        BookChange::Altered(parts) => Book {
            change: "altered",
            from: Some(parts.from),
            fields: fields(&parts.fields)?,
            categories: items(&parts.categories)?,
            deeds: items(&parts.deeds)?,
            bands: items(&parts.bands)?,
            rewards: items(&parts.rewards)?,
        },
    })
}

fn score(moved: &Moved) -> Score<'_> {
    let Moved { resident, old, new, parts } = moved;
    let parts = parts.iter().map(|part| {
        let (of, entry, category) = match &part.of {
            PartOf::Base => ("base", None, None),
            PartOf::Stars(category) => ("stars", None, Some(category.as_str())),
            PartOf::Deed(entry) => ("deed", Some(entry.as_str()), None),
            PartOf::Limit(category) => ("limit", None, Some(category.as_str())),
            PartOf::Ends => ("ends", None, None),
        };
        Part { of, entry, category, old: part.old, new: part.new }
    });
    Score { resident, old: *old, new: *new, parts: parts.collect() }
}
