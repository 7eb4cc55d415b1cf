//! Handwritten text, in the step for the free text.

use hallboard_feed::letter::Handwriting;
use leptos::prelude::*;

use super::reveal::Reveal;
use crate::components::HandwritingField;
use crate::report::context::ReportContext;
use crate::words::report as word;

/// A button that opens the field for handwriting, or that field.
#[component]
pub fn TextByHand() -> impl IntoView {
    let context = ReportContext::expect();
    let (before, limit) = context.form.with_untracked(|form| {
        (form.draft.handwriting.clone(), form.handwriting_limit())
    });
    let is_open = RwSignal::new(before.is_some());
    let on_change = move |handwriting: Option<Handwriting>| {
        context.note_activity();
        context.form.update(|form| form.draft.handwriting = handwriting);
    };
    view! {
        <Reveal label=word::WORDS_BY_HAND is_open>
            <HandwritingField
                value=before.clone()
                on_change
                limit
                label=context.t(word::WORDS_BY_HAND_LABEL)
                undo=context.t(word::WORDS_BY_HAND_UNDO)
                clear=context.t(word::WORDS_BY_HAND_CLEAR)
                full=context.t(word::WORDS_BY_HAND_FULL)
            />
        </Reveal>
    }
}
