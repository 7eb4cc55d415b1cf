//! The record: its heading, and its sections one below the other.

use std::sync::Arc;

use leptos::prelude::*;

use super::device_question::DeviceQuestion;
use super::identity::Identity;
use super::quick_nav::QuickNav;
use crate::platform::after_paint;
use crate::record::components::ViewContext;
use crate::record::context::use_record_context;
use crate::record::open_record::Record;
use crate::record::sections::{NewsNotice, RecordSection, Section, UnsentNotice};

/// The number of sections that are built at first; each further one follows once the ones
/// before it are painted.
const FIRST: usize = 2;

/// The open record. All of its content is dropped with this component.
#[component]
pub(super) fn RecordView() -> impl IntoView {
    let context = use_record_context();
    let record = context.record_memo();
    let shown = RwSignal::new(FIRST);
    Effect::new(move |_| {
        if shown.get() < Section::ALL.len() {
            after_paint(move || {
                // The record may have been closed by then.
                shown.try_update(|shown| *shown += 1);
            });
        }
    });
    let shared = context.is_shared();
    let sections =
        Section::ALL.into_iter().filter(|it| !(shared && it.needs_own_device()));
    let sections = sections.enumerate().map(|(place, section)| {
        let is_shown = Memo::new(move |_| place < shown.get());
        move || is_shown.get().then(|| view! { <RecordSection section record /> })
    });
    view! {
        <main class="chapters record">
            <Identity record />
            <DeviceQuestion record />
            <Notices record />
            <div>{sections.collect_view()}</div>
        </main>
        <QuickNav />
    }
}

/// Notices before the sections: changes, and letters that are not with the hall yet.
#[component]
fn Notices(
    /// The open record.
    record: Memo<Option<Arc<Record>>>,
) -> impl IntoView {
    let context = use_record_context();
    let view = move || {
        let language = context.language.get();
        record.get().map(|record| ViewContext { record, language })
    };
    view! {
        <For each=view key=ViewContext::key let(view)>
            <NewsNotice view=view.clone() />
            <UnsentNotice view />
        </For>
    }
}
