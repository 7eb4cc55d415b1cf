//! Names from the feed.

use leptos::prelude::*;

use crate::language::Named;

/// A name, isolated from the direction of the text around it and marked with its language
/// where that is not the page's.
#[component]
pub fn NamedText(
    /// The name.
    #[prop(into)]
    name: Signal<Named>,
) -> impl IntoView {
    view! {
        <span>
            <bdi lang=move || name.get().lang>{move || name.get().text}</bdi>
        </span>
    }
}
