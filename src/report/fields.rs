//! The fields of the form on one page, a row each. A tap opens a field below its row, or
//! beside the rows on a wide screen.

use leptos::prelude::*;

use super::context::ReportContext;
use super::model::{Form, Step};
use super::steps::{
    DayStep, DeedStep, FieldValue, KindStep, PreviewStep, RewardStep, ScopesStep,
    ScreenHeading, SenderStep, SubjectStep, TextStep, with_preview_context,
};
use crate::report::model::field_row;
use crate::words::{Word, report as word};

/// The content of an open field.
pub(super) fn field_view(field: Step) -> AnyView {
    match field {
        Step::Kind => view! { <KindStep/> }.into_any(),
        Step::Sender => view! { <SenderStep/> }.into_any(),
        Step::Deed => view! { <DeedStep/> }.into_any(),
        Step::Reward => view! { <RewardStep/> }.into_any(),
        Step::Subject => view! { <SubjectStep/> }.into_any(),
        Step::Day => view! { <DayStep/> }.into_any(),
        Step::Scopes => view! { <ScopesStep/> }.into_any(),
        Step::Text => view! { <TextStep/> }.into_any(),
        Step::Overview => ().into_any(),
        Step::Preview => view! { <PreviewStep/> }.into_any(),
    }
}

/// The message about an incomplete field; `None` if its input shows its own message.
const fn missing_message(field: Step) -> Option<Word> {
    match field {
        Step::Kind => Some(word::MISSING_KIND),
        Step::Deed => Some(word::MISSING_DEED),
        Step::Reward => Some(word::MISSING_REWARD),
        Step::Subject => Some(word::MISSING_SUBJECT),
        Step::Day => Some(word::MISSING_DAY),
        Step::Sender | Step::Text | Step::Scopes | Step::Overview | Step::Preview => None,
    }
}

/// All fields of the letter.
#[component]
pub fn FormFields() -> impl IntoView {
    let context = ReportContext::expect();
    let fields = Memo::new(move |_| context.form.with(Form::fields));
    let none_open = Memo::new(move |_| context.step.get() == Step::Overview);
    view! {
        <Show when=move || none_open.get()>
            <ScreenHeading>{context.t(word::WHAT_TITLE)}</ScreenHeading>
        </Show>
        <div class="fields">
            <For
                each=move || fields.get().iter().copied()
                key=|field| field.as_str()
                children=|field| view! { <Field field/> }
            />
        </div>
    }
}

/// A field: its row, and its content while it is open.
#[component]
fn Field(
    /// The field.
    field: Step,
) -> impl IntoView {
    let context = ReportContext::expect();
    let is_open = Memo::new(move |_| context.step.get() == field);
    let row = Memo::new(move |_| {
        with_preview_context(context, |more| {
            context.form.with(|form| field_row(form, field, more))
        })
    });
    let title = Memo::new(move |_| row.with(|row| row.title));
    let value = Memo::new(move |_| row.get().value);
    let toggle = move |_| context.change_step(|form| form.toggle_field(field));
    view! {
        <button
            type="button"
            class="field-row"
            data-field=field.as_str()
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            on:click=toggle
        >
            <span class="field-name">
                {move || context.language.get().text(title.get())}
            </span>
            {move || view! { <FieldValue value=value.get()/> }}
            <span class="field-sign" aria-hidden={"true"}></span>
        </button>
        <Show when=move || is_open.get()>
            <div class="field-panel">
                <MissingMessage field/>
                {field_view(field)}
            </div>
        </Show>
    }
}

/// A message that the field is incomplete, shown after *Go on* was pressed; it takes the
/// focus.
#[component]
fn MissingMessage(
    /// The field.
    field: Step,
) -> impl IntoView {
    let context = ReportContext::expect();
    missing_message(field).map(|missing| {
        Effect::new(move |_| {
            if context.rejections.get() > 0 {
                context.heading_focus.notify();
            }
        });
        let words = move || match context.is_rejected.get() {
            true => context.language.get().text(missing),
            false => "",
        };
        view! {
            <p id=format!("{}-fault", field.as_str()) class="fault" role="alert">
                {words}
            </p>
        }
    })
}
