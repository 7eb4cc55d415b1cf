//! Requests for files of the site, with limits on time and size.

use hallboard_feed::client::{FETCH_SECONDS, FetchFault, Fetched};
use js_sys::{Date, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStream, ReadableStreamDefaultReader, RequestCache, RequestInit,
    Response,
};

#[wasm_bindgen]
extern "C" {
    /// A response that arrived while the program was loading.
    type EarlyResponse;

    #[wasm_bindgen(method, getter)]
    fn response(this: &EarlyResponse) -> Response;

    /// The time of arrival, in milliseconds since 1970 by this device's clock.
    #[wasm_bindgen(method, getter)]
    fn arrived(this: &EarlyResponse) -> f64;

    /// Takes the early request of `boot.js` for that URL, if there was one.
    #[wasm_bindgen(catch, js_namespace = window, js_name = hallboardEarlyResponse)]
    fn take_early_response(url: &str) -> Result<Option<Promise>, JsValue>;
}

/// A request in progress.
#[derive(Debug)]
pub struct PendingResponse {
    request: Option<Promise>,
    is_early: bool,
}

/// Requests a file of the site. Caches are bypassed, and the request is aborted after
/// [`FETCH_SECONDS`].
///
/// If the page requested the file before the program ran, that request is used.
#[must_use]
pub fn fetch(url: &str) -> PendingResponse {
    if let Ok(Some(request)) = take_early_response(url) {
        return PendingResponse { request: Some(request), is_early: true };
    }
    let init = RequestInit::new();
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(FETCH_SECONDS * 1000)));
    let request =
        web_sys::window().map(|window| window.fetch_with_str_and_init(url, &init));
    PendingResponse { request, is_early: false }
}

impl PendingResponse {
    /// The bytes of the response; if it is longer than `limit`, its first `limit + 1`.
    ///
    /// `on_server_time` is called before that with the server's clock, in seconds since
    /// 1970, if the response contains it.
    ///
    /// # Errors
    ///
    /// If the server was not reached, the response ended early, or its status is not a
    /// success.
    pub async fn read_limited(
        self,
        limit: usize,
        on_server_time: &dyn Fn(i64),
    ) -> Fetched {
        let request = self.request.ok_or(FetchFault::Unreachable)?;
        let fetched = JsFuture::from(request).await.map_err(unreachable)?;
        let (response, age_millis) = if self.is_early {
            let early: EarlyResponse = fetched.unchecked_into();
            (early.response(), Date::now() - early.arrived())
        } else {
            (fetched.unchecked_into(), 0.0)
        };
        if let Some(time) = server_time(&response) {
            on_server_time(time + (age_millis / 1000.0) as i64);
        }
        if !response.ok() {
            return Err(FetchFault::Status(response.status()));
        }
        let Some(body) = response.body() else { return Ok(Vec::new()) };
        read_stream(&body, limit).await
    }
}

/// The bytes of a stream; if it is longer than `limit`, its first `limit + 1`.
///
/// # Errors
///
/// If the stream ends with an error.
pub async fn read_stream(body: &ReadableStream, limit: usize) -> Fetched {
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    while let Some(chunk) = next_chunk(&reader).await? {
        bytes.extend(chunk);
        if bytes.len() > limit {
            bytes.truncate(limit.saturating_add(1));
            drop(reader.cancel());
            break;
        }
    }
    Ok(bytes)
}

/// The server's clock from the header `Date`, if it has the format of RFC 9110.
fn server_time(response: &Response) -> Option<i64> {
    let header = |name| response.headers().get(name).ok().flatten();
    let text = header("date")?;
    let date = Date::new(&JsValue::from_str(&text));
    // Browsers parse nearly any text as a date.
    if date.to_utc_string() != text {
        return None;
    }
    // A cache sends the date of the response that it stored.
    let age = header("age").and_then(|age| age.parse().ok()).unwrap_or(0);
    Some((date.get_time() / 1000.0) as i64 + age)
}

async fn next_chunk(
    reader: &ReadableStreamDefaultReader,
) -> Result<Option<Vec<u8>>, FetchFault> {
    let read = JsFuture::from(reader.read()).await.map_err(unreachable)?;
    let field = |name| Reflect::get(&read, &JsValue::from_str(name)).map_err(unreachable);
    if field("done")?.is_truthy() {
        return Ok(None);
    }
    Ok(Some(Uint8Array::new(&field("value")?).to_vec()))
}

fn unreachable(_reason: JsValue) -> FetchFault {
    FetchFault::Unreachable
}
