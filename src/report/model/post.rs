//! Posting letters: what an answer means, and when to try again.

/// What became of a letter that was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The hall has it, now or from before.
    Delivered,
    /// It stays here, and is posted again.
    Later,
    /// It stays here: the place does not take it as it is, and will not.
    Refused,
}

/// What an answer means; `None` where there was none.
#[must_use]
pub fn verdict(status: Option<u16>) -> Verdict {
    match status {
        Some(200) => Verdict::Delivered,
        // Too slow, too early, too many: not the letter's fault.
        None | Some(408 | 425 | 429 | 500..) => Verdict::Later,
        // A place that is not there may come back, too.
        Some(404) => Verdict::Later,
        Some(_) => Verdict::Refused,
    }
}

/// The first and the longest wait, in milliseconds.
const FIRST: u32 = 4_000;
const LONGEST: u32 = 300_000;

/// How long to wait after that many failures in a row: twice as long each time, less up to
/// a half of it at random, so that many halls do not come back at once.
#[must_use]
pub fn wait_millis(failures: u32, random: f64) -> u32 {
    let doubled = FIRST.checked_shl(failures.saturating_sub(1).min(10));
    let most = f64::from(doubled.unwrap_or(LONGEST).min(LONGEST));
    (most * (1.0 - random.clamp(0.0, 1.0) / 2.0)) as u32
}

/// The address to post to, from a page of the site.
#[must_use]
pub fn address(post: &str, site_root: &str) -> String {
    if post.contains("://") || post.starts_with('/') {
        post.to_owned()
    } else {
        format!("{site_root}{post}")
    }
}

/// The one who goes to the post: one letter at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Posting {
    /// Whether a letter is under way.
    pub away: bool,
    /// How often in a row it did not arrive.
    pub failures: u32,
    /// Whether the last one was refused for good.
    pub refused: bool,
    /// When to go next, in milliseconds since 1970.
    next: f64,
}

impl Posting {
    /// Whether to go now.
    #[must_use]
    pub fn is_due(&self, now: f64) -> bool {
        // A clock set back must not stop the post.
        let far = self.next - now > f64::from(LONGEST);
        !self.away && (now >= self.next || far)
    }

    /// In how many seconds to go again; nothing while away or before anything failed.
    #[must_use]
    pub fn again_in(&self, now: f64) -> Option<u32> {
        let waits = !self.away && self.failures > 0;
        waits.then(|| ((self.next - now) / 1000.0).ceil().max(1.0) as u32)
    }

    /// Goes.
    pub fn leave(&mut self) {
        self.away = true;
    }

    /// Comes back.
    pub fn come_back(&mut self, verdict: Verdict, now: f64, random: f64) {
        self.away = false;
        self.refused = verdict == Verdict::Refused;
        match verdict {
            Verdict::Delivered => (self.failures, self.next) = (0, now),
            Verdict::Later => {
                self.failures = self.failures.saturating_add(1);
                self.next = now + f64::from(wait_millis(self.failures, random));
            }
            Verdict::Refused => {
                self.failures = self.failures.saturating_add(1);
                self.next = now + f64::from(LONGEST);
            }
        }
    }

    /// Goes at once: the network is there again.
    pub fn hurry(&mut self) {
        self.next = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hall_that_has_the_letter_lets_it_go() {
        let check =
            |status, expected| assert_eq!(verdict(status), expected, "{status:?}");
        check(Some(200), Verdict::Delivered);
        for status in [404, 408, 425, 429, 500, 502, 503, 507, 599] {
            check(Some(status), Verdict::Later);
        }
        check(None, Verdict::Later);
        // An opaque answer says nothing; a page of some portal is no letter box.
        for status in [0, 201, 202, 204, 302, 400, 403, 409, 411, 413, 415] {
            check(Some(status), Verdict::Refused);
        }
    }

    #[test]
    fn waits_grow_to_five_minutes_and_are_never_alike() {
        let expected = [4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000];
        for (failures, most) in (1..).zip(expected) {
            assert_eq!(wait_millis(failures, 0.0), most);
            assert_eq!(wait_millis(failures, 1.0), most / 2);
        }
        assert_eq!(wait_millis(u32::MAX, 0.0), LONGEST);
        assert_eq!(wait_millis(0, 0.0), FIRST);
    }

    #[test]
    fn one_letter_is_away_at_a_time_and_failures_are_waited_out() {
        let mut post = Posting::default();
        assert!(post.is_due(1e6));
        post.leave();
        assert!(!post.is_due(1e12));
        post.come_back(Verdict::Later, 1e6, 0.0);
        assert_eq!(post.again_in(1e6), Some(4));
        assert!(!post.is_due(1e6 + 3_999.0) && post.is_due(1e6 + 4_000.0));
        assert!(post.is_due(0.0), "a clock set back");
        post.come_back(Verdict::Later, 1e6, 0.0);
        assert!(!post.is_due(1e6 + 7_999.0));
        post.hurry();
        assert!(post.is_due(1e6));
        post.come_back(Verdict::Delivered, 1e6, 0.0);
        assert_eq!((post.again_in(1e6), post.is_due(1e6)), (None, true));
        post.come_back(Verdict::Refused, 1e6, 0.0);
        assert!(post.refused && !post.is_due(1e6 + 299_999.0));
    }

    #[test]
    fn the_address_is_seen_from_the_page() {
        let check = |post, expected| assert_eq!(address(post, "../"), expected);
        check("letters", "../letters");
        check("/letters", "/letters");
        check("https://hall.example/letters", "https://hall.example/letters");
    }
}
