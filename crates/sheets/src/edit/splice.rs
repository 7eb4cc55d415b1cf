//! Replaces parts of a text and leaves the rest unchanged.

use std::ops::Range;

use crate::edit::fill::EditError;

/// A range of bytes and its replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) at: Range<usize>,
    pub(crate) text: String,
}

/// Applies changes to bytes. It is an error if two of them overlap.
pub(crate) fn changed(
    bytes: &[u8],
    mut changes: Vec<Change>,
) -> Result<Vec<u8>, EditError> {
    changes.sort_by_key(|change| (change.at.start, change.at.end));
    let mut out = Vec::with_capacity(bytes.len() + changes.len() * 64);
    let mut done = 0;
    for Change { at, text } in changes {
        let kept = bytes.get(done..at.start);
        let kept =
            kept.ok_or_else(|| EditError::Broken("two changes meet".to_owned()))?;
        out.extend_from_slice(kept);
        out.extend_from_slice(text.as_bytes());
        done = at.end;
    }
    out.extend_from_slice(bytes.get(done..).unwrap_or_default());
    Ok(out)
}

/// Applies changes to a text. It is an error if two of them overlap.
pub(crate) fn changed_text(
    text: &str,
    changes: Vec<Change>,
) -> Result<String, EditError> {
    let bytes = changed(text.as_bytes(), changes)?;
    String::from_utf8(bytes).map_err(crate::edit::fill::broken)
}

/// The change that sets an attribute of a tag; `None` if the tag does not have the
/// attribute, or it already has that value.
pub(crate) fn attribute_change(
    text: &str,
    tag: Range<usize>,
    name: &str,
    value: &str,
) -> Option<Change> {
    let within = text.get(tag.clone())?;
    let mut from = 0;
    loop {
        let found = from + within.get(from..)?.find(name)?;
        from = found + name.len();
        let before = within.get(..found)?.ends_with(|c: char| c.is_whitespace());
        let rest = within.get(from..)?;
        let quoted = rest.trim_start().strip_prefix('=').map(str::trim_start);
        let quote = quoted.and_then(|it| it.chars().next());
        let Some(quote) = quote.filter(|it| before && matches!(it, '"' | '\'')) else {
            continue;
        };
        let start = found + name.len() + rest.find(quote)? + 1;
        let end = start + within.get(start..)?.find(quote)?;
        let at = tag.start + start..tag.start + end;
        let same = within.get(start..end) == Some(value);
        return (!same).then(|| Change { at, text: value.to_owned() });
    }
}

/// Escapes a text for XML.
pub(crate) fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

/// The attributes of a tag, except those with certain names (without prefix), as they
/// follow its name.
pub(crate) fn attributes_but(
    tag: &quick_xml::events::BytesStart<'_>,
    without: &[&str],
) -> String {
    let of_none = |name: &str| !without.contains(&name);
    let kept = tag.attributes().flatten();
    let kept = kept.filter(|it| of_none(it.key.local_name().into_inner()));
    kept.map(|it| {
        let quote = if it.value.contains('"') { '\'' } else { '"' };
        format!(" {}={quote}{}{quote}", it.key.0, it.value)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribute_changes_and_nothing_else() {
        let check = |tag: &str, becomes: Option<&str>| {
            let change = attribute_change(tag, 0..tag.len(), "ref", "B2");
            let made = change.map(|it| changed_text(tag, vec![it]).unwrap());
            assert_eq!(made.as_deref(), becomes, "{tag}");
        };
        check("<a ref=\"A1\"/>", Some("<a ref=\"B2\"/>"));
        check("<a x='ref' ref = 'A1' y=\"A1\">", Some("<a x='ref' ref = 'B2' y=\"A1\">"));
        check("<ref href=\"A1\" ref=\"\">", Some("<ref href=\"A1\" ref=\"B2\">"));
        check("<a ref=\"B2\"/>", None);
        check("<a href=\"A1\"/>", None);
    }
}
