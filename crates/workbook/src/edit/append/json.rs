//! Appends entries to the list in a JSON ledger.

use hallboard_score::Entry;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::edit::fill_ids::EditError;

#[derive(Deserialize)]
struct Parts<'a> {
    #[serde(borrow)]
    entries: &'a RawValue,
}

/// Appends entries to the list, each on a line of its own if the existing ones are.
///
/// # Errors
/// If it is not a JSON ledger.
pub(super) fn json(bytes: &[u8], entries: &[Entry]) -> Result<Vec<u8>, EditError> {
    let text = std::str::from_utf8(bytes).map_err(broken)?;
    let (mark, text) = match text.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest),
        None => ("", text),
    };
    let list = serde_json::from_str::<Parts<'_>>(text).map_err(broken)?.entries.get();
    // The list is a slice of the text: its offset follows from the two addresses.
    let start = (list.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let start = start.ok_or_else(|| broken("a list that is nowhere"))?;
    let inner = list.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let inner = inner.ok_or_else(|| broken("`entries` is no list"))?;
    let kept = inner.trim_end();
    let gap = inner.get(..inner.len() - inner.trim_start().len()).unwrap_or_default();
    let gap = if kept.is_empty() { "\n    " } else { gap };
    let mut added = String::new();
    for (number, entry) in entries.iter().enumerate() {
        if number > 0 || !kept.is_empty() {
            added.push(',');
        }
        added.push_str(gap);
        added.push_str(&serde_json::to_string(entry).map_err(broken)?);
    }
    let end = if kept.is_empty() { "\n  " } else { "" };
    let at = start + 1 + kept.len();
    let (before, after) =
        text.split_at_checked(at).ok_or_else(|| broken("a list beyond its text"))?;
    Ok([mark, before, &added, end, after].concat().into_bytes())
}

fn broken(error: impl std::fmt::Display) -> EditError {
    EditError::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_appended_and_nothing_else_changes() {
        let entry: Entry = hallboard_score::read_json(
            br#"{"id":"L1","date":"2026-11-23","kind":"redemption","resident":"R1","reward":"soap"}"#,
        )
        .unwrap();
        let line = serde_json::to_string(&entry).unwrap();
        let check = |before: &str, after: &str| {
            let after = after.replace("NEW", &line);
            let made = json(before.as_bytes(), &[entry.clone(), entry.clone()]).unwrap();
            assert_eq!(String::from_utf8(made).unwrap(), after);
        };
        check(r#"{"entries":[1],"z":[2]}"#, r#"{"entries":[1,NEW,NEW],"z":[2]}"#);
        check(
            "\u{feff}{ \"a\": \"entries\",\n  \"entries\": [\n    {\"x\": \"]\"}\n  ]\n}\n",
            "\u{feff}{ \"a\": \"entries\",\n  \"entries\": [\n    {\"x\": \"]\"},\n    NEW,\n    NEW\n  ]\n}\n",
        );
        check(r#"{"entries": []}"#, "{\"entries\": [\n    NEW,\n    NEW\n  ]}");
        assert!(json(b"{\"entries\": 1}", std::slice::from_ref(&entry)).is_err());
        assert!(json(b"{}", &[entry]).is_err());
    }
}
