//! The page: header, screen and footer, and what happens from outside.

use leptos::prelude::*;

use super::context::ReportContext;
use super::feed_state::FeedState;
use super::form::FormScreen;
use super::model::{ActiveView, Screen};
use super::outbox::{OutboxScreen, WaitingNotice};
use super::retry::is_overdue;
use super::steps::{ScreenHeading, SentScreen, UndoScreen};
use crate::components::{Button, ButtonRow, ButtonStyle, LanguageMenu};
use crate::feed::{FeedEvent, FeedOptions, use_feed};
use crate::idle_timer::Idle;
use crate::layout;
use crate::platform::{
    Viewport, every_second, navigate_replace, now_seconds, on_window, remove_splash,
    set_page_language, set_root_sizes, set_theme, viewport, write_heartbeat,
};
use crate::words::report as word;

/// The events that count as use of the screen.
const ACTIVITY: [&str; 5] = ["pointerdown", "pointermove", "keydown", "wheel", "scroll"];

/// The whole page.
#[component]
pub fn ReportPage() -> impl IntoView {
    let context = ReportContext::new();
    provide_context(context);
    listen(context);
    remove_splash();
    Effect::new(move |_| {
        let language = context.language.get();
        set_page_language(language, language.text(word::PAGE_TITLE));
    });
    use_target_size(context);
    let shared = context.config.with_value(|config| config.shared);
    let shows_waiting =
        move || !matches!(context.screen.get(), Screen::Outbox | Screen::Undo);
    let private = move || {
        let posts = context.posts_letters();
        context.language.get().text(if posts {
            word::PAGE_PRIVATE
        } else {
            word::PAGE_PRIVATE_SEAL
        })
    };
    let header = match context.is_framed() {
        true => view! { <FrameHeader/> }.into_any(),
        false => view! { <PageHeader/> }.into_any(),
    };
    view! {
        <div
            class="hall report"
            data-mode="document"
            data-shared=shared.then_some("")
            data-state=move || context.screen.get().as_str()
            data-step=move || context.step.get().as_str()
        >
            {header}
            <main class="step">
                {move || screen(context.screen.get())}
                <Show when=shows_waiting>
                    <WaitingNotice/>
                </Show>
            </main>
            <footer class="foot">
                <p class="soft">{private}</p>
            </footer>
        </div>
    }
}

/// Passes the least size of touch targets on a hall's screen to the style sheet.
fn use_target_size(context: ReportContext) {
    let resized = Trigger::new();
    on_window("resize", move || resized.notify());
    Effect::new(move |_| {
        resized.track();
        let inches = context.feed.with(FeedState::screen_inches);
        let params = context.config.with_value(|config| config.params.clone());
        let Viewport { width, height } = viewport();
        let Some(inches) = params.inches.or(inches) else { return };
        let metres = params.metres.unwrap_or_default();
        let screen = layout::Screen { width, height, inches, metres };
        set_root_sizes(&[("--target-size", screen.target())]);
    });
}

fn screen(screen: Screen) -> AnyView {
    match screen {
        Screen::Loading => view! { <LoadingScreen/> }.into_any(),
        Screen::Failed => view! { <FailedScreen/> }.into_any(),
        Screen::Closed => view! { <ClosedScreen/> }.into_any(),
        Screen::Form => view! { <FormScreen/> }.into_any(),
        Screen::Undo => view! { <UndoScreen/> }.into_any(),
        Screen::Sent => view! { <SentScreen/> }.into_any(),
        Screen::Outbox => view! { <OutboxScreen/> }.into_any(),
    }
}

/// Connects feed, clock, window and frame to the context.
fn listen(context: ReportContext) {
    let (page, theme) =
        context.config.with_value(|config| (config.page.clone(), config.params.theme()));
    set_theme(theme);
    let options = FeedOptions { floor: 0, store: None };
    let look_again = use_feed(&page, options, move |event| on_feed(context, event));
    // The loader looks for a newer feed by itself.
    drop(look_again);
    let outbox = context.outbox;
    let feed_known = move || context.feed.with_untracked(|it| it.feed.is_some());
    outbox.load(feed_known);
    context.connect_frame();
    every_second(move || tick(context));
    for event in ACTIVITY {
        on_window(event, move || context.note_activity());
    }
    on_window("online", move || outbox.retry_now());
    // A page that the browser keeps for going back must have nothing in it.
    on_window("pagehide", move || context.forget());
}

fn on_feed(context: ReportContext, event: FeedEvent) {
    match event {
        FeedEvent::Idle(_) | FeedEvent::ServerTime(_) => return,
        FeedEvent::Show(feed) => context.feed.update(|state| state.feed = Some(feed)),
        FeedEvent::Report(error) => {
            context.feed.update(|state| state.failed = error.is_some());
        }
        FeedEvent::Untrusted(_) => context.feed.update(|state| state.failed = true),
    }
    if context.feed.with_untracked(|state| state.feed.is_some()) {
        context.outbox.update_post_url();
        context.outbox.deliver();
    }
}

