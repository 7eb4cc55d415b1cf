//! A button to choose one of several items.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

/// A large button for one item of a list of choices.
#[component]
pub fn Choice(
    /// Whether it is the current choice.
    #[prop(into)]
    selected: Signal<bool>,
    /// Called when it is chosen.
    #[prop(into)]
    on_choose: Callback<()>,
    /// A line below the name.
    #[prop(optional, into)]
    note: Option<TextProp>,
    /// The name of the choice.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="choice"
            aria-pressed=move || if selected.get() { "true" } else { "false" }
            on:click=move |_| on_choose.run(())
        >
            {children()}
            {note.map(|note| view! { <small>{move || note.get()}</small> })}
        </button>
    }
}
