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
    /// The open record and the language.
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

/// A rulebook: its period, its changes, and its full text, which is printed only for the
/// latest one.
#[component]
fn Rulebook(
    /// The rulebook with its changes from the previous one.
    book: BookChange,
    /// The open record and the language.
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
