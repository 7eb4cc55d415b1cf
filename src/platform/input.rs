//! Focus, scrolling and typing.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlDocument, HtmlInputElement, HtmlTextAreaElement};

use super::events::log_err;

/// Returns the text of an input and clears the input.
pub fn take_input_value(input: &HtmlInputElement) -> String {
    let value = input.value();
    input.set_value("");
    value
}

/// Keeps the browser from its default action, such as sending a form or moving the focus.
pub fn prevent_default(event: &Event) {
    event.prevent_default();
}

/// An edit of the focused field, as a keyboard would make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldEdit {
    /// Inserts a character.
    Insert(char),
    /// Inserts a line break, where the field has lines.
    LineBreak,
    /// Deletes the character before the caret, or the selection.
    Delete,
}

/// Edits the field that has the focus, at its caret.
pub fn edit_focused_field(edit: FieldEdit) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document.as_ref().and_then(|it| it.dyn_ref::<HtmlDocument>())
    else {
        return;
    };
    let mut buffer = [0; 4];
    let (command, text) = match edit {
        FieldEdit::Insert(character) => {
            ("insertText", &*character.encode_utf8(&mut buffer))
        }
        FieldEdit::LineBreak => ("insertLineBreak", ""),
        FieldEdit::Delete => ("delete", ""),
    };
    log_err(document.exec_command_with_show_ui_and_value(command, false, text));
}

/// Whether the device has a touch screen or another coarse pointer.
#[must_use]
pub fn has_coarse_pointer() -> bool {
    let query = || web_sys::window()?.match_media("(any-pointer: coarse)").ok()?;
    query().is_some_and(|it| it.matches())
}

/// Whether an event happened to a field in which text is typed.
#[must_use]
pub fn is_text_field(event: &Event) -> bool {
    event.target().is_some_and(|target| {
        let input = target.dyn_ref::<HtmlInputElement>();
        target.is_instance_of::<HtmlTextAreaElement>()
            || input.is_some_and(|input| input.type_() == "text")
    })
}

/// Scrolls the focused element to the top of the window.
pub fn scroll_to_focus() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(focused) = document.and_then(|document| document.active_element()) {
        focused.scroll_into_view_with_bool(true);
    }
}

/// Scrolls to the top of the page.
pub fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}
