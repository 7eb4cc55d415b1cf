//! The rights of a resident: to disagree, and to withdraw.

use leptos::prelude::*;

use super::Section;
use crate::record::components::{SectionLink, ViewContext};
use crate::words::{Word, record as word};

/// How to disagree and how to withdraw.
#[component]
pub fn Rights(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let reply = [word::REPLY_HOW, word::REPLY_CHILD, word::REPLY_EFFECT];
    let leave = [word::LEAVING_HOW, word::LEAVING_WHAT, word::LEAVING_CARD];
    view! {
        <Right id="reply" title=word::REPLY_TITLE lines=reply view=view.clone() />
        <Right id="leave" title=word::LEAVING_TITLE lines=leave view=view.clone() />
    }
}

/// A right of the resident.
#[component]
fn Right(
    /// The id of the part, the target of links.
    id: &'static str,
    /// Its title.
    title: Word,
    /// Its text.
    lines: [Word; 3],
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let lines = lines.map(|line| view! { <p>{view.text(line)}</p> });
    let letters = view.can_write().then(|| {
        let words = view.text(word::LETTERS_TITLE);
        view! {
            <p class="cite">
                <SectionLink section=Section::Letters words />
            </p>
        }
    });
    view! {
        <div id=id>
            <h3>{view.text(title)}</h3>
            {lines.into_iter().collect_view()}
            {letters}
        </div>
    }
}
