//! The step for the sender: a card or a name.

use hallboard_feed::letter::Sender;
use hallboard_feed::sealed::CodeFault;
use leptos::html;
use leptos::prelude::*;

use super::ScreenHeading;
use super::consequences::ConcernNotice;
use super::guest_by_hand::GuestByHand;
use super::name_choices::{NameChoices, use_found_names};
use crate::components::{Button, ButtonStyle, CardCamera, TextField};
use crate::language::Language;
use crate::platform::{focus_element, prevent_default, take_input_value};
use crate::report::context::ReportContext;
use crate::report::model::{CardError, LetterKind, LetterKindExt, read_card};
use crate::words::report as word;

/// The message about a card that was not accepted.
fn card_message(language: Language, error: CardError) -> String {
    let with_number = |word, name, number: usize| {
        language.text_with(word, &[(name, &number.to_string())])
    };
    match error {
        CardError::OtherHall => language.text(word::CODE_OTHER).to_owned(),
        CardError::Code(CodeFault::Empty) => language.text(word::CODE_EMPTY).to_owned(),
        CardError::Code(CodeFault::Character { found }) => {
            let found = found.to_string();
            language.text_with(word::CODE_CHARACTER, &[("found", &found)])
        }
        CardError::Code(CodeFault::Length { found }) => {
            with_number(word::CODE_LENGTH, "found", found)
        }
        CardError::Code(CodeFault::Check { group: Some(group) }) => {
            with_number(word::CODE_GROUP, "group", group)
        }
        CardError::Code(CodeFault::Check { group: None }) => {
            language.text(word::CODE_CHECK).to_owned()
        }
    }
}

/// The step for the sender.
#[component]
pub fn SenderStep() -> impl IntoView {
    let context = ReportContext::expect();
    let draft = context.form.with_untracked(|form| form.draft.clone());
    let kind = draft.kind.unwrap_or(LetterKind::OwnDeed);
    let has_sender = draft.sender.is_some();
    let card_error = RwSignal::new(None::<CardError>);
    let use_card = move |text: String| {
        let read = context.config.with_value(|config| {
            read_card(&text, &config.page.hall, config.key_id.as_deref())
        });
        card_error.set(read.as_ref().err().copied());
        if let Ok(token) = read {
            context.change_step(|form| {
                form.set_card(token);
                form.go_on();
            });
        }
    };
    let without_card = match kind.needs_card() {
        true => view! { <p class="soft">{context.t(word::SENDER_MUST)}</p> }.into_any(),
        false => view! {
            <GuestForm kind/>
            <GuestByHand/>
        }
        .into_any(),
    };
    // After a change of language there may be another user, so the camera is turned off.
    let camera = move || {
        context.language.track();
        view! {
            <CardCamera
                on_code=use_card
                show=context.t(word::CAMERA_SHOW)
                hint=context.t(word::CAMERA_HOLD)
                stop=context.t(word::CAMERA_STOP)
                unavailable=context.t(word::CAMERA_BLIND)
            />
        }
    };
    view! {
        <ScreenHeading focus_elsewhere=!has_sender>
            {context.t(word::SENDER_TITLE)}
        </ScreenHeading>
        <ConcernNotice/>
        <CurrentSender sender=draft.sender/>
        <CodeForm on_code=use_card error=card_error autofocus=!has_sender/>
        {camera}
        {without_card}
    }
}

/// The sender that was given before.
#[component]
fn CurrentSender(sender: Option<Sender>) -> impl IntoView {
    let context = ReportContext::expect();
    sender.map(|sender| {
        let words = move || {
            let language = context.language.get();
            match &sender {
                Sender::Guest { name } => {
                    language.text_with(word::SENDER_HAS_GUEST, &[("name", name)])
                }
                Sender::HandwrittenGuest { .. } => {
                    language.text(word::SENDER_HAS_HANDWRITTEN).to_owned()
                }
                _ => language.text(word::SENDER_HAS_CARD).to_owned(),
            }
        };
        view! { <p class="has" role="status">{words}</p> }
    })
}

