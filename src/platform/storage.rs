//! The browser's local storage.

use js_sys::{Array, JSON, JsString};
use wasm_bindgen::JsCast;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The text stored under a key; `None` if there is none, or if storage is disabled.
#[must_use]
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Stores a text under a key. Returns whether it was stored.
pub fn set(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// The list of texts stored under a key; `None` if there is none.
#[must_use]
pub fn get_list(key: &str) -> Option<Vec<String>> {
    let list: Array = JSON::parse(&get(key)?).ok()?.dyn_into().ok()?;
    list.iter().map(|text| text.as_string()).collect()
}

/// Stores a list of texts under a key, as JSON. Returns whether it was stored.
pub fn set_list<'a>(key: &str, texts: impl IntoIterator<Item = &'a String>) -> bool {
    let list: Array =
        texts.into_iter().map(|text| JsString::from(text.as_str())).collect();
    let text = JSON::stringify(&list).ok().and_then(|text| text.as_string());
    text.is_some_and(|text| set(key, &text))
}

/// Removes the text under a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        super::events::log_err(storage.remove_item(key));
    }
}
