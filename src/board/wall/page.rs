//! One page of the wall: a heading, and what fits below it.

use std::sync::Arc;

use leptos::prelude::*;

use super::schedule::Page;
use crate::board::BoardViewModel;
use crate::board::sections::{
    ChartFit, Figure, Figures, HistoryFigure, MeanFigure, NamedText, ResidentRows,
    RuleListColumns, StarTable, ThanksRows, columns_of, initials, no_residents_text,
    page_title, village_figures,
};
use crate::charts::ChartSize;
use crate::figures::{pixels, points};
use crate::language::Named;
use crate::layout::{LINE, Layout};
use crate::page_kind::PageKind;
use crate::typeset::{ems, lines};
use crate::words::board;

/// A page of the wall.
#[component]
pub(super) fn WallPage(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// The sizes of the wall.
    layout: Layout,
    /// Which page.
    page: Page,
) -> impl IntoView {
    if page.kind == PageKind::History {
        return view! { <HistoryPage view_model layout part=page.part /> }.into_any();
    }
    let name =
        Named { text: page_title(page.kind, view_model.language).to_owned(), lang: None };
    let subtitle = subtitle(&view_model, page);
    view! {
        <PageHeading layout name subtitle />
        <PageBody view_model layout page />
    }
    .into_any()
}

/// What is listed, in which order, and which part of it.
fn subtitle(view_model: &BoardViewModel, page: Page) -> String {
    let (deck, language) = (&view_model.deck, view_model.language);
    match page.kind {
        PageKind::Village => language.text(board::VILLAGE_BESIDE).to_owned(),
        PageKind::Residents => match deck.residents.get(page.part) {
            Some(columns) => {
                let text = language.text(board::RESIDENTS_BESIDE);
                let text = format!("{text} · {}", initials(view_model, columns));
                with_part(&text, page.part, deck.residents.len())
            }
            None => String::new(),
        },
        PageKind::Households => with_part(
            language.text(board::HOUSEHOLDS_BESIDE),
            page.part,
            deck.households.len(),
        ),
        PageKind::Thanks => {
            with_part(language.text(board::THANKS_BESIDE), page.part, deck.thanks.len())
        }
        PageKind::History => {
            let all = view_model.board.histories.len();
            with_part(language.text(board::HISTORY_BESIDE), page.part, all)
        }
        PageKind::Rewards => {
            with_part(language.text(board::REWARDS_BESIDE), page.part, deck.rewards.len())
        }
        PageKind::Rules => {
            with_part(language.text(board::RULES_BESIDE), page.part, deck.rules.len())
        }
    }
}

fn with_part(text: &str, part: usize, parts: usize) -> String {
    if parts > 1 { format!("{text} · {}/{parts}", part + 1) } else { text.to_owned() }
}

/// What stands below the heading.
#[component]
fn PageBody(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// The sizes of the wall.
    layout: Layout,
    /// Which page.
    page: Page,
) -> impl IntoView {
    let deck = &view_model.deck;
    match page.kind {
        PageKind::Village => view! { <VillageBody view_model layout /> }.into_any(),
        PageKind::Residents => match deck.residents.get(page.part).cloned() {
            Some(columns) => {
                let row = deck.resident_row;
                view! { <ResidentRows view_model columns row /> }.into_any()
            }
            None => {
                let text = no_residents_text(&view_model);
                view! { <p class="words">{text}</p> }.into_any()
            }
        },
        PageKind::Households => {
            let table = deck.households.get(page.part).cloned();
            table.map(|table| view! { <StarTable view_model table /> }).into_any()
        }
        PageKind::Thanks => {
            let rows = deck.thanks.get(page.part).cloned();
            rows.map(|rows| view! { <ThanksRows view_model rows /> }).into_any()
        }
        PageKind::History => ().into_any(),
        PageKind::Rewards => {
            let columns = deck.rewards.get(page.part);
            let columns = columns.map(|columns| columns_of(&deck.reward_items, columns));
            columns.map(|columns| view! { <RuleListColumns columns /> }).into_any()
        }
        PageKind::Rules => {
            let columns = deck.rules.get(page.part);
            let columns = columns.map(|columns| columns_of(&deck.rule_items, columns));
            columns.map(|columns| view! { <RuleListColumns columns /> }).into_any()
        }
    }
}

