//! When a shared screen is left to itself.

/// For so many of the seconds without a touch that a hall gives a shared screen it counts
/// down.
pub const COUNTED_SECONDS: i64 = 20;

/// What the time since the last touch asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing.
    Awake,
    /// To count down; so many seconds are left.
    Counting(i64),
    /// To forget everything and go.
    Over,
}

impl Rest {
    /// What it asks for on a shared screen that is left to itself after `rest` seconds.
    #[must_use]
    pub fn since(touched: i64, now: i64, rest: u32) -> Rest {
        // A clock set back ends the wait too.
        let idle = if now < touched { i64::MAX } else { now - touched };
        match i64::from(rest).saturating_sub(idle) {
            left if left <= 0 => Rest::Over,
            left if left <= COUNTED_SECONDS => Rest::Counting(left),
            _ => Rest::Awake,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_that_is_left_counts_down_and_forgets_when_its_hall_says() {
        let check = |rest: u32, idle: i64, expected| {
            assert_eq!(Rest::since(1000, 1000 + idle, rest), expected, "{rest} {idle}");
        };
        for rest in [30, 180, 3600] {
            let all = i64::from(rest);
            check(rest, 0, Rest::Awake);
            check(rest, all - COUNTED_SECONDS - 1, Rest::Awake);
            check(rest, all - COUNTED_SECONDS, Rest::Counting(COUNTED_SECONDS));
            check(rest, all - 1, Rest::Counting(1));
            check(rest, all, Rest::Over);
            check(rest, -1, Rest::Over);
        }
    }
}
