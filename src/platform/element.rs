//! Methods of elements for which `view!` has no attribute.

use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlIFrameElement, Window};

use super::events::log_err;

/// Gives an element the focus, and scrolls it into view.
pub fn focus_element(element: &HtmlElement) {
    log_err(element.focus());
}

/// Opens a dialog as a modal one, or closes it.
pub fn set_dialog_open(dialog: &HtmlDialogElement, open: bool) {
    if dialog.open() == open {
        return;
    }
    if open {
        log_err(dialog.show_modal());
    } else {
        dialog.close();
    }
}

/// The window in a frame.
#[must_use]
pub fn frame_window(frame: &HtmlIFrameElement) -> Option<Window> {
    frame.content_window()
}

/// The horizontal distance of a position in the viewport from the left edge of an element,
/// in CSS pixels.
#[must_use]
pub fn offset_x(element: &Element, client_x: i32) -> f64 {
    f64::from(client_x) - element.get_bounding_client_rect().left()
}
