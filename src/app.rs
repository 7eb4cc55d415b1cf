//! The app: signals around plain data, and which frame it is shown in.

use std::cell::Cell;
use std::sync::Arc;

use hallboard_feed::REST_SECONDS;
use leptos::html::Div;
use leptos::prelude::*;

use crate::board::{closed, language_switch, use_corner, wall};
use crate::browser::{
    Address, Calendar, DateStyle, El, Shell, beat, drop_shell, el, every_second, fill,
    in_order_of_names, now_seconds, on_window, recall, remember, set_page_language,
    set_theme, told, viewport,
};
use crate::deck::Order;
use crate::document::document;
use crate::feed::{Loading, News, keep_feed, use_feed};
use crate::hands::use_hands;
use crate::hours::{is_alone, is_closed, theme};
use crate::language::Language;
use crate::layout::Screen;
use crate::log::Log;
use crate::rotation::{self, Parts, Place};
use crate::stage::{Making, Notice, Setting, Stage};
use crate::turns::{Intent, Turns};
use crate::world::{State, World};

/// Starts the app in the page.
pub fn run() {
    mount_to_body(App);
}

/// What every part of the app is given: two signals, what is derived of them, and the
/// few ways to change them.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// Where the site lies and whose it is, and what the address asks for; as lasting as
    /// the page.
    pub page: &'static (Shell, Address),
    /// What the app knows.
    pub world: RwSignal<World>,
    /// Which page is shown.
    pub turns: RwSignal<Turns>,
    /// What is shown.
    pub stage: Memo<Option<Arc<Stage>>>,
    /// What happened since the page was opened, and who looks at it.
    pub log: RwSignal<Log>,
}

const LANGUAGE_MEMORY: &str = "hallboard-language";

/// The language the page begins in.
pub(crate) fn first_language(asked: Option<Language>) -> Language {
    let stored = || recall(LANGUAGE_MEMORY).and_then(|tag| Language::from_tag(&tag));
    let system = || {
        let tag = web_sys::window()?.navigator().language()?;
        Some(Language::from_tag(&tag).unwrap_or(Language::English))
    };
    asked.or_else(stored).or_else(system).unwrap_or_default()
}

impl Desk {
    fn open() -> Desk {
        let (shell, address) = (Shell::read(), Address::read());
        let size = viewport();
        let world = RwSignal::new(World {
            language: first_language(address.language),
            viewport: (size.width, size.height),
            ..World::default()
        });
        let turns = Turns::begin(Place::default(), address.paused, now_seconds());
        let page = &*Box::leak(Box::new((shell, address)));
        // What the world is told always changes it: to compare whole boards is idle.
        let stage = Memo::new_with_compare(
            move |_| world.with(|world| stage(world, page)).map(Arc::new),
            |_, _| true,
        );
        let (turns, log) = (RwSignal::new(turns), RwSignal::new(Log::default()));
        let desk = Desk { page, world, turns, stage, log };
        desk.listen();
        desk
    }

    /// Wires feed, clock and window to the signals.
    fn listen(self) {
        let loading = Loading { floor: 0, keep: Some(keep_feed) };
        let look = use_feed(&self.page.0, loading, move |news| {
            self.log.update(|log| log.hear(&news, now_seconds()));
            let differ = self.log.with_untracked(Log::clocks_differ);
            if self.world.with_untracked(|world| world.clocks_differ != differ) {
                self.world.update(|world| world.clocks_differ = differ);
            }
            if matches!(news, News::Rested(_) | News::Server(_)) {
                return;
            }
            let opened = self.world.with_untracked(|world| world.feed.is_none());
            self.world.update(|world| {
                world.hear(news);
                world.time = world.time(now_seconds(), Calendar::civil_time);
            });
            if opened {
                self.open_asked_page();
            }
        });
        let last = Cell::new(now_seconds());
        every_second(move || {
            let now = now_seconds();
            let passed = now - last.replace(now);
            self.tick(now);
            // A clock was set, or the computer slept: what the server's says is old.
            if let Some(look) = look.as_ref().filter(|_| !(0..90).contains(&passed)) {
                look();
            }
        });
        on_window("resize", move || {
            let size = viewport();
            self.world.update(|world| world.viewport = (size.width, size.height));
        });
    }

    fn parts(self) -> Parts {
        let parts = |stage: &Arc<Stage>| stage.parts();
        let parts = self.stage.with_untracked(|stage| stage.as_ref().map(parts));
        parts.unwrap_or(rotation::NONE)
    }

