//! When sealed letters are posted again, and what the server's answers mean.

/// What an answer to a posted letter means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostOutcome {
    /// The hall has the letter, from this post or an earlier one.
    Delivered,
    /// Not delivered; to be posted again.
    Retry,
    /// The server rejects the letter as it is.
    Refused,
}

impl PostOutcome {
    /// The meaning of an HTTP status; `None` if there was no answer.
    #[must_use]
    pub fn from_status(status: Option<u16>) -> PostOutcome {
        match status {
            Some(200) => PostOutcome::Delivered,
            // Timeouts, rate limits and server errors are no fault of the letter's, and a
            // letter box that is not there may come back.
            None | Some(404 | 408 | 425 | 429 | 500..) => PostOutcome::Retry,
            Some(_) => PostOutcome::Refused,
        }
    }
}

/// The first and the longest delay, in milliseconds.
const FIRST: u32 = 4_000;
const LONGEST: u32 = 300_000;

/// The delay after that many failures in a row: doubled each time, less up to half of it at
/// random, so that many halls do not come back at once. `random` is from 0 to 1.
#[must_use]
pub fn backoff_millis(failures: u32, random: f64) -> u32 {
    let doubled = FIRST.checked_shl(failures.saturating_sub(1).min(10));
    let most = f64::from(doubled.unwrap_or(LONGEST).min(LONGEST));
    (most * (1.0 - random.clamp(0.0, 1.0) / 2.0)) as u32
}

/// The URL to post to, from a page of the site. A relative one is relative to the site.
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
    /// Failures in a row.
    pub failures: u32,
    /// Whether the last letter was refused.
    pub refused: bool,
    /// When to post next, in milliseconds since 1970.
    next: f64,
}

impl RetryState {
    /// Whether to post now.
    #[must_use]
    pub fn is_due(&self, now: f64) -> bool {
        // A clock set back must not stop posting.
        let too_far = self.next - now > f64::from(LONGEST);
        !self.in_flight && (now >= self.next || too_far)
    }

    /// Seconds until the next attempt; `None` while posting, or if nothing failed.
    #[must_use]
    pub fn seconds_left(&self, now: f64) -> Option<u32> {
        let waits = !self.in_flight && self.failures > 0;
        waits.then(|| ((self.next - now) / 1000.0).ceil().max(1.0) as u32)
    }

    /// A letter is being posted.
    pub fn start(&mut self) {
        self.in_flight = true;
    }

    /// The attempt ended. `random` is from 0 to 1.
    pub fn finish(&mut self, outcome: PostOutcome, now: f64, random: f64) {
        self.in_flight = false;
        self.refused = outcome == PostOutcome::Refused;
        match outcome {
            PostOutcome::Delivered => (self.failures, self.next) = (0, now),
            PostOutcome::Retry => {
                self.failures = self.failures.saturating_add(1);
                self.next = now + f64::from(backoff_millis(self.failures, random));
            }
            PostOutcome::Refused => {
                self.failures = self.failures.saturating_add(1);
                self.next = now + f64::from(LONGEST);
            }
        }
    }

    /// Ends the delay, because the network is back.
    pub fn retry_now(&mut self) {
        self.next = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hall_that_has_the_letter_lets_it_go() {
        let check = |status, expected| {
            assert_eq!(PostOutcome::from_status(status), expected, "{status:?}")
        };
        check(Some(200), PostOutcome::Delivered);
        for status in [404, 408, 425, 429, 500, 502, 503, 507, 599] {
            check(Some(status), PostOutcome::Retry);
        }
        check(None, PostOutcome::Retry);
        // An opaque answer says nothing; a page of some portal is no letter box.
        for status in [0, 201, 202, 204, 302, 400, 403, 409, 411, 413, 415] {
            check(Some(status), PostOutcome::Refused);
        }
    }

    #[test]
    fn waits_grow_to_five_minutes_and_are_never_alike() {
        let expected = [4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000];
        for (failures, most) in (1..).zip(expected) {
            assert_eq!(backoff_millis(failures, 0.0), most);
            assert_eq!(backoff_millis(failures, 1.0), most / 2);
        }
        assert_eq!(backoff_millis(u32::MAX, 0.0), LONGEST);
        assert_eq!(backoff_millis(0, 0.0), FIRST);
    }

    #[test]
    fn one_letter_is_posted_at_a_time_and_failures_are_waited_out() {
        let mut post = RetryState::default();
        assert!(post.is_due(1e6));
        post.start();
        assert!(!post.is_due(1e12));
        post.finish(PostOutcome::Retry, 1e6, 0.0);
        assert_eq!(post.seconds_left(1e6), Some(4));
        assert!(!post.is_due(1e6 + 3_999.0) && post.is_due(1e6 + 4_000.0));
        assert!(post.is_due(0.0), "a clock set back");
        post.finish(PostOutcome::Retry, 1e6, 0.0);
        assert!(!post.is_due(1e6 + 7_999.0));
        post.retry_now();
        assert!(post.is_due(1e6));
        post.finish(PostOutcome::Delivered, 1e6, 0.0);
        assert_eq!((post.seconds_left(1e6), post.is_due(1e6)), (None, true));
        post.finish(PostOutcome::Refused, 1e6, 0.0);
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
