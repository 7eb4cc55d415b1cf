//! What the board shows of the resident.

use leptos::prelude::*;

use crate::record::components::{ViewContext, statement_lines};
use crate::record::model::BoardVisibility;
use crate::record::prose::board::board_visibility;
use crate::record::prose::explanation::{ScoreStatement, board_statement};
use crate::words::record as word;

/// What the board shows of the resident.
#[component]
pub fn Board(
    /// What the section is made from.
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

/// The score on the board as a sum on paper.
#[component]
fn BoardSum(
    /// The sum in words.
    statement: ScoreStatement,
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let ScoreStatement { lines, earlier, together, limits, total, .. } = statement;
    let lead = view.language.message(word::SHOWN_LEAD);
    let lead = lead.day("day", view.record.published_on()).finish();
    let earlier = (earlier > 0).then(|| {
        let name = view.language.counted_message(word::WHY_EARLIER, "count", earlier);
        view! {
            <li class="many">
                <span class="name">{name.finish()}</span>
                <span class="score"><bdi>{together}</bdi></span>
            </li>
        }
    });
    view! {
        <p>{lead}</p>
        <ul class="paper board-sum">
            {statement_lines(lines, &view)} {earlier} {statement_lines(limits, &view)}
            <li class="total" data-board-total=total>
                <span class="name">{view.text(word::SHOWN_TOTAL)}</span>
                <span class="score"><bdi>{total.clone()}</bdi></span>
            </li>
        </ul>
    }
}
