//! Who reported what, behind a resident's part of the register.

use hallboard_score::{EntryKind, Ledger};

use super::receipts::is_of_a_kind;

/// Stands before each record behind a part: in no JSON is one.
pub(super) const RECORD: char = '\u{1e}';
/// Stands between the fields of a record.
pub(super) const UNIT: char = '\u{1f}';

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

/// How long the text of a part is without what stands behind it.
#[must_use]
pub fn part_length(text: &str) -> usize {
    text.find(RECORD).unwrap_or(text.len())
}

/// Each of them, as it stands behind a part; a record that is none has no name.
pub fn reporters_in(behind: &str) -> impl Iterator<Item = (&str, &str)> {
    let records = behind.split(RECORD).skip(1).filter(|it| !is_of_a_kind(it));
    records.map(|it| it.split_once(UNIT).unwrap_or((it, "")))
}

/// Whether somebody can be named for an entry of a part: it is a deed.
pub(super) fn fits(ledger: &Ledger, (id, name): (&str, &str)) -> bool {
    let deed = |kind: &EntryKind| matches!(kind, EntryKind::Deed { .. });
    !name.is_empty() && ledger.entries.iter().any(|it| it.id == *id && deed(&it.kind))
}
