//! A letter has one notation, and any other is refused.

use hallboard_feed::letter::{Letter, LetterFault, LetterKind};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value};

use super::letters::{HALL, any_letter, letter};

#[track_caller]
fn check_refused(what: &str, json: &str) {
    let read = Letter::from_json(json.as_bytes(), HALL);
    assert!(
        matches!(read, Err(LetterFault::Spelling { .. })),
        "{what}: {read:?}: {json}"
    );
}

/// The positions in JSON at which a space has no meaning.
fn gaps(json: &str) -> Vec<usize> {
    let (mut within, mut escaped) = (false, false);
    let mut gaps = vec![0];
    for (at, byte) in json.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if within => escaped = true,
            b'"' => within = !within,
            _ => {}
        }
        let is_word = !within && byte.is_ascii_alphanumeric();
        if !within && !is_word {
            gaps.push(at + 1);
        }
    }
    gaps
}

/// The characters in strings that could also be written as escapes, by byte offset.
fn texts(json: &str) -> Vec<(usize, char)> {
    let (mut within, mut escaped) = (false, false);
    let mut found = Vec::new();
    for (at, c) in json.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if within => escaped = true,
            '"' => within = !within,
            c if within => found.push((at, c)),
            _ => {}
        }
    }
    found
}

fn escape(c: char, capital: bool) -> String {
    let mut units = [0; 2];
    let units = c.encode_utf16(&mut units).iter();
    match capital {
        true => units.map(|it| format!("\\u{it:04X}")).collect(),
        false => units.map(|it| format!("\\u{it:04x}")).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn canonical_spelling_is_accepted(letter in any_letter()) {
        let json = letter.to_json();
        prop_assert_eq!(Letter::from_json(json.as_bytes(), HALL), Ok(letter));
        prop_assert!(!json.contains(['\n', '\r', '\t']));
    }

    #[test]
    fn blanks_outside_of_texts_are_refused(
        letter in any_letter(),
        place: Index,
        blank in "[ \n\r\t]{1,3}",
    ) {
        let mut json = letter.to_json();
        let gaps = gaps(&json);
        json.insert_str(gaps[place.index(gaps.len())], &blank);
        check_refused("a blank", &json);
    }

    #[test]
    fn other_escapes_are_refused(letter in any_letter(), place: Index, capital: bool) {
        let json = letter.to_json();
        let texts = texts(&json);
        let (at, c) = texts[place.index(texts.len())];
        let mut other = json.clone();
        other.replace_range(at..at + c.len_utf8(), &escape(c, capital));
        check_refused("an escape", &other);
        for (short, long) in
            [("\\n", "\\u000a"), ("\\\"", "\\u0022"), ("\\\\", "\\u005c")]
        {
            if json.contains(short) && !json.replace("\\\\", "").contains("\\u") {
                let other = json.replacen(short, long, 1);
                prop_assert!(Letter::from_json(other.as_bytes(), HALL).is_err());
            }
        }
    }

    #[test]
    fn other_field_orders_are_refused(letter in any_letter(), seed in any::<u64>()) {
        let json = letter.to_json();
        let read: Map<String, Value> = serde_json::from_str(&json).unwrap();
        let mut fields: Vec<String> = read
            .iter()
            .map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())))
            .collect();
        let count = u64::try_from(fields.len()).unwrap();
        fields.rotate_left(usize::try_from(seed % count).unwrap());
        if seed & 1 << 40 != 0 {
            fields.reverse();
        }
        let other = format!("{{{}}}", fields.join(","));
        prop_assume!(other != json);
        check_refused("an order", &other);
    }
}

#[test]
fn spellings_of_other_programs_are_refused() {
    for kind in LetterKind::ALL {
        let json = letter(*kind, Some("it's / 好\n\"x\"\\ \u{1f33e}")).to_json();
        assert!(Letter::from_json(json.as_bytes(), HALL).is_ok(), "{kind}");
        let value: Value = serde_json::from_str(&json).unwrap();
        for (what, other) in [
            ("indented", serde_json::to_string_pretty(&value).unwrap()),
            ("a line feed at its end", format!("{json}\n")),
            ("a line end of Windows", format!("{json}\r\n")),
            ("a blank before it", format!(" {json}")),
            ("as json.dumps", json.replace("\",\"", "\", \"")),
            ("blanks behind colons", json.replacen("\":", "\": ", 1)),
            ("a slash that is escaped", json.replace("it's / ", "it's \\/ ")),
            ("ASCII alone", json.replace('好', "\\u597d")),
            ("half characters", json.replace('\u{1f33e}', "\\ud83c\\udf3e")),
            ("an instant with a fraction", json.replacen("00Z", "00.000Z", 1)),
            ("an id in capitals", json.replacen("\"id\"", "\"\\u0069d\"", 1)),
        ] {
            if other == json {
                continue;
            }
            let read = Letter::from_json(other.as_bytes(), HALL);
            assert!(read.is_err(), "{what}: {kind}");
        }
    }
    let json = letter(LetterKind::Thanks, Some("x")).to_json();
    let read = Letter::from_json(format!("{json}\n").as_bytes(), HALL);
    assert_eq!(read, Err(LetterFault::Spelling { at: json.len() }));
    let marked = format!("\u{feff}{json}");
    assert!(Letter::from_json(marked.as_bytes(), HALL).is_err(), "a byte-order mark");
}
