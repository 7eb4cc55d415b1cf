//! Compares the JSON reader with serde_json, on valid and almost valid texts.

#![cfg(test)]

use hallboard_score::{
    Failed, Json, Names, Points, Read, SyntaxFault, literal_true, read_json,
};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// Checks that both read the same value from these bytes, or that both fail.
#[track_caller]
fn agree<T: Read + DeserializeOwned + PartialEq + std::fmt::Debug>(bytes: &[u8]) {
    let ours = read_json::<T>(bytes).ok();
    let theirs = serde_json::from_slice::<T>(bytes).ok();
    assert_eq!(ours, theirs, "{}", String::from_utf8_lossy(bytes));
}

fn joined(pieces: &[&str]) -> String {
    pieces.concat()
}

/// Random texts of these pieces.
fn soup(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(pieces);
    proptest::collection::vec(piece, 0..10).prop_map(|pieces| joined(&pieces))
}

fn escaped(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("\\u{unit:04X}"));
    format!("\"{}\"", units.collect::<String>())
}

proptest! {
    #[test]
    fn every_text_in_every_spelling(text: String) {
        let plain = serde_json::to_string(&text).expect("a text");
        for json in [plain, escaped(&text)] {
            let read = read_json::<String>(json.as_bytes());
            prop_assert_eq!(read.as_ref(), Ok(&text));
        }
    }

    #[test]
    fn nearly_texts(inside in soup(&[
        "\\", "\"", "u", "\\u", "\\uD83D", "\\uDE00", "\\uD8", "d83d", "0", "41", "\\n", "\\/",
        "\\x", "é", "字", "😀", " ", "\t", "\n", "\u{0}", "\u{1f}", "\u{7f}", "\\u0000", "+0041",
    ])) {
        agree::<String>(format!("\"{inside}\"").as_bytes());
        agree::<Vec<String>>(format!("[\"{inside}\",\"\"]").as_bytes());
    }

    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..6)) {
        agree::<String>(&[b"\"".as_slice(), &bytes, b"\""].concat());
        agree::<Option<u8>>(&bytes);
    }

    #[test]
    fn nearly_numbers(number in "[-+0-9.eE ]{0,7}") {
        agree::<u8>(number.as_bytes());
        agree::<i32>(number.as_bytes());
        agree::<Vec<u32>>(format!("[{number}]").as_bytes());
        let ours = read_json::<Points>(number.as_bytes()).ok();
        let theirs = serde_json::from_str::<Box<RawValue>>(&number).ok();
        prop_assert_eq!(ours, theirs.and_then(|it| Points::parse(it.get()).ok()));
    }

    #[test]
    fn nearly_lists(list in soup(&["[", "]", "[1", "1]", ",", "1", "null", "nul", " ", "\n", "{}"])) {
        agree::<Vec<Vec<Option<u8>>>>(list.as_bytes());
        agree::<[u8; 2]>(list.as_bytes());
    }

    #[test]
    fn nearly_objects(object in soup(&[
        "{", "}", "\"a\"", "\"b\"", "\"c\"", ":", ",", "\"a\":\"\"", "\"b\":\"x\"", " ", "1", "null",
    ])) {
        let ours = read_json::<Names>(object.as_bytes()).ok();
        // serde_json accepts repeated keys and uses the last one; our reader refuses
        // them.
        let theirs = serde_json::from_str::<std::collections::BTreeMap<String, String>>(&object);
        let keys = |names: &Names| names.iter().count();
        match (&ours, &theirs) {
            (Some(names), Ok(map)) => {
                let pairs = map.iter().map(|(key, name)| (key.as_str(), name.as_str()));
                prop_assert!(names.iter().eq(pairs));
                prop_assert_eq!(object.matches(':').count(), keys(names));
            }
            (None, Ok(map)) => prop_assert!(object.matches(':').count() > map.len()),
            (Some(_), Err(error)) => prop_assert!(false, "{object}: {error}"),
            (None, Err(_)) => {}
        }
    }
}

#[test]
fn valid_and_invalid_words_and_numbers() {
    for json in [
        "null",
        " null",
        "null ",
        "\n\tnull\r",
        "nul",
        "nulll",
        "null null",
        "Null",
        "true",
        "0",
        " 7 ",
        "255",
        "256",
        "-0",
        "-1",
        "1.0",
        "1e2",
        "00",
        "01",
        "1.",
        ".1",
        "+1",
        "",
    ] {
        agree::<Option<u8>>(json.as_bytes());
        agree::<Vec<Option<u8>>>(format!("[{json},{json}]").as_bytes());
    }
}

