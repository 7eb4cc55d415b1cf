//! The schemas and the golden file match the types. `UPDATE_GOLDEN=1` rewrites them.

use std::path::{Path, PathBuf};

use hallboard_feed::{Head, LetterSums, Snapshot, schema};
use hallboard_score::read_json;
use serde_json::Value;

use crate::hall;

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn pretty<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

#[track_caller]
fn check(path: &str, made: &str) {
    let path = file(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(committed == made, "{} is not what the types say now", path.display());
}

#[test]
fn committed_schemas_equal_the_types() {
    check("../../docs/schema/head.json", &pretty(&schema::head()));
    check("../../docs/schema/snapshot.json", &pretty(&schema::snapshot()));
    check("tests/golden/snapshot.json", &pretty(&hall::snapshot()));
}

#[test]
fn golden_file_round_trips() {
    let golden = std::fs::read(file("tests/golden/snapshot.json")).unwrap();
    let read: Snapshot = read_json(&golden).unwrap();
    assert_eq!(read, hall::snapshot());
}

#[test]
fn format_1_is_recognised_in_any_field_order() {
    let golden = std::fs::read(file("tests/golden/snapshot-v1.json")).unwrap();
    let value: Value = serde_json::from_slice(&golden).unwrap();
    let mut last = value.clone();
    let fields = last.as_object_mut().unwrap();
    let format = fields.remove("format").unwrap();
    let mut text = serde_json::to_string(&last).unwrap();
    text.truncate(text.len() - 1);
    let late = format!("{text},\"format\":{format}}}");
    let publisher = hall::Publisher::new("yangqiao");
    for bytes in [golden, late.into_bytes()] {
        let feed = publisher.signed(&publisher.head(1, &bytes), bytes);
        let read = feed.open(&publisher.trust()).unwrap();
        assert_eq!(*read.snapshot(), hall::snapshot_v1());
    }
}

#[track_caller]
fn valid(schema: &schemars::Schema, value: &Value, expected: bool) {
    let validator = jsonschema::validator_for(schema.as_value()).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| error.to_string()).collect();
    assert_eq!(errors.is_empty(), expected, "{errors:?}");
}

#[test]
fn schemas_accept_published_files_only() {
    let snapshot = serde_json::to_value(hall::snapshot()).unwrap();
    valid(&schema::snapshot(), &snapshot, true);
    let head: Head = hall::Publisher::new("yangqiao").head(1, b"");
    let head = serde_json::to_value(head).unwrap();
    valid(&schema::head(), &head, true);
    let changes: [(&str, Value); 13] = [
        ("/format", "hallboard-snapshot/1".into()),
        ("/as_of", "23 November 2026".into()),
        ("/residents/points/0", "12.5".into()),
        ("/residents/steps", serde_json::json!([])),
        ("/readings/何", serde_json::json!([])),
        ("/rulebooks/0/deeds/0/lasts", "P1D".into()),
        ("/rulebooks/0/score/base", Value::Null),
        ("/households/stars/0/0", 6.into()),
        ("/village/means/1", "68.4".into()),
        ("/display/pages/0", "admin".into()),
        ("/display/page_seconds/0", 4.into()),
        ("/display/opening/1", 1441.into()),
        ("/display/rest_seconds", Value::Null),
    ];
    for (place, value) in changes {
        let mut changed = snapshot.clone();
        match place.rsplit_once('/') {
            Some((parent, field)) if changed.pointer(place).is_none() => {
                changed.pointer_mut(parent).unwrap()[field] = value;
            }
            _ => *changed.pointer_mut(place).unwrap() = value,
        }
        valid(&schema::snapshot(), &changed, false);
    }
    for (place, value) in [("/key", "abc"), ("/issued", "yesterday"), ("/format", "x")] {
        let mut changed = head.clone();
        *changed.pointer_mut(place).unwrap() = value.into();
        valid(&schema::head(), &changed, false);
    }
}

