//! The text size that the reader chose on this device.

use crate::platform::storage;

/// The storage key, which exists only while text is large.
const KEY: &str = "hallboard-text/1";
const LARGE: &str = "large";

/// Whether text is large.
pub(super) fn is_large() -> bool {
    storage::get(KEY).as_deref() == Some(LARGE)
}

/// Stores the choice.
pub(super) fn store(is_large: bool) {
    if is_large {
        storage::set(KEY, LARGE);
    } else {
        storage::remove(KEY);
    }
}
