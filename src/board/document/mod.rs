//! The board as one page to scroll, for a phone or a desk.

mod frame;
mod histories;

pub(crate) use frame::DocumentFrame;

use std::sync::Arc;

use leptos::prelude::*;

use self::histories::Histories;
use super::context::use_board;
use super::sections::{
    ChartFit, Figures, MeanFigure, ResidentRows, RuleListColumns, StarList, ThanksRows,
    columns_of, no_residents_text, page_title, village_figures,
};
use super::view_model::{BoardLayout, BoardViewModel};
use crate::charts::ChartSize;
use crate::deck::ResidentRow;
use crate::page_kind::PageKind;
use crate::words::board;

/// The board as a document.
#[component]
pub(crate) fn BoardDocument() -> impl IntoView {
    let board = use_board();
    let content = move || {
        let view_model = board.view_model.get()?;
        let BoardLayout::Document { width } = view_model.layout else { return None };
        Some(view! { <Content view_model width /> })
    };
    view! {
        <DocumentFrame>
            <div>{content}</div>
        </DocumentFrame>
    }
}

/// Links to the sections, the sections, and links to the other pages.
#[component]
fn Content(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Width of the text in CSS pixels.
    width: f64,
) -> impl IntoView {
    let language = view_model.language;
    let kinds = shown_kinds(&view_model);
    let links = kinds.iter().map(|kind| {
        let href = format!("#{}", kind.as_str());
        view! {
            <li>
                <a href=href>{page_title(*kind, language)}</a>
            </li>
        }
    });
    let sections = kinds.iter().map(|kind| {
        let view_model = Arc::clone(&view_model);
        view! { <DocumentSection view_model width kind=*kind /> }
    });
    view! {
        <nav class="contents" aria-label=language.text(board::DOCUMENT_CONTENTS)>
            <ul>{links.collect_view()}</ul>
        </nav>
        <main class="chapters">{sections.collect_view()}</main>
        <DocumentFooter view_model />
    }
}

/// The kinds of pages that have content.
fn shown_kinds(view_model: &BoardViewModel) -> Vec<PageKind> {
    let counts = PageKind::ALL.into_iter().zip(view_model.deck.counts());
    counts.filter(|(_, pages)| *pages > 0).map(|(kind, _)| kind).collect()
}

#[component]
fn DocumentFooter(
    /// The board.
    view_model: Arc<BoardViewModel>,
) -> impl IntoView {
    let board = use_board();
    let language = view_model.language;
    let link = |href: String, text: &'static str| {
        view! {
            <p>
                <a href=href>{text}</a>
            </p>
        }
    };
    let letters =
        board.letters_url().map(|url| link(url, language.text(board::CONTROLS_TELL)));
    view! {
        <footer class="foot">
            {link(board.app.link("rules/"), language.text(board::DOCUMENT_RULES))}
            {link(board.app.link("me/"), language.text(board::DOCUMENT_OWN))}
            {letters}
            <p>{language.text(board::FOOTER_COMPUTED)}</p>
        </footer>
    }
}

#[component]
fn DocumentSection(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Width of the text in CSS pixels.
    width: f64,
    /// Which section.
    kind: PageKind,
) -> impl IntoView {
    let name = kind.as_str();
    view! {
        <section id=name data-page=name class=name>
            <h2>{page_title(kind, view_model.language)}</h2>
            <SectionBody view_model width kind />
        </section>
    }
}

#[component]
fn SectionBody(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Width of the text in CSS pixels.
    width: f64,
    /// Which section.
    kind: PageKind,
) -> impl IntoView {
    let (deck, language) = (&view_model.deck, view_model.language);
    match kind {
        PageKind::Village => {
            let figures = village_figures(&view_model.board, language);
            let details_label = Some(language.text(board::CHART_TABLE));
            let fit = Box::new(move |_: &str| chart_fit(width));
            view! {
                <MeanFigure view_model fit details_label text_class="soft" />
                <Figures figures />
            }
            .into_any()
        }
        PageKind::Residents => match deck.residents.first().cloned() {
            Some(columns) => {
                let row = ResidentRow { bar: 1.0, ..deck.resident_row };
                view! {
                    <p class="soft">{language.text(board::RESIDENTS_BESIDE)}</p>
                    <ResidentRows view_model columns row />
                }
                .into_any()
            }
            None => {
                let text = no_residents_text(&view_model);
                view! { <p>{text}</p> }.into_any()
            }
        },
        PageKind::Households => view! {
            <p class="soft">{language.text(board::HOUSEHOLDS_BESIDE)}</p>
            <StarList view_model />
        }
        .into_any(),
        PageKind::Thanks => {
            let rows = 0..view_model.board.thanks.len();
            view! {
                <p class="soft">{language.text(board::THANKS_BESIDE)}</p>
                <ThanksRows view_model rows />
            }
            .into_any()
        }
        PageKind::History => view! { <Histories view_model width /> }.into_any(),
        PageKind::Rewards => {
            let lists = deck.rewards.iter().map(|it| columns_of(&deck.reward_items, it));
            lists
                .map(|columns| view! { <RuleListColumns columns /> })
                .collect_view()
                .into_any()
        }
        PageKind::Rules => {
            let lists = deck.rules.iter().map(|it| columns_of(&deck.rule_items, it));
            lists
                .map(|columns| view! { <RuleListColumns columns /> })
                .collect_view()
                .into_any()
        }
    }
}

/// The room for a chart in a text of that width.
fn chart_fit(width: f64) -> ChartFit {
    let height = (width * 0.62).clamp(220.0, 380.0);
    let size = ChartSize { width: width as u16, height: height as u16, font: 16 };
    ChartFit { size, sentence_hidden: false }
}
