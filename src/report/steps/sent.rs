//! The screen after the undo period: where the letter is, and what is left to do.

use hallboard_feed::Desk;
use hallboard_feed::letter::LetterNumber;
use hallboard_score::Day;
use leptos::prelude::*;

use super::ScreenHeading;
use crate::components::{Button, ButtonRow, ButtonStyle, NamedText};
use crate::platform::{Calendar, DateStyle};
use crate::report::context::ReportContext;
use crate::report::form::Progress;
use crate::report::model::LetterStatus;
use crate::report::outbox::{HandOver, Storage, WaitingLetter};
use crate::words::{Word, report as word};

/// What the page knows beside the status of the letter.
#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    /// The letters in the outbox.
    waiting: &'a [WaitingLetter],
    /// Whether letters are posted to the hall by themselves.
    is_posted: bool,
    /// Whether the screen is the hall's, and stays there.
    is_shared: bool,
}

/// The status of the letter as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SentNotice {
    title: Word,
    words: Word,
    /// The value of `data-sent`.
    state: &'static str,
    /// Whether the hall does not have it.
    is_missing: bool,
    /// The name of the letter, if its writer has to hand it over.
    hand_over: Option<String>,
    /// The last day on which it can reach the hall.
    until: Option<Day>,
    /// Its number, if it was sealed.
    number: Option<LetterNumber>,
}

impl SentNotice {
    fn new(status: Option<&LetterStatus>, place: Place<'_>) -> SentNotice {
        let (name, number, until) = match status {
            Some(LetterStatus::Sealed { name, number, reply_until }) => {
                (name, *number, *reply_until)
            }
            Some(LetterStatus::Delivered(number)) => {
                return SentNotice::with_hall(word::SENT_DELIVERED, "delivered", *number);
            }
            Some(LetterStatus::HandedOver(number)) => {
                let words = word::SENT_HANDED_OVER;
                return SentNotice::with_hall(words, "handed-over", *number);
            }
            Some(LetterStatus::Failed) | None => {
                return SentNotice::missing(word::SENT_FAILED, "failed");
            }
        };
        let letter = place.waiting.iter().find(|it| it.letter.name == *name);
        let hand_over = letter.map(|it| it.letter.name.clone());
        let is_unkept = letter.is_some_and(|it| it.storage == Storage::Failed);
        let notice = match (is_unkept, place.is_posted, place.is_shared) {
            (true, ..) => SentNotice::missing(word::SENT_UNKEPT, "unkept"),
            (_, true, _) => SentNotice::missing(word::SENT_WAITING, "waiting"),
            (_, _, true) => SentNotice::missing(word::SENT_HAND_OVER_HERE, "hand-over"),
            _ => SentNotice::missing(word::SENT_HAND_OVER, "hand-over"),
        };
        let hand_over = hand_over.filter(|_| is_unkept || !place.is_posted);
        SentNotice { hand_over, until, number: Some(number), ..notice }
    }

    const fn missing(words: Word, state: &'static str) -> SentNotice {
        SentNotice {
            title: word::SENT_NOT_YET,
            words,
            state,
            is_missing: true,
            hand_over: None,
            until: None,
            number: None,
        }
    }

    const fn with_hall(
        words: Word,
        state: &'static str,
        number: LetterNumber,
    ) -> SentNotice {
        SentNotice {
            title: word::SENT_TITLE,
            words,
            state,
            is_missing: false,
            hand_over: None,
            until: None,
            number: Some(number),
        }
    }
}

