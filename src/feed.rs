//! The one loader of the feed: carries out what the client asks for.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use gloo_timers::callback::Timeout;
use hallboard_feed::client::{
    Client, Effect, Event, FETCH_SECONDS, FetchFault, Fetched, Files, Moment, Pair,
    Remembered, Trouble,
};
use hallboard_feed::{HEAD_PATH, SIGNATURE_PATH, Trust, TrustError, VerifiedFeed};
use js_sys::{Array, Date, JSON, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortSignal, ReadableStream, ReadableStreamDefaultReader, RequestCache, RequestInit,
    Response,
};

use crate::browser::{Shell, now_seconds, on_window, recall, remember};

/// What the loader has to say.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// The site has been asked, and is left alone for so many milliseconds.
    Rested(u32),
    /// What the server's clock says, in seconds since 1970. Nobody has signed that.
    Server(i64),
    /// Draw this feed from now on.
    Show(Arc<VerifiedFeed>),
    /// This is wrong from now on, or nothing is.
    Report(Option<Trouble>),
    /// Nobody can be believed.
    Untrusted(TrustError),
}

/// How a feed is to be loaded.
#[derive(Clone, Copy, Debug)]
pub struct Loading {
    /// The least version to believe.
    pub floor: u64,
    /// How this device keeps the last good feed, if it may: [`keep_feed`], under a name.
    /// A page that keeps none does not carry how.
    pub keep: Option<fn(&str, &Remembered)>,
}

/// Loads the feed of the shell's hall, and goes on looking for a newer one.
///
/// What is given back looks again at once; nothing where nobody can be believed.
pub fn use_feed(
    shell: &Shell,
    loading: Loading,
    tell: impl Fn(News) + 'static,
) -> Option<impl Fn() + Clone + 'static> {
    let trust = match Trust::new(&shell.hall, &shell.key) {
        Ok(trust) => trust,
        Err(error) => {
            tell(News::Untrusted(error));
            return None;
        }
    };
    let memory = trust.storage_key();
    let remembered = recall(&memory).and_then(|text| unpack(&text));
    let client = RefCell::new(Client::new(trust, loading.floor));
    let loader = Rc::new(Loader {
        client,
        shell: shell.clone(),
        memory,
        keep: loading.keep,
        tell: Box::new(tell),
        waiting: RefCell::new(None),
    });
    loader.take(Event::Started(remembered));
    let look = move || loader.take(Event::Nudged);
    on_window("online", look.clone());
    Some(look)
}

struct Loader {
    client: RefCell<Client>,
    shell: Shell,
    /// Where the last good feed is kept, if it is.
    memory: String,
    keep: Option<fn(&str, &Remembered)>,
    tell: Box<dyn Fn(News)>,
    waiting: RefCell<Option<Timeout>>,
}

impl Loader {
    fn take(self: &Rc<Self>, event: Event) {
        let random = js_sys::Math::random() * f64::from(u32::MAX);
        let moment = Moment { now: now_seconds(), jitter: random as u32 };
        let effects = self.client.borrow_mut().handle(event, moment);
        for effect in effects {
            self.carry_out(effect);
        }
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Show(feed) => (self.tell)(News::Show(feed)),
            Effect::Report(trouble) => (self.tell)(News::Report(trouble)),
            Effect::Remember(remembered) => {
                if let Some(keep) = self.keep {
                    keep(&self.memory, &remembered);
                }
            }
            Effect::FetchHead { head_limit, signature_limit } => {
                self.fetch_head(head_limit, signature_limit);
            }
            Effect::FetchSnapshot { name, limit } => self.fetch_snapshot(&name, limit),
            Effect::Wait { ticket, millis } => {
                let loader = Rc::clone(self);
                let wake = move || loader.take(Event::Woken(ticket));
                // A wait that was cut short is over.
                self.waiting.replace(Some(Timeout::new(millis, wake)));
                (self.tell)(News::Rested(millis));
            }
        }
    }

    fn fetch_head(self: &Rc<Self>, head_limit: usize, signature_limit: usize) {
        let loader = Rc::clone(self);
        let head = begin(&self.shell.link(HEAD_PATH));
        let signature = begin(&self.shell.link(SIGNATURE_PATH));
        later(async move {
            let tell_time = |time| (loader.tell)(News::Server(time));
            let head = finish(head, head_limit, &tell_time).await;
            let signature = finish(signature, signature_limit, &|_| {}).await;
            loader.take(Event::Head { head, signature });
        });
    }

    fn fetch_snapshot(self: &Rc<Self>, name: &str, limit: u64) {
        let loader = Rc::clone(self);
        let snapshot = begin(&self.shell.link(&format!("feed/{name}")));
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        later(async move {
            let snapshot = finish(snapshot, limit, &|_| {}).await;
            loader.take(Event::Snapshot(snapshot));
        });
    }
}

