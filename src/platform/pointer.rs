//! Pointer events.

use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::events::{log_err, on_window_event};

/// What happened to a finger, or a mouse's button.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pointer {
    /// It came down there, in CSS pixels.
    Down {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
        /// Whether it is a finger, not a mouse.
        finger: bool,
    },
    /// It went up there, in CSS pixels.
    Up {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
    },
    /// It has been down for so long that the browser would show a menu.
    Menu,
    /// Cancelled: another finger came down, or the page scrolls.
    Gone,
}

/// Calls back for all pointers, for as long as the page lives; the callback returns
/// whether to prevent the browser's default action.
pub fn use_pointer(happened: impl Fn(Pointer) -> bool + Clone + 'static) {
    for name in ["pointerdown", "pointerup", "pointercancel", "contextmenu"] {
        let happened = happened.clone();
        on_window_event(name, move |event| {
            let event: &PointerEvent = event.unchecked_ref();
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            let finger = event.pointer_type() != "mouse";
            let taken = happened(match name {
                "contextmenu" => Pointer::Menu,
                _ if !event.is_primary() => Pointer::Gone,
                "pointerdown" => Pointer::Down { x, y, finger },
                "pointerup" => Pointer::Up { x, y },
                _ => Pointer::Gone,
            });
            if taken {
                event.prevent_default();
            }
        });
    }
}

/// Where in an element a pointer is, as parts of its width and height; `None` while the
/// element has no size.
#[must_use]
pub fn place_in_element(element: &Element, event: &PointerEvent) -> Option<(f64, f64)> {
    let area = element.get_bounding_client_rect();
    let (width, height) = (area.width(), area.height());
    let x = (f64::from(event.client_x()) - area.left()) / width;
    let y = (f64::from(event.client_y()) - area.top()) / height;
    (width > 0.0 && height > 0.0).then_some((x, y))
}

/// Captures a pointer: an element gets all its further events until it goes up, also
/// outside the element.
pub fn capture_pointer(element: &Element, event: &PointerEvent) {
    log_err(element.set_pointer_capture(event.pointer_id()));
}
