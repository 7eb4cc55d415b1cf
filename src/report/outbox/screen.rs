//! The screen of the outbox.

use leptos::prelude::*;

use super::waiting::{PostStatus, instant};
use super::{HandOver, WaitingLetter};
use crate::components::{Button, ButtonRow};
use crate::report::context::ReportContext;
use crate::report::steps::ScreenHeading;
use crate::words::report as word;

/// All letters in the outbox, with the ways to hand them over.
#[component]
pub fn OutboxScreen() -> impl IntoView {
    let context = ReportContext::expect();
    let letters = context.outbox.letters;
    let is_empty = Memo::new(move |_| letters.with(Vec::is_empty));
    view! {
        <ScreenHeading>{context.t(word::OUTBOX_TITLE)}</ScreenHeading>
        <p class="soft">{context.t(word::OUTBOX_LEAD)}</p>
        <div>
            <PostStatus/>
        </div>
        <div>
            <For
                each=move || letters.get()
                key=|waiting| waiting.letter.name.clone()
                children=|waiting| view! { <LetterSection waiting/> }
            />
            <Show when=move || is_empty.get()>
                <p role="status">{context.t(word::OUTBOX_NONE)}</p>
            </Show>
        </div>
        <ButtonRow>
            <Button on_press=move |()| context.close_outbox()>
                {context.t(word::OUTBOX_CLOSE)}
            </Button>
        </ButtonRow>
    }
}

/// A letter in the outbox.
#[component]
fn LetterSection(
    /// The letter.
    waiting: WaitingLetter,
) -> impl IntoView {
    let context = ReportContext::expect();
    let letter = waiting.letter;
    let name = letter.name.clone();
    let number = Memo::new(move |_| {
        let index = context
            .outbox
            .letters
            .with(|all| all.iter().position(|it| it.letter.name == letter.name));
        index.unwrap_or_default().saturating_add(1)
    });
    let size = letter.bytes.len().div_ceil(1024).to_string();
    let title = move || {
        let (number, when) = (number.get().to_string(), instant(context, letter.since));
        let parts =
            [("number", number.as_str()), ("when", when.as_str()), ("size", &size)];
        context.language.get().text_with(word::OUTBOX_LETTER, &parts)
    };
    view! {
        <section class="letter">
            <h2>{title}</h2>
            <HandOver name/>
        </section>
    }
}
