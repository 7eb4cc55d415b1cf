//! The step for the deed.

use hallboard_feed::Readings;
use hallboard_score::{Category, Names};
use leptos::prelude::*;

use super::ScreenHeading;
use super::named_choice::NamedChoice;
use crate::components::{NamedText, TextField};
use crate::report::context::ReportContext;
use crate::report::feed_state::FeedState;
use crate::report::model::{DeedGroup, Form, LetterKind, LetterKindExt, deed_groups};
use crate::search::{BROWSER_TABLES, SearchQuery, SearchTerms};
use crate::words::report as word;

/// A deed that can be chosen.
#[derive(Clone, Debug, PartialEq)]
struct DeedOption {
    id: String,
    names: Names,
    terms: SearchTerms,
}

/// The deeds of a category.
#[derive(Clone, Debug, PartialEq)]
struct DeedOptions {
    /// The names of the category; `None` for deeds without one.
    category: Option<Names>,
    deeds: Vec<DeedOption>,
}

impl DeedOptions {
    fn new(group: &DeedGroup<'_>, readings: &Readings) -> DeedOptions {
        let option = |id: &str, names: &Names| {
            let texts = names.iter().map(|(_, name)| name);
            let terms = SearchTerms::new(texts, readings, BROWSER_TABLES);
            DeedOption { id: id.to_owned(), names: names.clone(), terms }
        };
        let category = group.category.map(|it: &Category| it.names.clone());
        let deeds = group.deeds.iter().map(|it| option(&it.id, &it.names)).collect();
        DeedOptions { category, deeds }
    }

    /// The deeds that match the query; `None` if none does.
    fn filtered(&self, query: &SearchQuery) -> Option<DeedOptions> {
        let matching = self.deeds.iter().filter(|it| it.terms.matches(query));
        let deeds: Vec<DeedOption> = matching.cloned().collect();
        let category = self.category.clone();
        (!deeds.is_empty()).then_some(DeedOptions { category, deeds })
    }
}

/// Chooses the deed.
#[component]
pub fn DeedStep() -> impl IntoView {
    let context = ReportContext::expect();
    let kind = context.form.with_untracked(|form| form.draft.kind);
    let title = match kind {
        Some(LetterKind::Thanks) => word::DEED_TITLE_THANKS,
        Some(LetterKind::Concern) => word::DEED_TITLE_CONCERN,
        _ => word::DEED_TITLE_OWN,
    };
    let query = RwSignal::new(String::new());
    let all = Memo::new(move |_| {
        let sign = kind.and_then(LetterKindExt::deed_sign);
        let readings = context.feed.with(FeedState::readings);
        context.with_rules(|rules| {
            let groups = rules.zip(sign).map(|(rules, sign)| deed_groups(rules, sign));
            let groups = groups.iter().flatten();
            groups.map(|it| DeedOptions::new(it, &readings)).collect::<Vec<_>>()
        })
    });
    let found = Memo::new(move |_| {
        let query = query.with(|text| SearchQuery::new(text, BROWSER_TABLES));
        let filter = |all: &Vec<DeedOptions>| {
            all.iter().filter_map(|it| it.filtered(&query)).collect::<Vec<_>>()
        };
        all.with(filter)
    });
    let nothing = move || found.with(Vec::is_empty);
    view! {
        <ScreenHeading>{context.t(title)}</ScreenHeading>
        <TextField
            id="search"
            label=context.t(word::DEED_SEARCH)
            on_input=move |text| query.set(text)
        />
        <div class="found">
            {move || {
                let groups = found.get().into_iter();
                groups.map(|group| view! { <DeedGroupList group/> }).collect_view()
            }}
            <Show when=nothing>
                <p class="soft" role="status">{context.t(word::DEED_NONE)}</p>
            </Show>
        </div>
    }
}

/// The deeds of a category under its name.
#[component]
fn DeedGroupList(
    /// The category and its deeds.
    group: DeedOptions,
) -> impl IntoView {
    let context = ReportContext::expect();
    let language = context.language;
    let chosen = Memo::new(move |_| context.form.with(|form| form.draft.deed.clone()));
    let title = group.category.map(|names| {
        let name = Signal::derive(move || language.get().name(&names));
        move || view! { <NamedText name=name.get() /> }
    });
    let other = title.is_none().then(|| context.t(word::DEED_OTHER));
    let option = |DeedOption { id, names, .. }: DeedOption| {
        let deed = id.clone();
        view! {
            <li>
                <NamedChoice id names chosen choose=Form::choose_deed attr:data-deed=deed />
            </li>
        }
    };
    view! {
        <h2>{title}{other}</h2>
        <ul class="choices">{group.deeds.into_iter().map(option).collect_view()}</ul>
    }
}
