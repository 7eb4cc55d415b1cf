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
use crate::world::World;

/// Starts the page.
pub fn run() {
    mount_to_body(App);
}

/// What every view is given: a signal, what is derived of it, and the few ways to change
/// it.
///
/// What is derived are numbers, so that one copy of a memo's code serves them all: a view
/// follows the number and reads the rest beside it.
#[derive(Clone, Copy, Debug)]
pub struct Me {
    /// Where the site lies and whose it is, and what the address asks for.
    pub page: &'static (Shell, Address),
    visit: RwSignal<Visit>,
    facts: Memo<Option<Arc<Facts>>>,
    stand: Memo<u32>,
    language: Memo<u32>,
    shared: Memo<u32>,
    kept: Memo<u32>,
    notice: Memo<u32>,
    range: Memo<u32>,
    whole: Memo<u32>,
    width: Memo<u32>,
    tries: Memo<u32>,
    plays: Memo<u32>,
    looks_back: Memo<u32>,
    /// Seconds left on a shared screen before it forgets, and one more.
    left: RwSignal<u32>,
    /// How often a card was put away.
    rounds: RwSignal<u32>,
    /// How often the site is to be asked at once.
    looks: RwSignal<u32>,
    /// When the screen was last touched.
    touched: StoredValue<i64>,
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
        let wall = address.wall == Some(true);
        let visit = RwSignal::new(Visit { world, key_id, wall, ..Visit::default() });
        let derived = |of: fn(&Visit) -> u32| Memo::new(move |_| visit.with(of));
        Me {
            page: &*Box::leak(Box::new((shell, address))),
            visit,
            facts: Memo::new(move |before| facts(visit, before)),
            stand: derived(|it| it.stand().number()),
            language: derived(|it| u32::from(it.world.language == Language::English)),
            shared: derived(|it| u32::from(it.is_shared())),
            kept: derived(|it| u32::from(it.kept)),
            notice: derived(|it| it.notice().map_or(0, |notice| notice.number())),
            range: derived(|it| it.range as u32),
            whole: derived(|it| u32::from(it.whole)),
            width: derived(|it| it.world.viewport.0 as u32),
            tries: derived(|it| it.tries),
            plays: derived(|it| it.plays),
            looks_back: derived(|it| it.looks_back),
            left: RwSignal::new(0),
            rounds: RwSignal::new(0),
            looks: RwSignal::new(0),
            touched: StoredValue::new(now_seconds()),
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
        on_window("beforeprint", move || self.draw_whole());
    }

