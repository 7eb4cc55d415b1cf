//! The keys that turn pages, of keyboards and remote controls.

use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::events::on_window_event;

/// The action of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Space, or play and pause: pause or go on.
    Pause,
    /// Right arrow, page down, channel up, next track.
    Next,
    /// Left arrow, page up, channel down, track before.
    Previous,
    /// `i`, or the remote control's *info*: the diagnostics.
    Info,
    /// `f`, or the remote control's search: find a name.
    Find,
    /// `t`, or OK on a remote control: the link to the letters.
    Tell,
}

fn key(name: &str) -> Option<Key> {
    match name {
        " " | "MediaPlayPause" | "MediaPlay" | "MediaPause" => Some(Key::Pause),
        "ArrowRight" | "PageDown" | "ChannelUp" | "MediaTrackNext" => Some(Key::Next),
        "ArrowLeft" | "PageUp" | "ChannelDown" | "MediaTrackPrevious" => {
            Some(Key::Previous)
        }
        "i" | "I" | "Info" => Some(Key::Info),
        "f" | "F" | "BrowserSearch" => Some(Key::Find),
        "t" | "T" | "Enter" => Some(Key::Tell),
        _ => None,
    }
}

/// Whether the focused element handles the key.
fn is_taken(event: &KeyboardEvent) -> bool {
    let on_control = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| {
            matches!(element.tag_name().as_str(), "BUTTON" | "A" | "SUMMARY")
        });
    (matches!(event.key().as_str(), " " | "Enter") && on_control)
        || event.ctrl_key()
        || event.alt_key()
        || event.meta_key()
}

/// Calls back for every such key, for as long as the page lives; the callback returns
/// whether it handled the key.
pub fn use_keys(pressed: impl Fn(Key) -> bool + 'static) {
    on_window_event("keydown", move |event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        let key = key(&event.key()).filter(|_| !is_taken(event));
        // A held key keeps turning pages, but opens nothing twice.
        let key = key.filter(|key| *key != Key::Info || !event.repeat());
        if key.is_some_and(&pressed) {
            event.prevent_default();
        }
    });
}
