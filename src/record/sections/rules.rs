//! Every rulebook.

use leptos::prelude::*;

use crate::record::components::{LazyDetails, TextList, ViewContext};
use crate::record::model::BookChange;
use crate::record::prose::rules as prose;
use crate::rules::{RulebookContent, RulebookSection};
use crate::words::record as word;

/// Every rulebook, the latest first.
#[component]
pub fn Rules(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let record = view.record.clone();
    let books = record.rules().iter().map(|book| {
        view! { <Rulebook book=book.clone() view=view.clone() /> }
    });
    view! {
        <p>{view.text(word::RULES_LEAD)}</p>
        {books.collect_view()}
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
