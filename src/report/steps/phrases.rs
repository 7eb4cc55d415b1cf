//! Ready phrases that can be tapped to compose a text.

use leptos::html;
use leptos::prelude::*;

use crate::report::context::ReportContext;
use crate::report::model::{
    LetterKind, PhraseGroup, has_phrase, phrase_groups, toggle_phrase,
};
use crate::words::{Word, report as word};

/// The phrases for a kind of letter; empty if it has none.
#[component]
pub fn Phrases(
    /// The kind of letter.
    kind: LetterKind,
    /// The text area.
    field: NodeRef<html::Textarea>,
) -> impl IntoView {
    let context = ReportContext::expect();
    let groups = phrase_groups(kind);
    let group = move |PhraseGroup { title, phrases }: &PhraseGroup| {
        let phrases = phrases.iter();
        let chips = phrases.map(|phrase| view! { <Phrase phrase=*phrase field/> });
        view! {
            <div class="phrases" role="group" aria-label=context.t(*title)>
                <span class="soft" aria-hidden="true">{context.t(*title)}</span>
                {chips.collect_view()}
            </div>
        }
    };
    (!groups.is_empty()).then(|| {
        view! {
            <p class="soft">{context.t(word::PHRASE_LEAD)}</p>
            {groups.iter().map(group).collect_view()}
        }
    })
}

/// A phrase as a button that is pressed if the text contains it.
#[component]
fn Phrase(
    /// The phrase.
    phrase: Word,
    /// The text area.
    field: NodeRef<html::Textarea>,
) -> impl IntoView {
    let context = ReportContext::expect();
    let words = context.t(phrase);
    let chosen = Memo::new(move |_| {
        context.form.with(|form| has_phrase(&form.draft.text, words()))
    });
    let toggle = move |_| {
        let phrase = context.language.get_untracked().text(phrase);
        let text =
            context.form.with_untracked(|form| toggle_phrase(&form.draft.text, phrase));
        if let Some(field) = field.get_untracked() {
            field.set_value(&text);
        }
        context.form.update(|form| form.draft.text = text);
    };
    view! {
        <button
            type="button"
            class="phrase"
            aria-pressed=move || if chosen.get() { "true" } else { "false" }
            on:click=toggle
        >
            {words}
        </button>
    }
}
