//! Links to the most used sections, at the bottom of the window.

use leptos::prelude::*;

use crate::record::components::JumpLink;
use crate::record::context::use_record_context;
use crate::record::sections::Section;
use crate::words::{Word, record as word};

/// The sections, and what they are called in few letters.
const SECTIONS: [(Section, Word); 4] = [
    (Section::Now, word::QUICK_NOW),
    (Section::Explanation, word::QUICK_WHY),
    (Section::Rewards, word::QUICK_REWARDS),
    (Section::Letters, word::QUICK_LETTERS),
];

/// Four links that scroll to a section and give its heading the focus.
#[component]
pub(super) fn QuickNav() -> impl IntoView {
    let context = use_record_context();
    let links = SECTIONS.map(|(section, name)| {
        view! {
            <JumpLink to=section.heading_id()>{context.text(name)}</JumpLink>
        }
    });
    view! {
        <nav class="quick" aria-label=context.text(word::ME_PARTS)>
            {links.into_iter().collect_view()}
        </nav>
    }
}
