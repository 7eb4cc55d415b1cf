//! The board's state: what is derived from the app's signals, and the carousel.

use std::collections::BTreeMap;
use std::sync::Arc;

use hallboard_feed::{Board, REST_SECONDS};
use leptos::prelude::*;

use super::street::street_before_number;
use super::view_model::{BoardViewModel, BoardViewModelInput, Order};
use super::wall::carousel::{Carousel, CarouselSnapshot, Intent};
use super::wall::pagination::Pages;
use super::wall::schedule::{self, Counts, Page, Position, Schedule};
use crate::context::{AppContext, Config, is_replaced};
use crate::diagnostics::Diagnostics;
use crate::language::Language;
use crate::layout::Screen;
use crate::notice::Notice;
use crate::page_kind::PageKind;
use crate::platform::{Calendar, DateStyle, Viewport, in_order_of_names, now_seconds};

/// State that all components of the board share.
#[derive(Clone, Copy, Debug)]
pub struct BoardContext {
    /// The app's own state.
    pub app: AppContext,
    /// What is shown; `None` until there is a feed.
    pub view_model: Memo<Option<Arc<BoardViewModel>>>,
    /// The pages of each list on the wall, as the browser lays them out.
    pub pages: RwSignal<BTreeMap<PageKind, Pages>>,
    /// Which pages the wall shows, and for how long.
    pub schedule: Memo<Schedule>,
    /// What is visible of the carousel's state.
    pub carousel: Memo<CarouselSnapshot>,
    /// Whether the dialog is open in which a name is found.
    pub finder_open: RwSignal<bool>,
    /// The name that was looked for, which is marked.
    pub marked: RwSignal<Option<String>>,
    carousel_state: RwSignal<Carousel>,
}

/// The board's state, in a component of the board.
pub(crate) fn use_board() -> BoardContext {
    expect_context()
}

impl BoardContext {
    /// Derives the board from the app's state.
    #[must_use]
    pub fn new(app: AppContext) -> BoardContext {
        let board = Memo::new_with_compare(move |_| todays_board(app), is_replaced);
        let notice = Memo::new(move |_| notice(app, board));
        let clocks_differ =
            Memo::new(move |_| app.diagnostics.with(Diagnostics::clocks_differ));
        let view_model = Memo::new_with_compare(
            move |_| {
                let board = board.get()?;
                let input =
                    view_model_input(app, board, notice.get(), clocks_differ.get());
                Some(Arc::new(BoardViewModel::build(input?)))
            },
            is_replaced,
        );
        let paused = app.config.with_value(|config| config.params.paused);
        let carousel = Carousel::new(Position::default(), paused, now_seconds());
        let carousel_state = RwSignal::new(carousel);
        let carousel = Memo::new(move |_| carousel_state.with(Carousel::snapshot));
        let pages = RwSignal::new(BTreeMap::new());
        let schedule = Memo::new(move |_| {
            board
                .with(|it| it.as_ref().map(|it| schedule(it, &pages.read())))
                .unwrap_or(schedule::EMPTY)
        });
        let context = BoardContext {
            app,
            view_model,
            pages,
            schedule,
            carousel,
            finder_open: RwSignal::new(false),
            marked: RwSignal::new(None),
            carousel_state,
        };
        context.keep_page();
        context
    }

    /// Stays on the page that is shown when other pages are added or taken away, and on the
    /// one that the address asks for until a page is turned.
    fn keep_page(self) {
        Effect::new(move |before: Option<Schedule>| {
            let schedule = self.schedule.get();
            let before = before.unwrap_or(schedule::EMPTY);
            if before != schedule {
                self.carousel_state.update(|carousel| {
                    let turned = carousel.serial > 0;
                    let shown = carousel.position.page(before);
                    let asked = self.requested_page().filter(|_| !turned);
                    let first = before == schedule::EMPTY;
                    if let Some(page) = asked.or((!first).then_some(shown)) {
                        *carousel = carousel.open(page, schedule);
                    }
                });
            }
            schedule
        });
    }

