//! What the display can prove of itself to whoever looks after it.

use crate::feed::News;
use crate::stage::Notice;

/// So many faults are kept, the newest ones.
const KEPT: usize = 20;
/// A clock that is off by more than so many seconds is told of.
const CLOCK_SECONDS: i64 = 600;

/// Something that went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// When, in seconds since 1970.
    pub at: i64,
    /// What.
    pub notice: Notice,
    /// What the server answered, where that was it.
    pub status: Option<u16>,
}

/// What happened to the display since it started. All of it stays in this page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// Since when somebody looks at it, in seconds since 1970.
    pub opened: Option<i64>,
    /// When the site was last asked, in seconds since 1970.
    pub looked: Option<i64>,
    /// When it is asked again, in seconds since 1970.
    pub next: Option<i64>,
    /// What is wrong now.
    pub wrong: Option<Notice>,
    /// By how many seconds the server's clock is ahead of this screen's.
    pub ahead: Option<i64>,
    /// What went wrong, the newest first.
    pub faults: Vec<Fault>,
}

impl Log {
    /// Takes in what the loader says at that second.
    pub fn hear(&mut self, news: &News, now: i64) {
        match news {
            News::Rested(millis) => {
                self.looked = Some(now);
                self.next = Some(now + i64::from(millis / 1000));
            }
            News::Server(date) => self.ahead = Some(date - now),
            News::Report(trouble) => {
                self.wrong = trouble.as_ref().map(Notice::of);
                if let Some((notice, trouble)) = self.wrong.zip(trouble.as_ref()) {
                    let status = Notice::status(trouble);
                    self.faults.insert(0, Fault { at: now, notice, status });
                    self.faults.truncate(KEPT);
                }
            }
            News::Show(_) | News::Untrusted(_) => {}
        }
    }

    /// Whether the server's clock and this screen's differ by more than can be.
    #[must_use]
    pub fn clocks_differ(&self) -> bool {
        self.ahead.is_some_and(|ahead| ahead.abs() > CLOCK_SECONDS)
    }

    /// Whether somebody has looked at it for as long as a hand rests.
    #[must_use]
    pub fn is_over(&self, rest: u32, now: i64) -> bool {
        let looking = |since| (since..since + i64::from(rest)).contains(&now);
        self.opened.is_some_and(|since| !looking(since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hallboard_feed::Part;
    use hallboard_feed::client::Trouble;

    fn heard(news: &[(i64, News)]) -> Log {
        let mut log = Log::default();
        for (now, news) in news {
            log.hear(news, *now);
        }
        log
    }

    #[test]
    fn a_clock_is_off_by_more_than_ten_minutes() {
        for (ahead, differ) in
            [(0, false), (600, false), (-600, false), (601, true), (-601, true)]
        {
            let log = heard(&[(1000, News::Server(1000 + ahead))]);
            assert_eq!((log.ahead, log.clocks_differ()), (Some(ahead), differ));
        }
        assert!(!Log::default().clocks_differ());
    }

    #[test]
    fn looks_are_told_and_faults_are_kept_but_not_without_end() {
        let log = heard(&[(1000, News::Rested(300_999))]);
        assert_eq!((log.looked, log.next, log.wrong), (Some(1000), Some(1300), None));
        let status = |status| {
            let part = Part::Head;
            News::Report(Some(Trouble::Status { part, status }))
        };
        let log = heard(&[(1000, status(500)), (1001, News::Report(None))]);
        assert_eq!(log.wrong, None);
        let fault = Fault { at: 1000, notice: Notice::Missing, status: Some(500) };
        assert_eq!(log.faults, [fault]);
        let many: Vec<_> = (0..50).map(|at| (at, status(at as u16))).collect();
        let log = heard(&many);
        assert_eq!(log.wrong, Some(Notice::Missing));
        let kept: Vec<_> = log.faults.iter().map(|fault| fault.at).collect();
        assert_eq!(kept, (30..50).rev().collect::<Vec<_>>());
    }

    #[test]
    fn a_look_ends_by_itself() {
        let log = Log { opened: Some(1000), ..Log::default() };
        for (now, over) in [(1000, false), (1179, false), (1180, true), (999, true)] {
            assert_eq!(log.is_over(180, now), over, "{now}");
        }
        assert!(!Log::default().is_over(180, 1_000_000));
    }
}
