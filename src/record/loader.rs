//! Fetching the feed and the card's own file.

use std::rc::Rc;
use std::sync::Arc;

use hallboard_feed::client::FetchFault;
use hallboard_feed::sealed::SIZES;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::context::RecordContext;
use super::screen::{FetchOutcome, FetchRequest};
use super::session::Session;
use crate::feed::{FeedEvent, FeedOptions, use_feed};
use crate::platform::{Calendar, PageConfig, fetch, now_seconds, read_stream, unpacking};

impl RecordContext {
    /// Polls the feed.
    pub(super) fn watch_feed(self) {
        let floor = self.session.with_untracked(|it| it.least_version());
        let page = self.config.with_value(|it| it.page.clone());
        let options = FeedOptions { floor, store: None };
        let poll = use_feed(&page, options, move |event| self.on_feed_event(event));
        let poll = poll.map(|poll| -> Rc<dyn Fn()> { Rc::new(poll) });
        self.poll_now.set_value(poll);
    }

    fn on_feed_event(self, event: FeedEvent) {
        let is_idle = matches!(event, FeedEvent::Idle(_));
        if !matches!(event, FeedEvent::Idle(_) | FeedEvent::ServerTime(_)) {
            self.app_state.update(|app_state| {
                app_state.loaded.apply(event);
                app_state.time = app_state.time(now_seconds(), Calendar::civil_time);
            });
        }
        self.request_file(is_idle);
    }

    /// Fetches the card's file if it is due.
    pub(super) fn request_file(self, is_idle: bool) {
        let feed = self.app_state.with_untracked(|it| it.loaded.feed.clone());
        let mut session = self.session.get_untracked();
        // Most polls change nothing, so the signal is not updated for those.
        let Some(request) = session.next_request(feed.as_ref(), is_idle) else { return };
        self.session.set(session);
        let page = self.config.with_value(|it| it.page.clone());
        let language = self.language.get_untracked();
        let zone = request.feed.snapshot().hall.time_zone.clone();
        spawn_local(async move {
            let outcome = fetch_own(&page, &request).await;
            self.on_file(&request, outcome);
        });
        // Browsers load their calendar data at the first use: while the file loads this
        // causes no delay.
        drop(Calendar(language).instant(0, &zone));
    }

    fn on_file(self, request: &FetchRequest, outcome: FetchOutcome) {
        let feed = self.app_state.with_untracked(|it| it.loaded.feed.clone());
        let newest = feed.map(|feed| feed.head().version());
        let respond =
            |session: &mut Session| session.on_response(request, newest, outcome);
        if self.session.try_update(respond) == Some(true) {
            self.poll();
        }
    }
}

/// Fetches the file of a request and opens it. Its name is meaningless to the host, and
/// nothing else is requested.
async fn fetch_own(page: &PageConfig, request: &FetchRequest) -> FetchOutcome {
    let path = request.feed.head().own_path(&request.card.secret);
    let response = fetch(&page.link(&path));
    let limit = SIZES.into_iter().max().unwrap_or_default();
    match response.read_limited(limit, &|_| {}).await {
        Ok(file) => {
            let (head, secret) = (request.feed.head(), &request.card.secret);
            match head.open_own_by(secret, &file, unpack).await {
                Ok(register) => FetchOutcome::Open(Arc::new(register)),
                Err(reason) => FetchOutcome::Refused(reason),
            }
        }
        Err(FetchFault::Status(404 | 410)) => FetchOutcome::Missing,
        Err(FetchFault::Status(_) | FetchFault::Unreachable) => FetchOutcome::Unreachable,
    }
}

async fn unpack(packed: Vec<u8>, limit: usize) -> Option<Vec<u8>> {
    read_stream(&unpacking(&packed)?, limit).await.ok()
}
