//! An on-screen keyboard for a card number.

use std::iter;

use hallboard_feed::sealed::CODE_CHARACTERS;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::keyboard_key::Key;
use crate::platform::{FieldEdit, edit_focused_field, focus_element};

const DIGITS: usize = 10;
const LETTERS_IN_A_ROW: usize = 11;

/// A row of digits and rows of letters that type into a field.
#[component]
pub fn CardKeyboard(
    /// The field.
    input: NodeRef<Input>,
    /// The name of the keyboard.
    #[prop(into)]
    title: TextProp,
    /// The label of the key that deletes.
    #[prop(into)]
    delete: TextProp,
) -> impl IntoView {
    let edit = move |edit: FieldEdit| {
        if let Some(input) = input.get_untracked() {
            focus_element(&input);
            edit_focused_field(edit);
        }
    };
    let key = move |character: u8| {
        let character = char::from(character);
        let press = move |()| edit(FieldEdit::Insert(character));
        view! { <Key press label=character.to_string()/> }
    };
    let row = move |characters: &'static [u8]| {
        let keys = characters.iter().map(|it| key(*it)).collect_view();
        view! { <div class="key-row">{keys}</div> }
    };
    view! {
        <div class="keys">
            <div class="board-keys" role="group" aria-label=move || title.get()>
                {rows().map(row).collect_view()}
                <div class="key-row wide">
                    <Key press=move |()| edit(FieldEdit::Delete) label=delete/>
                </div>
            </div>
        </div>
    }
}

/// The characters of card numbers, by rows of the keyboard.
fn rows() -> impl Iterator<Item = &'static [u8]> {
    let (digits, letters) = CODE_CHARACTERS.split_at(DIGITS);
    iter::once(digits).chain(letters.chunks(LETTERS_IN_A_ROW))
}
