//! Names from the feed.

use leptos::prelude::*;

use crate::language::Named;

/// A text of the feed, isolated from the text around it and marked with its language if
/// that is not the page's.
#[component]
pub fn NamedText(
    /// The text and its language.
    name: Named,
) -> impl IntoView {
    view! { <bdi lang=name.lang>{name.text}</bdi> }
}
