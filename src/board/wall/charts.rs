//! The pages with charts: the village, and residents' histories.

use std::sync::Arc;

use leptos::prelude::*;

use super::section::{WallSection, use_part, with_part};
use super::use_type_sizes;
use crate::board::BoardViewModel;
use crate::board::context::use_board;
use crate::board::sections::{Figures, HistoryFigure, MeanFigure, village_figures};
use crate::charts::ChartSpace;
use crate::components::NamedText;
use crate::format::points;
use crate::language::Named;
use crate::layout::TypeSizes;
use crate::page_kind::PageKind;

fn chart_space(sizes: TypeSizes) -> ChartSpace {
    ChartSpace::Measured { font: sizes.small.ceil() as u16 }
}

/// The village's mean score and figures.
#[component]
pub(super) fn VillagePage() -> impl IntoView {
    let board = use_board();
    let kind = PageKind::Village;
    let sizes = use_type_sizes(board);
    let subtitle = Memo::new(move |_| kind.subtitle(board.app.language.get()).to_owned());
    let body = move || {
        let view_model = board.view_model.get()?;
        let figures = village_figures(&view_model.board, view_model.language);
        let space = chart_space(sizes.get());
        Some(view! {
            <MeanFigure view_model space details_label=None text_class="words" />
            <Figures figures />
        })
    };
    view! {
        <WallSection kind subtitle>
            <div class="village-body">{body}</div>
        </WallSection>
    }
}

/// A resident whose history is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Person {
    name: Named,
    score: String,
    band: Option<Named>,
    /// The index of the board's history.
    history: usize,
}

impl Person {
    /// The resident at that index among those who share their history.
    fn find(view_model: &BoardViewModel, number: usize) -> Option<Person> {
        let (board, language) = (&view_model.board, view_model.language);
        let history = *view_model.order.histories.get(number)?;
        let resident = board.residents.get(board.histories.get(history)?.resident)?;
        Some(Person {
            name: language.person(&resident.name),
            score: points(resident.score),
            band: resident.band.as_ref().map(|names| language.name(names)),
            history,
        })
    }
}

/// A resident's score and history.
#[component]
pub(super) fn HistoryPage() -> impl IntoView {
    let board = use_board();
    let kind = PageKind::History;
    let sizes = use_type_sizes(board);
    let part = use_part(board, kind);
    let person = Memo::new(move |_| {
        let view_model = board.view_model.get()?;
        Person::find(&view_model, part.get())
    });
    let title = Memo::new(move |_| person.get().unwrap_or_default().name);
    let subtitle = Memo::new(move |_| {
        let text = kind.subtitle(board.app.language.get());
        let all = |it: &Arc<BoardViewModel>| it.board.histories.len();
        let all = board.view_model.with(|it| it.as_ref().map_or(0, all));
        with_part(text, part.get(), all)
    });
    let body = move || {
        let Person { history, .. } = person.get()?;
        let view_model = board.view_model.get()?;
        let space = chart_space(sizes.get());
        Some(view! { <HistoryFigure view_model history space details_label=None /> })
    };
    let score = move || {
        person.get().map(|Person { score, band, .. }| {
            view! {
                <p class="score-line">
                    <strong>{score}</strong>
                    <span>{band.map(|name| view! { <NamedText name /> })}</span>
                </p>
            }
        })
    };
    view! {
        <WallSection kind title lead=score subtitle>
            <div class="history-body">{body}</div>
        </WallSection>
    }
}
