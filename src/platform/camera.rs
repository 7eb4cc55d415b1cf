//! Scanning cards with the camera. The decoder is loaded on demand.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::events::log_err;

/// The outcome of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanOutcome {
    /// The text of the first code that was seen.
    Code(String),
    /// No camera can be used.
    Unavailable,
    /// The camera was turned off before it saw a code.
    Stopped,
}

/// The page's function that reads codes from the camera. Its script is loaded on the first
/// call.
#[derive(Clone, Debug)]
pub struct CardScanner(Function);

impl CardScanner {
    /// The page's scanner; `None` on a page without one.
    #[must_use]
    pub fn find() -> Option<CardScanner> {
        let name = JsValue::from_str("hallboardCamera");
        let start = Reflect::get(&js_sys::global(), &name).ok()?;
        start.dyn_into().ok().map(CardScanner)
    }

    /// Shows the camera's picture in a `<video>`. The scan ends with one `card` event on
    /// it, read by [`ScanOutcome::from_event`], or without an event once the element has
    /// left the page.
    pub fn start(&self, video: &HtmlElement) {
        log_err(self.0.call1(&JsValue::UNDEFINED, video));
    }
}

impl ScanOutcome {
    /// Reads a `card` event.
    #[must_use]
    pub fn from_event(event: &web_sys::Event) -> ScanOutcome {
        let detail = Reflect::get(event, &JsValue::from_str("detail"));
        let detail = detail.unwrap_or(JsValue::NULL);
        match detail.as_string() {
            Some(text) => ScanOutcome::Code(text),
            None if detail.is_null() => ScanOutcome::Unavailable,
            None => ScanOutcome::Stopped,
        }
    }
}
