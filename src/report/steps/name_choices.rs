//! Names of residents on the board as choices.

use leptos::prelude::*;

use crate::components::{Choice, NamedText};
use crate::report::context::ReportContext;
use crate::report::feed_state::ListedName;
use crate::search::{BROWSER_TABLES, SearchQuery};

/// The maximum number of names that are shown.
pub(super) const MOST_NAMES: usize = 60;

/// The names that match a query, and the number of further matches that are not shown.
fn found_names(
    names: &[ListedName],
    query: &SearchQuery,
    most: usize,
) -> (Vec<String>, usize) {
    let matching = names.iter().filter(|it| it.terms.matches(query));
    let mut found: Vec<String> = matching.map(|it| it.name.clone()).collect();
    let more = found.len().saturating_sub(most);
    found.truncate(most);
    (found, more)
}

/// The names on the board that match the typed text, at most `most`, and the number of
/// further matches.
pub(super) fn use_found_names(
    context: ReportContext,
    query: RwSignal<String>,
    most: usize,
) -> Memo<(Vec<String>, usize)> {
    Memo::new(move |_| {
        let query = query.with(|text| SearchQuery::new(text, BROWSER_TABLES));
        context.names.with(|names| found_names(names, &query, most))
    })
}

/// Names to choose from.
#[component]
pub fn NameChoices(
    /// The names.
    #[prop(into)]
    names: Signal<Vec<String>>,
    /// The current choice, if any.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// Called with the chosen name.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let context = ReportContext::expect();
    let option = move |name: String| {
        let (choice, current) = (name.clone(), name.clone());
        let choose = move |()| on_choose.run(choice.clone());
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

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use hallboard_feed::Readings;

    use super::*;
    use crate::search::{SearchTerms, TextTables};

    #[test]
    fn names_beyond_the_limit_are_counted() {
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
        let (found, more) = found_names(&names, &query(""), MOST_NAMES);
        assert_eq!((found.len(), more), (MOST_NAMES, 10));
        assert_eq!(
            found_names(&names, &query("69"), MOST_NAMES),
            (vec!["Ann 69".to_owned()], 0)
        );
    }
}
