//! Events and timers that last as long as the page, and errors of browser APIs.

use gloo_timers::callback::{Interval, Timeout};
use leptos::leptos_dom::helpers::request_animation_frame;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageChannel};

const SECOND_MILLIS: u32 = 1_000;

/// Logs the JS error and returns `None`.
pub fn log_err<T>(result: Result<T, JsValue>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            web_sys::console::error_1(&error);
            None
        }
    }
}

/// Logs a warning to the browser's console.
pub fn log_warning(message: &str) {
    web_sys::console::warn_1(&JsValue::from_str(message));
}

/// Listens to an event of the window for the lifetime of the page.
pub fn on_window(event: &str, listener: impl Fn() + 'static) {
    on_window_event(event, move |_| listener());
}

/// Like [`on_window`], but passes the event.
pub(super) fn on_window_event(event: &str, listener: impl Fn(&Event) + 'static) {
    let listener: Box<dyn Fn(Event)> = Box::new(move |event| listener(&event));
    let listener = Closure::wrap(listener).into_js_value();
    if let Some(window) = web_sys::window() {
        let listener = listener.unchecked_ref();
        log_err(window.add_event_listener_with_callback(event, listener));
    }
}

/// Calls back every second for the lifetime of the page.
pub fn every_second(callback: impl Fn() + 'static) {
    Interval::new(SECOND_MILLIS, callback).forget();
}

/// Calls back once, after that many seconds.
pub fn after_seconds(seconds: u32, callback: impl FnOnce() + 'static) {
    Timeout::new(seconds.saturating_mul(SECOND_MILLIS), callback).forget();
}

/// Calls back once the browser has painted the current content of the page.
pub fn after_paint(callback: impl FnOnce() + 'static) {
    // A frame's callbacks run before it is painted, a timer's after it.
    request_animation_frame(move || {
        Timeout::new(0, callback).forget();
    });
}

/// Calls back in a later task of the browser, which can paint and handle events before.
/// Browsers slow down timers of hidden pages, but not messages.
pub fn in_later_task(callback: impl FnOnce() + 'static) {
    if let Some(channel) = log_err(MessageChannel::new()) {
        let callback = Closure::once_into_js(callback);
        channel.port1().set_onmessage(Some(callback.unchecked_ref()));
        log_err(channel.port2().post_message(&JsValue::NULL));
    }
}
