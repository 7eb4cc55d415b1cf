//! The page: signals around plain data, and which view it is shown in.

use std::sync::Arc;

use hallboard_feed::Trust;
use hallboard_feed::sealed::CodeFault;
use leptos::html::Div;
use leptos::prelude::*;

use super::facts::Facts;
use super::fetch::fetch_own;
use super::keep::{self, Kept};
use super::model::{Changes, Play, Range, Seen, compare};
use super::view;
use super::visit::{Notice, Stand, Visit};
use crate::app::{first_language, follow};
use crate::browser::{
    Address, Calendar, El, Shell, card_from_address, drop_shell, el, every_second, fill,
    now_seconds, on_window, set_page_language, set_theme, told, viewport,
};
use crate::feed::{Loading, News, use_feed};
use crate::language::Language;
use crate::layout::Screen;
use crate::world::World;

/// Starts the page.
pub fn run() {
    mount_to_body(App);
}

/// What every view is given: signals, what is derived of them, and the few ways to
/// change them.
#[derive(Clone, Copy, Debug)]
pub struct Me {
    /// Where the site lies and whose it is, and what the address asks for.
    pub page: &'static (Shell, Address),
    /// Where the reader stands.
    visit: RwSignal<Visit>,
    /// The language.
    language: Memo<Language>,
    /// What there is to show.
    stand: Memo<Stand>,
    /// What is open.
    facts: Memo<Option<Arc<Facts>>>,
    /// Whether the screen is one that others use too.
    shared: Memo<bool>,
    kept: Memo<bool>,
    viewport: Memo<(f64, f64)>,
    /// How far back the chart goes.
    range: RwSignal<Range>,
    /// What is only supposed.
    play: RwSignal<Play>,
    /// What this device remembers of the last look.
    seen: RwSignal<Option<Seen>>,
    /// Everything is to be drawn, for paper.
    whole: RwSignal<bool>,
    /// Seconds left on a shared screen before it forgets.
    left: RwSignal<Option<i64>>,
    /// How often a card was put away.
    rounds: RwSignal<u32>,
    touched: StoredValue<i64>,
    looks: RwSignal<u32>,
}

/// The space at each side, in CSS pixels.
const EDGE: f64 = 20.0;
/// The widest column, in letters of the page.
const MEASURE: f64 = 45.0;
/// After that many seconds without a touch a shared screen forgets.
const FORGETS_AFTER: i64 = 60;

impl Me {
    fn open() -> Me {
        let (shell, address) = (Shell::read(), Address::read());
        if let Some(night) = address.night {
            set_theme(night);
        }
        let size = viewport();
        let world = World {
            language: first_language(address.language),
            viewport: (size.width, size.height),
            ..World::default()
        };
        let trust = Trust::new(&shell.hall, &shell.key);
        let key_id = trust.ok().map(|trust| trust.key_id().to_owned());
        let visit = RwSignal::new(Visit { world, key_id, ..Visit::default() });
        let page = &*Box::leak(Box::new((shell, address)));
        let stand = Memo::new(move |_| visit.with(Visit::stand));
        Me {
            page,
            visit,
            language: Memo::new(move |_| visit.with(|it| it.world.language)),
            stand,
            facts: Memo::new(move |before| facts(visit, stand, before)),
            shared: Memo::new(move |_| {
                let asked = page.1.wall == Some(true);
                asked || visit.with(|it| screen(it.world.viewport).is_wall())
            }),
            kept: Memo::new(move |_| visit.with(|it| it.kept)),
            viewport: Memo::new(move |_| visit.with(|it| it.world.viewport)),
            range: RwSignal::new(Range::All),
            play: RwSignal::new(Play::default()),
            seen: RwSignal::new(None),
            whole: RwSignal::new(false),
            left: RwSignal::new(None),
            rounds: RwSignal::new(0),
            touched: StoredValue::new(now_seconds()),
            looks: RwSignal::new(0),
        }
    }

    /// Wires the card, the feed, the clock and the window to the signals.
    fn listen(self) {
        self.take_card();
        on_window("hallboard-card", move || self.take_card());
        self.load();
        every_second(move || self.tick(now_seconds()));
        on_window("resize", move || {
            let size = viewport();
            self.visit.update(|it| it.world.viewport = (size.width, size.height));
        });
        for event in ["pointerdown", "pointermove", "keydown", "wheel", "scroll"] {
            on_window(event, move || self.touched.set_value(now_seconds()));
        }
        on_window("beforeprint", move || self.whole.set(true));
    }

