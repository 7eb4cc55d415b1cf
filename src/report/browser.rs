//! What only a browser knows and this page alone asks for.

use std::cmp::Ordering;

use hallboard_feed::client::FETCH_SECONDS;
use js_sys::{Array, Function, Intl, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Blob, HtmlDocument, HtmlElement, HtmlInputElement, HtmlTextAreaElement,
    ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
    Response, Url,
};

use crate::browser::{El, el, told};

/// Random bytes; nothing where the browser has none.
pub(super) fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let crypto = told(web_sys::window()?.crypto())?;
    told(crypto.get_random_values_with_u8_array(&mut bytes))?;
    Some(bytes)
}

/// Milliseconds since 1970, by this screen's clock.
pub(super) fn now_millis() -> f64 {
    js_sys::Date::now()
}

/// Posts bytes, with nothing that says whose they are; the status of the answer, if one
/// came.
pub(super) async fn post(address: &str, bytes: &[u8]) -> Option<u16> {
    let init = RequestInit::new();
    init.set_method("POST");
    let headers = Object::new();
    let (name, kind) = ("Content-Type", "application/octet-stream");
    told(Reflect::set(&headers, &JsValue::from_str(name), &JsValue::from_str(kind)));
    init.set_headers(&headers);
    init.set_body(&Uint8Array::from(bytes));
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Error);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(FETCH_SECONDS * 1000)));
    let request = web_sys::window()?.fetch_with_str_and_init(address, &init);
    // No answer is told by the status that is not there.
    let answer: Response = JsFuture::from(request).await.ok()?.unchecked_into();
    Some(answer.status())
}

/// Calls a method of an object of the browser's, if it has one of that name.
fn call(object: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    let method = Reflect::get(object, &JsValue::from_str(method)).ok()?;
    method.dyn_ref::<Function>()?.apply(object, arguments).ok()
}

/// A lock of that name among all pages of the site and its service worker, until it is
/// dropped; where the browser has none, nobody else posts anything.
#[derive(Debug)]
pub(super) struct Lock(Option<Function>);

impl Lock {
    /// Waits for it.
    pub(super) async fn take(name: &str) -> Lock {
        let held = Promise::new(&mut |held, none| {
            let failed = none.clone();
            // Who holds it gives a promise, and lets go of it when that is kept.
            let hold: Box<dyn FnOnce() -> JsValue> = Box::new(move || {
                Promise::new(&mut |release, _| {
                    told(held.call1(&JsValue::UNDEFINED, &release));
                })
                .into()
            });
            let hold = Closure::once_into_js(hold);
            let asked = || {
                let navigator = web_sys::window()?.navigator();
                let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
                let asked =
                    call(&locks, "request", &Array::of2(&JsValue::from_str(name), &hold));
                call(&asked?, "catch", &Array::of1(&failed))
            };
            if asked().is_none() {
                told(none.call0(&JsValue::UNDEFINED));
            }
        });
        let release = JsFuture::from(held).await.ok();
        Lock(release.and_then(|it| it.dyn_into().ok()))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            told(release.call0(&JsValue::UNDEFINED));
        }
    }
}

/// Hands bytes to the reader as a file.
pub(super) fn download(name: &str, bytes: &[u8]) {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let Some(blob) = told(Blob::new_with_u8_array_sequence(&parts)) else { return };
    let Some(address) = told(Url::create_object_url_with_blob(&blob)) else { return };
    let link = el("a").set("href", &address).set("download", name);
    if let Some(link) = link.element().dyn_ref::<HtmlElement>() {
        link.click();
    }
    // Some browsers read it only later.
    gloo_timers::callback::Timeout::new(60_000, move || {
        told(Url::revoke_object_url(&address));
    })
    .forget();
}

/// Whether people touch this screen.
pub(super) fn is_touched() -> bool {
    let asked = || web_sys::window()?.match_media("(any-pointer: coarse)").ok()?;
    asked().is_some_and(|it| it.matches())
}

/// Goes to another page, and leaves no way back to this one.
pub(super) fn go(address: &str) {
    if let Some(window) = web_sys::window() {
        told(window.location().replace(address));
    }
}

/// The browser's order of characters by pinyin, where it has one.
pub(super) fn pinyin() -> impl Fn(char, char) -> Ordering {
    let make = || {
        let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
        let class = Reflect::get(&intl, &JsValue::from_str("Collator")).ok()?;
        let class: Function = class.dyn_into().ok()?;
        let locale = JsValue::from_str("zh-Hans-u-co-pinyin");
        let made = Reflect::construct(&class, &Array::of2(&locale, &Object::new()));
        Some(made.ok()?.unchecked_into::<Intl::Collator>().compare())
    };
    let compare: Option<Function> = make();
    move |one, other| {
        let text = |c: char| JsValue::from_str(c.encode_utf8(&mut [0; 4]));
        let said = |compare: &Function| {
            compare.call2(&JsValue::UNDEFINED, &text(one), &text(other)).ok()?.as_f64()
        };
        let said = compare.as_ref().and_then(said).unwrap_or(0.0);
        said.partial_cmp(&0.0).unwrap_or(Ordering::Equal)
    }
}

/// What stands in a field.
pub(super) fn value(field: &El) -> String {
    let element = field.element();
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        return input.value();
    }
    element
        .dyn_ref::<HtmlTextAreaElement>()
        .map(HtmlTextAreaElement::value)
        .unwrap_or_default()
}

/// Puts something else into a field.
pub(super) fn set_value(field: &El, text: &str) {
    let element = field.element();
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    }
}

/// Does to the field with the focus what a keyboard would.
pub(super) fn edit(command: &str, text: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(document) = document.as_ref().and_then(|it| it.dyn_ref::<HtmlDocument>())
    {
        told(document.exec_command_with_show_ui_and_value(command, false, text));
    }
}

/// Scrolls to the top.
pub(super) fn to_the_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}
