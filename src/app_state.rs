//! What `/me` and `/report` know besides their own state.

use std::sync::Arc;

use hallboard_feed::client::Trouble;
use hallboard_feed::{TrustError, VerifiedFeed};
use hallboard_score::Day;

use crate::feed::FeedEvent;
use crate::hall_time::HallTime;
use crate::language::Language;
use crate::notice::Failure;

/// Feed, clock, window and language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppState {
    /// The reader's language.
    pub language: Language,
    /// The viewport's width and height in CSS pixels.
    pub viewport: (f64, f64),
    /// The last good feed.
    pub feed: Option<Arc<VerifiedFeed>>,
    /// The client's current fault, whatever is shown.
    pub trouble: Option<Trouble>,
    /// Why no feed can be trusted.
    pub untrusted: Option<TrustError>,
    /// What the clock means for the feed.
    pub time: HallTime,
}

impl AppState {
    /// Why there is nothing to show, once that is known.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        let untrusted = self.untrusted.clone().map(Failure::Trust);
        untrusted.or_else(|| self.trouble.clone().map(Failure::Feed))
    }

    /// Applies an event of the feed loader.
    pub fn apply(&mut self, event: FeedEvent) {
        match event {
            FeedEvent::Idle(_) | FeedEvent::ServerTime(_) => {}
            FeedEvent::Show(feed) => self.feed = Some(feed),
            FeedEvent::Report(trouble) => self.trouble = trouble,
            FeedEvent::Untrusted(error) => self.untrusted = Some(error),
        }
    }

    /// What the clock means for the feed at an instant.
    #[must_use]
    pub fn time(&self, now: i64, civil: fn(i64, &str) -> Option<(Day, u32)>) -> HallTime {
        self.feed
            .as_ref()
            .map_or_else(HallTime::default, |it| HallTime::new(it, now, civil))
    }
}
