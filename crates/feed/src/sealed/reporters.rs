//! The reporters of entries, stored after a resident's part of the register.

use hallboard_score::{EntryKind, Ledger};

use super::receipts::is_of_a_kind;

/// The separator before each record after a part. It occurs in no JSON.
pub(super) const RECORD: char = '\u{1e}';
/// The separator between the fields of a record.
pub(super) const UNIT: char = '\u{1f}';

/// Appends reporters, each as the id of an entry and a name, to the text of a part.
/// Without reporters the text is unchanged.
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

/// The length in bytes of a part, without the records after it.
#[must_use]
pub fn part_length(text: &str) -> usize {
    text.find(RECORD).unwrap_or(text.len())
}

/// The reporters after a part, as ids of entries and names; a malformed record has an
/// empty name.
pub fn reporters_in(behind: &str) -> impl Iterator<Item = (&str, &str)> {
    let records = behind.split(RECORD).skip(1).filter(|it| !is_of_a_kind(it));
    records.map(|it| it.split_once(UNIT).unwrap_or((it, "")))
}

/// Whether a reporter can be named for this entry: it must be a deed of the part, and the
/// name must not be empty.
pub(super) fn fits(ledger: &Ledger, (id, name): (&str, &str)) -> bool {
    let deed = |kind: &EntryKind| matches!(kind, EntryKind::Deed { .. });
    !name.is_empty() && ledger.entries.iter().any(|it| it.id == *id && deed(&it.kind))
}
