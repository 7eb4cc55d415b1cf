//! Whether this device stores the card.

use leptos::prelude::*;

use crate::record::components::ViewContext;
use crate::record::context::use_record_context;
use crate::words::record as word;

/// Whether this device stores the card, if that is offered, and a button to close the
/// record.
#[component]
pub fn CardStorage(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    if context.is_shared() {
        return view! { <div class={"keeping"}></div> }.into_any();
    }
    let language = view.language;
    let state = move || {
        let is_stored = context.is_stored.get();
        language.text(if is_stored { word::KEEP_KEPT } else { word::KEEP_OFFER })
    };
    let close = view.text(word::KEEP_CLOSE);
    view! {
        <div class="keeping">
            <p class="soft">{state}</p>
            <p class="buttons">
                <KeepButton view />
                <button type="button" on:click=move |_| context.close_card()>
                    {close}
                </button>
            </p>
        </div>
    }
    .into_any()
}

/// The button that stores the card on this device, or removes it.
#[component]
pub fn KeepButton(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let language = view.language;
    let is_stored = move || context.is_stored.get();
    let words = move || {
        language.text(if is_stored() { word::KEEP_FORGET } else { word::KEEP_KEEP })
    };
    let toggle = move |_| {
        if context.is_stored.get_untracked() {
            context.remove_stored_card();
        } else {
            context.store_card(&view.record);
        }
    };
    view! {
        <button
            type="button"
            data-keep=move || if is_stored() { "forget" } else { "keep" }
            on:click=toggle
        >
            {words}
        </button>
    }
}
