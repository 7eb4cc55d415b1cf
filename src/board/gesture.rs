//! Gestures of a pointer: swipes and long presses.

use super::wall::carousel::Intent;

/// The minimum duration of a long press, in milliseconds.
const LONG_PRESS_MILLIS: f64 = 2000.0;

/// A pointer that is down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointerPress {
    /// The horizontal position at which it came down, in CSS pixels from the left.
    pub x: f64,
    /// The vertical position at which it came down, in CSS pixels from the top.
    pub y: f64,
    /// The time at which it came down, in milliseconds since 1970.
    pub at: f64,
    /// Whether it is a finger, not a mouse.
    pub finger: bool,
}

impl PointerPress {
    /// The intent of a swipe that ends at a position, on a screen of that width.
    #[must_use]
    pub fn swipe(self, x: f64, y: f64, width: f64) -> Option<Intent> {
        let (across, down) = (x - self.x, y - self.y);
        let far = across.abs() >= (width * 0.06).max(50.0);
        let level = across.abs() > 2.0 * down.abs();
        let next = if across < 0.0 { Intent::Next } else { Intent::Previous };
        (self.finger && far && level).then_some(next)
    }

    /// Whether it began in a corner of a screen of that size.
    #[must_use]
    pub fn is_in_corner(self, (width, height): (f64, f64)) -> bool {
        let edge = (width.min(height) * 0.12).max(60.0);
        let near = |at: f64, size: f64| at < edge || at > size - edge;
        near(self.x, width) && near(self.y, height)
    }

    /// Whether it is a long press at that instant, in milliseconds since 1970.
    #[must_use]
    pub fn is_long(self, now: f64) -> bool {
        now - self.at >= LONG_PRESS_MILLIS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> PointerPress {
        PointerPress { x, y, at: 1000.0, finger: true }
    }

    #[test]
    fn a_horizontal_swipe_of_a_finger_turns_pages() {
        let check = |x, y, expected| {
            assert_eq!(at(900.0, 500.0).swipe(x, y, 1920.0), expected, "{x} {y}");
        };
        check(700.0, 500.0, Some(Intent::Next));
        check(1100.0, 500.0, Some(Intent::Previous));
        check(700.0, 590.0, Some(Intent::Next));
        check(700.0, 610.0, None);
        check(800.0, 500.0, None);
        check(900.0, 900.0, None);
        check(900.0, 500.0, None);
        let mouse = PointerPress { finger: false, ..at(900.0, 500.0) };
        assert_eq!(mouse.swipe(100.0, 500.0, 1920.0), None);
        assert_eq!(at(200.0, 500.0).swipe(151.0, 500.0, 360.0), None);
        assert_eq!(at(200.0, 500.0).swipe(150.0, 500.0, 360.0), Some(Intent::Next));
    }

    #[test]
    fn corners_are_near_two_edges() {
        let wall = (1920.0, 1080.0);
        for (x, y, corner) in [
            (0.0, 0.0, true),
            (129.0, 129.0, true),
            (1919.0, 1079.0, true),
            (1919.0, 5.0, true),
            (5.0, 1000.0, true),
            (960.0, 5.0, false),
            (5.0, 540.0, false),
            (130.0, 130.0, false),
        ] {
            assert_eq!(at(x, y).is_in_corner(wall), corner, "{x} {y}");
        }
        assert!(at(300.1, 59.9).is_in_corner((360.0, 740.0)));
        assert!(!at(299.9, 60.0).is_in_corner((360.0, 740.0)));
    }

    #[test]
    fn a_long_press_takes_two_seconds() {
        assert!(!at(0.0, 0.0).is_long(2999.0));
        assert!(at(0.0, 0.0).is_long(3000.0));
    }
}
