//! The state of the page as signals, and the actions that change it.

use hallboard_feed::Trust;
use hallboard_feed::letter::{LetterNumber, TEXT_LIMIT};
use hallboard_score::{Rulebook, in_force};
use leptos::prelude::*;

use super::feed_state::{FeedState, HallTime, ListedName};
use super::frame_bridge;
use super::model::{
    ActiveView, Form, LetterStatus, PendingLetter, Screen, Step, TextError,
};
use super::outbox::Outbox;
use crate::components::KeyboardLayout;
use crate::context::first_language;
use crate::idle_timer::Idle;
use crate::language::Language;
use crate::platform::{
    PageConfig, StoredLetter, UrlParams, has_coarse_pointer, navigate_replace,
    now_seconds, parent_frame, random_bytes,
};
use crate::words::{Word, report as word};

/// What does not change while the page is open.
#[derive(Clone, Debug)]
pub(super) struct Config {
    /// The site and its hall.
    pub page: PageConfig,
    /// What the URL asks for.
    pub params: UrlParams,
    /// The id of the hall's key; `None` if the site names none that is valid.
    pub key_id: Option<String>,
    /// Whether this is a shared screen. All input is discarded when it is idle.
    pub shared: bool,
    /// Whether a resident's own page shows this one in a frame.
    pub framed: bool,
}

/// The state of the page.
#[derive(Clone, Copy)]
pub(super) struct ReportContext {
    /// What does not change.
    pub config: StoredValue<Config>,
    /// The language.
    pub language: RwSignal<Language>,
    /// The feed.
    pub feed: RwSignal<FeedState>,
    /// Notified every second.
    pub clock: Trigger,
    /// The form.
    pub form: RwSignal<Form>,
    /// The view that the user is in.
    pub view: RwSignal<ActiveView>,
    /// How often *Go on* was rejected because the open field lacks something.
    pub rejections: RwSignal<u32>,
    /// Whether the user of the frame is asked if what was written may be lost.
    pub confirming_leave: RwSignal<bool>,
    /// The name of the resident whose own page opened the frame.
    pub resident_name: RwSignal<String>,
    /// The keyboard of the page; `None` where it is not offered.
    pub keyboard: Option<RwSignal<KeyboardLayout>>,
    /// The field of the form in which somebody types. On a hall's screen the keyboard
    /// takes its room there alone.
    pub typing_in: RwSignal<Option<Step>>,
    /// When the screen was last used, in Unix seconds.
    pub last_activity: StoredValue<i64>,
    /// Notified to focus the heading of the screen again.
    pub heading_focus: Trigger,
    /// Whether a screen has been shown, so that the next one takes the focus.
    pub has_shown_screen: StoredValue<bool>,
    /// The sealed letters.
    pub outbox: Outbox,
    /// The hall's day and whether names may be shown.
    pub time: Memo<HallTime>,
    /// What is shown.
    pub screen: Memo<Screen>,
    /// The step of the form.
    pub step: Memo<Step>,
    /// The residents on the board, in the order of the language.
    pub names: Memo<Vec<ListedName>>,
    /// Whether the sender can be asked to be named.
    pub asks_to_name: Memo<bool>,
    /// What is wrong with the free text.
    pub text_error: Memo<Option<TextError>>,
    /// Whether *Go on* was rejected because of the open field, and it still lacks something.
    pub is_rejected: Memo<bool>,
    /// Whether the idle time of a shared screen is over, or soon is.
    pub idle: Memo<Idle>,
    /// Seconds left to take a letter back; `None` outside of the undo period.
    pub undo_seconds: Memo<Option<i64>>,
}

impl Config {
    fn read() -> Config {
        let (page, params) = (PageConfig::read(), UrlParams::read());
        let trust = Trust::new(&page.hall, &page.key).ok();
        let key_id = trust.map(|trust| trust.key_id().to_owned());
        let framed = parent_frame().is_some();
        // A resident's own page offers no letter on a shared screen.
        let shared = params.is_shared() && !framed;
        Config { page, params, key_id, shared, framed }
    }
}

impl ReportContext {
    /// The context of the page around a component.
    pub(super) fn expect() -> ReportContext {
        expect_context()
    }

