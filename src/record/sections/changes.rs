//! The changes since the last look, and whether this device stores this one.

use leptos::html::Div;
use leptos::prelude::*;

use super::Section;
use super::storage::CardStorage;
use crate::platform::focus_element;
use crate::record::components::{SectionLink, TextList, ViewContext};
use crate::record::context::{RecordContext, use_record_context};
use crate::record::model::{Changes as RecordChanges, SeenError};
use crate::record::prose::changes::difference;
use crate::words::record as word;

/// The changes since the last look, and whether this device stores this one.
#[component]
pub fn Changes(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let changes = changes_memo(context, &view);
    let has_news = Memo::new(move |_| changes.with(has_news));
    let place = NodeRef::<Div>::new();
    let (record, shown) = (view.record.clone(), view.clone());
    let store = move |_| {
        context.store_card(&record);
        if let Some(place) = place.get_untracked() {
            focus_element(&place);
        }
    };
    // The buttons are outside of the changing part: rebuilding them would lose the focus.
    view! {
        <div node_ref=place tabindex="-1">
            {move || changes.with(|changes| changes_view(&shown, changes.as_ref()))}
        </div>
        <p class="buttons" hidden=move || !has_news.get()>
            <button type="button" on:click=store>{view.text(word::CHANGES_NOTED)}</button>
        </p>
        <CardStorage view />
    }
}

/// A notice at the top of the page that something changed, with a link to the changes.
#[component]
pub fn NewsNotice(
    /// The open record and the language.
    view: ViewContext,
) -> impl IntoView {
    let context = use_record_context();
    let changes = changes_memo(context, &view);
    move || {
        changes.with(|changes| {
            let words = match changes.as_ref()? {
                Ok(changes) if changes.none() => return None,
                Ok(changes) => difference(view.formatter(), changes).sentence,
                Err(_) => view.text(word::CHANGES_UNREADABLE).to_owned(),
            };
            let title = view.text(word::CHANGES_TITLE);
            Some(view! {
                <p class="notice">
                    {words} " " <SectionLink section=Section::Changes words=title />
                </p>
            })
        })
    }
}

/// The changes since the last look; `None` if this device stores none.
fn changes_memo(
    context: RecordContext,
    view: &ViewContext,
) -> Memo<Option<Result<RecordChanges, SeenError>>> {
    let record = view.record.clone();
    Memo::new(move |_| {
        context.last_seen.with(|seen| {
            let seen = seen.as_ref()?.as_ref().map_err(|error| *error);
            Some(record.changes_since(seen))
        })
    })
}

/// Whether there are changes that the reader has not seen.
fn has_news(changes: &Option<Result<RecordChanges, SeenError>>) -> bool {
    match changes {
        Some(Ok(changes)) => !changes.none(),
        Some(Err(_)) => true,
        None => false,
    }
}

fn changes_view(
    view: &ViewContext,
    changes: Option<&Result<RecordChanges, SeenError>>,
) -> AnyView {
    let changes = match changes {
        Some(Ok(changes)) => changes,
        Some(Err(_)) => {
            let words = view.text(word::CHANGES_UNREADABLE);
            return view! { <p data-changes="unreadable">{words}</p> }.into_any();
        }
        None => return view! { <p>{view.text(word::CHANGES_UNKNOWN)}</p> }.into_any(),
    };
    let difference = difference(view.formatter(), changes);
    let lists = difference.lists.into_iter().map(|(heading, texts)| {
        view! {
            <h3>{heading}</h3>
            <TextList class="plain-list" texts />
        }
    });
    view! {
        <p data-changes=difference.word>{difference.sentence}</p>
        {lists.collect_view()}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_news_without_changes_or_earlier_visit() {
        assert!(!has_news(&None));
        assert!(!has_news(&Some(Ok(RecordChanges::default()))));
        assert!(has_news(&Some(Err(SeenError::Damaged))));
        let changed = RecordChanges { person_changed: true, ..RecordChanges::default() };
        assert!(has_news(&Some(Ok(changed))));
    }
}
