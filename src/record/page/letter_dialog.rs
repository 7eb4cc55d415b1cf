//! The dialog with the page for letters.

use leptos::ev::Event;
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use crate::platform::{focus_element, set_dialog_open};
use crate::record::context::{RecordContext, use_record_context};
use crate::record::letter::{FrameState, Letter};
use crate::words::record as word;

/// The dialog of the current letter, if there is one: each letter has a new frame.
#[component]
pub(super) fn LetterSlot() -> impl IntoView {
    let context = use_record_context();
    let id = Memo::new(move |_| context.letter.with(|it| it.as_ref().map(|it| it.id)));
    view! {
        <For each=move || id.get() key=|id| *id let(_id)>
            <LetterDialog />
        </For>
    }
}

/// A memo of a value of the current letter.
fn letter_memo<T: PartialEq + Send + Sync + 'static>(
    context: RecordContext,
    value: fn(&Letter) -> T,
) -> Memo<Option<T>> {
    Memo::new(move |_| context.letter.with(|it| it.as_ref().map(value)))
}

#[component]
fn LetterDialog() -> impl IntoView {
    let context = use_record_context();
    let language = context.language.get_untracked();
    let title = language.text(word::LETTERS_TITLE);
    let frame_url =
        context.letter.with_untracked(|it| it.as_ref().map(|it| it.frame_url.clone()));
    let frame_state = letter_memo(context, |it| it.frame);
    let is_ready = move || frame_state.get() == Some(FrameState::Ready);
    let is_late = move || frame_state.get() == Some(FrameState::Late);
    let is_open = letter_memo(context, |it| it.is_open);
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let (Some(dialog), Some(is_open)) = (dialog.get(), is_open.get()) {
            set_dialog_open(&dialog, is_open);
        }
    });
    Effect::new(move |_| {
        if is_ready() {
            focus_frame(context);
        }
    });
    let cancel = move |event: Event| {
        if context.ask_frame_to_close() {
            event.prevent_default();
        }
    };
    let late_words =
        move || is_late().then(|| context.language.get().text(word::LETTERS_LATE));
    let way_back = move || {
        view! {
            <div class="way">
                <button type="button" on:click=move |_| context.hide_letter()>
                    {language.text(word::LETTERS_BACK)}
                </button>
                <p class="late-words" role="alert">{late_words}</p>
            </div>
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="me letter"
            aria-label=title
            on:cancel=cancel
            on:close=move |_| context.on_letter_closed()
        >
            {move || (!is_ready()).then(way_back)}
            <iframe
                node_ref=context.letter_frame
                src=frame_url
                title=title
                class=("late", is_late)
            ></iframe>
        </dialog>
    }
}

/// Focuses the frame once it is visible.
fn focus_frame(context: RecordContext) {
    spawn_local(async move {
        tick().await;
        if let Some(frame) = context.letter_frame.get_untracked() {
            focus_element(&frame);
        }
    });
}
