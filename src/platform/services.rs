//! Functions of the page's scripts: `boot.js`, and `card.js` on `/me`.

use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::ReadableStream;

/// The result of that function of the page; `None` on a page without it.
fn asked(name: &str, about: &JsValue) -> Option<JsValue> {
    let name = JsValue::from_str(name);
    let give: Function = Reflect::get(&js_sys::global(), &name).ok()?.dyn_into().ok()?;
    give.call1(&JsValue::UNDEFINED, about).ok()
}

/// Decompressed bytes; `None` if the browser cannot decompress them.
pub fn unpacking(packed: &[u8]) -> Option<ReadableStream> {
    asked("hallboardUnpacked", &Uint8Array::from(packed).into())?.dyn_into().ok()
}

/// The content of a card's link, which `card.js` removed from the address. It is returned
/// only once.
#[must_use]
pub fn card_from_address() -> Option<String> {
    asked("hallboardCard", &JsValue::UNDEFINED)?.as_string()
}

/// Makes `card.js` discard the content of a card's link, so that the card is not opened
/// again when the page reloads after a failure.
pub fn forget_card() {
    // Only `/me` has a card.
    let _absent = asked("hallboardForgetCard", &JsValue::UNDEFINED);
}
