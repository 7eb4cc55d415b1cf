//! The header of a document: hall, date, language and warnings.

use leptos::prelude::*;

use crate::board::context::use_board;
use crate::board::hall_heading::HallHeading;
use crate::board::language_switch::LanguageSwitch;
use crate::board::notice_bar::NoticeBar;

/// A document below the hall's header.
#[component]
pub(crate) fn DocumentFrame(
    /// The document.
    children: Children,
) -> impl IntoView {
    let board = use_board();
    let as_of = Memo::new(move |_| {
        board.view_model.with(|it| it.as_ref().map(|it| it.as_of.clone()))
    });
    view! {
        <header>
            <div class="head">
                <HallHeading />
            </div>
            <div class="document-bar">
                <div class="as-of">
                    {move || as_of.get().map(|text| view! { <p>{text}</p> })}
                </div>
                <LanguageSwitch />
            </div>
            <NoticeBar />
        </header>
        {children()}
    }
}
