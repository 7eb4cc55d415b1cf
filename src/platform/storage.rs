//! The browser's storage for texts that outlast a visit.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The text stored under a key; `None` if there is none, or if the browser stores nothing.
#[must_use]
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Stores a text under a key. Returns whether it was stored.
pub fn set(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Removes the text under a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        super::events::log_err(storage.remove_item(key));
    }
}
