//! The step for the free text.

use hallboard_feed::letter::{TEXT_LIMIT, clean_text};
use leptos::html;
use leptos::prelude::*;

use super::ScreenHeading;
use super::consequences::ConcernNotice;
use super::phrases::Phrases;
use super::text_by_hand::TextByHand;
use crate::components::TextArea;
use crate::frame_message::LetterTopic;
use crate::platform::{Calendar, DateStyle, focus_element};
use crate::report::context::ReportContext;
use crate::report::model::{LetterKind, LetterKindExt};
use crate::words::{Word, report as word};

const fn title(kind: LetterKind) -> Word {
    match kind {
        LetterKind::Concern => word::WORDS_TITLE_CONCERN,
        LetterKind::Correction => word::WORDS_TITLE_CORRECTION,
        LetterKind::Reply => word::OWN_REPLY_TITLE,
        _ => word::WORDS_TITLE,
    }
}

/// The step for the free text.
#[component]
pub fn TextStep() -> impl IntoView {
    let context = ReportContext::expect();
    let (kind, text) = context.form.with_untracked(|form| {
        (form.draft.kind.unwrap_or(LetterKind::OwnDeed), form.draft.text.clone())
    });
    let optional = (!kind.needs_text())
        .then(|| view! { <p class="soft">{context.t(word::WORDS_MAY)}</p> });
    let field = NodeRef::<html::Textarea>::new();
    view! {
        <ScreenHeading>{context.t(title(kind))}</ScreenHeading>
        <RepliedEntry/>
        <ConcernNotice/>
        <Phrases kind field/>
        <WordsField text field/>
        {optional}
    }
}

/// The field for the sender's own words, and the field for handwriting.
#[component]
fn WordsField(
    /// The initial text.
    text: String,
    /// The text area.
    field: NodeRef<html::Textarea>,
) -> impl IntoView {
    let context = ReportContext::expect();
    Effect::new(move |_| {
        if context.rejections.get() > 0
            && let Some(field) = field.get_untracked()
        {
            focus_element(&field);
        }
    });
    view! {
        <TextArea
            id="words"
            label=context.t(word::WORDS_LABEL)
            value=text
            on_input=move |text| context.form.update(|form| form.draft.text = text)
            error=Signal::derive(move || context.text_message())
            node_ref=field
            described_by="words-left"
        />
        <CharactersLeft/>
        <TextByHand/>
    }
}

/// The number of characters that are left, or too many.
#[component]
fn CharactersLeft() -> impl IntoView {
    let context = ReportContext::expect();
    let used = Memo::new(move |_| {
        context.form.with(|form| clean_text(&form.draft.text).chars().count())
    });
    let is_over = move || used.get() > TEXT_LIMIT;
    let words = move || {
        let count = TEXT_LIMIT.abs_diff(used.get()) as i64;
        let word = if is_over() { word::WORDS_OVER } else { word::WORDS_LEFT };
        context.language.get().counted(word, "count", count)
    };
    view! {
        <p id="words-left" class=move || if is_over() { "fault" } else { "soft" }>
            {words}
        </p>
    }
}

/// The replied entry, and the last day for the reply.
#[component]
fn RepliedEntry() -> impl IntoView {
    let context = ReportContext::expect();
    let topic = context.form.with_untracked(|form| form.topic.clone());
    let Some(LetterTopic::Reply { title, until, .. }) = topic else {
        return ().into_any();
    };
    let until = move || {
        let language = context.language.get();
        let day = Calendar(language).day(until, DateStyle::Full);
        language.text_with(word::OWN_UNTIL, &[("day", &day)])
    };
    view! {
        <p class="has">{title}</p>
        <p class="soft">{until}</p>
    }
    .into_any()
}
