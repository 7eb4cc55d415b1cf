//! The state of the page: a signal for each independent thing, memos for what follows.

use std::rc::Rc;
use std::sync::Arc;

use hallboard_feed::Trust;
use leptos::html::Iframe;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::card_storage;
use super::letter::Letter;
use super::model::{Range, Scenario, Seen, SeenError};
use super::open_record::Record;
use super::screen::{Notice, Screen};
use super::sections::Section;
use super::session::Session;
use super::text_size;
use crate::app_state::AppState;
use crate::context::first_language;
use crate::language::Language;
use crate::platform::{
    LetterStore, PageConfig, UrlParams, forget_card, now_seconds, on_window,
    set_text_size, set_theme, viewport,
};
use crate::words::Word;

/// What the page was opened with; never changes.
#[derive(Clone, Debug)]
pub(super) struct Config {
    /// The metas of the page.
    pub page: PageConfig,
    /// The address of the board.
    pub board_url: String,
    /// The theme that the address asks for.
    pub theme: Option<&'static str>,
    /// Whether others use this screen too.
    pub is_shared: bool,
}

/// The state of the page, for every component.
#[derive(Clone, Copy)]
pub(super) struct RecordContext {
    /// What the page was opened with.
    pub config: StoredValue<Config>,
    /// The card in use and the state of its file.
    pub session: RwSignal<Session>,
    /// The feed and what the clock says of it; language and viewport have their own signals.
    pub app_state: RwSignal<AppState>,
    /// The reader's language.
    pub language: RwSignal<Language>,
    /// The width of the viewport in CSS pixels.
    pub viewport_width: RwSignal<f64>,
    /// Whether this device stores the card.
    pub is_stored: RwSignal<bool>,
    /// The stored last look at the record, or why it cannot be read.
    pub last_seen: RwSignal<Option<Result<Seen, SeenError>>>,
    /// How far back the chart goes.
    pub range: RwSignal<Range>,
    /// What the reader supposes in "what if".
    pub scenario: RwSignal<Scenario>,
    /// Whether everything is shown, for paper.
    pub print_all: RwSignal<bool>,
    /// The folded sections that are open.
    pub unfolded: RwSignal<Vec<Section>>,
    /// Whether letters are larger than usual.
    pub has_large_text: RwSignal<bool>,
    /// Whether to ask if this device is the reader's own.
    pub asks_to_store: RwSignal<bool>,
    /// How many letters are sealed on this device and not with the hall.
    pub unsent_letters: RwSignal<usize>,
    /// Where this device stores them, once it was found.
    letter_store: StoredValue<Option<LetterStore>, LocalStorage>,
    /// The letter that is being written or waits to be posted.
    pub letter: RwSignal<Option<Letter>>,
    /// The frame in which it is written.
    pub letter_frame: NodeRef<Iframe>,
    /// What letters were written about in this session, and whether the hall has each.
    pub written: RwSignal<Vec<(String, bool)>>,
    /// Seconds before a shared screen closes the record, while it warns.
    pub closing_in: RwSignal<Option<u32>>,
    /// The number of times a card was closed.
    pub closings: RwSignal<u32>,
    /// When the screen was last touched, in seconds since 1970.
    pub last_touched: StoredValue<i64>,
    /// Looks for a newer feed at once.
    pub poll_now: StoredValue<Option<Rc<dyn Fn()>>, LocalStorage>,
    /// What the page shows.
    pub screen: Memo<Screen>,
    /// What the reader should know about the publication.
    pub notice: Memo<Option<Notice>>,
}

/// The context of the page.
pub(super) fn use_record_context() -> RecordContext {
    expect_context()
}

