//! The screen after the undo period.

use leptos::prelude::*;

use super::ScreenHeading;
use crate::components::{Button, ButtonRow, ButtonStyle};
use crate::report::context::ReportContext;
use crate::report::model::LetterStatus;
use crate::report::outbox::{HandOver, WaitingLetter};
use crate::words::{Word, report as word};

/// What is said of a sent letter.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SentNotice {
    words: Word,
    /// The value of `data-sent`.
    state: &'static str,
    /// The name of the letter, if its writer has to hand it over.
    hand_over: Option<String>,
}

impl SentNotice {
    fn new(
        status: Option<&LetterStatus>,
        waiting: &[WaitingLetter],
        is_posted: bool,
    ) -> SentNotice {
        let name = match status {
            Some(LetterStatus::Sealed(name)) => name,
            Some(LetterStatus::Delivered) => {
                return SentNotice::of(word::SENT_DELIVERED, "delivered");
            }
            Some(LetterStatus::Failed) | None => {
                return SentNotice::of(word::SENT_FAILED, "failed");
            }
        };
        let letter = waiting.iter().find(|it| it.letter.name == *name);
        let hand_over = letter.map(|it| it.letter.name.clone());
        match (letter.is_some_and(|it| !it.stored), is_posted) {
            (true, _) => {
                SentNotice { hand_over, ..SentNotice::of(word::SENT_UNKEPT, "unkept") }
            }
            (false, true) => SentNotice::of(word::SENT_WAITING, "waiting"),
            (false, false) => SentNotice {
                hand_over,
                ..SentNotice::of(word::SENT_HAND_OVER, "hand-over")
            },
        }
    }

    const fn of(words: Word, state: &'static str) -> SentNotice {
        SentNotice { words, state, hand_over: None }
    }
}

/// Says what became of the letter.
#[component]
pub fn SentScreen() -> impl IntoView {
    let context = ReportContext::expect();
    let outbox = context.outbox;
    let notice = Memo::new(move |_| {
        let is_posted = outbox.post_url.with(Option::is_some);
        context.view.with(|view| {
            let status = view.letter_status();
            outbox.letters.with(|letters| SentNotice::new(status, letters, is_posted))
        })
    });
    let hand_over = Memo::new(move |_| notice.get().hand_over);
    let state = move || notice.with(|notice| notice.state);
    let words = move || {
        let word = notice.with(|notice| notice.words);
        context.language.get().text(word)
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
        <ScreenHeading>{context.t(word::SENT_TITLE)}</ScreenHeading>
        <div class="sent" role="status">
            <p data-sent=state>{words}</p>
            {move || hand_over.get().map(|name| view! { <HandOver name/> })}
        </div>
        <ButtonRow>{next}</ButtonRow>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::StoredLetter;

    fn waiting(stored: bool) -> WaitingLetter {
        let (name, bytes) = ("ab.letter".to_owned(), vec![1]);
        let letter = StoredLetter { name, bytes, since: 0, post: None };
        WaitingLetter { letter, stored }
    }

    #[test]
    fn a_letter_is_handed_over_where_it_would_be_lost_or_nobody_posts_it() {
        let sealed = LetterStatus::Sealed("ab.letter".to_owned());
        let check = |letters: &[WaitingLetter], posted, state, hands_over| {
            let notice = SentNotice::new(Some(&sealed), letters, posted);
            assert_eq!((notice.state, notice.hand_over.is_some()), (state, hands_over));
        };
        check(&[waiting(true)], true, "waiting", false);
        check(&[waiting(true)], false, "hand-over", true);
        check(&[waiting(false)], true, "unkept", true);
        check(&[waiting(false)], false, "unkept", true);
        // While it is being stored, and once it has been handed over.
        check(&[], false, "hand-over", false);
        check(&[], true, "waiting", false);
    }
}
