//! The link to the board, the language menu, and the countdown of a shared screen.

use leptos::prelude::*;

use crate::components::LanguageMenu;
use crate::record::context::use_record_context;
use crate::record::prose::errors;
use crate::record::screen::Screen;
use crate::words::record as word;

/// The header of the page.
#[component]
pub(super) fn PageHeader() -> impl IntoView {
    let context = use_record_context();
    let board_url = context.config.with_value(|it| it.board_url.clone());
    let is_shared = context.is_shared();
    let language = context.language;
    view! {
        <header>
            <div class="document-bar">
                <p class="soft">
                    <a href=board_url>
                        {context.text(word::ME_BOARD)}
                    </a>
                </p>
                <TextSizeButton />
                <LanguageMenu language on_choose=move |chosen| language.set(chosen) />
            </div>
            {is_shared.then(|| view! { <SharedScreen /> <Countdown /> })}
        </header>
    }
}

/// Switches between larger and normal text.
#[component]
fn TextSizeButton() -> impl IntoView {
    let context = use_record_context();
    let is_large = move || context.has_large_text.get();
    let words = move || {
        let word = if is_large() { word::ME_NORMAL } else { word::ME_LARGER };
        context.language.get().text(word)
    };
    let toggle =
        move |_| context.choose_large_text(!context.has_large_text.get_untracked());
    view! {
        <button type="button" class="text-size" on:click=toggle>
            {words}
        </button>
    }
}

/// On a shared screen: a notice that the record will be closed, and a button to close it
/// now.
#[component]
fn SharedScreen() -> impl IntoView {
    let context = use_record_context();
    let has_card = Memo::new(move |_| context.screen.get() != Screen::CodeEntry);
    let note = move || {
        view! {
            <p class="soft">{context.text(word::SHARED_NOTE)}</p>
            <button type="button" on:click=move |_| context.close_card()>
                {context.text(word::SHARED_NOW)}
            </button>
        }
    };
    view! { <div class="shared">{move || has_card.get().then(note)}</div> }
}

/// The countdown before a shared screen closes a record, with a button to keep it open;
/// announced once.
#[component]
fn Countdown() -> impl IntoView {
    let context = use_record_context();
    let seconds_left = Memo::new(move |_| {
        let has_card = context.screen.get() != Screen::CodeEntry;
        context.closing_in.get().filter(|_| has_card)
    });
    let is_warning = Memo::new(move |_| seconds_left.get().is_some());
    let countdown = move || {
        let language = context.language.get();
        seconds_left.get().map(|left| errors::countdown(language, left))
    };
    let announcement = move || {
        let language = context.language.get();
        is_warning.get().then(|| language.text(word::SHARED_SOON))
    };
    view! {
        <div class="countdown" hidden=move || !is_warning.get()>
            <span
                aria-hidden="true"
                data-countdown=move || seconds_left.get().map(|left| left.to_string())
            >
                {countdown}
            </span>
            <button type="button" class="chief" on:click=move |_| context.touch()>
                {context.text(word::SHARED_STAY)}
            </button>
        </div>
        <p class="sr-only" role="alert">{announcement}</p>
    }
}
