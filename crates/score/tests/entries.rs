//! Entries as they stand in a file: each kind with every field it may have is written as
//! it was read, and no kind has the fields of another.

#![cfg(test)]

use hallboard_score::{Entry, read_json};
use serde_json::{Map, Value, json};

/// Every kind of entry with all fields it may have, besides `id`, `date` and `kind`.
fn whole() -> Vec<(&'static str, Value)> {
    vec![
        (
            "consent",
            json!({"resident": "R1", "scopes": ["score", "board", "history", "thanks"],
                   "given_by": "guardian"}),
        ),
        (
            "consent",
            json!({"household": "A", "scopes": ["board", "sign"], "given_by": "self"}),
        ),
        ("consent", json!({"resident": "R1", "scopes": []})),
        ("rating", json!({"household": "A", "category": "yard", "stars": 4})),
        (
            "deed",
            json!({"resident": "R1", "deed": "help", "source": "neighbour",
                   "notified": "2025-01-04"}),
        ),
        ("objection", json!({"entry": "E1", "text": "it was not me"})),
        ("decision", json!({"entry": "E1", "outcome": "upheld", "reason": "seen"})),
        ("decision", json!({"entry": "E1", "outcome": "overturned"})),
        ("decision", json!({"entry": "E1", "outcome": "changed", "points": -2.5})),
        ("decision", json!({"entry": "E1", "outcome": "changed", "stars": 3})),
        ("reversal", json!({"entry": "E1", "reason": "twice in the file"})),
        ("redemption", json!({"resident": "R1", "reward": "soap"})),
        ("move", json!({"resident": "R1", "household": "B"})),
    ]
}

fn entry(kind: &str, fields: &Value) -> Map<String, Value> {
    let mut entry = fields.as_object().expect("an object").clone();
    for (field, value) in
        [("id", "E9"), ("date", "2025-01-03"), ("kind", kind), ("note", "n"), ("by", "b")]
    {
        entry.insert(field.to_owned(), value.into());
    }
    entry
}

fn read(entry: &Map<String, Value>) -> Result<Entry, String> {
    let text = serde_json::to_vec(entry).expect("JSON");
    read_json(&text).map_err(|error| error.to_string())
}

#[track_caller]
fn check_refused(entry: &Map<String, Value>, message: &str) {
    match read(entry) {
        Ok(_) => panic!("{entry:?} was read"),
        Err(error) => assert!(error.contains(message), "{entry:?}: {error}"),
    }
}

#[test]
fn every_kind_is_written_as_it_was_read() {
    for (kind, fields) in whole() {
        let expected = entry(kind, &fields);
        let read = read(&expected).unwrap_or_else(|error| panic!("{fields}: {error}"));
        assert_eq!(serde_json::to_value(&read).expect("JSON"), Value::Object(expected));
    }
}

#[test]
fn no_kind_has_the_fields_of_another() {
    let kinds = whole();
    let mut fields: Map<String, Value> = Map::new();
    for (_, of_kind) in &kinds {
        fields.extend(of_kind.as_object().expect("an object").clone());
    }
    assert_eq!(fields.len(), 15, "{fields:?}");
    for (kind, own) in &kinds {
        let same_kind = || kinds.iter().filter(|it| it.0 == *kind).map(|it| &it.1);
        let foreign = fields
            .iter()
            .filter(|(field, _)| same_kind().all(|it| it.get(field).is_none()));
        for (field, value) in foreign {
            let mut entry = entry(kind, own);
            entry.insert(field.clone(), value.clone());
            check_refused(
                &entry,
                &format!("unknown field `{field}` of a {kind}, in the entry `E9`"),
            );
        }
    }
}

#[test]
fn consents_and_outcomes_name_one_thing() {
    const OUTCOME: &str = "`changed` needs either `points` or `stars`";
    const SETTLED: &str = "`points` and `stars` go with `changed` only";
    for (kind, fields, message) in [
        ("decision", json!({"entry": "E1", "outcome": "changed"}), OUTCOME),
        (
            "decision",
            json!({"entry": "E1", "outcome": "changed", "points": 1, "stars": 3}),
            OUTCOME,
        ),
        ("decision", json!({"entry": "E1", "outcome": "upheld", "points": 1}), SETTLED),
        ("decision", json!({"entry": "E1", "outcome": "upheld", "stars": 1}), SETTLED),
        (
            "decision",
            json!({"entry": "E1", "outcome": "overturned", "stars": 1}),
            SETTLED,
        ),
        (
            "consent",
            json!({"scopes": ["board"]}),
            "a consent names either `resident` or `household`",
        ),
        (
            "consent",
            json!({"resident": "R1", "household": "A", "scopes": ["board"]}),
            "a consent names either `resident` or `household`",
        ),
        (
            "consent",
            json!({"resident": "R1", "scopes": ["score", "sign"]}),
            "`sign` is no scope of a resident",
        ),
        (
            "consent",
            json!({"household": "A", "scopes": ["board", "thanks"]}),
            "a household's scopes are `board` and `sign`",
        ),
        ("consent", json!({"resident": "R1", "scopes": ["all"]}), "one of `score`"),
    ] {
        check_refused(&entry(kind, &fields), message);
    }
}
