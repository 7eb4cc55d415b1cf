//! The score today, entries that await a reply or decision, and the forecast.

use leptos::prelude::*;

use super::Section;
use super::waiting::Waiting;
use crate::components::NamedText;
use crate::format;
use crate::record::components::{LazyDetails, SectionLink, StatementList, ViewContext};
use crate::record::model::BoardVisibility;
use crate::record::prose::now::standing;
use crate::words::record as word;

/// The score today, entries that await a reply or decision, and the forecast.
#[component]
pub fn Now(
    /// The open record and the language.
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
        let sum = (!words.sum.is_empty()).then(|| {
            view! { <p class="sum-in-short">{words.sum}</p> }
        });
        let steps = (!words.steps.is_empty()).then(|| {
            let (lines, view) = (words.steps, view.clone());
            view! {
                <LazyDetails summary=view.text(word::NOW_AHEAD)>
                    <StatementList class="paper steps" lines=lines.clone() view=view.clone() />
                </LazyDetails>
            }
        });
        view! {
            {score}
            <Waiting view=view.clone() />
            {sum}
            <p class="next">{words.next}</p>
            {steps}
            <BoardScore view=view.clone() />
        }
    })
}

/// The score on the board, with a link to its explanation.
#[component]
fn BoardScore(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let score = match view.record.board_visibility() {
        Some(BoardVisibility::Listed { score, .. }) => Some(*score),
        _ => None,
    };
    score.map(|score| {
        let message = view.language.message(word::NOW_BOARD).points("score", score);
        let words = message.day("day", view.record.published_on()).finish();
        let why = view.text(word::NOW_BOARD_WHY);
        view! {
            <p class="soft" data-board-score=format::points(score)>
                {words} " " <SectionLink section=Section::Board words=why />
            </p>
        }
    })
}
