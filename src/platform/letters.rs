//! Posting sealed letters: bindings to `js/letters.js`, which the service worker uses too, and
//! the lock that keeps two posters apart.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::events::log_err;

#[wasm_bindgen(module = "/js/letters.js")]
extern "C" {
    async fn post(url: &str, body: &[u8]) -> JsValue;

    fn backoff(failures: u32) -> f64;

    #[wasm_bindgen(js_name = longestWait)]
    fn longest_wait() -> f64;
}

/// The outcome of posting a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostOutcome {
    /// The hall has the letter, from this post or an earlier one.
    Delivered,
    /// Not delivered; to be posted again.
    Retry,
    /// The server rejects the letter as it is.
    Refused,
}

/// Posts a letter, without cookies or referrer.
pub async fn post_letter(url: &str, letter: &[u8]) -> PostOutcome {
    match post(url, letter).await.as_string().as_deref() {
        Some("delivered") => PostOutcome::Delivered,
        Some("refused") => PostOutcome::Refused,
        _ => PostOutcome::Retry,
    }
}

/// Milliseconds to wait before the next post, after an outcome and that many failures in a
/// row; partly at random.
#[must_use]
pub fn retry_wait(outcome: PostOutcome, failures: u32) -> f64 {
    match outcome {
        PostOutcome::Delivered => 0.0,
        PostOutcome::Retry => backoff(failures),
        PostOutcome::Refused => longest_wait(),
    }
}

/// A lock of the Web Locks API, shared by all pages of the site and its service worker. It
/// is released on drop. Without the API nothing is locked: there is no second poster then.
#[derive(Debug)]
pub struct WebLock(Option<Function>);

impl WebLock {
    /// Waits until the lock of that name is free.
    pub async fn acquire(name: &str) -> WebLock {
        let acquired = Promise::new(&mut |resolve, reject| {
            let failed = reject.clone();
            // The lock is held until the promise that the callback returns is resolved.
            let hold: Box<dyn FnOnce() -> JsValue> = Box::new(move || {
                Promise::new(&mut |release, _| {
                    log_err(resolve.call1(&JsValue::UNDEFINED, &release));
                })
                .into()
            });
            let hold = Closure::once_into_js(hold);
            let requested = || {
                let navigator = web_sys::window()?.navigator();
                let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
                let arguments = Array::of2(&JsValue::from_str(name), &hold);
                let request = call_method(&locks, "request", &arguments)?;
                call_method(&request, "catch", &Array::of1(&failed))
            };
            if requested().is_none() {
                log_err(reject.call0(&JsValue::UNDEFINED));
            }
        });
        let release = JsFuture::from(acquired).await.ok();
        WebLock(release.and_then(|it| it.dyn_into().ok()))
    }
}

impl Drop for WebLock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            log_err(release.call0(&JsValue::UNDEFINED));
        }
    }
}

/// Calls a method if the object has it.
fn call_method(object: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    let method = Reflect::get(object, &JsValue::from_str(method)).ok()?;
    method.dyn_ref::<Function>()?.apply(object, arguments).ok()
}