fn tick(context: ReportContext) {
    write_heartbeat();
    context.clock.notify();
    if context.undo_seconds.get_untracked() == Some(0) {
        context.seal();
    }
    // A letter in its undo period is not to be lost.
    let undo = context.screen.get_untracked() == Screen::Undo;
    if context.idle.get_untracked() == Idle::Expired && !undo {
        context.leave_idle_screen();
    }
    context.outbox.deliver();
}

/// The way to the board, the languages, and the warning of a shared screen.
#[component]
fn PageHeader() -> impl IntoView {
    let context = ReportContext::expect();
    let language = context.language;
    view! {
        <header>
            <div class="document-bar">
                <p>
                    <a href=context.board_url()>{context.t(word::PAGE_BOARD)}</a>
                </p>
                <LanguageMenu language on_choose=move |chosen| language.set(chosen)/>
            </div>
            <IdleWarning/>
        </header>
    }
}

/// The countdown before a shared screen discards all input. It is announced once to
/// screen readers.
#[component]
fn IdleWarning() -> impl IntoView {
    let context = ReportContext::expect();
    let seconds_left = move || match context.idle.get() {
        Idle::Warning(left) if context.screen.get() != Screen::Undo => Some(left),
        _ => None,
    };
    let seconds = move || seconds_left().unwrap_or_default().to_string();
    let warns = Memo::new(move |_| seconds_left().is_some());
    let words = move || {
        let seconds = seconds_left().unwrap_or_default();
        context.language.get().counted(word::REST_LEFT, "seconds", seconds)
    };
    let announcement = move || match warns.get() {
        true => context.language.get().text(word::REST_SOON),
        false => "",
    };
    let stay = move |()| {
        context.note_activity();
        context.clock.notify();
    };
    view! {
        <Show when=move || warns.get()>
            <div class="countdown">
                <span data-rest=seconds aria-hidden="true">{words}</span>
                <Button style=ButtonStyle::Primary on_press=stay>
                    {context.t(word::REST_STAY)}
                </Button>
            </div>
        </Show>
        <p class="sr-only" role="alert">{announcement}</p>
    }
}

/// The way back to the surrounding page, or the question whether what was written may be
/// lost.
#[component]
fn FrameHeader() -> impl IntoView {
    let context = ReportContext::expect();
    let confirming = move || context.confirming_leave.get();
    // After sending, the way back is the button of the screen.
    let has_back = move || {
        !confirming() && context.view.with(|view| !matches!(view, ActiveView::Sent(_)))
    };
    view! {
        <header>
            <div class="document-bar">
                <Show when=has_back>
                    <Button style=ButtonStyle::Back on_press=move |()| context.request_leave()>
                        {context.t(word::OWN_BACK)}
                    </Button>
                </Show>
                <Show when=confirming>
                    <div class="callout asked">
                        <p role="alert">{context.t(word::OWN_ASK)}</p>
                        <ButtonRow>
                            <Button
                                style=ButtonStyle::Primary
                                autofocus=true
                                on_press=move |()| context.cancel_leave()
                            >
                                {context.t(word::OWN_STAY)}
                            </Button>
                            <Button on_press=move |()| context.leave_frame()>
                                {context.t(word::OWN_GO)}
                            </Button>
                        </ButtonRow>
                    </div>
                </Show>
            </div>
        </header>
    }
}

#[component]
fn LoadingScreen() -> impl IntoView {
    let context = ReportContext::expect();
    let since = now_seconds();
    let is_late = Memo::new(move |_| {
        context.clock.track();
        is_overdue(since, now_seconds())
    });
    let late_words = move || match is_late.get() {
        true => context.language.get().text(word::PAGE_LATE),
        false => "",
    };
    view! {
        <ScreenHeading>{context.t(word::PAGE_TITLE)}</ScreenHeading>
        <p class="soft">{context.t(word::PAGE_LOADING)}</p>
        <p role="alert">{late_words}</p>
    }
}

#[component]
fn FailedScreen() -> impl IntoView {
    let context = ReportContext::expect();
    view! {
        <ScreenHeading>{context.t(word::FAILED_TITLE)}</ScreenHeading>
        <p>{context.t(word::FAILED_WHAT)}</p>
        <ButtonRow>
            <Button style=ButtonStyle::Primary on_press=|()| navigate_replace("")>
                {context.t(word::FAILED_AGAIN)}
            </Button>
        </ButtonRow>
    }
}

#[component]
fn ClosedScreen() -> impl IntoView {
    let context = ReportContext::expect();
    view! {
        <ScreenHeading>{context.t(word::CLOSED_TITLE)}</ScreenHeading>
        <p>{context.t(word::CLOSED_WHAT)}</p>
    }
}
