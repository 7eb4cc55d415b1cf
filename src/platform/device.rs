//! Random numbers, the exact clock, files, storage permission and navigation.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

use super::events::log_err;

/// A random number that is not suitable for secrets.
#[must_use]
pub fn random() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}

/// Cryptographically random bytes; `None` if the browser provides none.
#[must_use]
pub fn random_bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let crypto = log_err(web_sys::window()?.crypto())?;
    log_err(crypto.get_random_values_with_u8_array(&mut bytes))?;
    Some(bytes)
}

/// Asks the browser not to evict the site's storage. The app works the same if it declines.
pub fn request_persistent_storage() {
    let request = web_sys::window().map(|window| window.navigator().storage().persist());
    drop(request);
}

/// Replaces this page by another one, without an entry in the history. An empty URL reloads
/// the page.
pub fn navigate_replace(url: &str) {
    if let Some(window) = web_sys::window() {
        log_err(window.location().replace(url));
    }
}

/// Offers a text as a file download of a media type.
pub fn download_text(name: &str, media_type: &str, text: &str) {
    let parts = Array::of1(&JsValue::from_str(text));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    download(name, Blob::new_with_str_sequence_and_options(&parts, &options));
}

/// Offers bytes as a file download.
pub fn download_bytes(name: &str, bytes: &[u8]) {
    let parts = Array::of1(&Uint8Array::from(bytes));
    download(name, Blob::new_with_u8_array_sequence(&parts));
}

fn download(name: &str, blob: Result<Blob, JsValue>) {
    let Some(blob) = log_err(blob) else { return };
    let Some(url) = log_err(Url::create_object_url_with_blob(&blob)) else { return };
    log_err(follow_download_link(&url, name));
    // Some browsers read the blob only after the click.
    gloo_timers::callback::Timeout::new(60_000, move || {
        log_err(Url::revoke_object_url(&url));
    })
    .forget();
}

fn follow_download_link(url: &str, name: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let document = window.document().ok_or(JsValue::NULL)?;
    let link: HtmlElement = document.create_element("a")?.unchecked_into();
    link.set_attribute("href", url)?;
    link.set_attribute("download", name)?;
    link.click();
    Ok(())
}
