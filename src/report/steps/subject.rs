//! The step: the resident that the letter is about.

use leptos::html;
use leptos::prelude::*;

use super::ScreenHeading;
use super::consequences::ConcernNotice;
use crate::components::{Button, Choice, NamedText, TextField};
use crate::platform::{focus_element, prevent_default};
use crate::report::context::ReportContext;
use crate::report::feed_state::ListedName;
use crate::report::model::LetterKind;
use crate::search::{BROWSER_TABLES, SearchQuery};
use crate::words::report as word;

/// The most names that are shown at once.
const MOST_NAMES: usize = 60;

/// The names that match a query, and how many more there are than can be shown.
fn found_names(names: &[ListedName], query: &SearchQuery) -> (Vec<String>, usize) {
    let matching = names.iter().filter(|it| it.terms.matches(query));
    let mut found: Vec<String> = matching.map(|it| it.name.clone()).collect();
    let more = found.len().saturating_sub(MOST_NAMES);
    found.truncate(MOST_NAMES);
    (found, more)
}

/// Chooses the resident. For thanks the name may also be typed.
#[component]
pub fn SubjectStep() -> impl IntoView {
    let context = ReportContext::expect();
    let thanks =
        context.form.with_untracked(|form| form.draft.kind == Some(LetterKind::Thanks));
    let title = if thanks { word::WHO_TITLE_THANKS } else { word::WHO_TITLE_CONCERN };
    let expired = Memo::new(move |_| context.time.get().expired);
    let other = match thanks {
        true => view! { <OtherNameForm/> }.into_any(),
        false => {
            view! { <p class="soft">{context.t(word::WHO_CONCERN_OTHER)}</p> }.into_any()
        }
    };
    view! {
        <ScreenHeading>{context.t(title)}</ScreenHeading>
        <ConcernNotice/>
        <Show
            when=move || expired.get()
            fallback=|| view! { <NameSearch/> }
        >
            <p>{context.t(word::WHO_EXPIRED)}</p>
        </Show>
        {other}
    }
}

/// The residents on the board, and a field to search among them.
#[component]
fn NameSearch() -> impl IntoView {
    let context = ReportContext::expect();
    let query = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let query = query.with(|text| SearchQuery::new(text, BROWSER_TABLES));
        context.names.with(|names| found_names(names, &query))
    });
    let names = Memo::new(move |_| found.get().0);
    let more = Memo::new(move |_| found.with(|(_, more)| *more));
    let more_words = move || {
        let count = more.get().to_string();
        context.language.get().text_with(word::WHO_MORE, &[("count", &count)])
    };
    let nothing = move || names.with(Vec::is_empty);
    view! {
        <p class="soft">{context.t(word::WHO_LEAD)}</p>
        <TextField
            id="search"
            label=context.t(word::WHO_SEARCH)
            on_input=move |text| query.set(text)
        />
        <div class="found">
            <Show
                when=nothing
                fallback=move || view! { <NameChoices names/> }
            >
                <p class="soft" role="status">{context.t(word::WHO_NONE)}</p>
            </Show>
            <Show when=move || more.get() != 0>
                <p class="soft">{more_words}</p>
            </Show>
        </div>
    }
}

/// Names to choose from.
#[component]
fn NameChoices(
    /// The names.
    names: Memo<Vec<String>>,
) -> impl IntoView {
    let context = ReportContext::expect();
    let chosen = Memo::new(move |_| context.form.with(|form| form.draft.subject.clone()));
    let option = move |name: String| {
        let (choice, current) = (name.clone(), name.clone());
        let choose = move |()| {
            context.change_step(|form| {
                form.set_subject(&choice);
                form.go_on();
            });
        };
        let selected =
            Signal::derive(move || chosen.with(|it| it.as_ref() == Some(&current)));
        let name = Signal::derive(move || context.language.get().person(&name));
        view! {
            <li>
                <Choice selected on_choose=choose>
                    {move || view! { <NamedText name=name.get() /> }}
                </Choice>
            </li>
        }
    };
    view! {
        <ul class="choices names">
            {move || names.get().into_iter().map(option).collect_view()}
        </ul>
    }
}

/// A field for the name of somebody who is not on the board.
#[component]
fn OtherNameForm() -> impl IntoView {
    let context = ReportContext::expect();
    let input = NodeRef::<html::Input>::new();
    let invalid = RwSignal::new(false);
    let message = Signal::derive(move || match invalid.get() {
        true => context.language.get().text(word::WHO_OTHER_FAULT).to_owned(),
        false => String::new(),
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        prevent_default(&event);
        let Some(input) = input.get_untracked() else { return };
        let name = input.value();
        if context.form.try_update(|form| form.set_subject(&name)).unwrap_or_default() {
            context.change_step(|form| {
                form.go_on();
            });
        } else {
            invalid.set(true);
            focus_element(&input);
        }
    };
    view! {
        <form class="ask" on:submit=submit>
            <h2>{context.t(word::WHO_OTHER)}</h2>
            <TextField
                id="other"
                label=context.t(word::WHO_OTHER_NAME)
                input_ref=input
                error=message
                autocapitalize="words"
            />
            <Button submit=true>{context.t(word::WHO_OTHER_TAKE)}</Button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use hallboard_feed::Readings;

    use super::*;
    use crate::search::{SearchTerms, TextTables};

    #[test]
    fn no_more_names_are_shown_than_fit_and_the_others_are_counted() {
        let tables = TextTables {
            compare_pinyin: |_, _| Ordering::Equal,
            without_marks: str::to_owned,
        };
        let query = |text| SearchQuery::new(text, tables);
        let names: Vec<ListedName> = (0..70)
            .map(|number| {
                let name = format!("Ann {number}");
                let terms =
                    SearchTerms::new([name.as_str()], &Readings::default(), tables);
                ListedName { name, terms }
            })
            .collect();
        let (found, more) = found_names(&names, &query(""));
        assert_eq!((found.len(), more), (MOST_NAMES, 10));
        assert_eq!(found_names(&names, &query("69")), (vec!["Ann 69".to_owned()], 0));
    }
}
