//! Names from the feed.

use leptos::prelude::*;

use crate::language::Named;

/// A text of the feed, isolated from the surrounding text and marked with its language if
/// that differs from the page's.
#[component]
pub fn NamedText(
    /// The text and its language.
    name: Named,
) -> impl IntoView {
    view! { <bdi lang=name.lang>{name.text}</bdi> }
}
