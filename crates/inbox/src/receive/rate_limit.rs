//! Limits on the rate of letters.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hallboard_http::client_key;

/// The permitted rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Letters per minute from one address; also the maximum burst.
    pub each: u32,
    /// Letters per second from all addresses; also the maximum burst.
    pub all: u32,
}

/// Maximum number of addresses tracked. Letters from further addresses are limited only by
/// the rate for all.
const ADDRESSES: usize = 16_384;

/// A rate limiter (GCRA) whose data is in memory only. It affects an address for no longer
/// than a minute; older data is deleted once the maximum number of addresses is tracked.
///
/// For each address it stores the time up to which the letters received so far use the
/// permitted rate. That time may lie ahead of the current one by as much as the burst
/// allows.
#[derive(Debug)]
pub struct RateLimiter {
    rates: Rates,
    arrival_times: Mutex<ArrivalTimes>,
}

#[derive(Debug, Default)]
struct ArrivalTimes {
    all: Duration,
    each: HashMap<IpAddr, Duration>,
}

const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

/// The new theoretical arrival time (`tat`) if one more letter is permitted; otherwise
/// the time to wait.
fn try_acquire(
    tat: Duration,
    now: Duration,
    interval: Duration,
    tolerance: Duration,
) -> Result<Duration, Duration> {
    let then = tat.max(now).saturating_add(interval);
    let most = now.saturating_add(tolerance);
    if then > most { Err(then.saturating_sub(most)) } else { Ok(then) }
}

impl RateLimiter {
    /// A limiter that has not admitted anything yet.
    #[must_use]
    pub fn new(rates: Rates) -> RateLimiter {
        RateLimiter { rates, arrival_times: Mutex::default() }
    }

    /// Admits one letter at the time `now`, which counts from any fixed start.
    ///
    /// # Errors
    /// The time to wait, if the rate is exceeded.
    pub fn admit(&self, from: IpAddr, now: Duration) -> Result<(), Duration> {
        let mut arrival_times =
            self.arrival_times.lock().unwrap_or_else(PoisonError::into_inner);
        let all =
            try_acquire(arrival_times.all, now, SECOND / self.rates.all.max(1), SECOND)?;
        let from = client_key(from);
        if !arrival_times.each.contains_key(&from)
            && arrival_times.each.len() >= ADDRESSES
        {
            arrival_times.each.retain(|_, tat| *tat > now);
        }
        let known = arrival_times.each.get(&from).copied();
        if known.is_some() || arrival_times.each.len() < ADDRESSES {
            let interval = MINUTE / self.rates.each.max(1);
            let each = try_acquire(known.unwrap_or_default(), now, interval, MINUTE)?;
            arrival_times.each.insert(from, each);
        }
        arrival_times.all = all;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn admitted_count(limiter: &RateLimiter, from: &str, count: u32, at: u64) -> u32 {
        let at = Duration::from_millis(at);
        let admitted = (0..count).filter(|_| limiter.admit(address(from), at).is_ok());
        u32::try_from(admitted.count()).unwrap()
    }

    #[test]
    fn rate_per_address_is_limited() {
        let limiter = RateLimiter::new(Rates { each: 6, all: 1000 });
        assert_eq!(admitted_count(&limiter, "10.0.0.1", 10, 0), 6);
        assert_eq!(
            admitted_count(&limiter, "10.0.0.2", 10, 0),
            6,
            "others are not held back"
        );
        let wait = limiter.admit(address("10.0.0.1"), Duration::ZERO);
        assert_eq!(wait, Err(Duration::from_secs(10)));
        assert_eq!(admitted_count(&limiter, "10.0.0.1", 10, 10_000), 1);
        assert_eq!(admitted_count(&limiter, "10.0.0.1", 10, 100_000), 6);
    }

    #[test]
    fn rate_for_all_is_limited() {
        let limiter = RateLimiter::new(Rates { each: 1000, all: 4 });
        let from = |at| {
            (0..10).map(|n| admitted_count(&limiter, &format!("10.0.0.{n}"), 1, at)).sum()
        };
        let (first, then): (u32, u32) = (from(0), from(250));
        assert_eq!((first, then), (4, 1));
        assert_eq!(admitted_count(&limiter, "10.0.0.1", 10, 5_000), 4);
    }

    #[test]
    fn refused_letters_do_not_count() {
        let limiter = RateLimiter::new(Rates { each: 2, all: 4 });
        assert_eq!(admitted_count(&limiter, "10.0.0.1", 1000, 0), 2);
        assert_eq!(
            admitted_count(&limiter, "10.0.0.2", 1000, 0),
            2,
            "of the four of all"
        );
        assert_eq!(admitted_count(&limiter, "10.0.0.1", 1000, 30_000), 1);
    }

    #[test]
    fn tracked_addresses_are_bounded() {
        let limiter = RateLimiter::new(Rates { each: 1, all: u32::MAX });
        for n in 0..40_000_u32 {
            let from = IpAddr::from(n.to_be_bytes());
            let at = Duration::from_nanos(u64::from(n) * 20);
            assert!(limiter.admit(from, at).is_ok());
        }
        let length = || limiter.arrival_times.lock().unwrap().each.len();
        assert_eq!(length(), ADDRESSES);
        assert!(limiter.admit(address("250.0.0.1"), Duration::from_secs(120)).is_ok());
        assert_eq!(
            length(),
            1,
            "addresses with no letters in the last minute are dropped"
        );
    }
}