#[test]
fn letter_reader_agrees_with_the_schema() {
    use serde_json::json;

    let check = |letters: Option<Value>, sound: bool| {
        let mut snapshot = serde_json::to_value(hall::snapshot()).unwrap();
        let fields = snapshot.as_object_mut().unwrap();
        fields.remove("letters");
        fields.extend(letters.map(|letters| ("letters".to_owned(), letters)));
        let read = read_json::<Snapshot>(snapshot.to_string().as_bytes());
        assert_eq!(read.is_ok(), sound, "{snapshot}: {read:?}");
        valid(&schema::snapshot(), &snapshot, sound);
    };
    check(None, true);
    check(Some(json!({"key": "k"})), true);
    check(Some(json!({"key": "k", "post": "letters"})), true);
    check(Some(Value::Null), false);
    check(Some(json!({})), false);
    check(Some(json!({"post": "letters"})), false);
    check(Some(json!({"key": "k", "post": null})), false);
    check(Some(json!({"key": "k", "pots": "letters"})), false);
    check(Some(json!({"key": 1})), false);
    check(Some(json!(["k", "letters"])), false);
    let sums = json!({"to": "2026-10", "received": 10, "accepted": 5, "refused": 0,
        "waiting": 5, "late": 0});
    let with = |field: &str, value: Value| {
        let mut sums = sums.clone();
        sums[field] = value;
        Some(json!({"key": "k", "sums": sums}))
    };
    check(with("late", json!(5)), true);
    check(with("late", json!(-5)), false);
    check(with("late", Value::Null), false);
    check(with("to", json!("October")), false);
    check(with("by", json!("Li Hua")), false);
    check(Some(json!({"key": "k", "sums": null})), false);
    check(Some(json!({"key": "k", "sums": {}})), false);
    check(Some(json!({"key": "k", "name_reporters": true})), true);
    for wrong in [json!(false), json!("true"), Value::Null] {
        check(Some(json!({"key": "k", "name_reporters": wrong})), false);
    }
}

#[test]
fn letter_sums_are_rounded_and_need_ten_letters() {
    let check = |received: u32, rounded: Option<[u32; 2]>| {
        let to = hall::month("2026-10");
        let (accepted, refused, waiting, late) = (7, 2, 0, 8);
        let sums = LetterSums { to, received, accepted, refused, waiting, late };
        let found = sums.rounded().map(|it| [it.received, it.late]);
        assert_eq!(found, rounded, "{received}");
        let rest = sums.rounded().map(|it| [it.accepted, it.refused, it.waiting]);
        assert!(rest.is_none_or(|it| it == [5, 0, 0]), "{rest:?}");
    };
    check(0, None);
    check(9, None);
    check(10, Some([10, 10]));
    check(12, Some([10, 10]));
    check(13, Some([15, 10]));
    check(u32::MAX, Some([u32::MAX / 5 * 5, 10]));
}

#[test]
fn documented_head_is_current() {
    let text = std::fs::read_to_string(file("../../docs/feed-format.md")).unwrap();
    let example = text.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let head: Head = read_json(example.as_bytes()).unwrap();
    assert_eq!(head.issued.unix(), hall::ISSUED);
    assert_eq!(head.expires.unix(), hall::ISSUED + hall::VALID);
    assert_eq!(head.snapshot, hallboard_feed::SnapshotRef::of(b"test"));
    valid(&schema::head(), &serde_json::from_str(example).unwrap(), true);
    let named = |field: &str| text.contains(&format!("`{field}`"));
    let snapshot = serde_json::to_value(hall::snapshot()).unwrap();
    for (field, value) in snapshot.as_object().unwrap() {
        assert!(named(field), "{field} is not documented");
        let inner = value.as_object().into_iter().flatten();
        for (inner, _) in inner.filter(|_| field != "hall" && field != "readings") {
            assert!(named(inner), "{field}.{inner} is not documented");
        }
    }
}