    /// Takes the card of the address, else the one this device keeps.
    fn take_card(self) {
        let kept = || {
            let allowed =
                self.visit.with_untracked(|it| !it.is_shared() && it.card.is_none());
            allowed.then(|| keep::recall(&self.page.0)).flatten()
        };
        if let Some(text) = card_from_address() {
            self.present(&text);
        } else if let Some(Kept { card, seen }) = kept() {
            self.present(&card);
            self.visit.update(|it| {
                it.kept = it.card.is_some();
                it.look_back(seen);
            });
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
        let left = u32::try_from(left).unwrap_or_default() + 1;
        let shared = self.visit.with_untracked(Visit::is_shared);
        match left {
            _ if !shared => self.count_down(0),
            1 => self.leave(),
            left => self.count_down(left),
        }
    }

    fn count_down(self, left: u32) {
        if left != self.left.get_untracked() {
            self.left.set(left);
        }
    }

    /// Takes what was typed, pasted or scanned.
    pub fn present(self, text: &str) {
        self.touched.set_value(now_seconds());
        self.visit.update(|it| it.present(text));
        self.run_errand(false);
    }

    /// Puts the card away.
    pub fn leave(self) {
        self.touched.set_value(now_seconds());
        self.visit.update(Visit::leave);
        self.rounds.update(|rounds| *rounds += 1);
    }

    /// Asks for everything anew.
    pub fn retry(self) {
        self.visit.update(Visit::retry);
        self.looks.update(|looks| *looks += 1);
    }

    /// Keeps the card on this device, and what there is to see today.
    pub fn keep(self) {
        let Some(facts) = self.facts.get_untracked() else { return };
        let seen = Seen::look(facts.ledger(), facts.today);
        let kept = self.visit.with_untracked(|it| {
            let card = it.card.as_ref()?;
            Some(keep::keep(&self.page.0, card, facts.own().version(), &seen))
        });
        if kept == Some(true) {
            self.visit.update(|it| {
                it.kept = true;
                it.look_back(Some(seen));
            });
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
        self.looks_back.track();
        let facts = self.facts.get()?;
        let compare = |it: &Visit| compare(it.seen.as_ref()?, facts.ledger()).ok();
        self.visit.with_untracked(compare)
    }

    /// Goes on in the other language. Nothing is kept of that here.
    pub fn change_language(self) {
        self.visit.update(|it| it.world.language = it.world.language.other());
    }

    /// The reader's language.
    #[must_use]
    pub fn language(self) -> Language {
        match self.language.get() {
            0 => Language::Chinese,
            _ => Language::English,
        }
    }

    /// What is open.
    #[must_use]
    pub fn facts(self) -> Option<Arc<Facts>> {
        self.facts.get()
    }

    /// What there is to show.
    #[must_use]
    pub fn stand(self) -> Stand {
        self.stand.track();
        self.visit.with_untracked(Visit::stand)
    }

    /// Whether the screen is one that others use too.
    #[must_use]
    pub fn is_shared(self) -> bool {
        self.shared.get() > 0
    }

    /// Whether this device keeps the card.
    #[must_use]
    pub fn is_kept(self) -> bool {
        self.kept.get() > 0
    }

    /// What was wrong with what was typed last.
    #[must_use]
    pub fn fault(self) -> Option<CodeFault> {
        self.tries.track();
        self.visit.with_untracked(|it| it.fault)
    }

    /// Seconds before a shared screen forgets.
    #[must_use]
    pub fn seconds_left(self) -> Option<u32> {
        self.left.get().checked_sub(1)
    }

    /// How far back the chart goes.
    #[must_use]
    pub fn range(self) -> Range {
        self.range.track();
        self.visit.with_untracked(|it| it.range)
    }

    /// Goes back that far.
    pub fn choose_range(self, range: Range) {
        self.visit.update(|it| it.range = range);
    }

    /// What is only supposed.
    #[must_use]
    pub fn play(self) -> Play {
        self.plays.track();
        self.visit.with_untracked(|it| it.play.clone())
    }

    /// Supposes something else.
    pub fn supposing(self, change: impl FnOnce(&mut Play)) {
        self.visit.update(|it| {
            change(&mut it.play);
            it.plays += 1;
        });
    }

    /// Whether everything is drawn, for paper.
    #[must_use]
    pub fn whole(self) -> bool {
        self.whole.get() > 0
    }

    /// Draws everything.
    pub fn draw_whole(self) {
        self.visit.update(|it| it.whole = true);
    }

    /// What is to be said of the publication, if anything.
    #[must_use]
    pub fn notice(self) -> Option<Notice> {
        self.notice.track();
        self.visit.with_untracked(Visit::notice)
    }

    /// The width of the column of text, in CSS pixels.
    #[must_use]
    pub fn column(self, font: f64) -> f64 {
        (f64::from(self.width.get()) - 2.0 * EDGE).min(font * MEASURE)
    }

    /// How often a card was put away.
    #[must_use]
    fn rounds(self) -> u32 {
        self.rounds.get()
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
    before: Option<&Option<Arc<Facts>>>,
) -> Option<Arc<Facts>> {
    let facts = visit.with(|it| {
        let (own, feed) = (it.register()?, it.world.feed.as_ref()?);
        // While the file of a newer publication is on its way, all stays as it was.
        let today = it
            .world
            .time
            .today
            .filter(|_| before.is_none() || own.version() == feed.head().version());
        Some(today.map(|today| {
            Facts::new(Arc::clone(own), Arc::clone(feed), today, now_seconds())
        }))
    })?;
    let Some(facts) = facts else { return before.cloned().flatten() };
    let same = before.and_then(Option::as_ref).filter(|before| ***before == facts);
    Some(same.map_or_else(|| Arc::new(facts), Arc::clone))
}

/// The whole of it.
#[component]
pub fn App() -> impl IntoView {
    let me = Me::open();
    me.listen();
    let place = NodeRef::<Div>::new();
    follow(move || {
        let language = me.language();
        set_page_language(language.tag(), language.tell("me.title"));
        let stand = me.stand();
        drop_shell();
        if let Some(place) = place.get() {
            told(place.set_attribute("data-state", stand.word()));
            told(place.set_attribute("data-mode", "document"));
        }
    });
    follow(move || {
        let _round = me.rounds();
        if let Some(place) = place.get() {
            let content = match me.stand() {
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