    /// Takes the card of the address, else the one this device keeps.
    fn take_card(self) {
        let kept = || {
            let allowed = !self.shared.get_untracked()
                && self.visit.with_untracked(|it| it.card.is_none());
            allowed.then(|| keep::recall(&self.page.0)).flatten()
        };
        if let Some(text) = card_from_address() {
            self.present(&text);
        } else if let Some(Kept { card, seen }) = kept() {
            self.present(&card);
            self.seen.set(seen);
            self.visit.update(|it| it.kept = it.card.is_some());
        }
    }

    fn load(self) {
        let least = |it: &Visit| it.card.as_ref().map_or(0, |card| card.least_version);
        let floor = self.visit.with_untracked(least);
        let loading = Loading { floor, keeps: false };
        let look = use_feed(&self.page.0, loading, move |news| {
            let rested = news == News::Rested;
            self.visit.update(|it| {
                it.world.hear(news);
                it.world.time = it.world.time(now_seconds(), Calendar::civil_day);
            });
            self.run_errand(rested);
        });
        let Some(look) = look else { return };
        follow(move || {
            if self.looks.get() > 0 {
                look();
            }
        });
    }

    /// Asks for the card's file if it is time to.
    fn run_errand(self, rested: bool) {
        let errand = self.visit.try_update(|it| it.errand(rested)).flatten();
        let Some(errand) = errand else { return };
        fetch_own(&self.page.0, errand, move |errand, answer| {
            let doubtful = self.visit.try_update(|it| it.hear_own(errand, answer));
            if doubtful == Some(true) {
                self.looks.update(|looks| *looks += 1);
            }
        });
    }

    fn tick(self, now: i64) {
        let (time, before) = self.visit.with_untracked(|it| {
            (it.world.time(now, Calendar::civil_day), it.world.time)
        });
        if time != before {
            self.visit.update(|it| it.world.time = time);
        }
        let idle = now.saturating_sub(self.touched.get_value());
        let left = (FORGETS_AFTER - idle).clamp(0, FORGETS_AFTER);
        let left = self.shared.get_untracked().then_some(left);
        if left == Some(0) {
            self.leave();
        } else if left != self.left.get_untracked() {
            self.left.set(left);
        }
    }

    /// Takes what was typed, pasted or scanned.
    pub fn present(self, text: &str) {
        self.touched.set_value(now_seconds());
        self.visit.update(|it| it.present(text));
        if self.visit.with_untracked(|it| it.fault.is_none()) {
            self.forget_choices();
        }
        self.run_errand(false);
    }

    /// Puts the card away.
    pub fn leave(self) {
        self.touched.set_value(now_seconds());
        self.visit.update(Visit::leave);
        self.rounds.update(|rounds| *rounds += 1);
        self.forget_choices();
    }

    fn forget_choices(self) {
        self.play.set(Play::default());
        self.range.set(Range::All);
        self.seen.set(None);
        self.whole.set(false);
        self.left.set(None);
    }

    /// Asks for everything anew.
    pub fn retry(self) {
        self.visit.update(Visit::retry);
        self.looks.update(|looks| *looks += 1);
    }

    /// Keeps the card on this device, and what there is to see today.
    pub fn keep(self) {
        let Some(facts) = self.facts.get_untracked() else { return };
        let seen = Seen::look(facts.ledger(), facts.own().text(), facts.today);
        let kept = self.visit.with_untracked(|it| {
            let card = it.card.as_ref()?;
            Some(keep::keep(&self.page.0, card, facts.own().version(), &seen))
        });
        if kept == Some(true) {
            self.seen.set(Some(seen));
            self.visit.update(|it| it.kept = true);
        }
    }

    /// Takes from this device what it keeps, and puts the card away.
    pub fn forget(self) {
        keep::forget(&self.page.0);
        self.visit.update(|it| it.kept = false);
        self.leave();
    }

    /// What has changed since the last look; nothing where none is remembered.
    pub fn changes(self) -> Option<Changes> {
        let facts = self.facts.get()?;
        self.seen
            .with(|seen| compare(seen.as_ref()?, facts.ledger(), facts.own().text()).ok())
    }

    /// Goes on in the other language. Nothing is kept of that here.
    pub fn change_language(self) {
        self.visit.update(|it| it.world.language = it.world.language.other());
    }

    /// The reader's language.
    #[must_use]
    pub fn language(self) -> Language {
        self.language.get()
    }

