//! The page: plain data, numbers that say when it is other, and which view it is shown in.

mod asked;
mod letters;

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use hallboard_feed::Trust;

use self::asked::Derived;
use self::letters::Letter;
use super::facts::Facts;
use super::fetch::fetch_own;
use super::keep::{self, Kept};
use super::model::{Changes, Seen, SeenError, compare};
use super::pulse::{Pulse, follow, settle};
use super::stand::Stand;
use super::view;
use super::visit::Visit;
use super::warm::warm_up;
use super::words;
use crate::app::first_language;
use crate::browser::{
    Address, Calendar, El, Shell, body, card_from_address, drop_shell, el, every_second,
    fetch_words, fill, is_leaving, now_seconds, on_window, set_page_language, set_theme,
    viewport, when_seen,
};
use crate::feed::{Loading, News, later, use_feed};
use crate::idle_timer::Idle;
use crate::language::Language;
use crate::me::words::word;
use crate::world::World;

/// Starts the page.
pub fn run() {
    if is_leaving() {
        return;
    }
    let me = Me::open();
    me.listen();
    me.speak(me.ask(|it| it.world.language), move || draw(me));
}

fn draw(me: Me) {
    let place = el("div").class("hall me").set("data-mode", "document");
    body().append(&place);
    let shown = place.clone();
    follow(move || {
        me.desk.rounds.get();
        let content = match me.stand() {
            Stand::Asking => view::entry(me),
            Stand::Opening => view::opening(me),
            Stand::Open => view::record(me),
            other => view::refusal(me, other),
        };
        fill(place.element(), content);
    });
    // After the content, which asks for the size of letters: a page that was changed before
    // would be worked out anew for the answer.
    follow(move || {
        let language = me.language();
        set_page_language(language.tag(), language.tell(word::ME_TITLE));
        drop_shell();
        shown.change("data-state", me.stand().word());
    });
    when_seen(move || {
        if me.desk.facts.borrow().is_none() {
            warm_up();
        }
    });
}

/// What every view is given: the few ways to ask, and to change anything.
#[derive(Clone, Copy)]
pub struct Me {
    desk: &'static Desk,
}

/// Plain data, and the numbers that are derived of it: a view follows a number and reads
/// the rest beside it.
struct Desk {
    shell: Shell,
    /// The address of the board.
    board: String,
    visit: RefCell<Visit>,
    /// What is open.
    facts: RefCell<Option<Arc<Facts>>>,
    /// How often something else was open.
    openings: Pulse,
    derived: Derived,
    /// The theme that the address asks for.
    theme: Option<&'static str>,
    /// The letter that is being written, or waits.
    letter: RefCell<Option<Letter>>,
    /// Seconds left on a shared screen before it forgets, and one more; 0 while it does not
    /// warn.
    left: Pulse,
    /// How often a card was put away.
    rounds: Pulse,
    /// How often the site is to be asked at once.
    looks: Pulse,
    /// When the screen was last touched.
    touched: Cell<i64>,
}

/// After that many seconds without a touch a shared screen forgets.
const FORGETS_AFTER: u32 = 60;

impl Me {
    fn open() -> Me {
        let (shell, address) = (Shell::read(), Address::read());
        set_theme(address.theme());
        let size = viewport();
        let world = World {
            language: first_language(address.language),
            viewport: (size.width, size.height),
            ..World::default()
        };
        let trust = Trust::new(&shell.hall, &shell.key);
        let key_id = trust.ok().map(|trust| trust.key_id().to_owned());
        let shared = address.is_shared();
        let visit = Visit { world, key_id, shared, ..Visit::default() };
        let derived = Derived::new();
        derived.follow(&visit);
        let desk = Desk {
            board: address.back(&shell.site_root),
            shell,
            visit: RefCell::new(visit),
            facts: RefCell::default(),
            openings: Pulse::new(0),
            derived,
            theme: address.theme(),
            letter: RefCell::default(),
            left: Pulse::new(0),
            rounds: Pulse::new(0),
            looks: Pulse::new(0),
            touched: Cell::new(now_seconds()),
        };
        Me { desk: Box::leak(Box::new(desk)) }
    }

    /// Does something once the words of a language are there.
    fn speak(self, language: Language, then: impl FnOnce() + 'static) {
        later(async move {
            if !words::has(language)
                && let Some(texts) = fetch_words(language.tag()).await
            {
                words::take(language, texts);
            }
            then();
        });
    }

    /// Asks the visit something.
    fn ask<T>(self, of: impl FnOnce(&Visit) -> T) -> T {
        of(&self.desk.visit.borrow())
    }

    /// Changes the visit, then all that follows from it.
    fn change<T>(self, how: impl FnOnce(&mut Visit) -> T) -> T {
        let told = how(&mut self.desk.visit.borrow_mut());
        self.derive();
        told
    }

    fn derive(self) {
        {
            let visit = self.desk.visit.borrow();
            let before = self.desk.facts.take();
            let after = facts(&visit, before.as_ref());
            if after.as_ref().map(Arc::as_ptr) != before.as_ref().map(Arc::as_ptr) {
                self.desk.openings.beat();
            }
            self.desk.facts.replace(after);
            self.desk.derived.follow(&visit);
        }
        settle();
    }