    /// Reads page and URL, and sets up the signals.
    pub(super) fn new() -> ReportContext {
        let config = Config::read();
        let (shared, framed) = (config.shared, config.framed);
        let language = RwSignal::new(first_language(config.params.language));
        let feed = RwSignal::new(FeedState::default());
        let clock = Trigger::new();
        let form = RwSignal::new(Form::default());
        let view = RwSignal::new(ActiveView::default());
        let rejections = RwSignal::new(0_u32);
        let layout = if shared { KeyboardLayout::Lower } else { KeyboardLayout::Hidden };
        let touch = (has_coarse_pointer() || shared) && !framed;
        let last_activity = StoredValue::new(now_seconds());
        let post_url = Memo::new(move |_| feed.with(|it| it.letters()?.post.clone()));
        let outbox = Outbox::new(
            &config.page,
            post_url,
            Callback::new(move |name: String| {
                set_letter_status(view, &name, LetterStatus::Delivered);
            }),
        );
        let time = Memo::new(move |_| {
            clock.track();
            feed.with(|it| it.time(now_seconds()))
        });
        ReportContext {
            config: StoredValue::new(config),
            language,
            feed,
            clock,
            form,
            view,
            rejections,
            confirming_leave: RwSignal::new(false),
            resident_name: RwSignal::new(String::new()),
            keyboard: touch.then(|| RwSignal::new(layout)),
            typing_in: RwSignal::new(None),
            last_activity,
            heading_focus: Trigger::new(),
            has_shown_screen: StoredValue::new(false),
            outbox,
            time,
            screen: Memo::new(move |_| {
                let awaits_request = framed && form.with(|form| form.topic.is_none());
                let feed = feed.with(FeedState::status);
                view.with(|view| Screen::new(view, feed, awaits_request))
            }),
            step: Memo::new(move |_| form.with(|form| form.step)),
            names: Memo::new(move |_| {
                let (today, language) = (time.get().today, language.get());
                let names = |today| feed.with(|feed| feed.names(today, language));
                today.map(names).unwrap_or_default()
            }),
            asks_to_name: Memo::new(move |_| {
                let asks =
                    feed.with(|it| it.letters().is_some_and(|it| it.name_reporters));
                form.with(|form| form.is_named() || asks && form.can_be_named())
            }),
            text_error: Memo::new(move |_| form.with(Form::text_error)),
            is_rejected: Memo::new(move |_| {
                rejections.get() > 0 && form.with(|form| !form.is_ready())
            }),
            idle: Memo::new(move |_| {
                clock.track();
                let limit = feed.with(FeedState::rest_seconds);
                let idle = Idle::since(last_activity.get_value(), now_seconds(), limit);
                if shared { idle } else { Idle::Active }
            }),
            undo_seconds: Memo::new(move |_| {
                clock.track();
                view.with(|view| match view {
                    ActiveView::Undo(pending) => {
                        Some(pending.seconds_left(now_seconds()))
                    }
                    _ => None,
                })
            }),
        }
    }

