//! Entries and rulebooks in a file: the reader and the writer use the same form, and no
//! kind of entry has the fields of another.

#![cfg(test)]

use hallboard_score::{Entry, Ledger, Names, Rulebook, read_json};
use serde_json::{Map, Value, json};

/// Every kind of entry with all fields that it may have, besides `id`, `date` and `kind`.
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
fn entries_of_every_kind_round_trip() {
    for (kind, fields) in whole() {
        let expected = entry(kind, &fields);
        let read = read(&expected).unwrap_or_else(|error| panic!("{fields}: {error}"));
        assert_eq!(serde_json::to_value(&read).expect("JSON"), Value::Object(expected));
    }
}

#[test]
fn fields_of_other_kinds_are_refused() {
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
fn consents_and_outcomes_have_one_subject() {
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

/// Checks the written form of a rulebook that was read.
#[track_caller]
fn check_rulebook(read: &Value, written: &Value) {
    let text = serde_json::to_vec(read).expect("JSON");
    let book: Rulebook = read_json(&text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(serde_json::to_value(&book).expect("JSON"), *written);
}

#[test]
fn rulebooks_round_trip() {
    let least = json!({"from": "2020-01-01", "score": {"min": 0, "max": 100, "base": 60},
        "categories": [{"id": "yard", "names": {}, "star_points": [-4, -2, 0, 2, 4]}],
        "deeds": [{"id": "help", "names": {}, "points": 3}]});
    let with = |changes: &[(&str, Value)]| {
        let mut book = least.clone();
        for (pointer, value) in changes {
            let (object, field) = pointer.rsplit_once('/').expect("a pointer");
            let object = book.pointer_mut(object).and_then(Value::as_object_mut);
            object.expect("an object").insert((*field).to_owned(), value.clone());
        }
        book
    };
    check_rulebook(&least, &least);
    for changes in [
        &[("/reply_days", json!(0))][..],
        &[("/reply_days", json!(9))],
        &[("/reply_days", json!(11))],
        &[("/decide_days", json!(29))],
        &[("/decide_days", json!(3650))],
        &[("/bands", json!([{"id": "a", "names": {"en": "A"}, "min": -0.5}]))],
        &[("/rewards", json!([{"id": "a", "names": {"en": "A"}, "cost": 0}]))],
        &[("/categories/0/deeds_min", json!(-20)), ("/categories/0/deeds_max", json!(0))],
        &[("/categories/0/deeds_max", json!(20.25))],
        &[("/deeds/0/category", json!("yard"))],
        &[("/deeds/0/cap", json!({"count": 2, "per": "month"}))],
        &[("/deeds/0/cap", json!({"count": 1, "per": "quarter"}))],
        &[("/deeds/0/cap", json!({"count": 9, "per": "year"}))],
        &[("/deeds/0/lasts", json!("P6M"))],
        &[("/deeds/0/lasts", json!("P2Y"))],
        &[("/deeds/0/lasts", json!("year"))],
    ] {
        check_rulebook(&with(changes), &with(changes));
    }
    // Default values are not written.
    check_rulebook(
        &with(&[
            ("/reply_days", json!(10)),
            ("/decide_days", json!(30)),
            ("/bands", json!([])),
            ("/rewards", json!([])),
            ("/deeds/0/lasts", json!("forever")),
        ]),
        &least,
    );
}

#[test]
fn ledgers_round_trip() {
    let entries: Vec<Value> = whole()
        .iter()
        .filter(|(_, fields)| fields.get("stars").is_none())
        .zip(0..)
        .map(|((kind, fields), number)| {
            let mut entry = entry(kind, fields);
            entry.insert("id".to_owned(), format!("E{number}").into());
            entry.into()
        })
        .collect();
    let document = json!({"format": "hallboard-ledger/1",
        "hall": {"id": "hall", "names": {"en": "Hall", "zh-Hans": "礼堂"},
                 "time_zone": "Asia/Shanghai"},
        "rulebooks": [],
        "households": [{"id": "A", "names": {"en": "12 Tea Lane"}}],
        "residents": [{"id": "R1", "name": "张三", "household": "A"},
                      {"id": "R2", "name": "李四"}],
        "entries": entries});
    let text = serde_json::to_vec(&document).expect("JSON");
    let ledger: Ledger = hallboard_score::read_ledger(&text).expect("a ledger");
    assert_eq!(serde_json::to_value(&ledger).expect("JSON"), document);
}

#[test]
fn names_fall_back_to_the_first_language() {
    let names = |pairs: &[(&str, &str)]| Names::new(pairs.iter().copied());
    let both = names(&[("zh-Hans", "礼堂"), ("en", "Hall"), ("en", "Village hall")]);
    for (language, exact, best) in [
        ("en", Some("Village hall"), "Village hall"),
        ("zh-Hans", Some("礼堂"), "礼堂"),
        ("de", None, "Village hall"),
        ("", None, "Village hall"),
    ] {
        assert_eq!(
            (both.get(language), both.best(language)),
            (exact, best),
            "{language}"
        );
    }
    assert_eq!(names(&[("zh-Hans", "礼堂")]).best("en"), "礼堂");
    assert_eq!(names(&[]).best("en"), "");
}

#[test]
fn rulebook_items_are_found_by_id() {
    let rules = [("help", 3), ("feast", 2)]
        .map(|(id, points)| json!({"id": id, "names": {}, "points": points}));
    let rewards = [("soap", 2), ("lamp", 9)]
        .map(|(id, cost)| json!({"id": id, "names": {}, "cost": cost}));
    let categories = ["yard", "water"]
        .map(|id| json!({"id": id, "names": {}, "star_points": [0, 0, 0, 0, 1]}));
    let book = json!({"from": "2020-01-01", "score": {"min": 0, "max": 100, "base": 60},
        "categories": categories, "deeds": rules, "rewards": rewards});
    let text = serde_json::to_vec(&book).expect("JSON");
    let book: Rulebook = read_json(&text).expect("a rulebook");
    for id in ["help", "feast"] {
        assert_eq!(book.deed(id).map(|it| it.id.as_str()), Some(id));
    }
    for id in ["soap", "lamp"] {
        assert_eq!(book.reward(id).map(|it| it.id.as_str()), Some(id));
    }
    for id in ["yard", "water"] {
        assert_eq!(book.category(id).map(|it| it.id.as_str()), Some(id));
    }
    assert!(book.deed("soap").is_none() && book.reward("yard").is_none());
    assert!(book.category("help").is_none());
}
