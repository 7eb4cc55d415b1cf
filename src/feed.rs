//! Loads the feed: carries out what [`Client`] decides, and reports what it finds.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use gloo_timers::callback::Timeout;
use hallboard_feed::client::{
    Client, ClientError, Effect, Event, FeedFiles, SignedHead, StoredFeed, Tick,
};
use hallboard_feed::{HEAD_PATH, SIGNATURE_PATH, Trust, TrustError, VerifiedFeed};
use leptos::task::spawn_local;

use crate::platform::{
    PageConfig, fetch, in_later_task, log_warning, now_seconds, on_window, random,
    storage,
};

/// What the loader reports.
#[derive(Clone, Debug, PartialEq)]
pub enum FeedEvent {
    /// The next poll is in so many milliseconds.
    Idle(u32),
    /// The server's clock, in seconds since 1970. It is not signed.
    ServerTime(i64),
    /// A newer feed.
    Show(Arc<VerifiedFeed>),
    /// The current fault; `None` if there is none any more.
    Report(Option<ClientError>),
    /// The page names no hall and key by which a feed could be checked.
    Untrusted(TrustError),
}

/// How a feed is loaded.
#[derive(Clone, Copy, Debug)]
pub struct FeedOptions {
    /// The lowest version that is accepted.
    pub floor: u64,
    /// Stores the last good feed under a key: [`store_feed`]; `None` if it is not stored.
    pub store: Option<fn(&str, &StoredFeed)>,
}

/// Loads the feed of the page's hall, and goes on polling for newer ones.
///
/// Returns a function that polls at once; `None` if no feed can be trusted.
pub fn use_feed(
    page: &PageConfig,
    options: FeedOptions,
    on_event: impl Fn(FeedEvent) + 'static,
) -> Option<impl Fn() + Clone + 'static> {
    let trust = match Trust::new(&page.hall, &page.key) {
        Ok(trust) => trust,
        Err(error) => {
            on_event(FeedEvent::Untrusted(error));
            return None;
        }
    };
    let storage_key = trust.storage_key();
    let stored = storage::get_list(&storage_key).and_then(read_stored_feed);
    let client = RefCell::new(Client::new(trust, options.floor));
    let loader = Rc::new(Loader {
        client,
        page: page.clone(),
        storage_key,
        store: options.store,
        on_event: Box::new(on_event),
        waiting: RefCell::new(None),
    });
    loader.handle(Event::Started(stored));
    let poll_now = move || loader.handle(Event::PollNow);
    on_window("online", poll_now.clone());
    Some(poll_now)
}

struct Loader {
    client: RefCell<Client>,
    page: PageConfig,
    /// The key under which the last good feed is stored.
    storage_key: String,
    store: Option<fn(&str, &StoredFeed)>,
    on_event: Box<dyn Fn(FeedEvent)>,
    waiting: RefCell<Option<Timeout>>,
}

impl Loader {
    /// Passes the event to the client, and carries out its effects in a later task of the
    /// browser, which can paint and react in between.
    fn handle(self: &Rc<Self>, event: Event) {
        let moment = Tick { now: now_seconds(), jitter: random() };
        let effects = self.client.borrow_mut().handle(event, moment);
        let loader = Rc::clone(self);
        in_later_task(move || {
            for effect in effects {
                loader.carry_out(effect);
            }
        });
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Show(feed) => (self.on_event)(FeedEvent::Show(feed)),
            Effect::Report(error) => (self.on_event)(FeedEvent::Report(error)),
            Effect::Store(stored) => {
                if let Some(store) = self.store {
                    store(&self.storage_key, &stored);
                }
            }
            Effect::FetchHead { head_limit, signature_limit } => {
                self.fetch_head(head_limit, signature_limit);
            }
            Effect::FetchSnapshot { name, limit } => self.fetch_snapshot(&name, limit),
            Effect::Wait { timer_id, millis } => {
                let loader = Rc::clone(self);
                let wake = move || loader.handle(Event::TimerFired(timer_id));
                // This drops, and so cancels, the timeout of a wait that was cut short.
                self.waiting.replace(Some(Timeout::new(millis, wake)));
                (self.on_event)(FeedEvent::Idle(millis));
            }
        }
    }

    fn fetch_head(self: &Rc<Self>, head_limit: usize, signature_limit: usize) {
        let loader = Rc::clone(self);
        let head = fetch(&self.page.link(HEAD_PATH));
        let signature = fetch(&self.page.link(SIGNATURE_PATH));
        spawn_boxed(async move {
            let on_server_time = |time| (loader.on_event)(FeedEvent::ServerTime(time));
            let head = head.read_limited(head_limit, &on_server_time).await;
            let signature = signature.read_limited(signature_limit, &|_| {}).await;
            loader.handle(Event::Head { head, signature });
        });
    }

    fn fetch_snapshot(self: &Rc<Self>, name: &str, limit: u64) {
        let loader = Rc::clone(self);
        let snapshot = fetch(&self.page.link(&format!("feed/{name}")));
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        spawn_boxed(async move {
            let snapshot = snapshot.read_limited(limit, &|_| {}).await;
            loader.handle(Event::Snapshot(snapshot));
        });
    }
}

/// Stores the last good feed on this device. If the storage is full or unavailable, only
/// a restart without a network is affected: it shows nothing.
pub fn store_feed(key: &str, stored: &StoredFeed) {
    let StoredFeed { latest, good } = stored;
    let mut texts = vec![&latest.head, &latest.signature];
    if let Some(FeedFiles { pair, snapshot }) = good {
        texts.extend([&pair.head, &pair.signature, snapshot]);
    }
    if !storage::set_list(key, texts) {
        log_warning("the feed could not be stored on this device");
    }
}

/// The feed that [`store_feed`] stored as a list of texts.
fn read_stored_feed(texts: Vec<String>) -> Option<StoredFeed> {
    let mut texts = texts.into_iter();
    let latest = SignedHead { head: texts.next()?, signature: texts.next()? };
    let mut files = || {
        let pair = SignedHead { head: texts.next()?, signature: texts.next()? };
        Some(FeedFiles { pair, snapshot: texts.next()? })
    };
    Some(StoredFeed { latest, good: files() })
}

/// Boxed, so that the executor's code is compiled for one type only.
fn spawn_boxed(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    spawn_local(work);
}