    /// Wires the card, the feed, the clock and the window to the signals.
    fn listen(self) {
        self.take_card();
        self.load();
        self.hear_letters();
        every_second(move || self.tick(now_seconds()));
        on_window("resize", move || {
            let size = viewport();
            self.change(|it| it.world.viewport = (size.width, size.height));
        });
        for event in ["pointerdown", "pointermove", "keydown", "wheel", "scroll"] {
            on_window(event, move || self.desk.touched.set(now_seconds()));
        }
        on_window("beforeprint", move || self.draw_whole());
    }

    /// Takes the card of the address, else the one this device keeps.
    fn take_card(self) {
        let kept = || {
            let allowed = self.ask(|it| !it.shared && it.card.is_none());
            allowed.then(|| keep::recall(&self.desk.shell)).flatten()
        };
        if let Some(text) = card_from_address() {
            self.present(&text);
        } else if let Some(Kept { card, seen }) = kept() {
            self.present(&card);
            self.change(|it| {
                it.kept = it.card.is_some();
                it.look_back(Some(seen));
            });
        }
    }

    fn load(self) {
        let least = |it: &Visit| it.card.as_ref().map_or(0, |card| card.least_version);
        let floor = self.ask(least);
        let loading = Loading { floor, keep: None };
        let look = use_feed(&self.desk.shell, loading, move |news| {
            let rested = matches!(news, News::Rested(_));
            self.change(|it| {
                it.world.hear(news);
                it.world.time = it.world.time(now_seconds(), Calendar::civil_time);
            });
            self.run_errand(rested);
        });
        let Some(look) = look else { return };
        follow(move || {
            if self.desk.looks.get() > 0 {
                look();
            }
        });
    }

    /// Asks for the card's file if it is time to.
    fn run_errand(self, rested: bool) {
        let errand = self.change(|it| it.errand(rested));
        let Some(errand) = errand else { return };
        fetch_own(&self.desk.shell, errand, move |errand, answer| {
            if self.change(|it| it.hear_own(errand, answer)) {
                self.look();
            }
        });
        // While that is on its way the browser may learn how the hall writes an instant.
        self.ask(|it| {
            let zone = it.world.feed.as_ref().map(|feed| &feed.snapshot().hall.time_zone);
            zone.map(|zone| Calendar(it.world.language).instant(0, zone))
        });
    }

    fn tick(self, now: i64) {
        let (time, before) =
            self.ask(|it| (it.world.time(now, Calendar::civil_time), it.world.time));
        if time != before {
            self.change(|it| it.world.time = time);
        }
        self.miss_letter(now);
        if self.is_shared() {
            match Idle::since(self.desk.touched.get(), now, FORGETS_AFTER) {
                Idle::Active => self.count_down(0),
                Idle::Warning(left) => {
                    self.count_down(u32::try_from(left).unwrap_or_default() + 1);
                }
                Idle::Expired => self.leave(),
            }
        }
    }

    /// Somebody is there.
    pub fn stay(self) {
        self.desk.touched.set(now_seconds());
        self.count_down(0);
    }

    fn count_down(self, left: u32) {
        self.desk.left.set(left);
        settle();
    }

    /// Asks the site at once.
    fn look(self) {
        self.desk.looks.beat();
        settle();
    }

    /// Takes what was typed, pasted or scanned.
    pub fn present(self, text: &str) {
        self.stay();
        self.drop_letter();
        self.change(|it| it.present(text));
        self.run_errand(false);
    }

    /// Puts the card away.
    pub fn leave(self) {
        self.stay();
        self.drop_letter();
        self.change(Visit::leave);
        self.desk.rounds.beat();
        settle();
    }

    /// Asks for everything anew.
    pub fn retry(self) {
        self.change(Visit::retry);
        self.look();
    }

    /// Keeps the card on this device, and what there is to see today.
    pub fn keep(self) {
        let Some(facts) = self.desk.facts.borrow().clone() else { return };
        let seen = Seen::look(facts.ledger(), facts.own().text(), facts.today);
        let kept = self.ask(|it| {
            let card = it.card.as_ref()?;
            Some(keep::keep(&self.desk.shell, card, facts.own().version(), &seen))
        });
        if kept == Some(true) {
            self.change(|it| {
                it.kept = true;
                it.look_back(Some(Ok(seen)));
            });
        }
    }

    /// Takes from this device what it keeps. What is open stays so till it is closed.
    pub fn forget(self) {
        keep::forget(&self.desk.shell);
        self.change(|it| {
            it.kept = false;
            it.look_back(None);
        });
    }

    /// What has changed since the last look, or why that cannot be told; nothing where none
    /// is remembered.
    pub fn changes(self) -> Option<Result<Changes, SeenError>> {
        self.desk.derived.looks_back.get();
        let facts = self.facts()?;
        let compare = |it: &Visit| {
            let compared = |seen| compare(seen, facts.ledger(), facts.own().text());
            Some(it.seen.as_ref()?.as_ref().map_err(|why| *why).and_then(compared))
        };
        self.ask(compare)
    }
}

/// What is open; as before, with all that was worked out of it, if it is the same.
fn facts(visit: &Visit, before: Option<&Arc<Facts>>) -> Option<Arc<Facts>> {
    let (own, feed) = (visit.register()?, visit.world.feed.as_ref()?);
    let today = visit.world.time.today?;
    // While the file of a newer publication is on its way, all stays as it was.
    if let Some(before) = before.filter(|_| own.version() != feed.head().version()) {
        return Some(Arc::clone(before));
    }
    let facts = Facts::new(Arc::clone(own), Arc::clone(feed), today, now_seconds());
    let same = before.filter(|before| ***before == facts);
    Some(same.map_or_else(|| Arc::new(facts), Arc::clone))
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
