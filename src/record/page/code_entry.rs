//! The form for the card number.

use leptos::attr::custom::custom_attribute;
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

use crate::components::{CardCamera, CardKeyboard};
use crate::record::context::use_record_context;
use crate::record::prose::errors;
use crate::words::record as word;

/// The screen that asks for a card.
#[component]
pub(super) fn CodeEntry() -> impl IntoView {
    let context = use_record_context();
    let text = |word| context.text(word);
    let storage =
        if context.is_shared() { word::ENTRY_SHARED } else { word::ENTRY_FORGETS };
    let camera = move || {
        context.language.track();
        view! { <EntryCamera /> }
    };
    // On a shared screen, the camera comes first: typing the number is too long there.
    let (first, second) = match context.is_shared() {
        true => (camera.into_any(), view! { <CodeForm /> }.into_any()),
        false => (view! { <CodeForm /> }.into_any(), camera.into_any()),
    };
    view! {
        <main class="chapters entry">
            <div>
                <h1>{text(word::ME_TITLE)}</h1>
                <p>{text(word::ENTRY_LEAD)}</p>
                {first}
                {second}
                <p class="soft">{text(word::ENTRY_LOG)}</p>
                <p class="soft">{text(storage)}</p>
                <p class="soft">{text(word::ENTRY_LOST)}</p>
            </div>
        </main>
    }
}

/// The camera, if the page has one: a card it reads is never in a URL.
#[component]
fn EntryCamera() -> impl IntoView {
    let context = use_record_context();
    let text = |word| context.text(word);
    view! {
        <CardCamera
            on_code=move |code: String| context.open_card(&code)
            show=text(word::ENTRY_SHOW)
            hint=text(word::ENTRY_HOLD)
            stop=text(word::ENTRY_STOP)
            unavailable=text(word::ENTRY_BLIND)
        />
    }
}

/// One field and one button. The field has no name, so that no form submits it.
#[component]
fn CodeForm() -> impl IntoView {
    let context = use_record_context();
    let text = |word| context.text(word);
    let code = NodeRef::<Input>::new();
    // An idle shared screen discards typed input, too.
    Effect::new(move |_| {
        context.closings.track();
        if let Some(code) = code.get_untracked() {
            code.set_value("");
        }
    });
    // A hall's screen has no keyboard.
    let keyboard = context.is_shared().then(|| {
        let (title, delete) = (text(word::ENTRY_KEYS), text(word::ENTRY_DELETE));
        view! { <CardKeyboard input=code title delete/> }
    });
    let is_invalid =
        Memo::new(move |_| context.session.with(|session| session.code_fault.is_some()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(code) = code.get_untracked() {
            context.open_card(&code.value());
        }
    };
    view! {
        <form class="code" on:submit=submit>
            <div>
                <label for="code">{text(word::ENTRY_CODE)}</label>
                <input
                    node_ref=code
                    id="code"
                    type="text"
                    autocomplete="off"
                    autocapitalize="characters"
                    {..custom_attribute("autocorrect", "off")}
                    spellcheck="false"
                    enterkeyhint="go"
                    aria-describedby="code-fault code-help"
                    aria-invalid=move || is_invalid.get().to_string()
                />
                <CodeFault />
                <p id="code-help" class="soft">{text(word::ENTRY_HELP)}</p>
                {keyboard}
                <button type="submit" class="chief">{text(word::ENTRY_OPEN)}</button>
            </div>
        </form>
    }
}

/// The message about an invalid code. Each attempt has a new element, so that the same
/// message is announced again.
#[component]
fn CodeFault() -> impl IntoView {
    let context = use_record_context();
    let fault = move || {
        let language = context.language.get();
        let fault = context.session.with(|it| Some((it.attempts, it.code_fault?)));
        fault.map(|(attempt, fault)| {
            ((attempt, language.tag()), errors::code_fault(language, fault))
        })
    };
    view! {
        <p id="code-fault" class="fault" role="alert">
            <For each=fault key=|(key, _)| *key let((_, message))>
                <span>{message}</span>
            </For>
        </p>
    }
}
