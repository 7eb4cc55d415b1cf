//! The step for the kind of letter.

use leptos::prelude::*;

use super::ScreenHeading;
use crate::components::Choice;
use crate::report::context::ReportContext;
use crate::report::model::{LetterKind, OFFERED_KINDS, kind_name};
use crate::words::{Word, report as word};

/// A note about the requirements of a kind; `None` for kinds that the form does not offer.
const fn kind_note(kind: LetterKind) -> Option<Word> {
    match kind {
        LetterKind::OwnDeed => Some(word::WHAT_OWN_NOTE),
        LetterKind::Thanks => Some(word::WHAT_THANKS_NOTE),
        LetterKind::Concern => Some(word::WHAT_CONCERN_NOTE),
        LetterKind::Wish => Some(word::WHAT_WISH_NOTE),
        LetterKind::Correction => Some(word::WHAT_CORRECTION_NOTE),
        LetterKind::Copy => Some(word::WHAT_COPY_NOTE),
        LetterKind::Reply | LetterKind::Consent | LetterKind::Erasure => None,
    }
}

/// Chooses the kind of letter.
#[component]
pub fn KindStep() -> impl IntoView {
    let context = ReportContext::expect();
    let chosen = Memo::new(move |_| context.form.with(|form| form.draft.kind));
    let choice = |kind: LetterKind| {
        let choose = move |()| {
            context.change_step(|form| {
                form.choose_kind(kind);
                form.go_on();
            });
        };
        let note =
            move || kind_note(kind).map_or("", |note| context.language.get().text(note));
        let selected = Signal::derive(move || chosen.get() == Some(kind));
        view! {
            <li>
                <Choice selected on_choose=choose note attr:data-what=kind.as_str()>
                    <span>{context.t(kind_name(kind))}</span>
                </Choice>
            </li>
        }
    };
    view! {
        <ScreenHeading>{context.t(word::WHAT_TITLE)}</ScreenHeading>
        <ul class="choices">{OFFERED_KINDS.map(choice).collect_view()}</ul>
    }
}
