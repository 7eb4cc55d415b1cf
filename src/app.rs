//! The board and its rules: contexts, and which view is shown.

use std::cell::Cell;

use leptos::prelude::*;

use crate::board::{
    BoardContext, BoardDocument, ClosedView, DiagnosticsDialog, use_input, use_root_sizes,
};
use crate::context::{AppContext, Config};
use crate::failed::FailedView;
use crate::feed::{FeedOptions, store_feed, use_feed};
use crate::feed_state::{FeedState, FeedStatus};
use crate::platform::{
    every_second, now_seconds, on_window, remove_splash, set_page_language, set_theme,
    viewport, write_heartbeat,
};
use crate::rules::RulesPage;
use crate::view::{View, ViewInput};
use crate::words::board;

/// Builds a page. A lazily loaded function returns this and not the page itself, so that
/// the page is built under its owner and its contexts live as long.
pub type MakePage = fn() -> AnyView;

/// The board and its rules.
#[component]
pub fn BoardApp(
    /// Builds the wall, once its code is loaded.
    #[prop(into)]
    wall: Signal<Option<MakePage>>,
) -> impl IntoView {
    let app = AppContext::new();
    let board = BoardContext::new(app);
    provide_context(app);
    provide_context(board);
    let lacks_wall = move || app.needs_wall() && wall.get().is_none();
    let status = Memo::new(move |_| match app.feed.with(FeedState::status) {
        FeedStatus::Ready if lacks_wall() => FeedStatus::Loading,
        status => status,
    });
    let is_wall = Memo::new(move |_| {
        board.view_model.with(|it| it.as_ref().is_some_and(|it| it.is_wall()))
    });
    let view = Memo::new(move |_| {
        View::choose(ViewInput {
            status: status.get(),
            is_rules_page: app.is_rules_page(),
            is_wall: is_wall.get(),
            is_closed: app.clock.get().opens_at.is_some(),
            is_attended: board.carousel.get().attended,
        })
    });
    load_feed(app, board);
    use_root_sizes(board);
    use_document_attributes(app, board, view);
    use_input(board, view);
    on_window("resize", move || app.resize(viewport()));
    let version = Memo::new(move |_| {
        board.view_model.with(|it| it.as_ref().map(|it| it.board.version.to_string()))
    });
    view! {
        <div
            class="hall"
            data-state=move || status.get().as_str()
            data-mode=move || if is_wall.get() { "wall" } else { "document" }
            data-version=move || version.get().unwrap_or_default()
        >
            {move || match view.get() {
                View::Loading => ().into_any(),
                View::Failed => view! { <FailedView /> }.into_any(),
                View::Rules => view! { <RulesPage /> }.into_any(),
                View::Closed => view! { <ClosedView /> }.into_any(),
                View::Wall => wall.get().map(|make| make()).into_any(),
                View::Document => view! { <BoardDocument /> }.into_any(),
            }}
        </div>
        <DiagnosticsDialog />
    }
}

/// A longer gap between two seconds, in seconds, means that the clock was set or that the
/// computer slept.
const MAX_GAP: i64 = 90;

/// Loads the feed and keeps the clock, for as long as the page lives.
fn load_feed(app: AppContext, board: BoardContext) {
    let options = FeedOptions { floor: 0, store: Some(store_feed) };
    let page = app.config.with_value(|config| config.page.clone());
    let poll = use_feed(&page, options, move |event| {
        app.apply(event);
    });
    let last = Cell::new(now_seconds());
    every_second(move || {
        write_heartbeat();
        let now = now_seconds();
        app.now.set(now);
        board.tick(now);
        let passed = now - last.replace(now);
        if let Some(poll) = poll.as_ref().filter(|_| !(0..MAX_GAP).contains(&passed)) {
            poll();
        }
    });
}

/// Sets the page's title, language and theme, and removes the text that the page shows
/// until there is something to draw.
fn use_document_attributes(app: AppContext, board: BoardContext, view: Memo<View>) {
    let hall_name = Memo::new(move |_| {
        let view_model = board.view_model.get()?;
        let name = view_model.language.name(&view_model.board.hall.names).text;
        (!name.is_empty()).then_some(name)
    });
    Effect::new(move |_| {
        let language = app.language.get();
        let title = hall_name.get();
        let title = title.as_deref().unwrap_or_else(|| language.text(board::APP_TITLE));
        set_page_language(language, title);
    });
    Effect::new(move |_| {
        let asked = app.config.with_value(|config: &Config| config.params.theme());
        set_theme(view.get().theme(app.clock.get().night, asked));
    });
    Effect::new(move |_| {
        if view.get() != View::Loading {
            remove_splash();
        }
    });
}
