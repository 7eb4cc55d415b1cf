//! Reads what is intact in damaged texts, so that a withdrawal of consent does not have to
//! wait until they are repaired.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};
use serde_json::Value;

/// Number of bytes examined to detect an encoding of UTF-16.
const START: usize = 4_096;

/// Decodes UTF-8, UTF-16 or GB 18030; undecodable bytes become U+FFFD.
pub fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let text = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(text).0;
    }
    if let Some(encoding) = wide_encoding(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let text = String::from_utf8_lossy(bytes);
    let unread = text.chars().filter(|c| *c == '\u{fffd}').count();
    let beyond_ascii = text.chars().filter(|c| !c.is_ascii()).count();
    // In a text in GB 18030, hardly any bytes form valid UTF-8.
    if beyond_ascii <= unread.saturating_mul(2) && unread > 0 {
        let (text, has_errors) = GB18030.decode_without_bom_handling(bytes);
        if !has_errors {
            return text;
        }
    }
    text
}

/// Detects UTF-16 without a byte order mark by the zero bytes of its Latin letters.
fn wide_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..START).unwrap_or(bytes);
    let noughts = |first: usize| {
        start.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (noughts(0), noughts(1));
    let many = start.len() / 4;
    match (even > many, odd > many) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Calls `each` for every object in a JSON text that may be damaged, outermost first. If
/// `each` returns `false`, it is also called for the objects inside that one.
///
/// Returns the parts of the text outside all readable objects, split before each `{`. Parts
/// without a letter or digit are omitted.
pub fn objects_in<'t>(
    text: &'t str,
    each: &mut dyn FnMut(&Value) -> bool,
) -> Vec<&'t str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((gap, from)) = rest.find('{').and_then(|at| rest.split_at_checked(at))
    {
        pieces.push(gap);
        let mut values = serde_json::Deserializer::from_str(from).into_iter::<Value>();
        let end = match values.next() {
            Some(Ok(value)) => {
                walk(&value, each);
                values.byte_offset()
            }
            _ => {
                let within = from.get(1..).unwrap_or_default();
                let end = within.find('{').map_or(from.len(), |at| at + 1);
                pieces.extend(from.get(..end));
                end
            }
        };
        rest = from.get(end..).unwrap_or_default();
    }
    pieces.push(rest);
    pieces.retain(|piece| piece.chars().any(char::is_alphanumeric));
    pieces
}

fn walk(value: &Value, each: &mut dyn FnMut(&Value) -> bool) {
    match value {
        Value::Object(fields) if !each(value) => {
            fields.values().for_each(|it| walk(it, each));
        }
        Value::Array(items) => items.iter().for_each(|it| walk(it, each)),
        _ => {}
    }
}

/// The value after the name of a field in a damaged piece of JSON.
pub fn value_after<'p>(piece: &'p str, field: &str) -> Option<&'p str> {
    let (_, rest) = piece.split_once(field)?;
    let between = |c: char| c.is_whitespace() || "\"':=".contains(c);
    let rest = rest.trim_start_matches(between);
    let end = rest.find(|c: char| "\"',}]\n\r".contains(c)).unwrap_or(rest.len());
    rest.get(..end).map(str::trim).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_any_encoding() {
        let text = "workbook = \"登记册.xlsx\"";
        let wide: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = wide.iter().flat_map(|it| it.to_le_bytes()).collect();
        let big: Vec<u8> = wide.iter().flat_map(|it| it.to_be_bytes()).collect();
        let with = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            with(b"\xef\xbb\xbf", text.as_bytes()),
            with(b"\xff\xfe", &little),
            with(b"\xfe\xff", &big),
            GB18030.encode(text).0.into_owned(),
        ] {
            assert_eq!(text_of(&bytes), text, "{bytes:?}");
        }
        let ascii = "[hall]\nkey = \"hall.key\"";
        let little: Vec<u8> = ascii.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text_of(&little), ascii);
        let spoilt = with(text.as_bytes(), b"\xff");
        assert_eq!(text_of(&spoilt), format!("{text}\u{fffd}"));
        assert_eq!(text_of(b""), "");
    }

    #[test]
    fn objects_around_a_fault_are_read() {
        let check = |text: &str, ids: &[u64], pieces: &[&str]| {
            let mut found = Vec::new();
            let left = objects_in(text, &mut |value| {
                let id = value.get("id").and_then(Value::as_u64);
                found.extend(id);
                id.is_some()
            });
            assert_eq!((found.as_slice(), left.as_slice()), (ids, pieces), "{text}");
        };
        check("{\"list\": [{\"id\": 1}, {\"id\": 2}]}", &[1, 2], &[]);
        check("{\"list\": [{\"id\": 1} {\"id\": 2}", &[1, 2], &["{\"list\": ["]);
        let pieces = &["{\"list\": [", "{\"id\": x}, "];
        check("{\"list\": [{\"id\": x}, {\"id\": 2}]}", &[2], pieces);
        check("{\"a\": {\"id\": 3}}", &[3], &[]);
        check("[{\"id\": 1}, \"id\": 2}, {\"id\": 3}]", &[1, 3], &[", \"id\": 2}, "]);
        check("{\"id\": 1", &[], &["{\"id\": 1"]);
        check("", &[], &[]);
    }

    #[test]
    fn field_values_are_found_in_damaged_text() {
        for (piece, expected) in [
            ("{\"resident\": \"R1\", \"sco", Some("R1")),
            ("\"resident\" \"R1\"}", Some("R1")),
            ("{resident: R1, scopes", Some("R1")),
            ("{\"resident\": }", None),
            ("{}", None),
        ] {
            assert_eq!(value_after(piece, "resident"), expected, "{piece}");
        }
    }
}
