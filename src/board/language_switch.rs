//! The switch between the two languages.

use leptos::prelude::*;

use super::context::use_board;
use crate::language::Language;

/// A button with the name of the other language.
#[component]
pub(crate) fn LanguageSwitch() -> impl IntoView {
    let board = use_board();
    let other = Memo::new(move |_| board.app.language.get().other());
    // Where the reset brings that language back, its countdown is shown.
    let countdown = move || {
        let returns = board.app.home_language() == other.get();
        board.carousel.get().returns_in.filter(|_| returns)
    };
    view! {
        <button
            type="button"
            class="language"
            lang=move || other.get().tag()
            aria-label=move || label(other.get())
            on:click=move |_| board.switch_language()
        >
            {move || with_countdown(other.get().own_name(), countdown())}
        </button>
    }
}

fn label(language: Language) -> &'static str {
    match language {
        Language::English => "EN: read in English",
        Language::Chinese => "中文：用中文阅读",
    }
}

/// A label, with the seconds until it happens by itself.
pub(super) fn with_countdown(label: &str, seconds: Option<i64>) -> String {
    match seconds {
        Some(seconds) => format!("{label} {seconds}"),
        None => label.to_owned(),
    }
}
