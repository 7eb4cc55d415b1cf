//! The page: plain data, numbers that say when it is other, and which view it is shown in.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use hallboard_feed::Trust;

use super::browser::{go, is_touched, now_millis, pinyin, random, to_the_top};
use super::model::{Hand, Searched, UNDO_SECONDS, left};
use super::outbox::Outbox;
use super::state::{Sent, Shown, Stand, State};
use super::store::Waiting;
use super::view;
use crate::app::first_language;
use crate::browser::{
    Address, Calendar, El, Shell, beat, body, drop_shell, el, every_second, fill, focus,
    framed_in, in_order_of_names, now_seconds, on_window, set_page_language, set_theme,
    viewport,
};
use crate::feed::{Loading, News, use_feed};
use crate::idle_timer::Idle;
use crate::language::Language;
use crate::me::pulse::{Pulse, follow, settle};
use crate::report::words::word;
use crate::world::World;

/// Starts the page.
pub fn run() {
    let page = Page::open();
    page.listen();
    let place = el("div").class("hall report").set("data-mode", "document");
    body().append(&place);
    let (shown, begun) = (place.clone(), Cell::new(false));
    follow(move || {
        page.desk.drawn.get();
        let language = page.language();
        set_page_language(language.tag(), language.phrase(word::PAGE_TITLE));
        drop_shell();
        shown.change("data-state", page.ask(State::stand).word());
        let step = page.ask(|it| it.form.at.word());
        shown.change("data-step", step);
        let (content, first) = view::page(page);
        fill(place.element(), content);
        // Who goes on by keyboard or ear begins where the new step does.
        if begun.replace(true) {
            to_the_top();
            focus(&first);
        }
    });
}

/// What every view is given: the few ways to ask, and to change anything.
#[derive(Clone, Copy)]
pub struct Page {
    desk: &'static Desk,
}

struct Desk {
    shell: Shell,
    address: Address,
    state: RefCell<State>,
    outbox: RefCell<Outbox>,
    /// How often the page was to be drawn anew.
    drawn: Pulse,
    /// How often something else was typed.
    typed: Pulse,
    /// How often something else was in the outbox, or became of it.
    outboxes: Pulse,
    /// Seconds left on a shared screen before it forgets, and one more.
    rest: Pulse,
    /// Seconds left to take a letter back.
    undo: Pulse,
    /// Whether the keyboard of the page is shown, for those who touch the screen.
    keys: Option<Pulse>,
    /// Orders characters by pinyin.
    pinyin: Rc<dyn Fn(char, char) -> std::cmp::Ordering>,
    /// When the screen was last touched.
    touched: Cell<i64>,
}

impl Page {
    fn open() -> Page {
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
        let framed = framed_in().is_some();
        // Nobody's own page offers a letter on a shared screen.
        let shared = address.is_shared() && !framed;
        let state = State { world, key_id, shared, framed, ..State::default() };
        let touch = (is_touched() || shared) && !framed;
        let desk = Desk {
            shell,
            address,
            state: RefCell::new(state),
            outbox: RefCell::default(),
            drawn: Pulse::new(0),
            typed: Pulse::new(0),
            outboxes: Pulse::new(0),
            rest: Pulse::new(0),
            undo: Pulse::new(0),
            keys: touch.then(|| Pulse::new(u32::from(shared))),
            pinyin: Rc::new(pinyin()),
            touched: Cell::new(now_seconds()),
        };
        Page { desk: Box::leak(Box::new(desk)) }
    }

    fn listen(self) {
        let loading = Loading { floor: 0, keep: None };
        let look = use_feed(&self.desk.shell, loading, move |news| self.hear(news));
        drop(look);
        self.open_outbox();
        self.hear_own_page();
        every_second(move || self.tick());
        on_window("resize", move || {
            let size = viewport();
            self.desk.state.borrow_mut().world.viewport = (size.width, size.height);
        });
        for event in ["pointerdown", "pointermove", "keydown", "wheel", "scroll"] {
            on_window(event, move || self.desk.touched.set(now_seconds()));
        }
        on_window("online", move || self.hurry());
        // A page that a browser keeps for going back must have nothing in it.
        on_window("pagehide", move || self.change(State::forget));
    }

