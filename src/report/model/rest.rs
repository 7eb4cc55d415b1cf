//! When a shared screen is left to itself.

/// After that many seconds without a touch a shared screen is as nobody had touched it; as
/// long as the board takes.
pub const REST_SECONDS: i64 = 180;
/// For so many of them it counts down.
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
    /// What it asks for on a shared screen.
    #[must_use]
    pub fn since(touched: i64, now: i64) -> Rest {
        // A clock set back ends the wait too.
        let idle = if now < touched { REST_SECONDS } else { now - touched };
        match REST_SECONDS - idle {
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
    fn a_screen_that_is_left_counts_down_and_forgets() {
        let check =
            |idle: i64, expected| assert_eq!(Rest::since(1000, 1000 + idle), expected);
        check(0, Rest::Awake);
        check(REST_SECONDS - COUNTED_SECONDS - 1, Rest::Awake);
        check(REST_SECONDS - COUNTED_SECONDS, Rest::Counting(COUNTED_SECONDS));
        check(REST_SECONDS - 1, Rest::Counting(1));
        check(REST_SECONDS, Rest::Over);
        check(-1, Rest::Over);
    }
}