    /// After how many seconds the board is as nobody had touched it.
    pub(crate) fn rest(self) -> u32 {
        let rest = |stage: &Arc<Stage>| stage.board.display.rest_seconds;
        let rest = self.stage.with_untracked(|stage| stage.as_ref().map(rest));
        rest.unwrap_or(REST_SECONDS)
    }

    fn open_asked_page(self) {
        let address = &self.page.1;
        if let Some(chapter) = address.chapter {
            let place = Place::of(self.parts(), chapter, address.part);
            self.turns.update(|turns| turns.place = place);
        }
    }

    /// What somebody chose who is gone ends with their visit.
    fn go_home(self) {
        let language = self.home_language();
        if self.language_untracked() != language {
            self.world.update(|world| world.language = language);
        }
    }

    /// The language that the page begins in.
    #[must_use]
    pub fn home_language(self) -> Language {
        first_language(self.page.1.language)
    }

    fn tick(self, now: i64) {
        beat();
        let time =
            self.world.with_untracked(|world| world.time(now, Calendar::civil_time));
        if self.world.with_untracked(|world| world.time != time) {
            self.world.update(|world| world.time = time);
        }
        let standing = self.turns.get_untracked();
        let turned = standing.tick(self.parts(), self.rest(), now);
        if standing.is_used() && !turned.is_used() {
            self.go_home();
        }
        let closed = time.opens_at.is_some() && is_alone(&turned);
        self.turn(if closed { turned.at_rest(now) } else { turned });
    }

    /// Takes what the reader asks for.
    pub fn apply(self, intent: Intent) {
        let standing = self.turns.get_untracked();
        self.turn(standing.apply(intent, self.parts(), now_seconds()));
    }

    /// Takes the turns as they are now; what shows nothing of itself tells nobody.
    fn turn(self, turned: Turns) {
        let seen =
            |it: Turns| (it.serial, it.fading, it.paused, it.returns_in, it.is_used());
        if seen(turned) == seen(self.turns.get_untracked()) {
            self.turns.update_untracked(|turns| *turns = turned);
        } else {
            self.turns.set(turned);
        }
    }

    /// Goes on in the other language, and remembers it; on a wall, which is nobody's, for
    /// as long as somebody is there.
    pub fn change_language(self) {
        let language = self.language_untracked().other();
        self.world.update(|world| world.language = language);
        let stage = self.stage.get_untracked();
        if stage.is_some_and(|it| matches!(it.setting, Setting::Wall(_))) {
            self.apply(Intent::Use);
        } else {
            remember(LANGUAGE_MEMORY, language.tag());
        }
    }

    fn language_untracked(self) -> Language {
        self.world.with_untracked(|world| world.language)
    }

    /// The reader's language now.
    #[must_use]
    pub fn language(self) -> Language {
        self.world.with(|world| world.language)
    }

    /// The address of a file or folder of the site, seen from this page.
    #[must_use]
    pub fn link(self, path: &str) -> String {
        self.page.0.link(path)
    }

    fn at_leisure(self) -> bool {
        self.page.0.route == "rules"
    }
}

/// Does something now and whenever a signal it reads changes.
///
/// Every closure given to an effect by itself would bring a copy of the effect's code.
pub(crate) fn follow(act: impl Fn() + 'static) {
    let act: Box<dyn Fn()> = Box::new(act);
    Effect::new(move |_| act());
}

/// The whole of it.
#[component]
pub fn App() -> impl IntoView {
    let desk = Desk::open();
    let place = NodeRef::<Div>::new();
    follow(move || {
        set_page_language(desk.language().tag(), &title(desk));
        if desk.world.with(World::state) != State::Loading {
            drop_shell();
        }
        if let Some(place) = place.get() {
            describe(desk, &place);
        }
    });
    let frame = Memo::new(move |_| frame(desk));
    follow(move || set_theme(theme(desk, frame.get())));
    use_hands(desk, frame);
    use_corner(desk);
    follow(move || {
        if let Some(place) = place.get() {
            let content = match frame.get() {
                "wall" => wall(desk),
                "closed" => closed(desk),
                "rules" => document(desk, crate::rules::body),
                "document" => document(desk, crate::document::body),
                "failed" => failed(desk),
                _ => Vec::new(),
            };
            fill(&place, content);
        }
    });
    view! { <div class="hall" node_ref=place></div> }
}

