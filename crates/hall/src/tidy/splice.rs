//! Changes to a text at some places, the rest kept.

use std::ops::Range;

use super::TidyError;

/// What to put into the place of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) at: Range<usize>,
    pub(crate) text: String,
}

/// The bytes with the changes made.
pub(crate) fn changed(
    bytes: &[u8],
    mut changes: Vec<Change>,
) -> Result<Vec<u8>, TidyError> {
    changes.sort_by_key(|change| (change.at.start, change.at.end));
    let mut out = Vec::with_capacity(bytes.len() + changes.len() * 64);
    let mut done = 0;
    for Change { at, text } in changes {
        let kept = bytes.get(done..at.start);
        let kept =
            kept.ok_or_else(|| TidyError::Broken("two changes meet".to_owned()))?;
        out.extend_from_slice(kept);
        out.extend_from_slice(text.as_bytes());
        done = at.end;
    }
    out.extend_from_slice(bytes.get(done..).unwrap_or_default());
    Ok(out)
}

/// A text as XML has it.
pub(crate) fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

/// A tag without some of its attributes: what stands between its name and its end.
pub(crate) fn attributes_but(
    tag: &quick_xml::events::BytesStart<'_>,
    without: &[&str],
) -> String {
    let kept = tag.attributes().flatten().filter(|it| !without.contains(&it.key.0));
    kept.map(|it| {
        let quote = if it.value.contains('"') { '\'' } else { '"' };
        format!(" {}={quote}{}{quote}", it.key.0, it.value)
    })
    .collect()
}

/// The value of an attribute, as it is meant.
pub(crate) fn attribute(
    tag: &quick_xml::events::BytesStart<'_>,
    name: &str,
) -> Option<String> {
    let found = tag.attributes().flatten().find(|it| it.key.0 == name)?;
    quick_xml::escape::unescape(&found.value).ok().map(|value| value.into_owned())
}
