//! Finding a name on the wall: one selects a letter and a name, and the page with the name
//! opens.

use std::sync::Arc;

use leptos::html::Dialog;
use leptos::prelude::*;

use super::carousel::Intent;
use super::schedule::Page;
use crate::board::context::{BoardContext, use_board};
use crate::board::directory::{Directory, Entry, Filter};
use crate::components::NamedText;
use crate::page_kind::PageKind;
use crate::platform::set_dialog_open;
use crate::words::board as word;

/// The dialog in which a name is chosen.
#[component]
pub(super) fn NameFinder() -> impl IntoView {
    let board = use_board();
    let language = board.app.language;
    let dialog = NodeRef::<Dialog>::new();
    let is_open = board.finder_open;
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            set_dialog_open(&dialog, is_open.get());
        }
    });
    view! {
        <dialog
            class="finder"
            aria-labelledby="finder-title"
            node_ref=dialog
            on:close=move |_| is_open.set(false)
        >
            <div class="finder-head">
                <h2 id="finder-title">{move || language.get().text(word::FIND_LABEL)}</h2>
                <button type="button" on:click=move |_| is_open.set(false)>
                    {move || language.get().text(word::CORNER_CLOSE)}
                </button>
            </div>
            {move || is_open.get().then(|| view! { <NameChoice /> })}
        </dialog>
    }
}

/// The letters, and the names under the selected one.
#[component]
fn NameChoice() -> impl IntoView {
    let board = use_board();
    let directory = Memo::new(move |_| {
        let directory = board.view_model.get().map(|it| Arc::new(Directory::new(&it)));
        directory.unwrap_or_default()
    });
    let chosen = RwSignal::new(None::<char>);
    let letter_button = move |letter: char| {
        let choose = move |_| {
            board.apply(Intent::Interact);
            chosen.set(Some(letter));
        };
        view! {
            <button
                type="button"
                aria-pressed=move || (chosen.get() == Some(letter)).to_string()
                on:click=choose
            >
                {letter.to_string()}
            </button>
        }
    };
    let name_button = move |(place, entry): (usize, Entry)| {
        view! {
            <button type="button" on:click=move |_| show(board, place, &entry.row.key)>
                <NamedText name=entry.row.name.clone() />
            </button>
        }
    };
    view! {
        <div
            class="initials"
            role="group"
            aria-label=move || board.app.language.get().text(word::FIND_INITIALS)
        >
            {move || directory.get().initials().into_iter().map(letter_button).collect_view()}
        </div>
        <div class="finder-names">
            {move || {
                names_under(&directory.get(), chosen.get())
                    .into_iter()
                    .map(name_button)
                    .collect_view()
            }}
        </div>
    }
}

/// The residents under a letter, with their indices in the order of names.
fn names_under(directory: &Directory, letter: Option<char>) -> Vec<(usize, Entry)> {
    let Some(letter) = letter else { return Vec::new() };
    let places = directory.places(&Filter::Initial(letter), Vec::new);
    let entry = |place: usize| Some((place, directory.entries.get(place)?.clone()));
    places.into_iter().filter_map(entry).collect()
}

/// Opens the page with the name at that index, and highlights the name.
fn show(board: BoardContext, place: usize, name: &str) {
    let kind = PageKind::Residents;
    let part = board
        .pages
        .with_untracked(|pages| pages.get(&kind).map_or(0, |pages| pages.page_of(place)));
    board.finder_open.set(false);
    board.marked.set(Some(name.to_owned()));
    board.apply(Intent::Open(Page { kind, part }));
}