/// Keeps the last good feed on this device. A store that is full or closed costs the last
/// good board after a restart, nothing else.
pub fn keep_feed(memory: &str, remembered: &Remembered) {
    if !pack(remembered).is_some_and(|text| remember(memory, &text)) {
        let words = JsValue::from_str("this browser keeps nothing between visits");
        web_sys::console::warn_1(&words);
    }
}

/// What is remembered as a JSON array of texts, which the browser writes by itself.
fn pack(remembered: &Remembered) -> Option<String> {
    let Remembered { latest, good } = remembered;
    let texts =
        Array::of2(&latest.head.as_str().into(), &latest.signature.as_str().into());
    if let Some(Files { pair, snapshot }) = good {
        texts.push(&pair.head.as_str().into());
        texts.push(&pair.signature.as_str().into());
        texts.push(&snapshot.as_str().into());
    }
    JSON::stringify(&texts).ok()?.as_string()
}

fn unpack(text: &str) -> Option<Remembered> {
    let texts: Array = JSON::parse(text).ok()?.dyn_into().ok()?;
    let text = |at| texts.get(at).as_string();
    let pair = |at| Some(Pair { head: text(at)?, signature: text(at + 1)? });
    let files = || Some(Files { pair: pair(2)?, snapshot: text(4)? });
    Some(Remembered { latest: pair(0)?, good: files() })
}

/// Runs in the background; boxed, so that one copy of the executor's code serves all.
pub(crate) fn later(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    spawn_local(work);
}

/// Asks for a file of the site, past all caches.
pub(crate) fn begin(address: &str) -> Option<Promise> {
    let init = RequestInit::new();
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(FETCH_SECONDS * 1000)));
    Some(web_sys::window()?.fetch_with_str_and_init(address, &init))
}

/// The bytes of an answer; of one that is too long, no more than show that it is. What the
/// server's clock says is told first, if it is known.
pub(crate) async fn finish(
    request: Option<Promise>,
    limit: usize,
    tell_time: &dyn Fn(i64),
) -> Fetched {
    let request = request.ok_or(FetchFault::Unreachable)?;
    let answer = JsFuture::from(request).await.map_err(unreachable)?;
    let answer: Response = answer.unchecked_into();
    if let Some(time) = server_time(&answer) {
        tell_time(time);
    }
    if !answer.ok() {
        return Err(FetchFault::Status(answer.status()));
    }
    let Some(body) = answer.body() else { return Ok(Vec::new()) };
    drained(&body, limit).await
}

/// The bytes of a stream; of one that is too long, no more than show that it is.
pub(crate) async fn drained(body: &ReadableStream, limit: usize) -> Fetched {
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

/// When the server answered by its own clock, if it says so in the one form there is.
fn server_time(answer: &Response) -> Option<i64> {
    let header = |name| answer.headers().get(name).ok().flatten();
    let text = header("date")?;
    let date = Date::new(&JsValue::from_str(&text));
    // Browsers make a date of nearly everything.
    if date.to_utc_string() != text {
        return None;
    }
    // What a cache has kept is as old as it says.
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
