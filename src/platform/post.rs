//! Posting sealed letters: the request, and the lock that keeps two pages apart.

use hallboard_feed::client::FETCH_SECONDS;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, Response,
};

use super::events::log_err;

/// Posts bytes without cookies or referrer. Returns the HTTP status, or `None` if there was
/// no answer.
pub async fn post_bytes(url: &str, bytes: &[u8]) -> Option<u16> {
    let init = RequestInit::new();
    init.set_method("POST");
    let headers = Object::new();
    let (name, value) = ("Content-Type", "application/octet-stream");
    log_err(Reflect::set(&headers, &JsValue::from_str(name), &JsValue::from_str(value)));
    init.set_headers(&headers);
    init.set_body(&Uint8Array::from(bytes));
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Error);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(FETCH_SECONDS * 1000)));
    let request = web_sys::window()?.fetch_with_str_and_init(url, &init);
    // A failed request is reported by the missing status.
    let response: Response = JsFuture::from(request).await.ok()?.unchecked_into();
    Some(response.status())
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