    fn hear(self, news: News) {
        let before = self.ask(State::stand);
        {
            let mut state = self.desk.state.borrow_mut();
            state.world.hear(news);
            state.world.time = state.world.time(now_seconds(), Calendar::civil_time);
        }
        self.list_names();
        // Who is choosing is not to be startled by a new publication.
        if self.ask(State::stand) != before {
            self.desk.drawn.beat();
        }
        settle();
        self.readdress();
        self.deliver();
    }

    /// Lists who is on the board today, as the language lists names.
    fn list_names(self) {
        let mut state = self.desk.state.borrow_mut();
        let today = state.today();
        let listed = state.world.feed.as_ref().zip(today);
        let listed = listed.map(|(feed, today)| feed.listing(today, now_seconds()));
        let names = listed.map(|it| it.residents).unwrap_or_default();
        let mut names: Vec<String> = names.into_iter().map(|it| it.name).collect();
        names.dedup();
        let order = in_order_of_names(state.world.language, &names);
        let searched = |place: usize| {
            let name = names.get(place)?;
            Some((name.clone(), Searched::new([name.as_str()], &*self.desk.pinyin)))
        };
        state.names = order.into_iter().filter_map(searched).collect();
    }

    fn tick(self) {
        beat();
        let now = now_seconds();
        let time = self.ask(|it| it.world.time(now, Calendar::civil_time));
        if time != self.ask(|it| it.world.time) {
            self.desk.state.borrow_mut().world.time = time;
            self.list_names();
        }
        let sent = self.ask(|it| match &it.shown {
            Shown::Hand(hand) => Some(hand.sent),
            _ => None,
        });
        match sent.map(|sent| left(sent, now)) {
            Some(0) => self.seal(now),
            Some(left) => self.desk.undo.set(u32::try_from(left).unwrap_or_default()),
            None => {}
        }
        self.rest(now);
        if self.ask_outbox(|outbox| outbox.posting.failures > 0) {
            self.desk.outboxes.beat();
        }
        settle();
        self.deliver();
    }

    fn rest(self, now: i64) {
        let (shared, seconds) = self.ask(|it| (it.shared, it.rest_seconds()));
        let left = match Idle::since(self.desk.touched.get(), now, seconds) {
            Idle::Warning(left) if shared => left + 1,
            // What is not sealed yet is not to be lost on the way.
            Idle::Expired if shared && self.ask(State::stand) != Stand::Hand => {
                return self.leave();
            }
            _ => 0,
        };
        self.desk.rest.set(u32::try_from(left).unwrap_or_default());
    }

    /// Forgets all that was entered and goes back to the board; but stays while a letter
    /// would be lost with the page, or is on its way.
    fn leave(self) {
        self.desk.touched.set(now_seconds());
        self.change(State::forget);
        if !self.ask_outbox(|outbox| outbox.is_at_risk() || outbox.posting.away) {
            go(&self.home());
        }
    }

    /// Somebody is there.
    pub(super) fn stay(self) {
        self.desk.touched.set(now_seconds());
        self.desk.rest.set(0);
        settle();
    }

    /// Sends what the form says: it is in hand for a while.
    pub(super) fn send(self) {
        let now = now_seconds();
        self.desk.undo.set(u32::try_from(UNDO_SECONDS).unwrap_or_default());
        self.change(|it| {
            if let Some((kind, sender)) = it.form.kind().zip(it.form.draft.sender.clone())
            {
                it.shown = Shown::Hand(Hand { sender, kind, sent: now });
            }
        });
    }

    /// Takes a letter back: the form is as it was.
    pub(super) fn undo(self) {
        self.change(|it| it.shown = Shown::Form);
    }

    /// Closes what is in hand; the form forgets it, and so does the page.
    fn seal(self, now: i64) {
        let hall = self.desk.shell.hall.clone();
        let (shown, key) = {
            let mut state = self.desk.state.borrow_mut();
            let shown = std::mem::take(&mut state.shown);
            state.forget();
            (shown, state.key())
        };
        let sealed = || {
            let Shown::Hand(hand) = shown else { return None };
            let letter = hand.letter(&hall, random()?, now)?;
            letter.seal(&key?, random()?).ok()
        };
        let sent = match sealed() {
            Some(sealed) => {
                let (name, bytes) = (sealed.name.clone(), sealed.bytes);
                let post = self.post_address();
                self.take_in(Waiting { name, bytes, since: now, post, kept: false });
                Sent::Sealed(sealed.name)
            }
            None => Sent::Failed,
        };
        self.tell_sealed(&sent);
        self.change(|it| it.shown = Shown::Sent(sent));
    }

