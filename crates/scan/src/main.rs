//! What a page with a camera calls.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// The text of a QR code in a picture, as [`hallboard_scan::read`] finds it.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
#[must_use]
#[allow(unreachable_pub, reason = "pages call it by the name that this gives it")]
pub fn read(width: u32, height: u32, pixels: &[u8]) -> Option<String> {
    hallboard_scan::read(width as usize, height as usize, pixels)
}

fn main() {}
