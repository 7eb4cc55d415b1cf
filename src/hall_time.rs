//! What follows from the current time for a feed.

use hallboard_feed::VerifiedFeed;
use hallboard_score::Day;

/// The day in the hall and what follows from the time there; changes only a few times a
/// day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HallTime {
    /// The day in the hall.
    pub today: Option<Day>,
    /// Whether everything that needs consent must be hidden.
    pub expired: bool,
    /// Whether a newer publication is overdue.
    pub stale: bool,
    /// The minute of the day at which the hall opens, while it is closed.
    pub opens_at: Option<u32>,
    /// Whether the screen is dimmed for the night.
    pub night: bool,
}

impl HallTime {
    /// The time of a feed's hall at an instant, in seconds since 1970. `civil` converts an
    /// instant to the day and minute of a time zone.
    #[must_use]
    pub fn new(
        feed: &VerifiedFeed,
        now: i64,
        civil: fn(i64, &str) -> Option<(Day, u32)>,
    ) -> HallTime {
        let hall = &feed.snapshot().hall;
        let display = &feed.snapshot().display;
        let local = civil(now, &hall.time_zone).or_else(|| civil(now, "UTC"));
        HallTime {
            today: local.map(|(day, _)| day),
            expired: feed.expired(now),
            stale: feed.is_late(now),
            opens_at: local.and_then(|(_, minute)| display.opens_at(minute)),
            night: local.is_some_and(|(_, minute)| display.is_night(minute)),
        }
    }
}
