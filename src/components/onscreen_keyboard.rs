//! A keyboard on the page, for a screen without one: letters and digits, and characters by
//! pinyin.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::Button;
use super::keyboard_key::Key;
use super::pinyin_input::PinyinKey;
use super::pinyin_keys::{PinyinCandidates, PinyinMessage, PinyinState, PinyinTexts};
use crate::platform::{FieldEdit, edit_focused_field};

const DIGITS: &str = "1234567890-";
const LETTERS: [&str; 3] = ["qwertyuiop", "asdfghjkl'", "zxcvbnm,.?"];

/// What the keyboard shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyboardLayout {
    /// Only the button that shows it.
    Hidden,
    /// Small letters.
    Lower,
    /// Capitals.
    Upper,
    /// Small letters, as input for pinyin.
    Pinyin,
}

impl KeyboardLayout {
    fn key(self, key: char) -> char {
        if self == KeyboardLayout::Upper { key.to_ascii_uppercase() } else { key }
    }

    const fn shifted(self) -> KeyboardLayout {
        match self {
            KeyboardLayout::Upper => KeyboardLayout::Lower,
            KeyboardLayout::Lower | KeyboardLayout::Pinyin | KeyboardLayout::Hidden => {
                KeyboardLayout::Upper
            }
        }
    }

    const fn with_pinyin_switched(self) -> KeyboardLayout {
        match self {
            KeyboardLayout::Pinyin => KeyboardLayout::Lower,
            KeyboardLayout::Lower | KeyboardLayout::Upper | KeyboardLayout::Hidden => {
                KeyboardLayout::Pinyin
            }
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
    /// The texts for characters by pinyin.
    pinyin: PinyinTexts,
    /// The URL of the table of characters, which is loaded on demand.
    pinyin_url: String,
) -> impl IntoView {
    let state = PinyinState::default();
    Effect::new(move |_| match layout.get() {
        KeyboardLayout::Pinyin => state.load(pinyin_url.clone()),
        _ => state.reset(),
    });
    let hidden = Memo::new(move |_| layout.get() == KeyboardLayout::Hidden);
    let keys = StoredValue::new((title, shift, space, new_line, delete, pinyin));
    let toggle = move |()| {
        layout.update(|layout| {
            *layout = match layout {
                KeyboardLayout::Hidden => KeyboardLayout::Lower,
                KeyboardLayout::Lower
                | KeyboardLayout::Upper
                | KeyboardLayout::Pinyin => KeyboardLayout::Hidden,
            };
        });
    };
    view! {
        <div class="keys">
            <Show when=move || !hidden.get()>
                {move || {
                    let (title, shift, space, new_line, delete, pinyin) = keys.get_value();
                    view! { <Keys layout state title shift space new_line delete pinyin/> }
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
    state: PinyinState,
    title: TextProp,
    shift: TextProp,
    space: TextProp,
    new_line: TextProp,
    delete: TextProp,
    pinyin: PinyinTexts,
) -> impl IntoView {
    let is_pinyin = Memo::new(move |_| layout.get() == KeyboardLayout::Pinyin);
    let press = move |key: PinyinKey| {
        if is_pinyin.get_untracked() {
            state.press(key);
        } else {
            edit_focused_field(plain_edit(key));
        }
    };
    let key_row = move |row: &'static str| {
        let keys = row.chars().map(|key| {
            let shown = move || layout.get_untracked().key(key);
            let press = move |()| press(PinyinKey::Character(shown()));
            let label = move || layout.get().key(key).to_string();
            view! { <Key press label/> }
        });
        view! { <div class="key-row">{keys.collect_view()}</div> }
    };
    let texts = StoredValue::new(pinyin.clone());
    // The characters take the place of the digits, so that no key moves under a finger.
    let offers = Memo::new(move |_| is_pinyin.get() && state.is_waiting());
    let first_row = move || {
        if offers.get() {
            view! { <PinyinCandidates state texts=texts.get_value()/> }.into_any()
        } else {
            key_row(DIGITS).into_any()
        }
    };
    let upper = move || layout.get() == KeyboardLayout::Upper;
    let shifted = move |()| layout.update(|layout| *layout = layout.shifted());
    let switched =
        move |()| layout.update(|layout| *layout = layout.with_pinyin_switched());
    view! {
        <div class="board-keys" role="group" aria-label=move || title.get()>
            <PinyinMessage state texts=texts.get_value()/>
            {first_row}
            {LETTERS.map(key_row).collect_view()}
            <div class="key-row wide">
                <Key press=shifted label=shift pressed=Signal::derive(upper)/>
                <Key
                    press=switched
                    label=pinyin.switch
                    pressed=Signal::derive(move || is_pinyin.get())
                />
                <Key press=move |()| press(PinyinKey::Space) label=space class="space"/>
                <Key press=move |()| press(PinyinKey::NewLine) label=new_line/>
                <Key press=move |()| press(PinyinKey::Delete) label=delete/>
            </div>
        </div>
    }
}

/// The effect of a key without pinyin input.
const fn plain_edit(key: PinyinKey) -> FieldEdit {
    match key {
        PinyinKey::Character(character) => FieldEdit::Insert(character),
        PinyinKey::Space => FieldEdit::Insert(' '),
        PinyinKey::NewLine => FieldEdit::LineBreak,
        PinyinKey::Delete => FieldEdit::Delete,
    }
}
