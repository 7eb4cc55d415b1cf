//! What waits for an answer, each with the way to answer it.

use leptos::prelude::*;

use super::letters::ReplyButton;
use crate::components::NamedText;
use crate::record::components::{JumpLink, ViewContext};
use crate::record::prose::waiting::{WaitingEntry, waiting};
use crate::words::record as word;

/// A box for every entry that waits for a reply or a decision.
#[component]
pub fn Waiting(
    /// What the section is made from.
    view: ViewContext,
) -> impl IntoView {
    let boxes = waiting(view.formatter()).into_iter().map(|entry| {
        view! { <WaitingBox entry view=view.clone() /> }
    });
    boxes.collect_view()
}

/// What waits, until when, and the button that answers it.
#[component]
fn WaitingBox(
    /// The entry.
    entry: WaitingEntry,
    /// What the section is made from.
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
