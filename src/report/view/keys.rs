//! A keyboard of the page's own, for a screen that has none: letters and digits. Chinese is
//! typed by the system's own means, and names and deeds are found by first letters.

use super::pieces::button;
use crate::browser::{El, el, on_event};
use crate::language::Language;
use crate::report::Page;
use crate::report::app::patch;
use crate::report::browser::edit;
use crate::report::words::word;

const ROWS: [&str; 4] = ["1234567890-", "qwertyuiop", "asdfghjkl'", "zxcvbnm,.?"];

/// Whether it is shown: 0 for not, 1 for small letters, 2 for capitals.
const HIDDEN: u32 = 0;
const SMALL: u32 = 1;
const CAPITALS: u32 = 2;

/// The keyboard and its switch; nothing where nobody touches the screen.
pub(super) fn keys(page: Page) -> Option<El> {
    let pulse = page.keys()?;
    Some(patch("keys", move || {
        let language = page.language();
        let set = move |to: u32| move || page.show_keys(to);
        if pulse.get() == HIDDEN {
            return vec![button(language.phrase(word::KEYS_SHOW), set(SMALL))];
        }
        let capitals = pulse.get() == CAPITALS;
        let mut board: Vec<El> = ROWS.iter().map(|row| letters(row, capitals)).collect();
        board.push(last(page, language, capitals));
        let board = el("div")
            .class("board-keys")
            .set("role", "group")
            .set("aria-label", language.phrase(word::KEYS_TITLE))
            .with_all(board);
        vec![board, button(language.phrase(word::KEYS_HIDE), set(HIDDEN))]
    }))
}

/// A key does not take the focus from the field.
fn key(words: &str, act: impl Fn() + 'static) -> El {
    let key = button(words, act).set("tabindex", "-1");
    on_event(key, "pointerdown", |event| event.prevent_default())
}

fn letters(row: &str, capitals: bool) -> El {
    let keys = row.chars().map(|c| {
        let c = if capitals { c.to_ascii_uppercase() } else { c };
        let typed = c.to_string();
        key(&c.to_string(), move || edit("insertText", &typed))
    });
    el("div").class("key-row").with_all(keys.collect())
}

fn last(page: Page, language: Language, capitals: bool) -> El {
    let other = if capitals { SMALL } else { CAPITALS };
    let shift = key(language.phrase(word::KEYS_SHIFT), move || page.show_keys(other));
    let shift = shift.set("aria-pressed", if capitals { "true" } else { "false" });
    let space = key(language.phrase(word::KEYS_SPACE), || edit("insertText", " "));
    let delete = key(language.phrase(word::KEYS_DELETE), || edit("delete", ""));
    let line = key(language.phrase(word::KEYS_LINE), || edit("insertLineBreak", ""));
    let keys = vec![shift, space.class("space"), line, delete];
    el("div").class("key-row wide").with_all(keys)
}
