//! The Chinese part of the on-screen keyboard: pending letters and candidate characters.
//! The table of characters is loaded on demand.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::text_prop::TextProp;

use super::pinyin_input::{FieldChange, PinyinInput, PinyinKey, PinyinTable};
use crate::platform::{
    FieldEdit, edit_focused_field, fetch, log_warning, prevent_default,
};

/// The most bytes that are read of a table.
const TABLE_LIMIT: usize = 200_000;

/// The texts of the keyboard's Chinese part.
#[derive(Clone, Debug)]
pub struct PinyinTexts {
    /// The label of the key that turns it on and off.
    pub switch: TextProp,
    /// The name of the row of characters.
    pub candidates: TextProp,
    /// The name of the key for the characters before.
    pub previous: TextProp,
    /// The name of the key for more characters.
    pub next: TextProp,
    /// The message while the table is loading.
    pub loading: TextProp,
    /// The message if it cannot be loaded.
    pub failed: TextProp,
}

/// The state of loading the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum TableState {
    /// Not requested.
    #[default]
    Absent,
    /// Loading.
    Loading,
    /// Loaded.
    Ready(PinyinTable),
    /// Not received, or invalid.
    Failed,
}

/// The state of the keyboard's Chinese part.
#[derive(Clone, Copy)]
pub struct PinyinState {
    input: RwSignal<PinyinInput>,
    table: RwSignal<TableState>,
}

impl Default for PinyinState {
    fn default() -> PinyinState {
        PinyinState {
            input: RwSignal::new(PinyinInput::default()),
            table: RwSignal::new(TableState::Absent),
        }
    }
}

impl PinyinState {
    /// Whether letters are pending.
    pub fn is_waiting(self) -> bool {
        self.input.with(|input| !input.letters().is_empty())
    }

    /// Clears the pending letters.
    pub fn reset(self) {
        self.input.set(PinyinInput::default());
    }

    /// Requests the table, unless it is loaded or loading.
    pub fn load(self, url: String) {
        let is_wanted = self.table.with_untracked(|table| {
            matches!(table, TableState::Absent | TableState::Failed)
        });
        if !is_wanted {
            return;
        }
        self.table.set(TableState::Loading);
        spawn_local(async move {
            let loaded = load_table(&url).await;
            // The keyboard may have been removed.
            self.table.try_set(loaded.map_or(TableState::Failed, TableState::Ready));
        });
    }

    /// Handles a key. Without a table nothing is converted.
    pub fn press(self, key: PinyinKey) {
        let change = self.table.with_untracked(|table| match table {
            TableState::Ready(table) => {
                self.input.try_update(|input| input.press(table, key))
            }
            _ => None,
        });
        if let Some(change) = change {
            apply(change);
        }
    }

    fn choose(self, place: usize) {
        let chosen = self.table.with_untracked(|table| match table {
            TableState::Ready(table) => {
                self.input.try_update(|input| input.choose(table, place)).flatten()
            }
            _ => None,
        });
        if let Some(character) = chosen {
            edit_focused_field(FieldEdit::Insert(character));
        }
    }

    fn turn_page(self, turn: fn(&mut PinyinInput, &PinyinTable)) {
        self.table.with_untracked(|table| {
            if let TableState::Ready(table) = table {
                self.input.update(|input| turn(input, table));
            }
        });
    }

    fn read<T: Default>(self, read: impl FnOnce(&PinyinInput, &PinyinTable) -> T) -> T {
        self.table.with(|table| match table {
            TableState::Ready(table) => self.input.with(|input| read(input, table)),
            _ => T::default(),
        })
    }
}

async fn load_table(url: &str) -> Option<PinyinTable> {
    let fetched = fetch(url).read_limited(TABLE_LIMIT, &|_time| {}).await;
    let bytes = fetched.inspect_err(|fault| warn(&format!("{fault:?}"))).ok()?;
    let text = String::from_utf8(bytes).inspect_err(|error| warn(&error.to_string()));
    let table = text.ok()?.parse::<PinyinTable>();
    table.inspect_err(|error| warn(&error.to_string())).ok()
}

fn warn(what: &str) {
    log_warning(&format!("no table for pinyin: {what}"));
}

/// Changes the field with the focus.
fn apply(change: FieldChange) {
    match change {
        FieldChange::None => {}
        FieldChange::Insert(text) => {
            text.chars().for_each(|it| edit_focused_field(FieldEdit::Insert(it)));
        }
        FieldChange::NewLine => edit_focused_field(FieldEdit::LineBreak),
        FieldChange::Delete => edit_focused_field(FieldEdit::Delete),
    }
}

/// The pending letters, the candidates, and the keys for other pages of them.
#[component]
pub fn PinyinCandidates(
    /// The state.
    state: PinyinState,
    /// The texts.
    texts: PinyinTexts,
) -> impl IntoView {
    let PinyinTexts { candidates, previous, next, .. } = texts;
    let letters = move || state.input.with(|input| input.letters().to_owned());
    let offered = move || state.read(|input, table| input.candidates(table));
    let keys = move || {
        let offered = offered().into_iter().enumerate();
        let key = |(place, character): (usize, char)| {
            view! {
                <button
                    type="button"
                    tabindex="-1"
                    lang="zh-Hans"
                    on:pointerdown=|event| prevent_default(&event)
                    on:click=move |_| state.choose(place)
                >
                    {character.to_string()}
                </button>
            }
        };
        offered.map(key).collect_view()
    };
    let is_first = move || state.input.with(|input| !input.has_previous_page());
    let is_last = move || !state.read(PinyinInput::has_next_page);
    let back = move || state.turn_page(|input, _| input.previous_page());
    let forth = move || state.turn_page(PinyinInput::next_page);
    view! {
        <p class="letters" role="status">{letters}</p>
        <div class="key-row candidates" role="group" aria-label=move || candidates.get()>
            <PageKey sign="‹" label=previous disabled=Signal::derive(is_first) on_press=move |()| back()/>
            {keys}
            <PageKey sign="›" label=next disabled=Signal::derive(is_last) on_press=move |()| forth()/>
        </div>
    }
}

/// A key for another page of candidates.
#[component]
fn PageKey(
    sign: &'static str,
    label: TextProp,
    disabled: Signal<bool>,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            tabindex="-1"
            class="turn"
            aria-label=move || label.get()
            disabled=move || disabled.get()
            on:pointerdown=|event| prevent_default(&event)
            on:click=move |_| on_press.run(())
        >
            {sign}
        </button>
    }
}

/// The message while the table is not loaded.
#[component]
pub fn PinyinMessage(
    /// The state.
    state: PinyinState,
    /// The texts.
    texts: PinyinTexts,
) -> impl IntoView {
    let PinyinTexts { loading, failed, .. } = texts;
    let message = move || {
        state.table.with(|table| match table {
            TableState::Loading => Some(loading.get()),
            TableState::Failed => Some(failed.get()),
            TableState::Absent | TableState::Ready(_) => None,
        })
    };
    view! { <p class="soft" role="status">{message}</p> }
}