    /// Whether the pages of all lists were counted.
    #[must_use]
    pub fn is_counted(self) -> bool {
        let lists = PageKind::ALL.into_iter().filter(|kind| kind.is_list());
        let pages = self.pages.read();
        lists.into_iter().all(|kind| pages.contains_key(&kind))
    }

    /// How many pages of a list there are; 0 before they were counted.
    #[must_use]
    pub fn page_count(self, kind: PageKind) -> usize {
        self.pages.with(|pages| pages.get(&kind).map_or(0, |it| it.count))
    }

    /// Whether the window is higher than wide.
    #[must_use]
    pub fn is_upright(self) -> bool {
        let size = self.app.viewport.get();
        size.height > size.width
    }

    /// The page that the address asks for, if any.
    fn requested_page(self) -> Option<Page> {
        let page = |config: &Config| {
            let params = &config.params;
            params.page.map(|kind| Page { kind, part: params.part })
        };
        self.app.config.with_value(page)
    }

    /// Idle time in seconds after which the board resets to its initial state.
    fn rest_seconds(self) -> u32 {
        let rest = |it: &Arc<BoardViewModel>| it.board.display.rest_seconds;
        let rest = self.view_model.with_untracked(|it| it.as_ref().map(rest));
        rest.unwrap_or(REST_SECONDS)
    }

    /// Applies an intent of the reader to the carousel.
    pub fn apply(self, intent: Intent) {
        let carousel = self.carousel_state.get_untracked();
        self.carousel_state.set(carousel.apply(
            intent,
            self.schedule.get_untracked(),
            now_seconds(),
        ));
    }

    /// Seconds until the page is turned; `None` while it is paused or held.
    #[must_use]
    pub fn seconds_left(self) -> Option<i64> {
        let (schedule, now) = (self.schedule.get(), self.app.now.get());
        self.carousel_state.with(|it| it.seconds_left(schedule, now))
    }

    /// Advances the carousel, and restores the initial state once nobody uses the board.
    pub fn tick(self, now: i64) {
        let before = self.carousel_state.get_untracked();
        let mut carousel =
            before.tick(self.schedule.get_untracked(), self.rest_seconds(), now);
        if before.is_in_use() && !carousel.is_in_use() {
            self.restore_language();
            self.finder_open.set(false);
            self.marked.set(None);
        }
        let closed = self.app.clock.get_untracked().opens_at.is_some();
        if closed && !carousel.is_attended() {
            carousel = carousel.reset(now);
        }
        if carousel != before {
            self.carousel_state.set(carousel);
        }
    }

    fn restore_language(self) {
        let language = self.app.home_language();
        if self.app.language.get_untracked() != language {
            self.app.language.set(language);
        }
    }

    /// Opens the dialog in which a name is found.
    pub fn open_finder(self) {
        self.apply(Intent::Interact);
        self.finder_open.set(true);
    }

    /// Switches the language. On a wall, which many people share, the choice lasts while
    /// the board is in use; elsewhere it is stored.
    pub fn choose_language(self, language: Language) {
        self.app.language.set(language);
        let on_wall = |it: &Option<Arc<BoardViewModel>>| {
            it.as_ref().is_some_and(|view_model| view_model.is_wall())
        };
        if self.view_model.with_untracked(on_wall) {
            self.apply(Intent::Interact);
        } else {
            self.app.store_language();
        }
    }

    /// The URL of the page for letters, if the hall accepts them. From a wall, its return
    /// URL leads to the board with these parameters.
    #[must_use]
    pub fn letters_url(self) -> Option<String> {
        let view_model = self.view_model.get().filter(|it| it.accepts_letters)?;
        let page = self.app.link("report/");
        if !view_model.is_wall() {
            return Some(page);
        }
        let query = |config: &Config| config.params.kiosk_query(view_model.language);
        Some(page + &self.app.config.with_value(query))
    }

    /// The URL of the page `/me`, on this shared screen.
    #[must_use]
    pub fn record_url(self) -> String {
        let language = self.app.language.get();
        let query = |config: &Config| config.params.kiosk_query(language);
        self.app.link("me/") + &self.app.config.with_value(query)
    }

    /// Whether the diagnostics dialog is open, without tracking it.
    #[must_use]
    pub fn is_diagnostics_open(self) -> bool {
        self.app.diagnostics.with_untracked(|it| it.opened.is_some())
    }

