//! A key of the on-screen keyboards.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use crate::platform::prevent_default;

/// A key. It does not take the focus from the field.
#[component]
pub(super) fn Key(
    #[prop(into)] press: Callback<()>,
    #[prop(into)] label: TextProp,
    #[prop(optional)] pressed: Option<Signal<bool>>,
    #[prop(optional)] class: Option<&'static str>,
) -> impl IntoView {
    let aria_pressed = move || pressed.map(|it| if it.get() { "true" } else { "false" });
    view! {
        <button
            type="button"
            tabindex="-1"
            class=class
            aria-pressed=aria_pressed
            on:pointerdown=|event| prevent_default(&event)
            on:click=move |_| press.run(())
        >
            {move || label.get()}
        </button>
    }
}
