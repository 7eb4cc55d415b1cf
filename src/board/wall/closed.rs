//! The wall while the hall is closed: when it opens, and nothing about anybody.

use leptos::prelude::*;

use super::carousel::Intent;
use super::use_root_sizes;
use crate::board::context::{BoardContext, use_board};
use crate::board::sections::NamedText;
use crate::language::{Language, Named};

const BOTH: [Language; 2] = [Language::Chinese, Language::English];

/// A dark page in both languages.
#[component]
pub(crate) fn ClosedView() -> impl IntoView {
    let board = use_board();
    use_root_sizes(board);
    let name = Memo::new(move |_| hall_name(board));
    let opens_at = Memo::new(move |_| board.app.clock.get().opens_at.unwrap_or_default());
    // `boot.js` waits for a change of this attribute before it replaces the app.
    let page = RwSignal::new(None);
    Effect::new(move |_| page.set(Some("closed")));
    view! {
        <main class="closed" data-page=page>
            <div>
                <h1>{move || name.get().map(|name| view! { <NamedText name /> })}</h1>
                {BOTH.map(|language| view! { <OpeningTime language opens_at /> })}
            </div>
            <button type="button" on:click=move |_| board.apply(Intent::Interact)>
                {BOTH.map(show_label_view)}
            </button>
        </main>
    }
}

fn hall_name(board: BoardContext) -> Option<Named> {
    let view_model = board.view_model.get()?;
    Some(view_model.language.name(&view_model.board.hall.names))
}

fn show_label_view(language: Language) -> impl IntoView {
    view! { <span lang=language.tag()>{language.say("closed.show")}</span> }
}

#[component]
fn OpeningTime(
    /// The language of the text.
    language: Language,
    /// The minute of the day.
    opens_at: Memo<u32>,
) -> impl IntoView {
    let text = move || {
        let time = clock_time(opens_at.get());
        language.say_with("closed.opens", &[("time", time.as_str())])
    };
    view! { <p lang=language.tag()>{text}</p> }
}

fn clock_time(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
