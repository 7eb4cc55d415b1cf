//! The view that is shown if there is no board.

use leptos::prelude::*;

use crate::board::{LanguageSwitch, use_board};
use crate::words::board;

/// The reason why there is no board.
#[component]
pub(crate) fn FailedView() -> impl IntoView {
    let app = use_board().app;
    let language = app.language;
    let reason = Memo::new(move |_| {
        let failure = app.feed.with(|feed| feed.failure());
        failure.map(|failure| failure.words(language.get()))
    });
    view! {
        <main class="plain">
            <div role="status">
                <h1>{move || language.get().text(board::FAILED_TITLE)}</h1>
                <p>{move || reason.get()}</p>
                <p class="soft">{move || language.get().text(board::FAILED_AGAIN)}</p>
            </div>
            <LanguageSwitch />
        </main>
    }
}
