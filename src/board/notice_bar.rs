//! Warnings about the data.

use leptos::prelude::*;

use super::context::use_board;

/// A live region with the current warnings; empty without any.
#[component]
pub(crate) fn NoticeBar() -> impl IntoView {
    let board = use_board();
    let notice = Memo::new(move |_| {
        board.view_model.with(|it| it.as_ref().and_then(|it| it.notice.clone()))
    });
    view! {
        <div class="notice" role="status">
            {move || notice.get().map(|text| view! { <p>{text}</p> })}
        </div>
    }
}
