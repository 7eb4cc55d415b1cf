//! The pages of one kind: a heading, and the content below it.

use leptos::prelude::*;

use super::carousel::PageState;
use crate::board::context::{BoardContext, use_board};
use crate::components::NamedText;
use crate::language::Named;
use crate::page_kind::PageKind;

/// The display state of the pages of that kind.
pub(super) fn use_page_state(board: BoardContext, kind: PageKind) -> Memo<PageState> {
    Memo::new(move |_| board.carousel.get().page_state(kind, board.schedule.get()))
}

/// The current page of this kind, from 0; while another kind is shown, the last one.
pub(super) fn use_part(board: BoardContext, kind: PageKind) -> Memo<usize> {
    Memo::new(move |before: Option<&usize>| {
        let page = board.carousel.get().position.page(board.schedule.get());
        if page.kind == kind { page.part } else { before.copied().unwrap_or(0) }
    })
}

/// A text, with the number of a part if there are several.
pub(super) fn with_part(text: &str, part: usize, parts: usize) -> String {
    if parts > 1 { format!("{text} · {}/{parts}", part + 1) } else { text.to_owned() }
}

/// The text beside the heading of a list: its subtitle, and the number of the page.
pub(super) fn use_subtitle(kind: PageKind) -> Memo<String> {
    let board = use_board();
    let part = use_part(board, kind);
    Memo::new(move |_| {
        let text = kind.subtitle(board.app.language.get());
        with_part(text, part.get(), board.page_count(kind))
    })
}

/// The pages of one kind.
#[component]
pub(super) fn WallSection(
    /// Their kind.
    kind: PageKind,
    /// The heading; by default, that of the kind.
    #[prop(optional, into)]
    title: Option<Signal<Named>>,
    /// Content that belongs to the heading.
    #[prop(optional, into)]
    lead: ViewFn,
    /// The text beside the heading, if there is room.
    #[prop(into)]
    subtitle: Signal<String>,
    /// The content below the heading.
    children: Children,
) -> impl IntoView {
    let board = use_board();
    let state = use_page_state(board, kind);
    let part = use_part(board, kind);
    let is_current = move || state.get().is_current();
    let title = title.unwrap_or_else(|| {
        Signal::derive(move || Named {
            text: kind.title(board.app.language.get()).to_owned(),
            lang: None,
        })
    });
    view! {
        <section
            class=move || format!("page {} {}", kind.as_str(), state.get().as_str())
            data-page=move || is_current().then_some(kind.as_str())
            data-part=move || is_current().then(|| (part.get() + 1).to_string())
            aria-hidden=move || (!is_current()).then_some("true")
        >
            <div class="heading">
                <h2>{move || view! { <NamedText name=title.get() /> }}</h2>
                <div class="subtitle">
                    {move || lead.run()}
                    <p>{move || subtitle.get()}</p>
                </div>
            </div>
            {children()}
        </section>
    }
}
