//! The shared state that `/me` uses besides its own.

use hallboard_score::Day;

use crate::feed_state::FeedState;
use crate::hall_time::HallTime;
use crate::language::Language;

/// Feed, clock, window and language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppState {
    /// The reader's language.
    pub language: Language,
    /// The viewport's width and height in CSS pixels.
    pub viewport: (f64, f64),
    /// The feed as far as it is loaded.
    pub loaded: FeedState,
    /// What the clock means for the feed.
    pub time: HallTime,
}

impl AppState {
    /// What the clock means for the feed at an instant.
    #[must_use]
    pub fn time(&self, now: i64, civil: fn(i64, &str) -> Option<(Day, u32)>) -> HallTime {
        self.loaded
            .feed
            .as_ref()
            .map_or_else(HallTime::default, |it| HallTime::new(it, now, civil))
    }
}
