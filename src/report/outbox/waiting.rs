//! The notice about letters in the outbox.

use leptos::prelude::*;

use crate::components::{Button, ButtonRow};
use crate::language::filled;
use crate::platform::{Calendar, now_millis};
use crate::report::context::ReportContext;
use crate::words::report as word;

/// An instant, formatted in the hall's time zone.
pub(super) fn instant(context: ReportContext, seconds: i64) -> String {
    let calendar = Calendar(context.language.get());
    context.feed.with(|state| {
        let zone = state.feed.as_ref().map(|feed| &*feed.snapshot().hall.time_zone);
        calendar.instant(seconds, zone.unwrap_or("UTC"))
    })
}

/// The number of letters in the outbox, and the time of the oldest one; empty without
/// letters.
#[component]
pub fn WaitingNotice() -> impl IntoView {
    let context = ReportContext::expect();
    let letters = context.outbox.letters;
    let count = Memo::new(move |_| letters.with(Vec::len));
    let since = Memo::new(move |_| {
        letters.with(|all| all.iter().map(|it| it.letter.since).min())
    });
    let words = move || {
        let when = instant(context, since.get().unwrap_or_default());
        let (number, count) = (count.get() as i64, count.get().to_string());
        let parts = [("count", count.as_str()), ("when", when.as_str())];
        filled(context.language.get().form(word::OUTBOX_WAITING, number), &parts)
    };
    view! {
        <div class="waits">
            <Show when=move || count.get() != 0>
                <p data-waits=move || count.get().to_string()>{words}</p>
                <PostStatus/>
                <ButtonRow>
                    <Button on_press=move |()| context.open_outbox()>
                        {context.t(word::OUTBOX_SHOW)}
                    </Button>
                </ButtonRow>
            </Show>
        </div>
    }
}

/// The progress of posting; empty if the hall has no letter box.
#[component]
pub(super) fn PostStatus() -> impl IntoView {
    let context = ReportContext::expect();
    let outbox = context.outbox;
    let status = move || {
        outbox.post_url.with(Option::is_some).then_some(())?;
        let (language, retry) = (context.language.get(), outbox.retry.get());
        context.clock.track();
        if retry.in_flight {
            let late = retry.is_late(now_millis());
            let word = if late { word::OUTBOX_LATE } else { word::OUTBOX_AWAY };
            return Some(language.text(word).to_owned());
        }
        if retry.refused {
            return Some(language.text(word::OUTBOX_REFUSED).to_owned());
        }
        let seconds = retry.seconds_left(now_millis())?;
        Some(language.counted(word::OUTBOX_AGAIN, "seconds", i64::from(seconds)))
    };
    let class = move || {
        let retry = outbox.retry.get();
        (retry.in_flight || !retry.refused).then_some("soft")
    };
    let shows = Memo::new(move |_| status().is_some());
    view! {
        <Show when=move || shows.get()>
            <p class=class>{status}</p>
        </Show>
    }
}
