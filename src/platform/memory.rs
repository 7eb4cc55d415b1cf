//! Memory use of the program and its page, and the program's file.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// The size of the program's memory in bytes, and of the page's, if the browser reports
/// it.
#[must_use]
pub fn memory() -> [Option<f64>; 2] {
    let number = |from: JsValue, path: &[&str]| {
        let found = path
            .iter()
            .try_fold(from, |at, name| Reflect::get(&at, &JsValue::from_str(name)).ok());
        found.and_then(|found| found.as_f64())
    };
    let page = &["performance", "memory", "usedJSHeapSize"];
    [
        number(wasm_bindgen::memory(), &["buffer", "byteLength"]),
        number(js_sys::global().into(), page),
    ]
}

/// The digest in the name of the program's file.
#[must_use]
pub fn program_digest() -> Option<String> {
    let document = web_sys::window()?.document()?;
    let link = document.query_selector("link[type='application/wasm']").ok()??;
    let name = link.get_attribute("href")?;
    let digest = name.split('-').next_back()?.split('_').next()?;
    Some(digest.to_owned())
}
