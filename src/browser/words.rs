//! The files of words that a page names.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The words of the language with that tag, once they are there; `boot.js` goes on asking.
/// `None` on a page without such files.
pub async fn fetch_words(tag: &str) -> Option<String> {
    let name = JsValue::from_str("hallboardWords");
    let give: Function = Reflect::get(&js_sys::global(), &name).ok()?.dyn_into().ok()?;
    let words = give.call1(&JsValue::UNDEFINED, &tag.into()).ok()?;
    JsFuture::from(words.unchecked_into::<Promise>()).await.ok()?.as_string()
}
