//! The reader and another library agree on which texts are JSON.

use hallboard_score::read_ledger;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::WHOLE;

/// A change at a position in the text, given in thousandths of its length.
#[derive(Clone, Debug)]
struct Edit {
    place: usize,
    without: usize,
    with: Vec<u8>,
}

/// Pieces that make or break JSON, and arbitrary bytes.
fn parts() -> impl Strategy<Value = Vec<u8>> {
    let texts = [
        "",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "\\ud83d",
        "\\ude00",
        "\\/",
        "\\x",
        "0",
        "-",
        "-0",
        "00",
        ".5",
        "1.50",
        "e",
        "E+1",
        "e-1",
        "e999999999",
        "nul",
        "null",
        "true",
        "NaN",
        " ",
        "\n",
        "\u{feff}",
        "\u{a0}",
        "\u{7f}",
        "\u{0}",
        "//",
        "é",
        "张",
        "😀",
        "\"note\":\"\",",
        "\"id\":\"x\",",
    ];
    let texts = select(texts.map(|it| it.as_bytes().to_vec()).to_vec());
    prop_oneof![6 => texts, 1 => prop::collection::vec(any::<u8>(), 1..3)]
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = (0..1000_usize, 0..3_usize, parts())
        .prop_map(|(place, without, with)| Edit { place, without, with });
    prop::collection::vec(edit, 1..4)
}

fn edited(edits: &[Edit]) -> Vec<u8> {
    let mut text = WHOLE.as_bytes().to_vec();
    for Edit { place, without, with } in edits {
        let from = text.len() * place / 1000;
        let to = text.len().min(from + without);
        text.splice(from..to, with.iter().copied());
    }
    text
}

/// The same document in another notation: with an escape for every character, or with
/// white space wherever it is permitted.
fn written_otherwise(value: &Value, escaped: bool, into: &mut String) {
    let text = |text: &str, into: &mut String| {
        if !escaped {
            return into.push_str(&Value::from(text).to_string());
        }
        into.push('"');
        for unit in text.encode_utf16() {
            into.push_str(&format!("\\u{unit:04X}"));
        }
        into.push('"');
    };
    let blank = if escaped { "" } else { "\r\n\t " };
    let between = |at: usize| format!("{blank}{}{blank}", if at == 0 { "" } else { "," });
    match value {
        Value::String(it) => text(it, into),
        Value::Array(list) => {
            into.push('[');
            for (at, it) in list.iter().enumerate() {
                into.push_str(&between(at));
                written_otherwise(it, escaped, into);
            }
            into.push_str(&format!("{blank}]"));
        }
        Value::Object(fields) => {
            into.push('{');
            for (at, (key, it)) in fields.iter().enumerate() {
                into.push_str(&between(at));
                text(key, into);
                into.push_str(&format!("{blank}:{blank}"));
                written_otherwise(it, escaped, into);
            }
            into.push_str(&format!("{blank}}}"));
        }
        other => into.push_str(&other.to_string()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn equivalent_spellings_are_read_alike(edits in edits()) {
        let text = edited(&edits);
        let Ok(ledger) = read_ledger(&text) else { return Ok(()) };
        let shown = String::from_utf8_lossy(&text);
        let value = serde_json::from_slice::<Value>(&text);
        prop_assert!(value.is_ok(), "{}: {:?}", shown, value);
        for escaped in [true, false] {
            let mut again = String::new();
            written_otherwise(value.as_ref().unwrap(), escaped, &mut again);
            let again = read_ledger(again.as_bytes());
            prop_assert_eq!(again.as_ref(), Ok(&ledger), "{}", shown);
        }
    }
}
