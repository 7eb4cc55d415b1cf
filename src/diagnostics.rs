//! Diagnostics of a display, for the person who maintains it.

use crate::feed::FeedEvent;
use crate::notice::Notice;

/// Maximum number of recorded faults.
const MAX_FAULTS: usize = 20;
/// A larger difference of clocks, in seconds, is reported.
const MAX_CLOCK_SKEW: i64 = 600;

/// A fault of the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// When, in seconds since 1970.
    pub at: i64,
    /// Its kind.
    pub notice: Notice,
    /// The HTTP status, if that was the fault.
    pub status: Option<u16>,
}

/// Events since the page was opened. They are never sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    /// Since when the dialog is open, in seconds since 1970.
    pub opened: Option<i64>,
    /// When the site was last polled, in seconds since 1970.
    pub last_poll: Option<i64>,
    /// When it is polled next, in seconds since 1970.
    pub next_poll: Option<i64>,
    /// The current fault.
    pub current: Option<Notice>,
    /// By how many seconds the server's clock is ahead of this device's.
    pub clock_skew: Option<i64>,
    /// The latest faults, the newest first.
    pub faults: Vec<Fault>,
}

impl Diagnostics {
    /// Records an event of the feed loader.
    pub fn apply(&mut self, event: &FeedEvent, now: i64) {
        match event {
            FeedEvent::Idle(millis) => {
                self.last_poll = Some(now);
                self.next_poll = Some(now + i64::from(millis / 1000));
            }
            FeedEvent::ServerTime(date) => self.clock_skew = Some(date - now),
            FeedEvent::Report(error) => {
                self.current = error.as_ref().map(Notice::of);
                if let Some((notice, error)) = self.current.zip(error.as_ref()) {
                    let status = Notice::status(error);
                    self.faults.insert(0, Fault { at: now, notice, status });
                    self.faults.truncate(MAX_FAULTS);
                }
            }
            FeedEvent::Show(_) | FeedEvent::Untrusted(_) => {}
        }
    }

    /// Whether the clocks of server and device differ too much.
    #[must_use]
    pub fn clocks_differ(&self) -> bool {
        self.clock_skew.is_some_and(|skew| skew.abs() > MAX_CLOCK_SKEW)
    }

    /// Whether the dialog has been open for the idle time.
    #[must_use]
    pub fn is_idle(&self, rest: u32, now: i64) -> bool {
        let active = |since| (since..since + i64::from(rest)).contains(&now);
        self.opened.is_some_and(|since| !active(since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hallboard_feed::Part;
    use hallboard_feed::client::ClientError;

    fn recorded(events: &[(i64, FeedEvent)]) -> Diagnostics {
        let mut log = Diagnostics::default();
        for (now, event) in events {
            log.apply(event, *now);
        }
        log
    }

    #[test]
    fn clocks_may_differ_by_ten_minutes() {
        for (ahead, differ) in
            [(0, false), (600, false), (-600, false), (601, true), (-601, true)]
        {
            let log = recorded(&[(1000, FeedEvent::ServerTime(1000 + ahead))]);
            assert_eq!((log.clock_skew, log.clocks_differ()), (Some(ahead), differ));
        }
        assert!(!Diagnostics::default().clocks_differ());
    }

    #[test]
    fn polls_and_the_latest_faults_are_recorded() {
        let log = recorded(&[(1000, FeedEvent::Idle(300_999))]);
        assert_eq!(
            (log.last_poll, log.next_poll, log.current),
            (Some(1000), Some(1300), None)
        );
        let status = |status| {
            let part = Part::Head;
            FeedEvent::Report(Some(ClientError::Status { part, status }))
        };
        let log = recorded(&[(1000, status(500)), (1001, FeedEvent::Report(None))]);
        assert_eq!(log.current, None);
        let fault = Fault { at: 1000, notice: Notice::Missing, status: Some(500) };
        assert_eq!(log.faults, [fault]);
        let many: Vec<_> = (0..50).map(|at| (at, status(at as u16))).collect();
        let log = recorded(&many);
        assert_eq!(log.current, Some(Notice::Missing));
        let kept: Vec<_> = log.faults.iter().map(|fault| fault.at).collect();
        assert_eq!(kept, (30..50).rev().collect::<Vec<_>>());
    }

    #[test]
    fn the_dialog_closes_when_idle() {
        let log = Diagnostics { opened: Some(1000), ..Diagnostics::default() };
        for (now, over) in [(1000, false), (1179, false), (1180, true), (999, true)] {
            assert_eq!(log.is_idle(180, now), over, "{now}");
        }
        assert!(!Diagnostics::default().is_idle(180, 1_000_000));
    }
}
