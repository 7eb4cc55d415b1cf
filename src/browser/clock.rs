//! The clock of the screen.

/// Seconds since 1970, by this screen's clock.
#[must_use]
pub fn now_seconds() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}