/// A title as large as it fits, with a subtitle if there is room for it.
#[component]
fn PageHeading(
    /// The sizes of the wall.
    layout: Layout,
    /// The title.
    name: Named,
    /// The subtitle.
    subtitle: String,
) -> impl IntoView {
    // A heavy face is wider than the estimate.
    let title_ems = ems(&name.text) * 1.06;
    let size = (layout.row * 1.2).min(layout.body_width / title_ems.max(1.0));
    let room = layout.body_width - size * title_ems - layout.small;
    let fits = layout.small * ems(&subtitle) <= room;
    view! {
        <div class="heading">
            <h2 style:font-size=pixels(size)>
                <NamedText name />
            </h2>
            {fits.then(|| view! { <p>{subtitle}</p> })}
        </div>
    }
}

#[component]
fn VillageBody(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// The sizes of the wall.
    layout: Layout,
) -> impl IntoView {
    let figures = village_figures(&view_model.board, view_model.language);
    let width = layout.body_width * if figures.is_empty() { 1.0 } else { 0.68 };
    let fit = Box::new(move |sentence: &str| chart_fit(&layout, width, 0.0, sentence));
    let figures = figures_that_fit(figures, &layout);
    view! {
        <div class="village-body">
            <div class="village-chart" style:width=pixels(width)>
                <MeanFigure view_model fit details_label=None text_class="words" />
            </div>
            <Figures figures />
        </div>
    }
}

/// The figures that fit below each other beside the chart.
fn figures_that_fit(figures: Vec<Figure>, layout: &Layout) -> Vec<Figure> {
    let width = layout.body_width * 0.27 / layout.small;
    let mut left = layout.body_height;
    let mut fits = |figure: &Figure| {
        let label_lines = lines(&figure.label, width - 0.3) as f64;
        left -= layout.row * 1.45 + layout.small * (label_lines * LINE + 0.75);
        left >= 0.0
    };
    figures.into_iter().take_while(|figure| fits(figure)).collect()
}

/// Below a sentence, a chart has that many lines at least.
const MIN_LINES_BELOW_SENTENCE: f64 = 5.0;
/// Without a sentence, a chart has that many lines at least.
const MIN_LINES: f64 = 6.0;

/// The room for a chart below `above` and its sentence. If that is too little, the
/// sentence is hidden.
fn chart_fit(layout: &Layout, width: f64, above: f64, sentence: &str) -> ChartFit {
    let sentence_lines = lines(sentence, width / layout.small) as f64;
    let whole = layout.body_height - above;
    let rest = whole - layout.small * (LINE * sentence_lines + 0.1);
    let sentence_hidden = rest < layout.small * MIN_LINES_BELOW_SENTENCE
        && whole >= layout.small * MIN_LINES;
    let height = if sentence_hidden { whole } else { rest };
    let font = layout.small.ceil() as u16;
    let size = ChartSize { width: width as u16, height: height as u16, font };
    ChartFit { size, sentence_hidden }
}

/// A resident's score and history; nothing if there is no such history.
#[component]
fn HistoryPage(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// The sizes of the wall.
    layout: Layout,
    /// Which history, in the order of names.
    part: usize,
) -> impl IntoView {
    history_page(view_model, layout, part)
}

fn history_page(
    view_model: Arc<BoardViewModel>,
    layout: Layout,
    part: usize,
) -> Option<AnyView> {
    let (board, language) = (&view_model.board, view_model.language);
    let history = *view_model.order.histories.get(part)?;
    let resident = board.residents.get(board.histories.get(history)?.resident)?;
    let name = language.person(&resident.name);
    let subtitle = subtitle(&view_model, Page { kind: PageKind::History, part });
    let score = points(resident.score);
    let band = resident.band.as_ref().map(|names| language.name(names)).map(|name| {
        view! {
            <span>
                <NamedText name />
            </span>
        }
    });
    let (width, above) = (layout.body_width, layout.row * 1.75);
    let fit = Box::new(move |sentence: &str| chart_fit(&layout, width, above, sentence));
    let page = view! {
        <PageHeading layout name subtitle />
        <p class="score-line">
            <strong>{score}</strong>
            {band}
        </p>
        <HistoryFigure view_model history fit details_label=None />
    };
    Some(page.into_any())
}