    /// Asks the state something.
    pub(super) fn ask<T>(self, of: impl FnOnce(&State) -> T) -> T {
        of(&self.desk.state.borrow())
    }

    /// Changes the state, and draws the page anew.
    pub(super) fn change(self, how: impl FnOnce(&mut State)) {
        how(&mut self.desk.state.borrow_mut());
        self.desk.drawn.beat();
        settle();
    }

    /// Goes on or back, and leaves behind what belongs to the step alone.
    pub(super) fn turn(self, how: impl FnOnce(&mut State)) {
        self.change(|it| {
            it.turn();
            how(it);
        });
    }

    /// Changes what is typed, and draws anew what depends on it alone.
    pub(super) fn typing(self, how: impl FnOnce(&mut State)) {
        how(&mut self.desk.state.borrow_mut());
        self.desk.typed.beat();
        settle();
    }

    /// Asks the outbox something.
    pub(super) fn ask_outbox<T>(self, of: impl FnOnce(&Outbox) -> T) -> T {
        of(&self.desk.outbox.borrow())
    }

    /// Changes the outbox, and draws anew what shows it.
    pub(super) fn change_outbox(self, how: impl FnOnce(&mut Outbox)) {
        how(&mut self.desk.outbox.borrow_mut());
        self.desk.outboxes.beat();
        settle();
    }

    /// The letter under that name has reached the hall.
    pub(super) fn note_delivered(self, name: &str) {
        let mut state = self.desk.state.borrow_mut();
        let (Shown::Sent(sent) | Shown::Outbox(Some(sent))) = &mut state.shown else {
            return;
        };
        if matches!(sent, Sent::Sealed(sent) if sent.as_str() == name) {
            *sent = Sent::Delivered;
            drop(state);
            self.tell_delivered();
        }
    }

    /// Where letters are posted, if anywhere.
    pub(super) fn post_address(self) -> Option<String> {
        self.ask(|it| it.letters()?.post.clone())
    }

    /// In how many seconds the post goes again, after it failed.
    pub(super) fn again_in(self) -> Option<u32> {
        self.ask_outbox(|outbox| outbox.posting.again_in(now_millis()))
    }

    pub(super) fn shell(self) -> &'static Shell {
        &self.desk.shell
    }

    /// The board, as whoever came from it left it.
    pub(super) fn home(self) -> String {
        self.desk.address.back(&self.desk.shell.site_root)
    }

    pub(super) fn language(self) -> Language {
        self.ask(|it| it.world.language)
    }

    pub(super) fn change_language(self) {
        {
            let mut state = self.desk.state.borrow_mut();
            state.world.language = state.world.language.other();
        }
        self.list_names();
        self.change(|_| {});
    }

    /// Orders characters by pinyin.
    pub(super) fn pinyin(self) -> &'static dyn Fn(char, char) -> std::cmp::Ordering {
        &*self.desk.pinyin
    }

    pub(super) fn typed(self) -> Pulse {
        self.desk.typed
    }

    pub(super) fn outboxes(self) -> Pulse {
        self.desk.outboxes
    }

    pub(super) fn resting(self) -> Pulse {
        self.desk.rest
    }

    pub(super) fn undoing(self) -> Pulse {
        self.desk.undo
    }

    pub(super) fn keys(self) -> Option<Pulse> {
        self.desk.keys
    }

    /// Shows the page's own keyboard, or another side of it.
    pub(super) fn show_keys(self, side: u32) {
        if let Some(keys) = self.desk.keys {
            keys.set(side);
            settle();
        }
    }
}

/// A place whose content is drawn anew whenever a number it follows is another.
pub(super) fn patch(class: &str, draw: impl Fn() -> Vec<El> + 'static) -> El {
    let place = el("div").class(class);
    let drawn = place.clone();
    follow(move || fill(drawn.element(), draw()));
    place
}
