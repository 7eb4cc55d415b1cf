//! What the scripts of the page do for the program: `boot.js`, and `card.js` on `/me`.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStream;

/// What that function of the page gives back; `None` on a page without it.
fn asked(name: &str, about: &JsValue) -> Option<JsValue> {
    let name = JsValue::from_str(name);
    let give: Function = Reflect::get(&js_sys::global(), &name).ok()?.dyn_into().ok()?;
    give.call1(&JsValue::UNDEFINED, about).ok()
}

/// The words of the language with that tag, once they are there; the page goes on asking.
/// `None` on a page whose words are no files of their own.
pub async fn fetch_words(tag: &str) -> Option<String> {
    let words = asked("hallboardWords", &tag.into())?;
    JsFuture::from(words.unchecked_into::<Promise>()).await.ok()?.as_string()
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
