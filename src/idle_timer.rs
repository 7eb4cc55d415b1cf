//! When a shared screen is left to itself.

/// The last seconds before a shared screen forgets, in which it warns.
pub const WARNING_SECONDS: i64 = 20;

/// What the time since the last touch asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// Nothing.
    Active,
    /// To warn; so many seconds are left.
    Warning(i64),
    /// To forget everything and go.
    Expired,
}

impl Idle {
    /// What it asks for on a shared screen that is left to itself after `limit` seconds.
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
    fn a_screen_that_is_left_warns_and_forgets_when_its_limit_is_reached() {
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