    /// A text of the page, in the language of the moment.
    pub(super) fn t(
        self,
        word: Word,
    ) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        let language = self.language;
        move || language.get().text(word)
    }

    /// Whether a resident's own page shows this one in a frame.
    pub(super) fn is_framed(self) -> bool {
        self.config.with_value(|config| config.framed)
    }

    /// The URL of the board from which the user came.
    pub(super) fn board_url(self) -> String {
        self.config.with_value(|config| config.params.return_url(&config.page.site_root))
    }

    /// Reads the rulebook in force today.
    pub(super) fn with_rules<T>(self, read: impl FnOnce(Option<&Rulebook>) -> T) -> T {
        let today = self.time.get().today;
        self.feed
            .with(|feed| read(today.and_then(|today| in_force(feed.rulebooks(), today))))
    }

    /// Opens the next field or the preview, or notes that a field lacks something.
    pub(super) fn go_on(self) {
        let rejections = self.rejections.get_untracked();
        self.leave_step();
        if !self.form.try_update(Form::go_on).unwrap_or_default() {
            self.rejections.set(rejections.saturating_add(1));
        }
    }

    /// Changes the form and leaves the current step.
    pub(super) fn change_step(self, change: impl FnOnce(&mut Form)) {
        self.leave_step();
        self.form.update(change);
    }

    /// Clears what belongs to a step alone.
    fn leave_step(self) {
        self.rejections.set(0);
        self.confirming_leave.set(false);
    }

    /// Sends or seals the letter: its undo period begins.
    pub(super) fn send(self) {
        let pending = self.form.with_untracked(|form| {
            let (sender, body) = form.draft.sender.clone().zip(form.letter_body())?;
            let (reply_until, sent) = (form.reply_until(), now_seconds());
            let handwriting = form.handwriting().cloned();
            Some(PendingLetter { sender, body, handwriting, reply_until, sent })
        });
        if let Some(pending) = pending {
            self.leave_step();
            self.view.set(ActiveView::Undo(pending));
        }
    }

    /// Takes the letter back: the form is as it was.
    pub(super) fn undo(self) {
        self.leave_step();
        self.view.set(ActiveView::Form);
    }

    /// Shows the outbox.
    pub(super) fn open_outbox(self) {
        self.leave_step();
        self.view.update(|view| *view = view.opened_outbox());
    }

    /// Shows what was shown before the outbox.
    pub(super) fn close_outbox(self) {
        self.leave_step();
        self.view.update(|view| *view = view.closed_outbox());
    }

    /// Seals the letter whose undo period is over, and clears it from form and page.
    pub(super) fn seal(self) {
        let ActiveView::Undo(pending) = self.view.get_untracked() else { return };
        let key = self.feed.with_untracked(FeedState::letter_key);
        let hall = self.config.with_value(|config| config.page.hall.clone());
        self.forget();
        let now = now_seconds();
        let reply_until = pending.reply_until;
        let sealed = || {
            let letter = pending.into_letter(&hall, random_bytes()?, now)?;
            Some((letter.number(), letter.seal(&key?, random_bytes()?).ok()?))
        };
        let status = match sealed() {
            Some((number, sealed)) => {
                let post = self.outbox.post_url.get_untracked();
                let (name, bytes) = (sealed.name, sealed.bytes);
                self.outbox.enqueue(StoredLetter {
                    name: name.clone(),
                    bytes,
                    since: now,
                    post,
                });
                frame_bridge::notify_sealed();
                LetterStatus::Sealed { name, number, reply_until }
            }
            None => LetterStatus::Failed,
        };
        self.view.set(ActiveView::Sent(status));
    }

    /// Discards all input.
    pub(super) fn forget(self) {
        self.form.set(Form::default());
        self.view.set(ActiveView::Form);
        self.typing_in.set(None);
        self.leave_step();
    }

    /// Discards all input and goes to the board. Stays while a letter would be lost with
    /// the page, or is being posted.
    pub(super) fn leave_idle_screen(self) {
        self.note_activity();
        self.forget();
        if !self.outbox.holds_page() {
            navigate_replace(&self.board_url());
        }
    }

    /// Restarts the idle time.
    pub(super) fn note_activity(self) {
        self.last_activity.set_value(now_seconds());
    }

    /// Whether leaving the page now would lose something.
    pub(super) fn would_lose(self) -> bool {
        let lost = |form: &Form| self.view.with_untracked(|view| view.would_lose(form));
        self.form.with_untracked(lost) || self.outbox.is_at_risk()
    }

    /// Records the sender's confirmation that the hall has a letter.
    pub(super) fn mark_handed_over(self, name: &str) {
        set_letter_status(self.view, name, LetterStatus::HandedOver);
    }

    /// Whether sealed letters are posted to the hall by themselves.
    pub(super) fn posts_letters(self) -> bool {
        self.outbox.post_url.with(Option::is_some)
    }

    /// The message of the text field, empty if nothing is wrong or *Go on* has not been
    /// pressed yet.
    pub(super) fn text_message(self) -> String {
        let language = self.language.get();
        match self.text_error.get().filter(|_| self.rejections.get() > 0) {
            Some(TextError::Missing) => language.text(word::WORDS_FAULT).to_owned(),
            Some(TextError::TooLong(_)) => {
                let limit = TEXT_LIMIT.to_string();
                language.text_with(word::WORDS_LONG, &[("count", &limit)])
            }
            None => String::new(),
        }
    }
}

/// Records that the hall has the letter written last, if it has that name, and notifies
/// the surrounding page.
fn set_letter_status(
    view: RwSignal<ActiveView>,
    name: &str,
    change: fn(LetterNumber) -> LetterStatus,
) {
    if view.try_update(|view| view.change_status(name, change)).unwrap_or_default() {
        frame_bridge::notify_delivered();
    }
}
