//! What the app knows: the feed, the day, the window, the reader's choices.

use std::sync::Arc;

use hallboard_feed::client::Trouble;
use hallboard_feed::{TrustError, VerifiedFeed};
use hallboard_score::Day;

use crate::feed::News;
use crate::language::Language;
use crate::stage::Failure;

/// All that decides what is shown, but for which page it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct World {
    /// The reader's language.
    pub language: Language,
    /// The viewport's width and height in CSS pixels.
    pub viewport: (f64, f64),
    /// The last good feed.
    pub feed: Option<Arc<VerifiedFeed>>,
    /// What is wrong now, whatever is shown.
    pub trouble: Option<Trouble>,
    /// Why nobody can be believed.
    pub untrusted: Option<TrustError>,
    /// What the clock says of the feed.
    pub time: Time,
    /// Whether the server's clock says otherwise than this screen's.
    pub clocks_differ: bool,
}

/// What the clock says of a feed; it changes seldom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Time {
    /// The day in the hall.
    pub today: Option<Day>,
    /// Whether what rests on consent must no longer be shown.
    pub expired: bool,
    /// Whether the feed is old.
    pub stale: bool,
    /// The minute of the day at which the hall opens, while it is closed.
    pub opens_at: Option<u32>,
    /// Whether the screen is dimmed for the night.
    pub night: bool,
}

/// What there is to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing yet; it is being fetched.
    Loading,
    /// A verified feed; perhaps not the newest.
    Board,
    /// Nothing that can be believed.
    Failed,
}

impl State {
    /// Its name in the page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            State::Loading => "loading",
            State::Board => "board",
            State::Failed => "failed",
        }
    }
}

impl World {
    /// What there is to show.
    #[must_use]
    pub fn state(&self) -> State {
        if self.feed.is_some() {
            State::Board
        } else if self.failure().is_some() {
            State::Failed
        } else {
            State::Loading
        }
    }

    /// Why there is nothing to show, once that is known.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        let untrusted = self.untrusted.clone().map(Failure::Trust);
        untrusted.or_else(|| self.trouble.clone().map(Failure::Feed))
    }

    /// Takes in what the loader says.
    pub fn hear(&mut self, news: News) {
        match news {
            News::Rested(_) | News::Server(_) => {}
            News::Show(feed) => self.feed = Some(feed),
            News::Report(trouble) => self.trouble = trouble,
            News::Untrusted(error) => self.untrusted = Some(error),
        }
    }

    /// What a clock says of the feed; `civil` knows the days of time zones, and the
    /// minutes of these.
    #[must_use]
    pub fn time(&self, now: i64, civil: fn(i64, &str) -> Option<(Day, u32)>) -> Time {
        let Some(feed) = &self.feed else { return Time::default() };
        let hall = &feed.snapshot().hall;
        let display = &feed.snapshot().display;
        let here = civil(now, &hall.time_zone).or_else(|| civil(now, "UTC"));
        Time {
            today: here.map(|(day, _)| day),
            expired: feed.expired(now),
            stale: feed.is_late(now),
            opens_at: here.and_then(|(_, minute)| display.opens_at(minute)),
            night: here.is_some_and(|(_, minute)| display.is_night(minute)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hallboard_feed::Part;

    #[test]
    fn empty_and_failed_are_not_the_same() {
        let mut world = World::default();
        assert_eq!(world.state(), State::Loading);
        world.hear(News::Report(Some(Trouble::Unreachable { part: Part::Head })));
        assert_eq!(world.state(), State::Failed);
        world.hear(News::Report(None));
        assert_eq!(world.state(), State::Loading);
        world.hear(News::Untrusted(TrustError::NoHall));
        assert_eq!(world.failure(), Some(Failure::Trust(TrustError::NoHall)));
    }
}
