//! The window: its size, its sizes of type, its language and theme.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::events::log_err;
use crate::language::Language;

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
    let size = |size: Result<JsValue, JsValue>| {
        size.ok().and_then(|size| size.as_f64()).unwrap_or(0.0)
    };
    web_sys::window().map_or_else(Viewport::default, |window| Viewport {
        width: size(window.inner_width()),
        height: size(window.inner_height()),
    })
}

/// The tag of the language that the reader's system prefers.
#[must_use]
pub fn system_language() -> Option<String> {
    web_sys::window()?.navigator().language()
}

/// Removes the text that the page showed before the app started.
pub fn remove_splash() {
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

/// Sets the page's language, by which the browser chooses glyph variants.
pub fn set_page_language(language: Language, title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
    set_root_attribute("lang", language.tag());
    set_root_attribute("dir", language.direction());
}

/// Sets the theme, or leaves it to the system's preference.
pub fn set_theme(theme: Option<&str>) {
    match theme {
        Some(theme) => set_root_attribute("data-theme", theme),
        None => {
            root().map(|root| log_err(root.remove_attribute("data-theme")));
        }
    }
}

/// Has the style sheet show letters of a size it has a name for, or of the usual one.
pub fn set_text_size(size: Option<&str>) {
    match size {
        Some(size) => set_root_attribute("data-text-size", size),
        None => {
            root().map(|root| log_err(root.remove_attribute("data-text-size")));
        }
    }
}

fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = root() {
        log_err(root.set_attribute(name, value));
    }
}

/// Writes the heartbeat to the page, for the display's watchdog.
pub fn write_heartbeat() {
    let now = js_sys::Date::new_0().to_iso_string();
    set_root_attribute("data-heartbeat", &String::from(now));
}

/// Passes sizes in CSS pixels to the style sheet, as custom properties of the root.
pub fn set_root_sizes(sizes: &[(&str, f64)]) {
    let Some(style) = root().map(|root| root.style()) else {
        return;
    };
    for (name, pixels) in sizes {
        log_err(style.set_property(name, &crate::format::pixels(*pixels)));
    }
}

/// The size of the page's letters, in CSS pixels, as the reader chose it.
#[must_use]
pub fn root_font() -> f64 {
    let size = || {
        let style = web_sys::window()?.get_computed_style(root()?.as_ref()).ok()??;
        let size = js_sys::parse_float(&style.get_property_value("font-size").ok()?);
        (size > 0.0).then_some(size)
    };
    size().unwrap_or(16.0)
}

/// Focuses the first matching element; `false` if there is none.
pub fn focus_on(selector: &str) -> bool {
    let found = || root()?.query_selector(selector).ok()?;
    let found = found().and_then(|it| it.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|it| log_err(it.focus()).is_some())
}

/// Scrolls to the element of an id and gives it the focus.
pub fn jump_to(id: &str) {
    let found = || web_sys::window()?.document()?.get_element_by_id(id);
    if let Some(element) = found().and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        log_err(element.focus());
        element.scroll_into_view();
    }
}

/// Opens the print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        log_err(window.print());
    }
}
