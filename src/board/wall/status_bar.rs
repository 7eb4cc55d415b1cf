//! The wall's footer: when the data was issued, and which page is shown.

use leptos::prelude::*;

use crate::board::context::{BoardContext, use_board};
use crate::words::board as word;

/// When the data was issued, and a mark for each kind of page.
#[component]
pub(super) fn StatusBar() -> impl IntoView {
    let board = use_board();
    let as_of = Memo::new(move |_| {
        board.view_model.with(|it| it.as_ref().map(|it| it.as_of.clone()))
    });
    let marks = Memo::new(move |_| marks(board));
    let next_turn = Memo::new(move |_| next_turn(board));
    view! {
        <div class="marks" aria-hidden="true">
            {move || marks.get().into_iter().map(mark_view).collect_view()}
        </div>
        <footer class="foot">
            <p class="sr-only" role="timer">
                {move || next_turn.get()}
            </p>
            <p class="as-of">
                <span>{move || as_of.get()}</span>
            </p>
        </footer>
    }
}

/// Announces to screen readers when the page turns.
fn next_turn(board: BoardContext) -> String {
    let language = board.app.language.get();
    match board.seconds_left() {
        Some(seconds) => language.counted(word::FOOTER_NEXT_TURN, "seconds", seconds),
        None => language.text(word::FOOTER_NO_TURN).to_owned(),
    }
}

fn mark_view(is_open: bool) -> impl IntoView {
    let class = if is_open { "mark open" } else { "mark" };
    view! { <span class=class></span> }
}

/// For each kind of page that is shown, whether it is the current one.
fn marks(board: BoardContext) -> Vec<bool> {
    let schedule = board.schedule.get();
    let current = board.carousel.get().position.page(schedule).kind;
    let shown = schedule.into_iter().filter(|entry| entry.pages > 0);
    shown.map(|entry| entry.kind == current).collect()
}