    /// What is open.
    #[must_use]
    pub fn facts(self) -> Option<Arc<Facts>> {
        self.facts.get()
    }

    /// What there is to show.
    #[must_use]
    pub fn stand(self) -> Stand {
        self.stand.get()
    }

    /// Whether the screen is one that others use too.
    #[must_use]
    pub fn is_shared(self) -> bool {
        self.shared.get()
    }

    /// Whether this device keeps the card.
    #[must_use]
    pub fn is_kept(self) -> bool {
        self.kept.get()
    }

    /// What was wrong with what was typed last.
    #[must_use]
    pub fn fault(self) -> Option<CodeFault> {
        self.visit.with(|it| it.fault)
    }

    /// Seconds before a shared screen forgets.
    #[must_use]
    pub fn seconds_left(self) -> Option<i64> {
        self.left.get()
    }

    /// How far back the chart goes.
    #[must_use]
    pub fn range(self) -> Range {
        self.range.get()
    }

    /// Goes back that far.
    pub fn choose_range(self, range: Range) {
        self.range.set(range);
    }

    /// What is only supposed.
    #[must_use]
    pub fn play(self) -> Play {
        self.play.get()
    }

    /// Supposes something else.
    pub fn supposing(self, change: impl FnOnce(&mut Play)) {
        self.play.update(change);
    }

    /// Whether everything is drawn, for paper.
    #[must_use]
    pub fn whole(self) -> bool {
        self.whole.get()
    }

    /// Draws everything.
    pub fn draw_whole(self) {
        self.whole.set(true);
    }

    /// What is to be said of the publication, if anything.
    #[must_use]
    pub fn notice(self) -> Option<Notice> {
        self.visit.with(Visit::notice)
    }

    /// The width of the column of text, in CSS pixels.
    #[must_use]
    pub fn column(self, font: f64) -> f64 {
        let (width, _) = self.viewport.get();
        (width - 2.0 * EDGE).min(font * MEASURE)
    }

    /// The address of a file or folder of the site, seen from this page.
    #[must_use]
    pub fn link(self, path: &str) -> String {
        self.page.0.link(path)
    }
}

/// What is open; as before, with all that was worked out of it, if it is the same.
fn facts(
    visit: RwSignal<Visit>,
    stand: Memo<Stand>,
    before: Option<&Option<Arc<Facts>>>,
) -> Option<Arc<Facts>> {
    if stand.get() != Stand::Open {
        return None;
    }
    let facts = visit.with(|it| {
        let (own, feed) = (it.register()?, it.world.feed.as_ref()?);
        let today = it.world.time.today?;
        Some(Facts::new(Arc::clone(own), Arc::clone(feed), today, now_seconds()))
    })?;
    let same = before.and_then(Option::as_ref).filter(|before| ***before == facts);
    Some(same.map_or_else(|| Arc::new(facts), Arc::clone))
}

/// The window as a screen; how far its readers stand decides nothing here.
fn screen((width, height): (f64, f64)) -> Screen {
    Screen { width, height, inches: 24.0, metres: 1.0 }
}

/// The whole of it.
#[component]
pub fn App() -> impl IntoView {
    let me = Me::open();
    me.listen();
    let place = NodeRef::<Div>::new();
    follow(move || {
        let language = me.language.get();
        set_page_language(language.tag(), language.tell("me.title"));
        let stand = me.stand.get();
        if stand != Stand::Opening || me.visit.with(|it| it.world.feed.is_some()) {
            drop_shell();
        }
        if let Some(place) = place.get() {
            told(place.set_attribute("data-state", stand.word()));
            told(place.set_attribute("data-mode", "document"));
        }
    });
    follow(move || {
        me.rounds.track();
        if let Some(place) = place.get() {
            let content = match me.stand.get() {
                Stand::Asking => view::entry(me),
                Stand::Opening => view::opening(me),
                Stand::Open => view::record(me),
                other => view::refusal(me, other),
            };
            fill(&place, content);
        }
    });
    view! { <div class="hall me" node_ref=place></div> }
}

/// A place whose content is drawn anew whenever what it is drawn from changes.
pub(crate) fn patch(
    me: Me,
    tag: &str,
    class: &str,
    draw: impl Fn(Me) -> Vec<El> + 'static,
) -> El {
    let place = el(tag).class(class);
    let drawn = place.clone();
    follow(move || fill(drawn.element(), draw(me)));
    place
}