impl RecordContext {
    /// Reads the page and its address.
    pub(super) fn new() -> RecordContext {
        let (page, params) = (PageConfig::read(), UrlParams::read());
        set_theme(params.theme());
        let key_id = Trust::new(&page.hall, &page.key).ok();
        let key_id = key_id.map(|trust| trust.key_id().to_owned());
        let session = RwSignal::new(Session { key_id, ..Session::default() });
        let app_state = RwSignal::new(AppState::default());
        let screen = Memo::new(move |_| {
            session.with(|session| app_state.with(|app_state| session.screen(app_state)))
        });
        RecordContext {
            config: StoredValue::new(Config {
                board_url: params.return_url(&page.site_root),
                theme: params.theme(),
                is_shared: params.is_shared(),
                page,
            }),
            session,
            app_state,
            language: RwSignal::new(first_language(params.language)),
            viewport_width: RwSignal::new(viewport().width),
            is_stored: RwSignal::new(false),
            last_seen: RwSignal::new(None),
            range: RwSignal::new(Range::All),
            scenario: RwSignal::new(Scenario::default()),
            print_all: RwSignal::new(false),
            unfolded: RwSignal::new(Vec::new()),
            has_large_text: RwSignal::new(false),
            asks_to_store: RwSignal::new(false),
            unsent_letters: RwSignal::new(0),
            letter_store: StoredValue::new_local(None),
            letter: RwSignal::new(None),
            letter_frame: NodeRef::new(),
            written: RwSignal::new(Vec::new()),
            closing_in: RwSignal::new(None),
            closings: RwSignal::new(0),
            last_touched: StoredValue::new(now_seconds()),
            poll_now: StoredValue::new_local(None),
            screen,
            notice: Memo::new(move |_| app_state.with(Notice::about)),
        }
    }

    /// Opens the card of the address or of this device, and listens to the feed, the clock
    /// and the window.
    pub(super) fn start(self) {
        self.restore_text_size();
        self.take_card();
        self.watch_feed();
        self.watch_letters();
        self.watch_unsent_letters();
        self.watch_clock();
        on_window("resize", move || {
            let width = viewport().width;
            if self.viewport_width.get_untracked() != width {
                self.viewport_width.set(width);
            }
        });
        on_window("afterprint", move || self.print_all.set(false));
    }

    fn take_card(self) {
        let stored = match self.is_shared() {
            true => None,
            false => self.config.with_value(|it| card_storage::load(&it.page)),
        };
        let is_declined =
            || self.config.with_value(|it| card_storage::is_declined(&it.page));
        let asks = !self.is_shared() && stored.is_none() && !is_declined();
        self.asks_to_store.set(asks);
        if let Some(text) = crate::platform::card_from_address() {
            self.use_card(&text);
        } else if let Some(stored) = stored {
            self.use_card(&stored.card);
            let is_open = self.session.with_untracked(|it| it.card.is_some());
            self.is_stored.set(is_open);
            self.last_seen.set(Some(stored.seen));
        }
    }

    /// Stores that the question whether to store a card is not asked again.
    pub(super) fn decline_storage(self) {
        self.config.with_value(|it| card_storage::decline(&it.page));
        self.asks_to_store.set(false);
    }

    /// Whether a folded section is open.
    pub(super) fn is_unfolded(self, section: Section) -> bool {
        self.unfolded.with(|it| it.contains(&section))
    }

    /// Opens or folds a section.
    pub(super) fn set_unfolded(self, section: Section, is_unfolded: bool) {
        if self.unfolded.with_untracked(|it| it.contains(&section)) == is_unfolded {
            return;
        }
        self.unfolded.update(|unfolded| {
            unfolded.retain(|it| *it != section);
            if is_unfolded {
                unfolded.push(section);
            }
        });
    }

    fn restore_text_size(self) {
        if !self.is_shared() && text_size::is_large() {
            self.set_large_text(true);
        }
    }

    /// Makes letters larger or usual, and has this device store that if nobody else uses
    /// it.
    pub(super) fn choose_large_text(self, is_large: bool) {
        if !self.is_shared() {
            text_size::store(is_large);
        }
        self.set_large_text(is_large);
    }

    fn set_large_text(self, is_large: bool) {
        set_text_size(is_large.then_some("large"));
        self.has_large_text.set(is_large);
    }

    /// Keeps [`RecordContext::unsent_letters`] up to date with what this device stores.
    fn watch_unsent_letters(self) {
        if self.is_shared() {
            return;
        }
        Effect::new(move |_| {
            self.written.track();
            self.screen.track();
            self.count_unsent_letters();
        });
    }

