//! The page of the rules: what the board is, the hall's promises, and the rulebooks.

use std::sync::Arc;

use leptos::prelude::*;

use super::rulebook::{RulebookContent, RulebookSection};
use crate::board::{BoardViewModel, DocumentFrame, use_board};
use crate::language::Language;
use crate::rule_list;
use crate::words::board;

/// The page of the rules.
#[component]
pub(crate) fn RulesPage() -> impl IntoView {
    let board = use_board();
    let content =
        move || board.view_model.get().map(|view_model| view! { <Content view_model /> });
    view! {
        <DocumentFrame>
            <div>{content}</div>
        </DocumentFrame>
    }
}

#[component]
fn Content(
    /// The board that these rules belong to.
    view_model: Arc<BoardViewModel>,
) -> impl IntoView {
    let board = use_board();
    let language = view_model.language;
    let rules = view_model.board.rules.as_ref();
    let reply = rules.map(|rules| rule_list::reply(language, rules));
    let books = view_model.board.rulebooks.iter().rev().map(|book| {
        let content = RulebookContent::new(book, language);
        view! { <RulebookSection content /> }
    });
    view! {
        <nav class="contents">
            <p>
                <a href=board.app.link("")>{language.text(board::ABOUT_BOARD)}</a>
            </p>
        </nav>
        <main class="chapters leisure" data-page="rules">
            <section>
                <h2>{language.text(board::ABOUT_TITLE)}</h2>
                <p>{language.text(board::ABOUT_WHAT)}</p>
                <ul class="promises">
                    {promises(language).map(|text| view! { <li>{text}</li> })}
                </ul>
            </section>
            <section>
                <h2>{language.text(board::MADE_TITLE)}</h2>
                {how_scores_are_made(language).map(|text| view! { <p>{text}</p> })}
            </section>
            <section>
                <h2>{language.text(board::ANSWER_TITLE)}</h2>
                {reply.map(|text| view! { <p>{text}</p> })}
                <p>{language.text(board::ANSWER_HOW)}</p>
            </section>
            <section>
                <h2>{language.text(board::LEAVE_TITLE)}</h2>
                <p>{language.text(board::LEAVE_HOW)}</p>
            </section>
            {books.collect_view()}
        </main>
    }
}

fn promises(language: Language) -> [&'static str; 4] {
    [
        language.text(board::ABOUT_CONSENT),
        language.text(board::ABOUT_SHAME),
        language.text(board::ABOUT_OPEN),
        language.text(board::ABOUT_REWARDS),
    ]
}

fn how_scores_are_made(language: Language) -> [&'static str; 4] {
    [
        language.text(board::MADE_SUM),
        language.text(board::MADE_LIMITS),
        language.text(board::MADE_BOARD),
        language.text(board::MADE_BALANCE),
    ]
}
