//! The device's clock.

/// Seconds since 1970, by this device's clock.
#[must_use]
pub fn now_seconds() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// Milliseconds since 1970, by this device's clock.
#[must_use]
pub fn now_millis() -> f64 {
    js_sys::Date::now()
}
