//! The reason why no record is shown, and possible remedies.

use leptos::prelude::*;

use crate::record::context::use_record_context;
use crate::record::prose::errors::{ErrorText, error_text};
use crate::record::screen::Screen;
use crate::words::record as word;

/// The page that replaces the record.
#[component]
pub(super) fn ErrorPage(
    /// The current screen.
    screen: Screen,
) -> impl IntoView {
    let context = use_record_context();
    let content = move || {
        let language = context.language.get();
        let ErrorText { title, what, more, again } = error_text(language, screen);
        let more = more.into_iter().map(|more| view! { <p>{more}</p> }).collect_view();
        let retry = again.then(|| {
            view! {
                <button type="button" class="chief" on:click=move |_| context.retry()>
                    {language.text(word::REFUSAL_AGAIN)}
                </button>
            }
        });
        view! {
            <h1>{title}</h1>
            <p>{what}</p>
            {more}
            <p class="buttons">{retry} <OtherCard /></p>
        }
    };
    view! {
        <main class="chapters refusal">
            <div role="alert">{content}</div>
        </main>
    }
}

/// Closes the card; a stored one is removed from this device.
#[component]
fn OtherCard() -> impl IntoView {
    let context = use_record_context();
    let leave = move |_| {
        if context.is_stored.get_untracked() {
            context.remove_stored_card();
        }
        context.close_card();
    };
    let words = move || {
        let word = match context.is_stored.get() {
            true => word::KEEP_FORGET,
            false => word::REFUSAL_OTHER,
        };
        context.language.get().text(word)
    };
    view! { <button type="button" on:click=leave>{words}</button> }
}
