//! The question whether this is the reader's own device, asked once.

use std::sync::Arc;

use leptos::prelude::*;

use crate::platform::focus_on;
use crate::record::components::ViewContext;
use crate::record::context::use_record_context;
use crate::record::open_record::Record;
use crate::record::sections::KeepButton;
use crate::words::record as word;

/// Asks whether this device should store the card, until it is answered. After a yes, the
/// card can be removed in the same place while the page is open.
#[component]
pub(super) fn DeviceQuestion(
    /// The open record.
    record: Memo<Option<Arc<Record>>>,
) -> impl IntoView {
    let context = use_record_context();
    let view = move || {
        let language = context.language.get();
        let record = record.get().filter(|_| context.asks_to_store.get())?;
        Some(ViewContext { record, language })
    };
    view! {
        <For each=view key=ViewContext::key let(view)>
            <Question view />
        </For>
    }
}

#[component]
fn Question(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let language = view.language;
    let is_stored = move || context.is_stored.get();
    let question = view.text(word::KEEP_QUESTION);
    let words =
        move || language.text(if is_stored() { word::KEEP_KEPT } else { word::KEEP_WHY });
    let decline = move |_| {
        context.decline_storage();
        focus_on("h1");
    };
    let not = view.text(word::KEEP_NOT);
    let decline_button = move || {
        (!is_stored()).then(|| {
            view! {
                <button type="button" data-decline="" on:click=decline>
                    {not}
                </button>
            }
        })
    };
    view! {
        <section class="own-device" aria-label=question>
            <p>
                <strong>{question}</strong>
            </p>
            <p class="soft">{words}</p>
            <p class="buttons"><KeepButton view /> {decline_button}</p>
        </section>
    }
}
