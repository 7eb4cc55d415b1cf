//! Every rulebook, how to reply and how to leave.

use leptos::prelude::*;

use crate::record::components::{LazyDetails, TextList, ViewContext};
use crate::record::model::BookChange;
use crate::record::prose::rules as prose;
use crate::rules::{RulebookContent, RulebookSection};
use crate::words::{Word, record as word};

/// The rules, then what a resident can do about anything.
#[component]
pub fn Rules(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let record = view.record.clone();
    let books = record.rules().iter().map(|book| {
        view! { <Rulebook book=book.clone() view=view.clone() /> }
    });
    let reply = [word::REPLY_HOW, word::REPLY_CHILD, word::REPLY_EFFECT];
    let leave = [word::LEAVING_HOW, word::LEAVING_WHAT, word::LEAVING_CARD];
    view! {
        <p>{view.text(word::RULES_LEAD)}</p>
        {books.collect_view()}
        <Rights id="reply" title=word::REPLY_TITLE lines=reply view=view.clone() />
        <Rights id="leave" title=word::LEAVING_TITLE lines=leave view=view.clone() />
    }
}

/// A rulebook: from when to when, what changed, and all of it. On paper, that in force.
#[component]
fn Rulebook(
    /// The rulebook, and how it differs from the one before.
    book: BookChange,
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let term = prose::term(view.formatter(), &book);
    let changes = (!book.changes.is_empty()).then(|| {
        let changes = book.changes.iter().map(|it| prose::change(view.formatter(), it));
        view! {
            <p class="soft">{view.text(word::RULES_CHANGED)}</p>
            <TextList class="plain-list" texts=changes.collect() />
        }
    });
    let summary = view.text(word::RULES_WHOLE);
    let place = book.place;
    let whole = move || {
        let book = view.record.ledger().rulebooks.get(place)?;
        let content = RulebookContent::new(book, view.language);
        Some(view! { <RulebookSection content /> })
    };
    view! {
        <h3>{term}</h3>
        {changes}
        <LazyDetails summary on_paper=book.until.is_none()>{whole()}</LazyDetails>
    }
}

/// What a resident can do.
#[component]
fn Rights(
    /// The id of the part, which links lead to.
    id: &'static str,
    /// Its title.
    title: Word,
    /// What it says.
    lines: [Word; 3],
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let lines = lines.map(|line| view! { <p>{view.text(line)}</p> });
    let letters = view.can_write().then(|| {
        view! {
            <p>
                <a href="#letters">{view.text(word::LETTERS_TITLE)}</a>
            </p>
        }
    });
    view! {
        <section id=id>
            <h2>{view.text(title)}</h2>
            {lines.into_iter().collect_view()}
            {letters}
        </section>
    }
}
