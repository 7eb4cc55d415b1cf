//! A named text as an element of the older element builder, for the pages that still use it.

use crate::browser::{El, el};
use crate::language::Named;

/// A text of the feed, marked with its language if that is not the page's.
pub(crate) fn named(tag: &str, named: &Named) -> El {
    let text = el("bdi").text(&named.text).maybe("lang", named.lang.as_deref());
    el(tag).with(text)
}
