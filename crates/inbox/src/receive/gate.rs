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
    paid: Mutex<Paid>,
}

#[derive(Debug, Default)]
struct Paid {
    all: Duration,
    each: HashMap<IpAddr, Duration>,
}

const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

/// The new time if one more letter is permitted; otherwise the time to wait.
fn try_acquire(
    paid: Duration,
    now: Duration,
    price: Duration,
    ahead: Duration,
) -> Result<Duration, Duration> {
    let then = paid.max(now).saturating_add(price);
    let most = now.saturating_add(ahead);
    if then > most { Err(then.saturating_sub(most)) } else { Ok(then) }
}

impl RateLimiter {
    /// A limiter that has not admitted anything yet.
    #[must_use]
    pub fn new(rates: Rates) -> RateLimiter {
        RateLimiter { rates, paid: Mutex::default() }
    }

    /// Admits one letter at the time `now`, which counts from any fixed start.
    ///
    /// # Errors
    /// The time to wait, if the rate is exceeded.
    pub fn admit(&self, from: IpAddr, now: Duration) -> Result<(), Duration> {
        let mut paid = self.paid.lock().unwrap_or_else(PoisonError::into_inner);
        let all = try_acquire(paid.all, now, SECOND / self.rates.all.max(1), SECOND)?;
        let from = client_key(from);
        if !paid.each.contains_key(&from) && paid.each.len() >= ADDRESSES {
            paid.each.retain(|_, paid| *paid > now);
        }
        let known = paid.each.get(&from).copied();
        if known.is_some() || paid.each.len() < ADDRESSES {
            let price = MINUTE / self.rates.each.max(1);
            let each = try_acquire(known.unwrap_or_default(), now, price, MINUTE)?;
            paid.each.insert(from, each);
        }
        paid.all = all;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn came(gate: &RateLimiter, from: &str, count: u32, at: u64) -> u32 {
        let at = Duration::from_millis(at);
        let admitted = (0..count).filter(|_| gate.admit(address(from), at).is_ok());
        u32::try_from(admitted.count()).unwrap()
    }

    #[test]
    fn one_address_sends_so_much_a_minute() {
        let gate = RateLimiter::new(Rates { each: 6, all: 1000 });
        assert_eq!(came(&gate, "10.0.0.1", 10, 0), 6);
        assert_eq!(came(&gate, "10.0.0.2", 10, 0), 6, "others are not held back");
        let wait = gate.admit(address("10.0.0.1"), Duration::ZERO);
        assert_eq!(wait, Err(Duration::from_secs(10)));
        assert_eq!(came(&gate, "10.0.0.1", 10, 10_000), 1);
        assert_eq!(came(&gate, "10.0.0.1", 10, 100_000), 6);
    }

    #[test]
    fn all_together_send_so_much_a_second() {
        let gate = RateLimiter::new(Rates { each: 1000, all: 4 });
        let from = |at| (0..10).map(|n| came(&gate, &format!("10.0.0.{n}"), 1, at)).sum();
        let (first, then): (u32, u32) = (from(0), from(250));
        assert_eq!((first, then), (4, 1));
        assert_eq!(came(&gate, "10.0.0.1", 10, 5_000), 4);
    }

    #[test]
    fn what_was_refused_costs_nothing() {
        let gate = RateLimiter::new(Rates { each: 2, all: 4 });
        assert_eq!(came(&gate, "10.0.0.1", 1000, 0), 2);
        assert_eq!(came(&gate, "10.0.0.2", 1000, 0), 2, "of the four of all");
        assert_eq!(came(&gate, "10.0.0.1", 1000, 30_000), 1);
    }

    #[test]
    fn it_remembers_no_more_than_so_many() {
        let gate = RateLimiter::new(Rates { each: 1, all: u32::MAX });
        for n in 0..40_000_u32 {
            let from = IpAddr::from(n.to_be_bytes());
            let at = Duration::from_nanos(u64::from(n) * 20);
            assert!(gate.admit(from, at).is_ok());
        }
        let length = || gate.paid.lock().unwrap().each.len();
        assert_eq!(length(), ADDRESSES);
        assert!(gate.admit(address("250.0.0.1"), Duration::from_secs(120)).is_ok());
        assert_eq!(length(), 1, "those that have paid are forgotten");
    }
}
