//! A guest's handwritten name, in the step for the sender.

use hallboard_feed::letter::{HANDWRITTEN_NAME_LIMIT, Handwriting};
use leptos::prelude::*;

use super::reveal::Reveal;
use crate::components::{Button, HandwritingField};
use crate::report::context::ReportContext;
use crate::words::report as word;

/// A button that opens the field for handwriting, or that field with a button to use the
/// name.
#[component]
pub fn GuestByHand() -> impl IntoView {
    let context = ReportContext::expect();
    let is_open = RwSignal::new(false);
    let name = RwSignal::new(None::<Handwriting>);
    let is_refused = RwSignal::new(false);
    let on_change = move |handwriting: Option<Handwriting>| {
        context.note_activity();
        name.set(handwriting);
        is_refused.set(false);
    };
    let take = move |()| {
        let written = name.get_untracked();
        let taken = written.is_some_and(|name| {
            let set = context.form.try_update(|form| form.set_handwritten_guest(name));
            set.unwrap_or_default()
        });
        is_refused.set(!taken);
        if taken {
            context.change_step(|form| {
                form.go_on();
            });
        }
    };
    let fault = move || {
        is_refused.get().then(|| context.language.get().text(word::SENDER_BY_HAND_FAULT))
    };
    view! {
        <Reveal label=word::SENDER_BY_HAND is_open>
            <HandwritingField
                value=None
                on_change
                limit=HANDWRITTEN_NAME_LIMIT
                label=context.t(word::SENDER_BY_HAND_LABEL)
                undo=context.t(word::WORDS_BY_HAND_UNDO)
                clear=context.t(word::WORDS_BY_HAND_CLEAR)
                full=context.t(word::SENDER_BY_HAND_FULL)
            />
            <p class="fault" role="alert">{fault}</p>
            <Button on_press=take>{context.t(word::SENDER_GUEST_TAKE)}</Button>
        </Reveal>
    }
}
