//! The keys that turn pages.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Space: pause or go on.
    Pause,
    /// Right arrow or page down.
    Next,
    /// Left arrow or page up.
    Previous,
}

fn key(name: &str) -> Option<Key> {
    match name {
        " " => Some(Key::Pause),
        "ArrowRight" | "PageDown" => Some(Key::Next),
        "ArrowLeft" | "PageUp" => Some(Key::Previous),
        _ => None,
    }
}

/// Whether the key belongs to what has the focus.
fn is_taken(event: &ev::KeyboardEvent) -> bool {
    let on_control = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| {
            matches!(element.tag_name().as_str(), "BUTTON" | "A" | "SUMMARY")
        });
    (event.key() == " " && on_control)
        || event.ctrl_key()
        || event.alt_key()
        || event.meta_key()
}

/// Calls back for every key that turns pages.
pub fn use_keys(pressed: impl Fn(Key) + 'static) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if is_taken(&event) {
            return;
        }
        if let Some(key) = key(&event.key()) {
            event.prevent_default();
            pressed(key);
        }
    });
    on_cleanup(move || handle.remove());
}