/// Says where the letter is.
#[component]
pub fn SentScreen() -> impl IntoView {
    let context = ReportContext::expect();
    let outbox = context.outbox;
    let is_shared = context.config.with_value(|config| config.shared);
    let notice = Memo::new(move |_| {
        let is_posted = context.posts_letters();
        context.view.with(|view| {
            outbox.letters.with(|waiting| {
                let place = Place { waiting, is_posted, is_shared };
                SentNotice::new(view.letter_status(), place)
            })
        })
    });
    let hand_over = Memo::new(move |_| notice.get().hand_over);
    let is_missing = Memo::new(move |_| notice.with(|notice| notice.is_missing));
    let state = move || notice.with(|notice| notice.state);
    let text = move |word: fn(&SentNotice) -> Word| {
        move || context.language.get().text(notice.with(word))
    };
    let until = move || {
        let language = context.language.get();
        let day = Calendar(language).day(notice.with(|it| it.until)?, DateStyle::Full);
        let words = language.text_with(word::SENT_UNTIL, &[("day", &day)]);
        Some(view! { <p class="until">{words}</p> })
    };
    let number = move || {
        let number = notice.with(|it| it.number)?.to_string();
        let parts = [("number", number.as_str())];
        let words = context.language.get().text_with(word::SENT_NUMBER, &parts);
        Some(view! { <p data-number=number>{words}</p> })
    };
    let next = match context.is_framed() {
        true => view! {
            <Button style=ButtonStyle::Primary on_press=move |()| context.request_leave()>
                {context.t(word::OWN_BACK)}
            </Button>
        }
        .into_any(),
        false => view! {
            <Button style=ButtonStyle::Primary on_press=move |()| context.forget()>
                {context.t(word::SENT_ANOTHER)}
            </Button>
        }
        .into_any(),
    };
    view! {
        <Progress/>
        <div class="outcome" class:missing=move || is_missing.get()>
            <ScreenHeading>{text(|notice| notice.title)}</ScreenHeading>
            <div class="sent" role="status">
                <p data-sent=state>{text(|notice| notice.words)}</p>
                {until}
                {number}
            </div>
        </div>
        <Show when=move || is_missing.get()>
            <DeskNotice/>
        </Show>
        {move || hand_over.get().map(|name| view! { <HandOver name show_codes=true/> })}
        <ButtonRow>{next}</ButtonRow>
    }
}

/// Opening hours and telephone number of the hall; nothing if it publishes none.
#[component]
fn DeskNotice() -> impl IntoView {
    let context = ReportContext::expect();
    let language = context.language;
    let desk = Memo::new(move |_| {
        context.feed.with(|state| state.feed.as_ref()?.snapshot().desk.clone())
    });
    move || {
        let Desk { phone, hours } = desk.get()?;
        let hours = hours.map(|hours| {
            let hours = Signal::derive(move || language.get().name(&hours));
            view! {
                <div>
                    <dt>{context.t(word::SENT_HOURS)}</dt>
                    <dd>{move || view! { <NamedText name=hours.get() /> }}</dd>
                </div>
            }
        });
        let phone = phone.map(|phone| {
            view! {
                <div>
                    <dt>{context.t(word::SENT_PHONE)}</dt>
                    <dd dir="ltr">{phone}</dd>
                </div>
            }
        });
        Some(view! { <dl class="desk">{hours}{phone}</dl> })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::StoredLetter;

    const LETTER: &str = "ab.letter";

    fn waiting(stored: bool) -> WaitingLetter {
        let (name, bytes) = (LETTER.to_owned(), vec![1]);
        let letter = StoredLetter { name, bytes, since: 0, post: None };
        let storage = if stored { Storage::Stored } else { Storage::Failed };
        WaitingLetter { letter, storage }
    }

    fn notice(
        status: LetterStatus,
        letters: &[WaitingLetter],
        is_posted: bool,
    ) -> SentNotice {
        let place = Place { waiting: letters, is_posted, is_shared: false };
        SentNotice::new(Some(&status), place)
    }

    fn number() -> LetterNumber {
        "4821-9370".parse().unwrap()
    }

    fn sealed() -> LetterStatus {
        let reply_until = Day::new(2026, 11, 28);
        LetterStatus::Sealed { name: LETTER.to_owned(), number: number(), reply_until }
    }

    #[test]
    fn qr_codes_are_shown_when_no_server_or_storage() {
        let check = |letters: &[WaitingLetter], posted, state, hands_over| {
            let notice = notice(sealed(), letters, posted);
            assert_eq!((notice.state, notice.hand_over.is_some()), (state, hands_over));
            assert_eq!(notice.until, Day::new(2026, 11, 28));
            assert_eq!(notice.number, Some(number()));
        };
        check(&[waiting(true)], true, "waiting", false);
        check(&[waiting(true)], false, "hand-over", true);
        check(&[waiting(false)], true, "unkept", true);
        check(&[waiting(false)], false, "unkept", true);
        // While it is being stored.
        check(&[], false, "hand-over", false);
        check(&[], true, "waiting", false);
    }

    #[test]
    fn no_thanks_before_the_hall_has_the_letter() {
        let check = |status, posted, thanks: bool| {
            let notice = notice(status, &[waiting(true)], posted);
            assert_eq!(notice.title == word::SENT_TITLE, thanks, "{notice:?}");
            assert_eq!(notice.is_missing, !thanks);
        };
        for posted in [false, true] {
            check(sealed(), posted, false);
            check(LetterStatus::Failed, posted, false);
            check(LetterStatus::Delivered(number()), posted, true);
            check(LetterStatus::HandedOver(number()), posted, true);
        }
    }
}