/// The field for a card's code.
#[component]
fn CodeForm(
    /// Called with the typed code.
    #[prop(into)]
    on_code: Callback<String>,
    /// The error of the last card.
    error: RwSignal<Option<CardError>>,
    /// Whether the field takes the focus when it appears.
    autofocus: bool,
) -> impl IntoView {
    let context = ReportContext::expect();
    let input = NodeRef::<html::Input>::new();
    if autofocus {
        input.on_load(|input| focus_element(&input));
    }
    let message = Signal::derive(move || {
        let language = context.language.get();
        let missing = CardError::Code(CodeFault::Empty);
        let error = error.get().or(context.is_rejected.get().then_some(missing));
        error.map(|error| card_message(language, error)).unwrap_or_default()
    });
    Effect::new(move |_| {
        if context.rejections.get() > 0
            && let Some(input) = input.get_untracked()
        {
            focus_element(&input);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        prevent_default(&event);
        if let Some(input) = input.get_untracked() {
            // The code is a secret: it is removed from the field before anything else
            // happens.
            on_code.run(take_input_value(&input));
            focus_element(&input);
        }
    };
    view! {
        <form class="ask" on:submit=submit>
            <p>{context.t(word::SENDER_CARD_LEAD)}</p>
            <TextField
                id="code"
                label=context.t(word::SENDER_CODE)
                input_ref=input
                error=message
                described_by="code-help"
                autocapitalize="characters"
                enterkeyhint="go"
            />
            <p id="code-help" class="soft">{context.t(word::SENDER_CODE_HELP)}</p>
            <Button style=ButtonStyle::Primary submit=true>
                {context.t(word::SENDER_TAKE)}
            </Button>
        </form>
    }
}

/// The maximum number of names that are suggested to a guest.
const MOST_SUGGESTIONS: usize = 12;

/// The field for a guest's name, and the matching names on the board.
#[component]
fn GuestForm(
    /// The kind of letter.
    kind: LetterKind,
) -> impl IntoView {
    let context = ReportContext::expect();
    let input = NodeRef::<html::Input>::new();
    let (invalid, query) = (RwSignal::new(false), RwSignal::new(String::new()));
    let message = Signal::derive(move || match invalid.get() {
        true => context.language.get().text(word::SENDER_GUEST_FAULT).to_owned(),
        false => String::new(),
    });
    let is_typed = Memo::new(move |_| query.with(|query| !query.trim().is_empty()));
    let found = use_found_names(context, query, MOST_SUGGESTIONS);
    let names = Signal::derive(move || match is_typed.get() {
        true => found.get().0,
        false => Vec::new(),
    });
    let chosen = Signal::derive(move || match context.form.get().draft.sender {
        Some(Sender::Guest { name }) => Some(name),
        _ => None,
    });
    // Returns whether the name was accepted.
    let use_name = move |name: &str| {
        let taken = context.form.try_update(|form| form.set_guest(name));
        if taken == Some(true) {
            context.change_step(|form| {
                form.go_on();
            });
        }
        taken == Some(true)
    };
    let choose = move |name: String| invalid.set(!use_name(&name));
    let submit = move |event: leptos::ev::SubmitEvent| {
        prevent_default(&event);
        let Some(input) = input.get_untracked() else { return };
        if !use_name(&input.value()) {
            invalid.set(true);
            focus_element(&input);
        }
    };
    let own_deed = (kind == LetterKind::OwnDeed)
        .then(|| view! { <p>{context.t(word::SENDER_GUEST_OWN)}</p> });
    view! {
        <form class="ask" on:submit=submit>
            <h2>{context.t(word::SENDER_GUEST_TITLE)}</h2>
            {own_deed}
            <TextField
                id="guest"
                label=context.t(word::SENDER_GUEST_NAME)
                input_ref=input
                on_input=move |text| query.set(text)
                error=message
                described_by="guest-help"
                autocapitalize="words"
            />
            <p id="guest-help" class="soft">{context.t(word::SENDER_GUEST_HELP)}</p>
            <Button submit=true>{context.t(word::SENDER_GUEST_TAKE)}</Button>
        </form>
        <Show when=move || names.with(|names| !names.is_empty())>
            <NameChoices names chosen on_choose=choose/>
        </Show>
    }
}
