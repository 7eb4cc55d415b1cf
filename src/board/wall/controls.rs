//! Controls of the wall: pause, previous and next page, letters, `/me`, language.

use leptos::prelude::*;

use super::carousel::Intent;
use crate::board::context::use_board;
use crate::board::language_switch::{LanguageSwitch, with_countdown};
use crate::words::{Word, board};

/// The controls. A pointer or the focus on them holds the page.
#[component]
pub(super) fn Controls() -> impl IntoView {
    let board = use_board();
    let language = board.app.language;
    view! {
        <nav
            class="controls"
            aria-label=move || language.get().text(board::CONTROLS_LABEL)
            on:focusin=move |_| board.apply(Intent::Hold)
            on:focusout=move |_| board.apply(Intent::Release)
            on:pointermove=move |_| board.apply(Intent::Hold)
            on:pointerleave=move |_| board.apply(Intent::Release)
        >
            <PauseButton />
            <button
                type="button"
                class="step"
                aria-label=move || language.get().text(board::CONTROLS_PREVIOUS)
                on:click=move |_| board.apply(Intent::Previous)
            >
                "\u{2039}"
            </button>
            <button
                type="button"
                class="step"
                aria-label=move || language.get().text(board::CONTROLS_NEXT)
                on:click=move |_| board.apply(Intent::Next)
            >
                "\u{203a}"
            </button>
            <FindButton />
            <PageLink
                class="tell"
                sign="envelope"
                text=board::CONTROLS_TELL
                href=move || board.letters_url()
            />
            <PageLink
                class="own-record"
                sign="sign card"
                text=board::ENTRANCE_RECORD
                href=move || Some(board.record_url())
            />
            <LanguageSwitch />
        </nav>
    }
}

#[component]
fn PauseButton() -> impl IntoView {
    let board = use_board();
    let paused = Memo::new(move |_| board.carousel.get().paused);
    let text = move || {
        let language = board.app.language.get();
        if paused.get() {
            let returns_in = board.carousel.get().returns_in;
            with_countdown(language.text(board::CONTROLS_RESUME), returns_in)
        } else {
            language.text(board::CONTROLS_PAUSE).to_owned()
        }
    };
    view! {
        <button
            type="button"
            class="pause"
            on:click=move |_| board.apply(Intent::Pause)
        >
            <span
                aria-hidden="true"
                class=move || if paused.get() { "sign play" } else { "sign stop" }
            ></span>
            <span>{text}</span>
        </button>
    }
}

/// Opens the dialog in which a name is found.
#[component]
fn FindButton() -> impl IntoView {
    let board = use_board();
    let text = move || board.app.language.get().text(board::FIND_LABEL);
    view! {
        <button type="button" class="find-name" on:click=move |_| board.open_finder()>
            <span class="sign lens" aria-hidden={"true"}></span>
            <span>{text}</span>
        </button>
    }
}

/// A link to another page, with an icon before its name.
#[component]
fn PageLink(
    /// CSS class of the link.
    class: &'static str,
    /// CSS class of the icon.
    sign: &'static str,
    /// The name of the page.
    text: Word,
    /// The address; a link without one is not shown.
    #[prop(into)]
    href: Signal<Option<String>>,
) -> impl IntoView {
    let language = use_board().app.language;
    view! {
        <a class=class href=href>
            <span class=sign aria-hidden={"true"}></span>
            <span>{move || language.get().text(text)}</span>
        </a>
    }
}
