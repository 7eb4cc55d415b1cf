//! How large letters are, as the reader chose it on this device.

use crate::platform::storage;

/// Where the choice is stored: there while letters are large.
const KEY: &str = "hallboard-text/1";
const LARGE: &str = "large";

/// Whether letters are large.
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
