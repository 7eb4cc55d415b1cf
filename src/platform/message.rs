//! Words between this window and the one it is framed in, or frames: of this origin alone.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{KeyboardEvent, MessageEvent, Window};

use super::events::{log_err, on_window_event};

/// The window this page is framed in; `None` where it is framed in none.
#[must_use]
pub fn parent_frame() -> Option<Window> {
    let window = web_sys::window()?;
    let parent = window.parent().ok()??;
    (parent != window).then_some(parent)
}

fn origin() -> Option<String> {
    web_sys::window()?.location().origin().ok()
}

/// Says a text to a window, which hears it only if it is of this origin.
pub fn post_message(window: &Window, text: &str) {
    if let Some(origin) = origin() {
        log_err(window.post_message(&JsValue::from_str(text), &origin));
    }
}

/// Calls back with every text that `from` says, for as long as the page lives. What any
/// other window says, or one of another origin, is not heard.
pub fn on_message(
    from: impl Fn() -> Option<Window> + 'static,
    heard: impl Fn(&str) + 'static,
) {
    on_window_event("message", move |event| {
        let event: &MessageEvent = event.unchecked_ref();
        let wanted = from().map(JsValue::from);
        let source = event.source().map(JsValue::from);
        if wanted.is_none() || source != wanted || Some(event.origin()) != origin() {
            return;
        }
        if let Some(text) = event.data().as_string() {
            heard(&text);
        }
    });
}

/// Calls back whenever Escape is pressed, for as long as the page lives.
pub fn on_escape(pressed: impl Fn() + 'static) {
    on_window_event("keydown", move |event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        if event.key() == "Escape" {
            pressed();
        }
    });
}
