//! The step with everything that will be sent.

use leptos::prelude::*;

use super::ScreenHeading;
use super::consequences::{ConcernNotice, OwnLetterNotice};
use super::reporter_name::ReporterNameTick;
use crate::components::{Button, HandwritingPicture, NamedText};
use crate::language::{Language, Named};
use crate::platform::{Calendar, DateStyle};
use crate::report::context::ReportContext;
use crate::report::model::{PreviewContext, PreviewRow, PreviewValue, preview_rows};
use crate::words::report as word;

/// Calls a function with the additional input of the preview.
pub fn with_preview_context<T>(
    context: ReportContext,
    read: impl FnOnce(PreviewContext<'_>) -> T,
) -> T {
    let asks_to_name = context.asks_to_name.get();
    context.with_rules(|rules| {
        context.feed.with_untracked(|state| {
            let hall = state.feed.as_ref().map(|feed| &feed.snapshot().hall.names);
            context.resident_name.with(|resident| {
                read(PreviewContext { rules, hall, resident, asks_to_name })
            })
        })
    })
}

fn rows(context: ReportContext) -> Vec<PreviewRow> {
    with_preview_context(context, |more| {
        context.form.with(|form| preview_rows(form, more))
    })
}

/// Shows everything that will be sent.
#[component]
pub fn PreviewStep() -> impl IntoView {
    let context = ReportContext::expect();
    let rows = Memo::new(move |_| rows(context));
    let title = move || {
        let word = match context.posts_letters() {
            true => word::PREVIEW_TITLE,
            false => word::PREVIEW_TITLE_SEAL,
        };
        context.language.get().text(word)
    };
    view! {
        <ScreenHeading>{title}</ScreenHeading>
        <OwnLetterNotice/>
        <dl class="preview">
            {move || {
                let rows = rows.get().into_iter();
                rows.map(|row| view! { <Row row/> }).collect_view()
            }}
        </dl>
        <ReporterNameTick/>
        <ConcernNotice/>
    }
}

/// A field of the letter, and the button to change it.
#[component]
fn Row(
    /// The field.
    row: PreviewRow,
) -> impl IntoView {
    let context = ReportContext::expect();
    let PreviewRow { title, value, step } = row;
    let change = step.map(|step| {
        let label = move || {
            let language = context.language.get();
            let field = language.text(title);
            language.text_with(word::PREVIEW_CHANGE_WHAT, &[("field", field)])
        };
        let press = move |()| context.change_step(|form| form.step = step);
        view! {
            <Button on_press=press aria_label=label attr:data-step=step.as_str()>
                {context.t(word::PREVIEW_CHANGE)}
            </Button>
        }
    });
    view! {
        <div>
            <dt>{context.t(title)}</dt>
            <dd>
                <FieldValue value/>
                {change}
            </dd>
        </div>
    }
}

/// A value as one text in one style.
fn plain_text(value: &PreviewValue, language: Language) -> Named {
    let text = match value {
        PreviewValue::Names(names) => return language.name(names),
        PreviewValue::Person(name) => return language.person(name),
        PreviewValue::Phrase(word) | PreviewValue::Note(word) => {
            language.text(*word).to_owned()
        }
        PreviewValue::PhraseWithName(word, name) => {
            language.text_with(*word, &[("name", name)])
        }
        PreviewValue::Text(text) | PreviewValue::OwnText(text) => text.clone(),
        // The handwriting itself is drawn; this is its label.
        PreviewValue::Handwriting(_) => {
            language.text(word::PREVIEW_HANDWRITING).to_owned()
        }
        PreviewValue::Day(day) => Calendar(language).day(*day, DateStyle::Full),
        PreviewValue::Lines(words) => {
            let lines: Vec<&str> =
                words.iter().map(|word| language.text(*word)).collect();
            lines.join("\n")
        }
    };
    Named { text, lang: None }
}

const fn class(value: &PreviewValue) -> Option<&'static str> {
    match value {
        PreviewValue::Note(_) => Some("soft"),
        PreviewValue::OwnText(_) | PreviewValue::Lines(_) => Some("own-words"),
        _ => None,
    }
}

/// The value of a field.
#[component]
pub fn FieldValue(
    /// The value.
    value: PreviewValue,
) -> impl IntoView {
    let context = ReportContext::expect();
    if let PreviewValue::Handwriting(handwriting) = value {
        let label = context.t(word::PREVIEW_HANDWRITING);
        return view! { <HandwritingPicture handwriting label/> }.into_any();
    }
    let class = class(&value);
    let is_name = matches!(value, PreviewValue::Names(_) | PreviewValue::Person(_));
    let name = Signal::derive(move || plain_text(&value, context.language.get()));
    if is_name {
        return view! { <span>{move || view! { <NamedText name=name.get() /> }}</span> }
            .into_any();
    }
    view! { <span class=class>{move || name.get().text}</span> }.into_any()
}
