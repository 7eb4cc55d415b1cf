//! The wall: pages that take turns on a screen that is read from afar.
//!
//! The pages of every kind are laid out all the time, so that their number is known; those
//! of one kind are visible.

pub(crate) mod carousel;
mod charts;
mod closed;
mod controls;
mod diagnostics_dialog;
mod households_pages;
mod lists;
mod name_finder;
mod paginated;
pub(crate) mod pagination;
mod residents_pages;
pub(crate) mod schedule;
mod section;
mod status_bar;
mod words;

pub(crate) use closed::ClosedView;
pub(crate) use diagnostics_dialog::DiagnosticsDialog;

use leptos::prelude::*;

use self::charts::{HistoryPage, VillagePage};
use self::controls::Controls;
use self::households_pages::HouseholdsPages;
use self::lists::{RulePages, ThanksPages};
use self::name_finder::NameFinder;
use self::residents_pages::ResidentsPages;
use self::schedule::Page;
use self::section::with_part;
use self::status_bar::StatusBar;
use super::context::{BoardContext, use_board};
use super::hall_heading::HallHeading;
use super::notice_bar::NoticeBar;
use super::view_model::BoardLayout;
use crate::layout::TypeSizes;
use crate::page_kind::PageKind;
use crate::platform::set_root_sizes;

/// The wall. The controls come first in reading order.
#[component]
pub fn WallView() -> impl IntoView {
    let board = use_board();
    let live = move || if board.carousel.get().paused { "polite" } else { "off" };
    let announcement = Memo::new(move |_| announcement(board));
    let is_busy = Memo::new(move |_| !board.is_counted());
    view! {
        <Controls />
        <header class="head">
            <HallHeading />
        </header>
        <p class="sr-only" aria-live=live>
            {move || announcement.get()}
        </p>
        <main class="pages" aria-busy=move || is_busy.get().to_string()>
            <VillagePage />
            <ResidentsPages />
            <HouseholdsPages />
            <ThanksPages />
            <HistoryPage />
            <RulePages kind=PageKind::Rewards />
            <RulePages kind=PageKind::Rules />
        </main>
        <NoticeBar />
        <StatusBar />
        <NameFinder />
    }
}

/// Announces the current page to screen readers.
fn announcement(board: BoardContext) -> String {
    let schedule = board.schedule.get();
    let Page { kind, part } = board.carousel.get().position.page(schedule);
    let pages = schedule.into_iter().find(|it| it.kind == kind).map_or(1, |it| it.pages);
    with_part(kind.title(board.app.language.get()), part, pages)
}

/// The wall's type sizes; zero in a document.
fn use_type_sizes(board: BoardContext) -> Memo<TypeSizes> {
    Memo::new(move |_| {
        board.view_model.with(|it| match it.as_ref().map(|it| it.layout) {
            Some(BoardLayout::Wall(sizes)) => sizes,
            _ => TypeSizes { small: 0.0, row: 0.0 },
        })
    })
}

/// Passes a wall's type sizes to the style sheet, before it is laid out: Chromium asks
/// container queries in `em` again only when a container gets another width.
pub(crate) fn use_root_sizes(board: BoardContext) {
    let sizes = use_type_sizes(board);
    ImmediateEffect::new_scoped(move || {
        let sizes = sizes.get();
        set_root_sizes(&[
            ("--small-size", sizes.small),
            ("--row-size", sizes.row),
            ("--pitch-size", sizes.pitch()),
        ]);
    });
}
