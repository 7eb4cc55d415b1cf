//! Buttons to begin letters to the hall, and the state of letters.

use hallboard_score::Points;
use leptos::html::Div;
use leptos::prelude::*;

use super::Section;
use crate::frame_message::Fields;
use crate::record::components::{JumpLink, LazyDetails, StatementList, ViewContext};
use crate::record::context::use_record_context;
use crate::record::model::Offer;
use crate::record::prose::export::scope;
use crate::record::prose::receipts::receipt;
use crate::record::prose::waiting::waiting;
use crate::record::prose::{ReplyWindow, StatementLine};
use crate::words::record as word;

/// The letters about the record, and the resident's consents.
#[component]
pub fn Letters(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let ways = if view.can_write() {
        view! { <LetterButtons view=view.clone() /> }.into_any()
    } else {
        view! { <OtherWays view=view.clone() /> }.into_any()
    };
    let summary = match view.can_write() {
        true => view.text(word::LETTERS_MORE),
        false => view.text(word::LETTERS_AGREE),
    };
    view! {
        {ways}
        <Receipts view=view.clone() />
        <LazyDetails summary>
            <Consents view=view.clone() />
        </LazyDetails>
    }
}

/// The letters that the hall has, with their results; empty without any.
#[component]
fn Receipts(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let letters = view.record.own().letters();
    (!letters.is_empty()).then(|| {
        let lines: Vec<StatementLine> =
            letters.iter().map(|it| receipt(view.formatter(), it)).collect();
        let title = view.text(word::RECEIPT_TITLE);
        view! {
            <h3>{title}</h3>
            <StatementList class="paper receipts" lines view=view.clone() />
        }
    })
}

/// The resident's consents, and the button to request erasure.
#[component]
fn Consents(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let agreed = view.record.agreed();
    let scopes = agreed.scopes.iter().map(|it| {
        view! { <li>{scope(view.language, *it)}</li> }
    });
    let scopes = scopes.collect_view();
    let (kind, label) = ("erasure", view.text(word::LETTERS_ERASE).to_owned());
    view! {
        <p>{view.text(word::LETTERS_AGREE)}</p>
        <ul class="plain-list">{scopes}</ul>
        <LetterButton kind id="" about=Fields::of(kind) label view />
    }
}

/// A notice that letters sealed on this device are not with the hall yet.
#[component]
pub fn UnsentNotice(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let (language, title) = (view.language, view.text(word::LETTERS_UNSENT_TITLE));
    let how = view.text(word::LETTERS_UNSENT_HOW);
    let tag = language.tag();
    let href =
        context.config.with_value(|it| it.page.link(&format!("report/?lang={tag}")));
    let count = move || context.unsent_letters.get();
    move || {
        (count() > 0).then(|| {
            let words =
                language.counted_message(word::LETTERS_UNSENT, "count", count()).finish();
            view! {
                <div class="due unsent" data-unsent=count().to_string()>
                    <p>
                        <strong>{title}</strong>
                    </p>
                    <p>{words}</p>
                    <p class="cite">
                        <a href=href.clone()>{how}</a>
                    </p>
                </div>
            }
        })
    }
}

/// The alternative on pages where no letters can be written.
#[component]
fn OtherWays(
    /// The open record and the language.
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

/// Six kinds of letters, as equal buttons.
#[component]
fn LetterButtons(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let agreed = view.record.agreed();
    let button = |kind: &'static str, label, about| {
        let label = view.text(label).to_owned();
        view! { <LetterButton kind id="" about label view=view.clone() /> }
    };
    let wrong = button("correction", word::LETTERS_WRONG, Fields::of("correction"));
    let copy = button("copy", word::LETTERS_COPY, Fields::of("copy"));
    let consent = Fields::of("consent").consent(&agreed);
    let consent = button("consent", word::LETTERS_CHANGE, consent);
    let leaving = Fields::of("leaving").consent(&agreed);
    let leaving = button("leaving", word::LETTERS_LEAVE, leaving);
    let reward = view.text(word::LETTERS_REWARD);
    view! {
        <div class="letter-buttons">
            <AnswerWay view=view.clone() />
            {wrong}
            <div class="begin">
                <JumpLink to=Section::Rewards.heading_id()>{reward}</JumpLink>
            </div>
            {copy}
            {consent}
            {leaving}
        </div>
    }
}

/// A link to the first entry that can be replied to.
#[component]
fn AnswerWay(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let first = waiting(view.formatter()).into_iter().find(|it| it.reply.is_some());
    let has_open_rating = || {
        let ratings = view.record.explanation().map(|it| it.ratings.iter());
        ratings.is_some_and(|mut it| it.any(|rating| rating.open.is_some()))
    };
    let target = first
        .map(|it| it.id)
        .or_else(|| has_open_rating().then(|| Section::Explanation.heading_id()));
    let content = match target {
        Some(target) => {
            let words = view.text(word::LETTERS_ANSWER_ONE);
            view! { <JumpLink to=target>{words}</JumpLink> }.into_any()
        }
        None => view! { <p class="soft">{view.text(word::LETTERS_ANSWER_NONE)}</p> }
            .into_any(),
    };
    view! { <div class="begin">{content}</div> }
}

/// The button at an entry that can be objected to.
#[component]
pub fn ReplyButton(
    /// The id of the entry.
    entry: String,
    /// The time in which it can be objected to.
    window: ReplyWindow,
    /// The open record and the language.
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

/// The button at a reward that the balance can buy.
#[component]
pub fn RewardButton(
    /// The reward.
    offer: Offer,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    (offer.short == Some(Points::ZERO)).then(|| {
        let about = Fields::of("wish").wish(&offer.reward);
        let label = view.text(word::LETTERS_WISH).to_owned();
        let id = offer.reward.to_string();
        view! { <LetterButton kind="wish" id about label view /> }
    })
}

/// A button that begins a letter; once it is sealed, a text with its state. Empty where no
/// letters can be written.
#[component]
fn LetterButton(
    /// The kind of letter.
    kind: &'static str,
    /// The id of the letter's topic, if there are several of this kind.
    #[prop(into)]
    id: String,
    /// The topic, as passed to the page for letters.
    about: Fields,
    /// The text of the button.
    label: String,
    /// The open record and the language.
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
