//! The checkbox by which a sender agrees to be named to the subject.

use leptos::prelude::*;

use crate::report::context::ReportContext;
use crate::report::model::Form;
use crate::words::report as word;

/// The checkbox, if the hall names reporters.
#[component]
pub fn ReporterNameTick() -> impl IntoView {
    let context = ReportContext::expect();
    let named = Memo::new(move |_| context.form.with(Form::is_named));
    let toggle = move |_| {
        context.form.update(|form| form.draft.named = !form.draft.named);
    };
    view! {
        <Show when=move || context.asks_to_name.get()>
            <div class="tick">
                <label for="named">
                    <input
                        id="named"
                        type="checkbox"
                        autocomplete="off"
                        aria-describedby="named-note"
                        prop:checked=move || named.get()
                        on:change=toggle
                    />
                    <span>{context.t(word::NAMED_AGREE)}</span>
                </label>
                <small id="named-note">{context.t(word::NAMED_NOTE)}</small>
            </div>
        </Show>
    }
}
