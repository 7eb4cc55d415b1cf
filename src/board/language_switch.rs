//! The menu of languages on the board.

use leptos::prelude::*;

use super::context::use_board;
use crate::components::LanguageMenu;

/// The languages; on a wall with the seconds until the board returns to its own.
#[component]
pub(crate) fn LanguageSwitch() -> impl IntoView {
    let board = use_board();
    let language = board.app.language;
    let returning = move || {
        let home = board.app.home_language();
        let seconds = board.carousel.get().returns_in?;
        (home != language.get()).then(|| with_countdown(home.own_name(), Some(seconds)))
    };
    let home = board.app.home_language().tag();
    view! {
        <LanguageMenu language on_choose=move |chosen| board.choose_language(chosen) />
        <Show when=move || returning().is_some()>
            <span class="returning" aria-hidden="true" lang=home>
                {returning}
            </span>
        </Show>
    }
}

/// A label, with the seconds until the automatic reset.
pub(super) fn with_countdown(label: &str, seconds: Option<i64>) -> String {
    match seconds {
        Some(seconds) => format!("{label} {seconds}"),
        None => label.to_owned(),
    }
}