/// Says on the place of the app what is shown in it.
fn describe(desk: Desk, place: &web_sys::Element) {
    let version = desk.stage.with(|stage| stage.as_ref().map(|it| it.board.version));
    let version = version.map(|version| version.to_string()).unwrap_or_default();
    let state = desk.world.with(World::state).word();
    let given_way =
        desk.stage.with(|stage| match stage.as_ref().map(|stage| stage.setting) {
            Some(Setting::Wall(layout)) => layout.given_way,
            _ => 0,
        });
    let attributes = [
        ("data-state", state),
        ("data-mode", mode(desk)),
        ("data-version", &version),
        ("data-less", &given_way.to_string()),
    ];
    for (name, value) in attributes {
        told(place.set_attribute(name, value));
    }
}

fn mode(desk: Desk) -> &'static str {
    match desk.stage.get().map(|stage| stage.setting) {
        Some(Setting::Wall(_)) => "wall",
        _ => "document",
    }
}

/// The name of the frame around what is shown.
fn frame(desk: Desk) -> &'static str {
    match desk.world.with(World::state) {
        State::Loading => "",
        State::Failed => "failed",
        State::Board if desk.at_leisure() => "rules",
        State::Board if mode(desk) == "wall" && is_closed(desk) => "closed",
        State::Board => mode(desk),
    }
}

fn title(desk: Desk) -> String {
    let language = desk.language();
    let name = desk.stage.get().map(|it| language.name(&it.board.hall.names).text);
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| language.say("app.title").to_owned())
}

/// Sets what is shown, all of it derived; nothing is kept besides.
fn stage(world: &World, (shell, address): &(Shell, Address)) -> Option<Stage> {
    let (feed, today) = (world.feed.as_ref()?, world.time.today?);
    let language = world.language;
    let board = feed.board(today, now_seconds());
    let screen = screen(world.viewport, address, &board);
    let wall = address.wall.unwrap_or_else(|| screen.is_wall());
    let calendar = Calendar(language);
    Some(Stage::set(Making {
        notice: Notice::gravest(&board, today, world.trouble.as_ref()),
        dates: [DateStyle::Weekday, DateStyle::ShortWeekday]
            .map(|style| calendar.day(board.on.max(today), style)),
        as_of: calendar.instant(board.issued, &board.hall.time_zone),
        order: order(&board, language),
        clocks_differ: world.clocks_differ,
        wall: wall && shell.route != "rules",
        letters: feed.snapshot().letters.is_some(),
        board,
        language,
        screen,
    }))
}

fn screen(
    viewport: (f64, f64),
    address: &Address,
    board: &hallboard_feed::Board,
) -> Screen {
    let (width, height) = viewport;
    let inches = f64::from(board.display.screen_inches);
    let metres = f64::from(board.display.reading_decimetres) / 10.0;
    Screen {
        width,
        height,
        inches: address.inches.unwrap_or(inches),
        metres: address.metres.unwrap_or(metres),
    }
}

fn order(board: &hallboard_feed::Board, language: Language) -> Order {
    let names: Vec<String> = board.residents.iter().map(|it| it.name.clone()).collect();
    let labels: Vec<String> =
        board.households.iter().map(|it| language.name(&it.names).text).collect();
    let residents = in_order_of_names(language, &names);
    let mut shared = vec![None; residents.len()];
    for (at, history) in board.histories.iter().enumerate() {
        if let Some(slot) = shared.get_mut(history.resident) {
            *slot = Some(at);
        }
    }
    let histories = residents
        .iter()
        .filter_map(|place| shared.get(*place).copied().flatten())
        .collect();
    Order { residents, households: in_order_of_names(language, &labels), histories }
}

/// A place whose content is drawn anew whenever what it is drawn from changes.
pub(crate) fn patch(desk: Desk, tag: &str, class: &str, draw: fn(Desk) -> Vec<El>) -> El {
    let place = el(tag).class(class);
    let drawn = place.clone();
    follow(move || {
        fill(drawn.element(), draw(desk));
    });
    place
}

/// Why there is no board, in plain words.
fn failed(desk: Desk) -> Vec<El> {
    let words = patch(desk, "div", "", failure).set("role", "status");
    vec![el("main").class("plain").with(words).with(language_switch(desk))]
}

fn failure(desk: Desk) -> Vec<El> {
    let language = desk.language();
    let failure = desk.world.with(World::failure);
    let words = failure.map(|failure| failure.words(language)).unwrap_or_default();
    vec![
        el("h1").text(language.say("failed.title")),
        el("p").text(&words),
        el("p").class("soft").text(language.say("failed.again")),
    ]
}
