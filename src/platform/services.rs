//! What the scripts of the page do for the program: `boot.js`, and `card.js` on `/me`.

use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::ReadableStream;

/// What that function of the page gives back; `None` on a page without it.
fn asked(name: &str, about: &JsValue) -> Option<JsValue> {
    let name = JsValue::from_str(name);
    let give: Function = Reflect::get(&js_sys::global(), &name).ok()?.dyn_into().ok()?;
    give.call1(&JsValue::UNDEFINED, about).ok()
}

/// What the browser makes of packed bytes; `None` where it cannot unpack.
pub fn unpacking(packed: &[u8]) -> Option<ReadableStream> {
    asked("hallboardUnpacked", &Uint8Array::from(packed).into())?.dyn_into().ok()
}

/// What a card's link held, which `card.js` took out of the address. It is given away
/// once.
#[must_use]
pub fn card_from_address() -> Option<String> {
    asked("hallboardCard", &JsValue::UNDEFINED)?.as_string()
}

/// Makes the page forget what a card's link held, so that it is not opened again when the
/// page is loaded anew after a failure.
pub fn forget_card() {
    // Only the page of one's own record has a card to forget.
    let _absent = asked("hallboardForgetCard", &JsValue::UNDEFINED);
}
