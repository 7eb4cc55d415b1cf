//! Entries that await a reply or a decision, each with its reply button.

use leptos::prelude::*;

use super::letters::ReplyButton;
use crate::components::NamedText;
use crate::record::components::{JumpLink, ViewContext};
use crate::record::prose::waiting::{WaitingEntry, waiting};
use crate::words::record as word;

/// A box for every entry that awaits a reply or a decision.
#[component]
pub fn Waiting(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let boxes = waiting(view.formatter()).into_iter().map(|entry| {
        view! { <WaitingBox entry view=view.clone() /> }
    });
    boxes.collect_view()
}

/// The entry, its deadline, and its reply button.
#[component]
fn WaitingBox(
    /// The entry.
    entry: WaitingEntry,
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let WaitingEntry { id, entry, name, what, due, reply, more_at } = entry;
    let heading = format!("{id}-heading");
    let labelled_by = heading.clone();
    let due = due.into_iter().map(|it| view! { <p>{it}</p> }).collect_view();
    let more = view.text(word::NOW_ENTRY);
    let reply = reply.map(|window| {
        view! { <ReplyButton entry=entry.clone() window view=view.clone() /> }
    });
    view! {
        <div
            id=id
            class="due"
            role="group"
            tabindex="-1"
            aria-labelledby=labelled_by
            data-entry=entry
        >
            <p id=heading class="due-name">
                <strong>
                    <NamedText name />
                </strong>
                " "
                <span>{what}</span>
            </p>
            {due}
            {reply}
            <p class="cite">
                <JumpLink to=more_at>{more}</JumpLink>
            </p>
        </div>
    }
}