/// A field that is `true` or absent.
#[derive(Debug, PartialEq)]
struct Flag(bool);

impl Read for Flag {
    fn read(json: &mut Json<'_>) -> Result<Flag, Failed> {
        literal_true(json).map(Flag)
    }
}

#[test]
fn flags_are_true_or_omitted() {
    assert_eq!(read_json::<Flag>(b" true "), Ok(Flag(true)));
    for json in ["false", "null", "1", "\"true\"", "tru", "truer", "True", ""] {
        assert!(read_json::<Flag>(json.as_bytes()).is_err(), "{json}");
    }
}

#[test]
fn every_escape() {
    let all = "\"\\/\u{8}\u{c}\n\r\t";
    let json = r#""\"\\\/\b\f\n\r\t""#;
    assert_eq!(read_json::<String>(json.as_bytes()).as_deref(), Ok(all));
    for byte in 0..=u8::MAX {
        agree::<String>(&[b"\"\\", &[byte][..], b"\""].concat());
        agree::<String>(&[b"\"\\u00", &[byte, byte][..], b"\""].concat());
        agree::<String>(&[b"\"", &[byte][..], b"\""].concat());
    }
    for (high, low) in [
        ("D7FF", "DC00"),
        ("D800", "DC00"),
        ("DBFF", "DFFF"),
        ("DBFF", "E000"),
        ("D800", "DBFF"),
        ("DC00", "DC00"),
        ("DFFF", "D800"),
        ("E000", "0041"),
        ("D834", "dd1e"),
        ("D800", "0041"),
    ] {
        for json in [
            format!(r#""\u{high}\u{low}""#),
            format!(r#""\u{high}""#),
            format!(r#""\u{high}u{low}""#),
            format!(r#""\u{high}\\{low}""#),
            format!(r#""\u{high}x""#),
        ] {
            agree::<String>(json.as_bytes());
        }
    }
}

#[test]
fn unexpected_types_are_named() {
    for (json, found) in [
        (r#""a""#, "string"),
        (r#"{"a": 1}"#, "map"),
        ("[1]", "sequence"),
        ("true", "boolean"),
        ("false", "boolean"),
        ("null", "null"),
        ("-1", "number"),
        ("0.5", "number"),
        ("9", "number"),
    ] {
        let check = |error: Option<hallboard_score::JsonError>, wanted: &str| {
            let expected = format!("invalid type: {found}, expected {wanted}");
            let error = error.expect("another type");
            assert_eq!((error.line, error.column), (2, 2), "{json}");
            assert_eq!(error.what.to_string(), expected);
        };
        let padded = format!("\n {json}");
        let bytes = padded.as_bytes();
        if found != "string" {
            check(read_json::<String>(bytes).err(), "a string");
        }
        if found != "sequence" {
            check(read_json::<Vec<u8>>(bytes).err(), "a list");
        }
        if found != "map" {
            check(read_json::<Names>(bytes).err(), "an object");
        }
        if found != "number" {
            check(read_json::<u8>(bytes).err(), "a number");
        }
    }
}

#[test]
fn invalid_utf8_is_located() {
    for (bytes, line, column) in [
        (&b"\xff"[..], 1, 1),
        (b"[\"a\", \"b\xff\"]", 1, 9),
        (b"[\"a\",\n\"\xc3\x28\"]", 2, 2),
        (b"[\"a\"]\n\xe5\xbc", 2, 1),
    ] {
        let error = read_json::<Vec<String>>(bytes).expect_err("no text");
        assert_eq!((error.line, error.column), (line, column), "{error}");
        assert_eq!(error.what, SyntaxFault::Character.into());
    }
}

#[test]
fn errors_in_texts_are_located() {
    let check = |json: &str, line: usize, column: usize, what: &str| {
        let error = read_json::<Vec<String>>(json.as_bytes()).expect_err("no list");
        assert_eq!((error.line, error.column), (line, column), "{json}: {error}");
        assert!(error.what.to_string().starts_with(what), "{json}: {error}");
    };
    check("", 1, 1, "EOF");
    check("[\"a\"", 1, 4, "EOF");
    check("[\"a\",\n\"b", 2, 2, "EOF");
    check("x", 1, 1, "expected value");
    check("[\n x]", 2, 2, "expected value");
    check("[\"a\",]", 1, 6, "expected value");
    check("[\"a\" \"b\"]", 1, 6, "expected `,` or `]`");
    check("[\"a\"] 1", 1, 7, "trailing characters");
    check("[\n\n{}]", 3, 1, "invalid type: map, expected a string");
    check("null", 1, 1, "invalid type: null, expected a list");
    check("[\"\\q\"]", 1, 4, "invalid escape");
}