    /// Opens or closes the diagnostics dialog.
    pub fn set_diagnostics_open(self, open: bool) {
        if self.is_diagnostics_open() != open {
            self.app.diagnostics.update(|it| it.opened = open.then(now_seconds));
        }
    }

    /// Whether the diagnostics dialog has been open for the idle time.
    #[must_use]
    pub fn is_diagnostics_idle(self, now: i64) -> bool {
        let rest = self.rest_seconds();
        self.app.diagnostics.with_untracked(|it| it.is_idle(rest, now))
    }
}

fn todays_board(app: AppContext) -> Option<Arc<Board>> {
    let feed = app.verified.get()?;
    let clock = app.clock.get();
    // Depends on the clock's memo, not on the second itself, which would recompute it
    // every second.
    Some(Arc::new(feed.board(clock.today?, app.now.get_untracked())))
}

fn notice(app: AppContext, board: Memo<Option<Arc<Board>>>) -> Option<Notice> {
    let today = app.clock.get().today?;
    let board = board.get()?;
    app.feed.with(|feed| Notice::gravest(&board, today, feed.error.as_ref()))
}

fn view_model_input(
    app: AppContext,
    board: Arc<Board>,
    notice: Option<Notice>,
    clocks_differ: bool,
) -> Option<BoardViewModelInput> {
    let language = app.language.get();
    let calendar = Calendar(language);
    let date = board.on.max(app.clock.get().today?);
    let dates = [DateStyle::Weekday, DateStyle::ShortWeekday];
    let viewport = app.viewport.get();
    let screen = app.config.with_value(|config| screen(viewport, config, &board));
    let is_wall = app.config.with_value(|config| config.params.is_shared());
    let letters =
        |feed: &Arc<hallboard_feed::VerifiedFeed>| feed.snapshot().letters.is_some();
    let accepts_letters = app.verified.with(|feed| feed.as_ref().is_some_and(letters));
    Some(BoardViewModelInput {
        language,
        order: order(&board, language),
        screen,
        is_wall: is_wall && !app.is_rules_page(),
        accepts_letters,
        notice,
        clocks_differ,
        dates: dates.map(|style| calendar.day(date, style)),
        issued: calendar.instant(board.issued, &board.hall.time_zone),
        board,
    })
}

/// The pages that a board has. Lists that are not laid out yet have one.
fn schedule(board: &Board, pages: &BTreeMap<PageKind, Pages>) -> Schedule {
    let count = |kind: PageKind| {
        let counted = pages.get(&kind).map_or(0, |it| it.count).max(1);
        match kind {
            PageKind::Village => 1,
            PageKind::History => board.histories.len(),
            _ if kind.is_on(board) => counted,
            _ => 0,
        }
    };
    let counts: Counts = PageKind::ALL.map(count);
    schedule::schedule(&board.display, counts)
}

/// The screen: the address overrides what the hall configured.
fn screen(viewport: Viewport, config: &Config, board: &Board) -> Screen {
    let inches = f64::from(board.display.screen_inches);
    let metres = f64::from(board.display.reading_decimetres) / 10.0;
    Screen {
        width: viewport.width,
        height: viewport.height,
        inches: config.params.inches.unwrap_or(inches),
        metres: config.params.metres.unwrap_or(metres),
    }
}

fn order(board: &Board, language: Language) -> Order {
    let names: Vec<String> = board.residents.iter().map(|it| it.name.clone()).collect();
    let labels: Vec<String> =
        board.households.iter().map(|it| language.name(&it.names).text).collect();
    let labels: Vec<String> =
        labels.iter().map(|address| street_before_number(address)).collect();
    let residents = in_order_of_names(language, &names);
    let mut history_of = vec![None; residents.len()];
    for (at, history) in board.histories.iter().enumerate() {
        if let Some(slot) = history_of.get_mut(history.resident) {
            *slot = Some(at);
        }
    }
    let histories = residents
        .iter()
        .filter_map(|resident| history_of.get(*resident).copied().flatten())
        .collect();
    Order { residents, households: in_order_of_names(language, &labels), histories }
}
