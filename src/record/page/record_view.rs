//! The record: whose it is, what is in it, and its sections one below the other.

use leptos::prelude::*;

use super::identity::Identity;
use crate::platform::after_paint;
use crate::record::context::use_record_context;
use crate::record::sections::{RecordSection, Section};

/// How many sections are shown at first; each further one follows when those before it
/// are on the screen.
const FIRST: usize = 2;

/// The open record. Everything of it ends with this component.
#[component]
pub(super) fn RecordView() -> impl IntoView {
    let context = use_record_context();
    let record = context.record_memo();
    let shown = RwSignal::new(FIRST);
    Effect::new(move |_| {
        if shown.get() < Section::ALL.len() {
            after_paint(move || {
                // The record may have been closed meanwhile.
                shown.try_update(|shown| *shown += 1);
            });
        }
    });
    let sections = Section::ALL.into_iter().enumerate().map(|(place, section)| {
        let is_shown = Memo::new(move |_| place < shown.get());
        move || is_shown.get().then(|| view! { <RecordSection section record /> })
    });
    view! {
        <main class="chapters record">
            <Identity record />
            <Contents />
            <div>{sections.collect_view()}</div>
        </main>
    }
}

/// Links to the sections.
#[component]
fn Contents() -> impl IntoView {
    let context = use_record_context();
    let links = Section::ALL.into_iter().map(|section| {
        view! {
            <li>
                <a href=format!("#{}", section.id())>
                    {context.text(section.title())}
                </a>
            </li>
        }
    });
    view! {
        <nav class="contents">
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}
