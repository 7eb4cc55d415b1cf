//! Histories that residents share.

use std::sync::Arc;

use leptos::prelude::*;

use super::chart_space;
use crate::board::sections::{HistoryFigure, NamedText};
use crate::board::view_model::BoardViewModel;
use crate::format::points;
use crate::language::Named;
use crate::words::board;

/// All histories by name, each behind its resident's name and score.
#[component]
pub(super) fn Histories(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Width of the text in CSS pixels.
    width: f64,
) -> impl IntoView {
    let entries = view_model.order.histories.iter().filter_map(|history| {
        let (name, score) = summary(&view_model, *history)?;
        let view_model = Arc::clone(&view_model);
        Some(view! { <History view_model width history=*history name score /> })
    });
    view! {
        <p class="soft">{view_model.language.text(board::HISTORY_DOCUMENT)}</p>
        {entries.collect_view()}
    }
}

/// A resident's name and score.
fn summary(view_model: &BoardViewModel, history: usize) -> Option<(Named, String)> {
    let history = view_model.board.histories.get(history)?;
    let resident = view_model.board.residents.get(history.resident)?;
    Some((view_model.language.person(&resident.name), points(resident.score)))
}

/// A history. Its chart is drawn when it is first opened: a village may share hundreds.
#[component]
fn History(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Width of the text in CSS pixels.
    width: f64,
    /// Which of the board's histories.
    history: usize,
    /// The resident's name.
    name: Named,
    /// The resident's score.
    score: String,
) -> impl IntoView {
    let was_opened = RwSignal::new(false);
    let open = move || {
        if !was_opened.get_untracked() {
            was_opened.set(true);
        }
    };
    let chart = move || {
        was_opened.get().then(|| {
            let view_model = Arc::clone(&view_model);
            let details_label = Some(view_model.language.text(board::CHART_TABLE));
            let space = chart_space(width);
            view! { <HistoryFigure view_model history space details_label /> }
        })
    };
    view! {
        <details class="person" on:toggle=move |_| open()>
            <summary>
                <span class="name">
                    <NamedText name />
                </span>
                <span class="score">{score}</span>
            </summary>
            <div>{chart}</div>
        </details>
    }
}
