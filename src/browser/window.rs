//! The window: its size, its sizes of type, its language and theme.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dom::told;

/// The size of the viewport in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Viewport {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// The viewport now.
#[must_use]
pub fn viewport() -> Viewport {
    let size = |size: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        size.ok().and_then(|size| size.as_f64()).unwrap_or(0.0)
    };
    web_sys::window().map_or_else(Viewport::default, |window| Viewport {
        width: size(window.inner_width()),
        height: size(window.inner_height()),
    })
}

/// Takes away the words the page had before the app took over.
pub fn drop_shell() {
    let shell = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("shell"));
    if let Some(shell) = shell {
        shell.remove();
    }
}

fn root() -> Option<HtmlElement> {
    web_sys::window()?.document()?.document_element()?.dyn_into().ok()
}

/// Tells the page's language to the browser, which chooses the forms of letters by it.
pub fn set_page_language(tag: &str, title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
    set_root_attribute("lang", tag);
}

/// Fixes the theme, against what the system prefers.
pub fn set_theme(night: bool) {
    set_root_attribute("data-theme", if night { "night" } else { "day" });
}

fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = root() {
        told(root.set_attribute(name, value));
    }
}

/// Hands sizes in CSS pixels to the style sheet, as custom properties of the root.
pub fn set_root_sizes(sizes: &[(&str, f64)]) {
    let Some(style) = root().map(|root| root.style()) else {
        return;
    };
    for (name, pixels) in sizes {
        told(style.set_property(name, &crate::figures::pixels(*pixels)));
    }
}
