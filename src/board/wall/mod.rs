//! The wall: pages that take turns on a screen that is read from afar.

pub(crate) mod carousel;
mod closed;
mod controls;
mod diagnostics_dialog;
mod layer;
mod page;
pub(crate) mod schedule;
mod status_bar;

pub(crate) use closed::ClosedView;
pub(crate) use diagnostics_dialog::DiagnosticsDialog;

use leptos::prelude::*;

use self::controls::Controls;
use self::layer::PageLayer;
use self::status_bar::StatusBar;
use super::context::{BoardContext, use_board};
use super::hall_heading::HallHeading;
use super::notice_bar::NoticeBar;
use super::view_model::BoardLayout;
use crate::layout::Layout;
use crate::platform::set_root_sizes;

/// The wall. The controls come first in reading order.
#[component]
pub(crate) fn WallView() -> impl IntoView {
    let board = use_board();
    use_root_sizes(board);
    let live = move || if board.carousel.get().paused { "polite" } else { "off" };
    view! {
        <Controls />
        <header class="head">
            <HallHeading />
        </header>
        <main class="pages" aria-live=live>
            <PageLayer index=0 />
            <PageLayer index=1 />
        </main>
        <NoticeBar />
        <StatusBar />
    }
}

/// Passes the sizes of the layout to the style sheet.
fn use_root_sizes(board: BoardContext) {
    let layout = Memo::new(move |_| {
        board.view_model.with(|it| it.as_ref().map(|view_model| view_model.layout))
    });
    Effect::new(move |_| {
        if let Some(BoardLayout::Wall(layout)) = layout.get() {
            set_root_sizes(&sizes(&layout));
        }
    });
}

fn sizes(layout: &Layout) -> [(&'static str, f64); 10] {
    [
        ("--small", layout.small),
        ("--row", layout.row),
        ("--text", layout.text()),
        ("--margin", layout.margin),
        ("--gap", layout.gap),
        ("--header", layout.header),
        ("--heading", layout.heading),
        ("--notice", layout.notice),
        ("--footer", layout.footer),
        ("--pitch", layout.row_height(1)),
    ]
}
