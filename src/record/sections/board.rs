//! What the board shows of the resident.

use leptos::prelude::*;

use super::explanation::SumLines;
use crate::record::components::ViewContext;
use crate::record::model::BoardVisibility;
use crate::record::prose::board::board_visibility;
use crate::record::prose::explanation::{ScoreStatement, board_statement};
use crate::words::record as word;

/// What the board shows of the resident.
#[component]
pub fn Board(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let record = view.record.clone();
    record.board_visibility().map(|visibility| {
        let (word, lines) = board_visibility(view.formatter(), visibility);
        let lines = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
        let statement = match (visibility, record.board_explanation()) {
            (BoardVisibility::Listed { score, .. }, Some(explanation)) => {
                Some(board_statement(view.formatter(), explanation, *score))
            }
            _ => None,
        };
        let sum =
            statement.map(|statement| view! { <BoardSum statement view=view.clone() /> });
        view! { <div data-shown=word>{lines} {sum}</div> }
    })
}

/// The score on the board as a statement.
#[component]
fn BoardSum(
    /// The formatted statement.
    statement: ScoreStatement,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let lead = view.language.message(word::SHOWN_LEAD);
    let lead = lead.day("day", view.record.published_on()).finish();
    let (total, name) = (statement.total.clone(), view.text(word::SHOWN_TOTAL));
    view! {
        <p>{lead}</p>
        <ul class="paper board-sum">
            <SumLines statement view can_expand=false /> <li class="total" data-board-total=total>
                <span class="name">{name}</span>
                <span class="score"><bdi>{total.clone()}</bdi></span>
            </li>
        </ul>
    }
}
