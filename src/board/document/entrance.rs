//! Links from the board to the three other pages: the resident's own record, a letter,
//! the rules.

use leptos::prelude::*;

use crate::board::context::use_board;
use crate::words::board as word;

/// Large links to the other pages, before anything else.
#[component]
pub(super) fn Entrance() -> impl IntoView {
    let board = use_board();
    let language = board.app.language;
    let letters = move || {
        board.letters_url().map(|url| {
            view! {
                <EntranceLink
                    href=url
                    name="letter"
                    title=language.get().text(word::ENTRANCE_LETTER)
                    lead=language.get().text(word::ENTRANCE_LETTER_LEAD)
                />
            }
        })
    };
    view! {
        <nav class="entrance" aria-label=move || language.get().text(word::ENTRANCE_LABEL)>
            {move || {
                view! {
                    <EntranceLink
                        href=board.app.link("me/")
                        name="record"
                        title=language.get().text(word::ENTRANCE_RECORD)
                        lead=language.get().text(word::ENTRANCE_RECORD_LEAD)
                    />
                }
            }}
            {letters}
            {move || {
                view! {
                    <EntranceLink
                        href=board.app.link("rules/")
                        name="rules"
                        title=language.get().text(word::ENTRANCE_RULES)
                        lead=language.get().text(word::ENTRANCE_RULES_LEAD)
                    />
                }
            }}
        </nav>
    }
}

#[component]
fn EntranceLink(
    /// The address of the page.
    href: String,
    /// The page's name in the style sheet.
    name: &'static str,
    /// The page's name.
    title: &'static str,
    /// A description of its purpose.
    lead: &'static str,
) -> impl IntoView {
    view! {
        <a href=href class=format!("entrance-{name}")>
            <strong>{title}</strong>
            <span>{lead}</span>
        </a>
    }
}
