//! The schedule for posting sealed letters again.

use crate::platform::PostOutcome;

/// Seconds without a response after which a message is shown.
pub const ANSWER_TIMEOUT: u32 = 4;

/// Whether the response to a request made at one instant is overdue at another, in Unix
/// seconds.
#[must_use]
pub const fn is_overdue(asked: i64, now: i64) -> bool {
    now - asked >= ANSWER_TIMEOUT as i64
}

/// The absolute URL to post to. A relative one is relative to the site's root.
#[must_use]
pub fn resolve_post_url(post: &str, site_root: &str) -> String {
    if post.contains("://") || post.starts_with('/') {
        post.to_owned()
    } else {
        format!("{site_root}{post}")
    }
}

/// The state of posting, one letter at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RetryState {
    /// Whether a letter is being posted.
    pub in_flight: bool,
    /// The number of consecutive failures.
    pub failures: u32,
    /// Whether the last letter was refused.
    pub refused: bool,
    /// The start of the current attempt, in milliseconds since 1970.
    started: f64,
    /// The end of the last attempt, in milliseconds since 1970.
    last: f64,
    /// The time of the next attempt, in milliseconds since 1970.
    next: f64,
}

impl RetryState {
    /// Whether to start an attempt now.
    #[must_use]
    pub fn is_due(&self, now: f64) -> bool {
        // A clock that was set back must not block posting.
        let is_set_back = now < self.last;
        !self.in_flight && (now >= self.next || is_set_back)
    }

    /// Seconds until the next attempt; `None` during an attempt, or without a failure.
    #[must_use]
    pub fn seconds_left(&self, now: f64) -> Option<u32> {
        let waits = !self.in_flight && self.failures > 0;
        waits.then(|| ((self.next - now) / 1000.0).ceil().max(1.0) as u32)
    }

    /// Whether an attempt has had no response for too long, from the hall or from another
    /// page of the site that posts the letter.
    #[must_use]
    pub fn is_late(&self, now: f64) -> bool {
        self.in_flight
            && is_overdue((self.started / 1000.0) as i64, (now / 1000.0) as i64)
    }

    /// Starts an attempt.
    pub fn start(&mut self, now: f64) {
        self.in_flight = true;
        self.started = now;
    }

    /// Ends an attempt. `wait` returns the milliseconds until the next one, from the
    /// outcome and the number of consecutive failures.
    pub fn finish(
        &mut self,
        outcome: PostOutcome,
        now: f64,
        wait: impl Fn(PostOutcome, u32) -> f64,
    ) {
        self.in_flight = false;
        self.refused = outcome == PostOutcome::Refused;
        self.failures = match outcome {
            PostOutcome::Delivered => 0,
            PostOutcome::Retry | PostOutcome::Refused => self.failures.saturating_add(1),
        };
        self.last = now;
        self.next = now + wait(outcome, self.failures);
    }

    /// Makes the next attempt due now, since the network is back.
    pub fn retry_now(&mut self) {
        self.next = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_posted_one_by_one_with_backoff() {
        let wait = |outcome, failures| match outcome {
            PostOutcome::Delivered => 0.0,
            PostOutcome::Retry => 4_000.0 * f64::from(failures),
            PostOutcome::Refused => 300_000.0,
        };
        let mut post = RetryState::default();
        assert!(post.is_due(1e6));
        post.start(1e6);
        assert!(!post.is_due(1e12));
        assert!(!post.is_late(1e6 + 3_999.0) && post.is_late(1e6 + 4_000.0));
        post.finish(PostOutcome::Retry, 1e6, wait);
        assert!(!post.is_late(1e12));
        assert_eq!(post.seconds_left(1e6), Some(4));
        assert!(!post.is_due(1e6 + 3_999.0) && post.is_due(1e6 + 4_000.0));
        assert!(post.is_due(1e6 - 1.0), "a clock set back");
        post.finish(PostOutcome::Retry, 1e6, wait);
        assert!(!post.is_due(1e6 + 7_999.0));
        post.retry_now();
        assert!(post.is_due(1e6));
        post.finish(PostOutcome::Delivered, 1e6, wait);
        assert_eq!((post.seconds_left(1e6), post.is_due(1e6)), (None, true));
        post.finish(PostOutcome::Refused, 1e6, wait);
        assert!(post.refused && !post.is_due(1e6 + 299_999.0));
    }

    #[test]
    fn the_url_is_relative_to_the_site() {
        let check = |post, expected| assert_eq!(resolve_post_url(post, "../"), expected);
        check("letters", "../letters");
        check("/letters", "/letters");
        check("https://hall.example/letters", "https://hall.example/letters");
    }
}
