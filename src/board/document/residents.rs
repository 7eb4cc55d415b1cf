//! Finding a name: a search field, a strip of initials, and the names that they leave.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::chart_space;
use crate::board::context::use_board;
use crate::board::directory::{Directory, Entry, Filter};
use crate::board::sections::{HistoryFigure, ResidentRow, no_residents_text};
use crate::board::view_model::BoardViewModel;
use crate::components::{Button, LazyDetails, NamedText, TextField};
use crate::search::SearchTerms;
use crate::words::board as word;

/// The residents of the board, or why there are none.
#[component]
pub(super) fn Residents(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Width of the text in CSS pixels.
    width: f64,
) -> impl IntoView {
    if view_model.board.residents.is_empty() {
        return view! { <p>{no_residents_text(&view_model)}</p> }.into_any();
    }
    view! { <ResidentSearch view_model width /> }.into_any()
}

#[component]
fn ResidentSearch(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Width of the text in CSS pixels.
    width: f64,
) -> impl IntoView {
    let board = use_board();
    let language = view_model.language;
    let directory = StoredValue::new(Directory::new(&view_model));
    let filter = RwSignal::new(Filter::default());
    // Computed at the first search, since it is expensive.
    let terms = Memo::new(move |_| search_terms(board.app.verified.get(), directory));
    let places = Memo::new(move |_| {
        let filter = filter.read();
        directory.with_value(|it| it.places(&filter, || terms.get()))
    });
    let field = NodeRef::<html::Input>::new();
    let choose_initial = move |letter| {
        if let Some(field) = field.get_untracked() {
            field.set_value("");
        }
        filter.update(|filter| *filter = filter.toggled(letter));
    };
    let rows = move || {
        let entries = directory.with_value(|it| shown_entries(it, &places.read()));
        let view_model = Arc::clone(&view_model);
        let row = move |entry| view! { <ResidentEntry view_model=Arc::clone(&view_model) width entry /> };
        entries.into_iter().map(row).collect_view()
    };
    view! {
        <p class="soft">{language.text(word::FIND_LEAD)}</p>
        <div class="find" data-filtered=move || is_filtered(&filter.read()).then_some("true")>
            <TextField
                id="find"
                label=language.text(word::FIND_LABEL)
                input_ref=field
                on_input=move |text: String| filter.set(Filter::from_text(&text))
                enterkeyhint="search"
            />
            <InitialStrip
                initials=directory.with_value(Directory::initials)
                filter
                on_choose=choose_initial
            />
        </div>
        <ul class="rows residents-rows">{rows}</ul>
        <Show when=move || places.with(Vec::is_empty)>
            <p role="status">{language.text(word::FIND_NOBODY)}</p>
        </Show>
        <ShowAll directory places filter />
    }
}

/// The names prepared for search, by the readings of the feed.
fn search_terms(
    feed: Option<Arc<hallboard_feed::VerifiedFeed>>,
    directory: StoredValue<Directory>,
) -> Vec<SearchTerms> {
    let readings = feed.map(|it| it.snapshot().readings.clone()).unwrap_or_default();
    directory.with_value(|it| it.search_terms(&readings))
}

fn shown_entries(directory: &Directory, places: &[usize]) -> Vec<Entry> {
    places.iter().filter_map(|place| directory.entries.get(*place)).cloned().collect()
}

/// Whether the filter selects certain names.
fn is_filtered(filter: &Filter) -> bool {
    matches!(filter, Filter::Initial(_) | Filter::Query(_))
}

/// Buttons with the letters under which there are names.
#[component]
fn InitialStrip(
    /// The letters.
    initials: BTreeSet<char>,
    /// Which residents are shown.
    filter: RwSignal<Filter>,
    /// Takes a letter.
    #[prop(into)]
    on_choose: Callback<char>,
) -> impl IntoView {
    let board = use_board();
    let button = move |letter: char| {
        let is_chosen = move || *filter.read() == Filter::Initial(letter);
        view! {
            <button
                type="button"
                aria-pressed=move || is_chosen().to_string()
                on:click=move |_| on_choose.run(letter)
            >
                {letter.to_string()}
            </button>
        }
    };
    view! {
        <div
            class="initials"
            role="group"
            aria-label=move || board.app.language.get().text(word::FIND_INITIALS)
        >
            {initials.into_iter().map(button).collect_view()}
        </div>
    }
}

/// A button that shows everybody, where not everybody is shown.
#[component]
fn ShowAll(
    /// All residents.
    directory: StoredValue<Directory>,
    /// The places of those that are shown.
    places: Memo<Vec<usize>>,
    /// Which residents are shown.
    filter: RwSignal<Filter>,
) -> impl IntoView {
    let board = use_board();
    let count = directory.with_value(|it| it.entries.len());
    let text = move || {
        let language = board.app.language.get();
        language.text_with(word::FIND_ALL, &[("count", &count.to_string())])
    };
    view! {
        <Show when=move || places.with(|shown| shown.len() < count)>
            <p class="more">
                <Button on_press=move |()| filter.set(Filter::All)>{text}</Button>
            </p>
        </Show>
    }
}

/// A resident, with their history behind the name if they share it.
#[component]
fn ResidentEntry(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Width of the text in CSS pixels.
    width: f64,
    /// The resident.
    entry: Entry,
) -> impl IntoView {
    let Entry { row, history, .. } = entry;
    let (key, score) = (row.key.clone(), row.plain_score.clone());
    let content = match history {
        Some(history) => {
            view! { <ResidentHistory view_model width history row /> }.into_any()
        }
        None => view! { <ResidentLine row /> }.into_any(),
    };
    view! {
        <li data-name=key data-score=score>
            {content}
        </li>
    }
}

/// A name and its score, and the history behind it.
#[component]
fn ResidentHistory(
    /// The board.
    view_model: Arc<BoardViewModel>,
    /// Width of the text in CSS pixels.
    width: f64,
    /// Which of the board's histories.
    history: usize,
    /// The resident.
    row: ResidentRow,
) -> impl IntoView {
    let details_label = Some(view_model.language.text(word::CHART_TABLE));
    view! {
        <LazyDetails class="person" summary=move || view! { <ResidentLine row=row.clone() /> }>
            <HistoryFigure
                view_model=Arc::clone(&view_model)
                history
                space=chart_space(width)
                details_label
            />
        </LazyDetails>
    }
}

/// A resident's name, band and score in one line.
#[component]
fn ResidentLine(
    /// The resident.
    row: ResidentRow,
) -> impl IntoView {
    view! {
        <span class="line">
            <span class="name">
                <NamedText name=row.name />
            </span>
            <span class="band">{row.band.map(|name| view! { <NamedText name /> })}</span>
            <span class="score"><bdi>{row.score}</bdi></span>
        </span>
    }
}
