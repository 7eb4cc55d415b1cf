//! Where letters to the hall are begun, and whether the hall has them.

use hallboard_score::Points;
use leptos::html::Div;
use leptos::prelude::*;

use crate::frame_message::Fields;
use crate::record::components::ViewContext;
use crate::record::context::use_record_context;
use crate::record::model::Offer;
use crate::record::prose::ReplyWindow;
use crate::record::prose::export::scope;
use crate::words::record as word;

/// What the resident consents to, and all that can be written about it and about the
/// record.
#[component]
pub fn Letters(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let agreed = view.record.agreed();
    let scopes = agreed.scopes.iter().map(|it| {
        view! { <li>{scope(view.language, *it)}</li> }
    });
    let scopes = scopes.collect_view();
    let ways = if view.can_write() {
        view! { <LetterButtons view=view.clone() /> }.into_any()
    } else {
        view! { <OtherWays view=view.clone() /> }.into_any()
    };
    view! {
        <p>{view.text(word::LETTERS_AGREE)}</p>
        <ul class="plain-list">{scopes}</ul>
        {ways}
    }
}

/// Where no letters are written.
#[component]
fn OtherWays(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let is_shared = use_record_context().is_shared();
    let elsewhere = is_shared.then(|| {
        view! { <p class="soft">{view.text(word::LETTERS_ELSEWHERE)}</p> }
    });
    view! {
        {elsewhere}
        <p class="soft">{view.text(word::REPLY_HOW)}</p>
    }
}

/// Letters about consent, and about the record.
#[component]
fn LetterButtons(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let agreed = view.record.agreed();
    let consent = [("consent", word::LETTERS_CHANGE), ("leaving", word::LETTERS_LEAVE)];
    let consent = consent.map(|(kind, label)| {
        let about = Fields::of(kind).consent(&agreed);
        let label = view.text(label).to_owned();
        view! { <LetterButton kind id="" about label view=view.clone() /> }
    });
    let record = [
        ("correction", word::LETTERS_WRONG),
        ("copy", word::LETTERS_COPY),
        ("erasure", word::LETTERS_ERASE),
    ];
    let record = record.map(|(kind, label)| {
        let label = view.text(label).to_owned();
        view! { <LetterButton kind id="" about=Fields::of(kind) label view=view.clone() /> }
    });
    view! {
        <div class="buttons">{consent.into_iter().collect_view()}</div>
        <div class="buttons">{record.into_iter().collect_view()}</div>
    }
}

/// Beside an entry that can be objected to.
#[component]
pub fn ReplyButton(
    /// The id of the entry.
    entry: String,
    /// Until when it can be objected to.
    window: ReplyWindow,
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let message = match window.days {
        1 => view.language.message(word::LETTERS_ANSWER_TODAY),
        days => {
            view.language.counted_message(word::LETTERS_ANSWER, "days", days as usize)
        }
    };
    let about = Fields::of("reply").reply(&entry, &window.title, window.until);
    let label = message.finish();
    view! { <LetterButton kind="reply" id=entry about label view /> }
}

/// Beside a reward that the balance buys.
#[component]
pub fn RewardButton(
    /// The reward.
    offer: Offer,
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    (offer.short == Some(Points::ZERO)).then(|| {
        let about = Fields::of("wish").wish(&offer.reward);
        let label = view.text(word::LETTERS_WISH).to_owned();
        let id = offer.reward.to_string();
        view! { <LetterButton kind="wish" id about label view /> }
    })
}

/// A button that begins a letter; once it is sealed, whether the hall has it. Nothing
/// where no letters are written.
#[component]
fn LetterButton(
    /// The kind of letter.
    kind: &'static str,
    /// What it is about, where there are several of the kind.
    #[prop(into)]
    id: String,
    /// What it is about, for the page for letters.
    about: Fields,
    /// What stands on the button.
    label: String,
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    view.can_write().then(|| {
        let key = format!("{kind} {id}");
        let place = NodeRef::<Div>::new();
        let written_key = key.clone();
        let is_delivered = Memo::new(move |_| context.written_about(&written_key));
        let content = move || match is_delivered.get() {
            Some(true) => {
                view! { <p class="soft">{view.text(word::LETTERS_DELIVERED)}</p> }
                    .into_any()
            }
            Some(false) => {
                view! { <p class="soft">{view.text(word::LETTERS_SEALED)}</p> }.into_any()
            }
            None => {
                let (key, about) = (key.clone(), about.clone());
                let open = move |_| context.open_letter(&key, about.clone(), place);
                view! { <button type="button" on:click=open>{label.clone()}</button> }
                    .into_any()
            }
        };
        view! {
            <div node_ref=place class="begin" tabindex="-1" data-letter=kind>
                {content}
            </div>
        }
    })
}
