//! Who reported what, behind a resident's part of the register.

use hallboard_score::{EntryKind, Ledger};

/// Stands before each entry that somebody is named for: in no JSON is one.
const RECORD: char = '\u{1e}';
/// Stands between the entry's id and the name.
const UNIT: char = '\u{1f}';

/// The text of a part with whoever reported which entry behind it, each an entry's id and
/// a name; without any, the text as it is.
#[must_use]
pub fn with_reporters(part: &str, reporters: &[(&str, &str)]) -> String {
    let mut text = part.to_owned();
    for (entry, name) in reporters {
        text.push(RECORD);
        text.push_str(entry);
        text.push(UNIT);
        text.push_str(name);
    }
    text
}

/// The text of a part without them, and each of them; `None` if one is none.
#[must_use]
pub fn without_reporters(text: &str) -> Option<(&str, Vec<(&str, &str)>)> {
    let mut records = text.split(RECORD);
    let part = records.next()?;
    let reporters = records.map(|it| it.split_once(UNIT)).collect::<Option<_>>()?;
    Some((part, reporters))
}

/// Whether somebody can be named for an entry of a part: it is a deed.
pub(super) fn fits(ledger: &Ledger, (entry, name): (&str, &str)) -> bool {
    let found = ledger.entries.iter().find(|it| it.id == *entry);
    !name.is_empty() && found.is_some_and(|it| matches!(it.kind, EntryKind::Deed { .. }))
}
