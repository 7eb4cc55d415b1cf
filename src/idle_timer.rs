//! The idle timer of a shared screen.

/// Length of the warning before a shared screen is reset, in seconds.
pub const WARNING_SECONDS: i64 = 20;

/// The action due after the time since the last touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// Nothing.
    Active,
    /// Warn; this many seconds are left.
    Warning(i64),
    /// Discard everything and leave the page.
    Expired,
}

impl Idle {
    /// The action due on a shared screen that is reset after `limit` seconds without a
    /// touch.
    #[must_use]
    pub fn since(touched: i64, now: i64, limit: u32) -> Idle {
        // A clock set back ends the wait too.
        let idle = if now < touched { i64::MAX } else { now - touched };
        match i64::from(limit).saturating_sub(idle) {
            left if left <= 0 => Idle::Expired,
            left if left <= WARNING_SECONDS => Idle::Warning(left),
            _ => Idle::Active,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_screen_warns_and_closes_at_its_limit() {
        let check = |limit: u32, idle: i64, expected| {
            assert_eq!(Idle::since(1000, 1000 + idle, limit), expected, "{limit} {idle}");
        };
        for limit in [30, 60, 180, 3600] {
            let all = i64::from(limit);
            check(limit, 0, Idle::Active);
            check(limit, all - WARNING_SECONDS - 1, Idle::Active);
            check(limit, all - WARNING_SECONDS, Idle::Warning(WARNING_SECONDS));
            check(limit, all - 1, Idle::Warning(1));
            check(limit, all, Idle::Expired);
            check(limit, -1, Idle::Expired);
        }
    }
}
