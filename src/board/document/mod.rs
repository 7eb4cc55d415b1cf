//! The board as one scrolling page, for a phone or a desktop: the site's start page.

mod entrance;
mod frame;
mod households;
mod residents;
mod thanks;

pub(crate) use frame::DocumentFrame;

use std::sync::Arc;

use leptos::prelude::*;

use self::entrance::Entrance;
use self::households::Households;
use self::residents::Residents;
use self::thanks::Thanks;
use super::context::use_board;
use super::sections::{Figures, MeanFigure, RuleList, rule_items, village_figures};
use super::view_model::{BoardLayout, BoardViewModel};
use crate::charts::{ChartSize, ChartSpace};
use crate::components::AfterPaint;
use crate::page_kind::PageKind;
use crate::words::board as word;

/// The board as a document.
#[component]
pub(crate) fn BoardDocument() -> impl IntoView {
    let board = use_board();
    // A changed warning must not rebuild what somebody has opened or typed.
    let shown = Memo::new_with_compare(move |_| board.view_model.get(), is_other_content);
    let content = move || {
        let view_model = shown.get()?;
        let BoardLayout::Document { width } = view_model.layout else { return None };
        Some(view! { <Content view_model width /> })
    };
    view! {
        <DocumentFrame>
            <Entrance />
            <div>{content}</div>
        </DocumentFrame>
    }
}

/// Whether the content of a document has to be rebuilt.
fn is_other_content(
    before: Option<&Option<Arc<BoardViewModel>>>,
    after: Option<&Option<Arc<BoardViewModel>>>,
) -> bool {
    match (before, after) {
        (Some(Some(before)), Some(Some(after))) => {
            !Arc::ptr_eq(&before.board, &after.board)
                || before.language != after.language
                || before.layout != after.layout
        }
        (Some(None), Some(None)) => false,
        _ => true,
    }
}

#[component]
fn Content(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Width of the text in CSS pixels.
    width: f64,
) -> impl IntoView {
    let language = view_model.language;
    let has = |kind: PageKind| kind.is_on(&view_model.board);
    let village = Arc::clone(&view_model);
    let thanks = has(PageKind::Thanks).then(|| Arc::clone(&view_model));
    let residents = Arc::clone(&view_model);
    view! {
        <main class="chapters">
            <Section kind=PageKind::Village>
                <Village view_model=village width />
            </Section>
            {thanks
                .map(|view_model| {
                    view! {
                        <Section kind=PageKind::Thanks>
                            <Thanks view_model />
                        </Section>
                    }
                })}
            <Section kind=PageKind::Residents>
                <Residents view_model=residents width />
            </Section>
            <AfterPaint>
                <LaterSections view_model=Arc::clone(&view_model) />
            </AfterPaint>
        </main>
        <footer class="foot">
            <p>{language.text(word::FOOTER_COMPUTED)}</p>
        </footer>
    }
}

/// The households and the rules.
#[component]
fn LaterSections(
    /// The board.
    view_model: Arc<BoardViewModel>,
) -> impl IntoView {
    let language = view_model.language;
    let has = |kind: &PageKind| kind.is_on(&view_model.board);
    let households = has(&PageKind::Households).then(|| Arc::clone(&view_model));
    let households = households.map(|view_model| {
        view! {
            <Section kind=PageKind::Households>
                <p class="soft">{PageKind::Households.subtitle(language)}</p>
                <Households view_model />
            </Section>
        }
    });
    let rules = [PageKind::Rewards, PageKind::Rules].into_iter().filter(has);
    let rules = rules.map(|kind| {
        let view_model = Arc::clone(&view_model);
        view! { <FoldedRules view_model kind /> }
    });
    view! {
        {households}
        {rules.collect_view()}
    }
}

/// A section with its heading.
#[component]
fn Section(
    /// The kind of section.
    kind: PageKind,
    /// The content below the heading.
    children: Children,
) -> impl IntoView {
    let board = use_board();
    let name = kind.as_str();
    view! {
        <section id=name data-page=name class=name>
            <h2>{move || kind.title(board.app.language.get())}</h2>
            {children()}
        </section>
    }
}

/// The village's mean score and figures.
#[component]
fn Village(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Width of the text in CSS pixels.
    width: f64,
) -> impl IntoView {
    let language = view_model.language;
    let figures = village_figures(&view_model.board, language);
    let details_label = Some(language.text(word::CHART_TABLE));
    let space = chart_space(width);
    view! {
        <MeanFigure view_model space details_label text_class="soft" />
        <Figures figures />
    }
}

/// The rewards or the rules, folded.
#[component]
fn FoldedRules(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Rewards or rules.
    kind: PageKind,
) -> impl IntoView {
    let name = kind.as_str();
    view! {
        <section id=name data-page=name class=name>
            <details class="fold">
                <summary>
                    <h2>{kind.title(view_model.language)}</h2>
                </summary>
                <RuleList items=rule_items(&view_model, kind) />
            </details>
        </section>
    }
}

/// The size of a chart in text of that width.
fn chart_space(width: f64) -> ChartSpace {
    let height = (width * 0.62).clamp(220.0, 380.0);
    ChartSpace::Fixed(ChartSize { width: width as u16, height: height as u16, font: 16 })
}
