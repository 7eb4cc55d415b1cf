//! The wall while the hall is closed: the time when it opens, and no personal data.

use leptos::prelude::*;

use super::carousel::Intent;
use crate::board::context::{BoardContext, use_board};
use crate::components::NamedText;
use crate::language::{Language, Named};
use crate::words::board;

/// A dark page with the text in every language.
#[component]
pub(crate) fn ClosedView() -> impl IntoView {
    let board = use_board();
    let name = Memo::new(move |_| hall_name(board));
    let opens_at = Memo::new(move |_| board.app.clock.get().opens_at.unwrap_or_default());
    // `boot.js` waits for a change of this attribute before it replaces the app.
    let page = RwSignal::new(None);
    Effect::new(move |_| page.set(Some("closed")));
    view! {
        <main class="closed" data-page=page>
            <div>
                <h1>{move || name.get().map(|name| view! { <NamedText name /> })}</h1>
                {opening_times(opens_at)}
            </div>
            <button type="button" on:click=move |_| board.apply(Intent::Interact)>
                {Language::all().map(show_label_view).collect_view()}
            </button>
        </main>
    }
}

fn hall_name(board: BoardContext) -> Option<Named> {
    let view_model = board.view_model.get()?;
    Some(view_model.language.name(&view_model.board.hall.names))
}

fn opening_times(opens_at: Memo<u32>) -> impl IntoView {
    Language::all()
        .map(|language| view! { <OpeningTime language opens_at /> })
        .collect_view()
}

fn show_label_view(language: Language) -> impl IntoView {
    view! { <span lang=language.tag() dir=language.direction()>{language.text(board::CLOSED_SHOW)}</span> }
}

#[component]
fn OpeningTime(
    /// The language of the text.
    language: Language,
    /// The minute of the day at which the hall opens.
    opens_at: Memo<u32>,
) -> impl IntoView {
    let text = move || {
        let time = clock_time(opens_at.get());
        language.text_with(board::CLOSED_OPENS, &[("time", time.as_str())])
    };
    view! { <p lang=language.tag() dir=language.direction()>{text}</p> }
}

fn clock_time(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
