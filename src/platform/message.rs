//! Messages between this window and its parent or frames, restricted to this origin.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{KeyboardEvent, MessageEvent, Window};

use super::events::{log_err, on_window_event};

/// The parent window; `None` if this page is not in a frame.
#[must_use]
pub fn parent_frame() -> Option<Window> {
    let window = web_sys::window()?;
    let parent = window.parent().ok()??;
    (parent != window).then_some(parent)
}

fn origin() -> Option<String> {
    web_sys::window()?.location().origin().ok()
}

/// Posts a text to a window, which receives it only if it has this origin.
pub fn post_message(window: &Window, text: &str) {
    if let Some(origin) = origin() {
        log_err(window.post_message(&JsValue::from_str(text), &origin));
    }
}

/// Calls back with every text from the window `from`, for as long as the page lives.
/// Messages from other windows or origins are ignored.
pub fn on_message(
    from: impl Fn() -> Option<Window> + 'static,
    on_text: impl Fn(&str) + 'static,
) {
    on_window_event("message", move |event| {
        let event: &MessageEvent = event.unchecked_ref();
        let wanted = from().map(JsValue::from);
        let source = event.source().map(JsValue::from);
        if wanted.is_none() || source != wanted || Some(event.origin()) != origin() {
            return;
        }
        if let Some(text) = event.data().as_string() {
            on_text(&text);
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
