//! The board as one page to scroll, for a phone or a desk.

mod frame;
mod histories;

pub(crate) use frame::DocumentFrame;

use std::sync::Arc;

use leptos::prelude::*;

use self::histories::Histories;
use super::context::use_board;
use super::sections::{
    Figures, MeanFigure, ResidentList, RuleList, StarList, ThanksList, category_names,
    household_rows, no_residents_text, page_subtitle, page_title, resident_rows,
    rule_items, thanks_rows, village_figures,
};
use super::view_model::{BoardLayout, BoardViewModel};
use crate::charts::{ChartSize, ChartSpace};
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
    PageKind::ALL.into_iter().filter(|kind| kind.is_on(&view_model.board)).collect()
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
    let language = view_model.language;
    match kind {
        PageKind::Village => {
            let figures = village_figures(&view_model.board, language);
            let details_label = Some(language.text(board::CHART_TABLE));
            let space = chart_space(width);
            view! {
                <MeanFigure view_model space details_label text_class="soft" />
                <Figures figures />
            }
            .into_any()
        }
        PageKind::Residents if view_model.board.residents.is_empty() => {
            view! { <p>{no_residents_text(&view_model)}</p> }.into_any()
        }
        PageKind::Residents => view! {
            <p class="soft">{page_subtitle(kind, language)}</p>
            <ResidentList rows=resident_rows(&view_model) />
        }
        .into_any(),
        PageKind::Households => {
            let rows = household_rows(&view_model);
            view! {
                <p class="soft">{page_subtitle(kind, language)}</p>
                <StarList rows categories=category_names(&view_model) />
            }
            .into_any()
        }
        PageKind::Thanks => view! {
            <p class="soft">{page_subtitle(kind, language)}</p>
            <ThanksList rows=thanks_rows(&view_model) />
        }
        .into_any(),
        PageKind::History => view! { <Histories view_model width /> }.into_any(),
        PageKind::Rewards | PageKind::Rules => {
            view! { <RuleList items=rule_items(&view_model, kind) /> }.into_any()
        }
    }
}

/// The room for a chart in a text of that width.
fn chart_space(width: f64) -> ChartSpace {
    let height = (width * 0.62).clamp(220.0, 380.0);
    ChartSpace::Fixed(ChartSize { width: width as u16, height: height as u16, font: 16 })
}
