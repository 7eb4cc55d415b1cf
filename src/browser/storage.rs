//! What the browser keeps between visits.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What was kept under that name; nothing where the browser keeps nothing.
#[must_use]
pub fn recall(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Keeps a text under that name, and says whether it is kept.
pub fn remember(name: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(name, text).is_ok())
}

/// Keeps nothing under that name any more.
pub fn unremember(name: &str) {
    if let Some(storage) = storage() {
        super::dom::told(storage.remove_item(name));
    }
}
