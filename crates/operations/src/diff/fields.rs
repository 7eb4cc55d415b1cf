//! Compares the fields of two versions of an object.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

/// A field whose value differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field's name in a ledger; with its path in an inner object, such as `score.min`.
    pub field: String,
    /// The old value as JSON; `None` if the field was absent.
    pub old: Option<String>,
    /// The new value as JSON; `None` if the field is absent.
    pub new: Option<String>,
}

/// The fields that differ; `defaults` are the values of absent fields.
pub(super) fn fields<T: Serialize>(
    old: &T,
    new: &T,
    defaults: &[(&str, &str)],
) -> Vec<FieldChange> {
    let (mut old, mut new) = (flat(old, defaults), flat(new, defaults));
    let names: std::collections::BTreeSet<String> =
        old.keys().chain(new.keys()).cloned().collect();
    let changes = names.into_iter().map(|field| FieldChange {
        old: old.remove(&field),
        new: new.remove(&field),
        field,
    });
    changes.filter(|it| it.old != it.new).collect()
}

/// The fields of an object and its inner objects, as JSON text, which preserves numbers
/// exactly.
fn flat<T: Serialize>(item: &T, defaults: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut flat = BTreeMap::new();
    for (field, value) in defaults {
        flat.insert((*field).to_owned(), (*value).to_owned());
    }
    let json = serde_json::to_string(item).unwrap_or_default();
    flatten("", &json, &mut flat);
    flat
}

fn flatten(before: &str, json: &str, flat: &mut BTreeMap<String, String>) {
    let inner: Result<BTreeMap<String, Box<RawValue>>, _> = serde_json::from_str(json);
    match inner {
        Ok(fields) => {
            for (field, value) in fields {
                let path = match before {
                    "" => field,
                    before => format!("{before}.{field}"),
                };
                flatten(&path, value.get(), flat);
            }
        }
        Err(_no_object) => drop(flat.insert(before.to_owned(), json.to_owned())),
    }
}
