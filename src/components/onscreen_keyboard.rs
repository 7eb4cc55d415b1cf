//! A keyboard on the page, for a screen without one: letters and digits. Chinese is typed
//! by the system's input method; names and deeds are found by initials.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::Button;
use crate::platform::{FieldEdit, edit_focused_field, prevent_default};

const ROWS: [&str; 4] = ["1234567890-", "qwertyuiop", "asdfghjkl'", "zxcvbnm,.?"];

/// What the keyboard shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyboardLayout {
    /// Only the button that shows it.
    Hidden,
    /// Small letters.
    Lower,
    /// Capitals.
    Upper,
}

impl KeyboardLayout {
    fn key(self, key: char) -> char {
        if self == KeyboardLayout::Upper { key.to_ascii_uppercase() } else { key }
    }

    const fn shifted(self) -> KeyboardLayout {
        match self {
            KeyboardLayout::Upper => KeyboardLayout::Lower,
            KeyboardLayout::Lower | KeyboardLayout::Hidden => KeyboardLayout::Upper,
        }
    }
}

/// A keyboard that types into the field with the focus, and the button that shows or hides
/// it.
#[component]
pub fn OnscreenKeyboard(
    /// What it shows.
    layout: RwSignal<KeyboardLayout>,
    /// The name of the keyboard.
    #[prop(into)]
    title: TextProp,
    /// The label of the button that shows it.
    #[prop(into)]
    show: TextProp,
    /// The label of the button that hides it.
    #[prop(into)]
    hide: TextProp,
    /// The label of the key for capitals.
    #[prop(into)]
    shift: TextProp,
    /// The label of the space bar.
    #[prop(into)]
    space: TextProp,
    /// The label of the key for a new line.
    #[prop(into)]
    new_line: TextProp,
    /// The label of the key that deletes.
    #[prop(into)]
    delete: TextProp,
) -> impl IntoView {
    let hidden = Memo::new(move |_| layout.get() == KeyboardLayout::Hidden);
    let keys = StoredValue::new((title, shift, space, new_line, delete));
    let toggle = move |()| {
        layout.update(|layout| {
            *layout = match layout {
                KeyboardLayout::Hidden => KeyboardLayout::Lower,
                KeyboardLayout::Lower | KeyboardLayout::Upper => KeyboardLayout::Hidden,
            };
        });
    };
    view! {
        <div class="keys">
            <Show when=move || !hidden.get()>
                {move || {
                    let (title, shift, space, new_line, delete) = keys.get_value();
                    view! { <Keys layout title shift space new_line delete/> }
                }}
            </Show>
            <Button on_press=toggle>
                {move || if hidden.get() { show.get() } else { hide.get() }}
            </Button>
        </div>
    }
}

#[component]
fn Keys(
    layout: RwSignal<KeyboardLayout>,
    title: TextProp,
    shift: TextProp,
    space: TextProp,
    new_line: TextProp,
    delete: TextProp,
) -> impl IntoView {
    let rows = ROWS.map(|row| {
        let keys = row.chars().map(|key| {
            let insert = move || FieldEdit::Insert(layout.get_untracked().key(key));
            let press = move |()| edit_focused_field(insert());
            let label = move || layout.get().key(key).to_string();
            view! { <Key press label/> }
        });
        view! { <div class="key-row">{keys.collect_view()}</div> }
    });
    let upper = move || layout.get() == KeyboardLayout::Upper;
    let shifted = move |()| layout.update(|layout| *layout = layout.shifted());
    view! {
        <div class="board-keys" role="group" aria-label=move || title.get()>
            {rows.collect_view()}
            <div class="key-row wide">
                <Key press=shifted label=shift pressed=Signal::derive(upper)/>
                <Key
                    press=|()| edit_focused_field(FieldEdit::Insert(' '))
                    label=space
                    class="space"
                />
                <Key press=|()| edit_focused_field(FieldEdit::LineBreak) label=new_line/>
                <Key press=|()| edit_focused_field(FieldEdit::Delete) label=delete/>
            </div>
        </div>
    }
}

/// A key. It does not take the focus from the field.
#[component]
fn Key(
    #[prop(into)] press: Callback<()>,
    #[prop(into)] label: TextProp,
    #[prop(optional)] pressed: Option<Signal<bool>>,
    #[prop(optional)] class: Option<&'static str>,
) -> impl IntoView {
    let aria_pressed = move || pressed.map(|it| if it.get() { "true" } else { "false" });
    view! {
        <button
            type="button"
            tabindex="-1"
            class=class
            aria-pressed=aria_pressed
            on:pointerdown=|event| prevent_default(&event)
            on:click=move |_| press.run(())
        >
            {move || label.get()}
        </button>
    }
}