    /// Counts the letters that this device stores. No database is created for that.
    fn count_unsent_letters(self) {
        let name = self.config.with_value(|it| it.page.letter_store_name());
        spawn_local(async move {
            let store = match self.letter_store.try_get_value().flatten() {
                Some(store) => Some(store),
                None => LetterStore::open_existing(&name).await,
            };
            let letters = match &store {
                Some(store) => store.all().await.len(),
                None => 0,
            };
            self.letter_store.set_value(store);
            if self.unsent_letters.try_get_untracked().is_some_and(|it| it != letters) {
                self.unsent_letters.set(letters);
            }
        });
    }

    /// Counts them again while some wait: they are posted out of sight.
    pub(super) fn recount_unsent_letters(self) {
        let has_pending = self
            .written
            .with_untracked(|it| it.iter().any(|(_, is_delivered)| !is_delivered));
        if has_pending || self.unsent_letters.get_untracked() > 0 {
            self.count_unsent_letters();
        }
    }

    /// A text of the page in the reader's language, whichever that is.
    pub(super) fn text(
        self,
        word: Word,
    ) -> impl Fn() -> &'static str + Copy + Send + 'static {
        let language = self.language;
        move || language.get().text(word)
    }

    /// Whether others use this screen too.
    pub(super) fn is_shared(self) -> bool {
        self.config.with_value(|it| it.is_shared)
    }

    /// Opens a card that was typed, pasted or shown to the camera, in place of any other.
    pub(super) fn open_card(self, text: &str) {
        forget_card();
        self.use_card(text);
    }

    fn use_card(self, text: &str) {
        self.touch();
        self.drop_letter();
        if self.session.try_update(|it| it.open_card(text)) == Some(true) {
            self.reset_choices();
        }
        self.request_file(false);
    }

    /// Closes the card and everything that it opened.
    pub(super) fn close_card(self) {
        forget_card();
        self.touch();
        self.drop_letter();
        self.session.update(Session::close_card);
        self.reset_choices();
        self.closings.update(|it| *it += 1);
    }

    fn reset_choices(self) {
        self.range.set(Range::All);
        self.print_all.set(false);
        self.unfolded.set(Vec::new());
        if self.is_shared() {
            self.set_large_text(false);
        }
        self.scenario.set(Scenario::default());
        self.written.set(Vec::new());
        self.is_stored.set(false);
        self.last_seen.set(None);
    }

    /// Fetches everything anew.
    pub(super) fn retry(self) {
        self.session.update(Session::retry);
        self.poll();
    }

    /// Looks for a newer feed at once.
    pub(super) fn poll(self) {
        if let Some(poll) = self.poll_now.get_value() {
            poll();
        }
    }

    /// Stores the card on this device, and today's look at the record.
    pub(super) fn store_card(self, record: &Record) {
        let Some(card) = self.session.with_untracked(|it| it.card.clone()) else {
            return;
        };
        let (seen, version) = (record.seen_today(), record.own().version());
        let is_stored = self
            .config
            .with_value(|it| card_storage::store(&it.page, &card, version, &seen));
        if is_stored {
            self.is_stored.set(true);
            self.last_seen.set(Some(Ok(seen)));
        }
    }

    /// Removes the card from this device. The open record stays open until it is closed.
    pub(super) fn remove_stored_card(self) {
        self.config.with_value(|it| card_storage::remove(&it.page));
        self.is_stored.set(false);
        self.last_seen.set(None);
    }

    /// The open record; the same as before while that is of the same register and day.
    pub(super) fn record_memo(self) -> Memo<Option<Arc<Record>>> {
        Memo::new(move |previous: Option<&Option<Arc<Record>>>| {
            let previous = previous.and_then(Option::as_ref);
            self.session.with(|session| {
                self.app_state.with(|app_state| open_record(session, app_state, previous))
            })
        })
    }
}

/// The record of a session: as before while the file of a newer publication is on its way,
/// and with everything already computed if it is the same.
fn open_record(
    session: &Session,
    app_state: &AppState,
    previous: Option<&Arc<Record>>,
) -> Option<Arc<Record>> {
    let (own, feed) = (session.register()?, app_state.loaded.feed.as_ref()?);
    let today = app_state.time.today?;
    if let Some(previous) = previous
        && own.version() != feed.head().version()
    {
        return Some(Arc::clone(previous));
    }
    let record = Record::new(Arc::clone(own), Arc::clone(feed), today, now_seconds());
    match previous {
        Some(previous) if **previous == record => Some(Arc::clone(previous)),
        _ => Some(Arc::new(record)),
    }
}
