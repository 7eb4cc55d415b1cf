//! The score of today, and what comes next.

use leptos::prelude::*;

use crate::components::NamedText;
use crate::format;
use crate::record::components::{StatementList, TextList, ViewContext};
use crate::record::model::BoardVisibility;
use crate::record::prose::now::standing;
use crate::words::record as word;

/// The score of today, and what comes next.
#[component]
pub fn Now(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let record = view.record.clone();
    record.now().map(|now| {
        let words = standing(view.formatter(), now);
        let band = now.band.clone().unwrap_or_default();
        let score = (!words.score.is_empty()).then(|| {
            view! {
                <p class="big" data-score=words.score data-band=band>
                    <strong>{words.score.clone()}</strong>
                    <span class="beside">
                        <span class="band-name">
                            <NamedText name=words.band />
                        </span>
                        <span class="soft">{words.scale}</span>
                    </span>
                </p>
            }
        });
        let see = view.text(word::NOW_SEE);
        let due = (!words.due.is_empty()).then(|| {
            view! {
                <TextList class="due" texts=words.due>
                    <li>
                        <a href="#why">{see}</a>
                    </li>
                </TextList>
            }
        });
        let steps = (!words.steps.is_empty()).then(|| {
            view! {
                <StatementList class="paper steps" lines=words.steps view=view.clone() />
            }
        });
        let balance = now.balance.map(|balance| {
            let balance = format::points(balance);
            view! { <p class="soft" data-balance=balance>{words.balance}</p> }
        });
        view! {
            {score}
            {due}
            <p class="next">{words.next}</p>
            {steps}
            <BoardScore view=view.clone() />
            {balance}
        }
    })
}

/// The score on the board, and where it is explained.
#[component]
fn BoardScore(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let score = match view.record.board_visibility() {
        Some(BoardVisibility::Listed { score, .. }) => Some(*score),
        _ => None,
    };
    score.map(|score| {
        let message = view.language.message(word::NOW_BOARD).points("score", score);
        let words = message.day("day", view.record.published_on()).finish();
        view! {
            <p class="soft" data-board-score=format::points(score)>
                {words} " " <a href="#board">{view.text(word::NOW_BOARD_WHY)}</a>
            </p>
        }
    })
}
