//! The step for the resident that the letter is about.

use leptos::html;
use leptos::prelude::*;

use super::ScreenHeading;
use super::consequences::ConcernNotice;
use super::name_choices::{MOST_NAMES, NameChoices, use_found_names};
use crate::components::{Button, TextField};
use crate::platform::{focus_element, prevent_default};
use crate::report::context::ReportContext;
use crate::report::model::LetterKind;
use crate::words::report as word;

/// Chooses the resident. For thanks the name may also be typed.
#[component]
pub fn SubjectStep() -> impl IntoView {
    let context = ReportContext::expect();
    let thanks =
        context.form.with_untracked(|form| form.draft.kind == Some(LetterKind::Thanks));
    let title = if thanks { word::WHO_TITLE_THANKS } else { word::WHO_TITLE_CONCERN };
    let expired = Memo::new(move |_| context.time.get().expired);
    let other = match thanks {
        true => view! { <OtherNameForm/> }.into_any(),
        false => {
            view! { <p class="soft">{context.t(word::WHO_CONCERN_OTHER)}</p> }.into_any()
        }
    };
    view! {
        <ScreenHeading>{context.t(title)}</ScreenHeading>
        <ConcernNotice/>
        <Show
            when=move || expired.get()
            fallback=|| view! { <NameSearch/> }
        >
            <p>{context.t(word::WHO_EXPIRED)}</p>
        </Show>
        {other}
    }
}

/// The residents on the board, and a field to search among them.
#[component]
fn NameSearch() -> impl IntoView {
    let context = ReportContext::expect();
    let query = RwSignal::new(String::new());
    let found = use_found_names(context, query, MOST_NAMES);
    let chosen = Memo::new(move |_| context.form.with(|form| form.draft.subject.clone()));
    let choose = move |name: String| {
        context.change_step(|form| {
            form.set_subject(&name);
            form.go_on();
        });
    };
    let names = Memo::new(move |_| found.get().0);
    let more = Memo::new(move |_| found.with(|(_, more)| *more));
    let more_words = move || {
        let count = more.get().to_string();
        context.language.get().text_with(word::WHO_MORE, &[("count", &count)])
    };
    let nothing = move || names.with(Vec::is_empty);
    view! {
        <p class="soft">{context.t(word::WHO_LEAD)}</p>
        <TextField
            id="search"
            label=context.t(word::WHO_SEARCH)
            on_input=move |text| query.set(text)
        />
        <div class="found">
            <Show
                when=nothing
                fallback=move || view! { <NameChoices names chosen on_choose=choose/> }
            >
                <p class="soft" role="status">{context.t(word::WHO_NONE)}</p>
            </Show>
            <Show when=move || more.get() != 0>
                <p class="soft">{more_words}</p>
            </Show>
        </div>
    }
}

/// A field for the name of somebody who is not on the board.
#[component]
fn OtherNameForm() -> impl IntoView {
    let context = ReportContext::expect();
    let input = NodeRef::<html::Input>::new();
    let invalid = RwSignal::new(false);
    let message = Signal::derive(move || match invalid.get() {
        true => context.language.get().text(word::WHO_OTHER_FAULT).to_owned(),
        false => String::new(),
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        prevent_default(&event);
        let Some(input) = input.get_untracked() else { return };
        let name = input.value();
        if context.form.try_update(|form| form.set_subject(&name)).unwrap_or_default() {
            context.change_step(|form| {
                form.go_on();
            });
        } else {
            invalid.set(true);
            focus_element(&input);
        }
    };
    view! {
        <form class="ask" on:submit=submit>
            <h2>{context.t(word::WHO_OTHER)}</h2>
            <TextField
                id="other"
                label=context.t(word::WHO_OTHER_NAME)
                input_ref=input
                error=message
                autocapitalize="words"
            />
            <Button submit=true>{context.t(word::WHO_OTHER_TAKE)}</Button>
        </form>
    }
}
