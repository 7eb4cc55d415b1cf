//! Type sizes of the wall, from the screen and the distance it is read from.
//!
//! The one measure is the angle a capital letter fills at the farthest reader's eye:
//! never under 16 minutes of arc, 22 for rows where there is room for enough of them.
//! Everything else is defined in the style sheet.

/// The least angle of any text on the wall, in minutes of arc.
pub const LEAST: f64 = 16.0;
/// The angle rows of names aim at, in minutes of arc.
pub const AIM: f64 = 22.0;
/// The least angle to which rows may shrink so that more of them fit, in minutes of arc.
const GIVE: f64 = 20.0;
/// The number of rows for which type shrinks.
const ENOUGH_ROWS: f64 = 4.0;
/// Capital height by font size, as in most sans-serif faces.
const CAPITAL: f64 = 0.72;
/// The least height of touch targets, in minutes of arc for a user standing at the
/// screen: 90 pixels on 55 inches with 3840 by 2160 pixels.
const TARGET: f64 = 164.0;
/// Distance of a user who touches the screen, in metres.
const ARM: f64 = 0.6;
/// Distance by letter height at one minute of arc.
const ARC_MINUTE: f64 = 3438.0;

/// A row's height by its font size, the hairline and the space around included.
const PITCH: f64 = 1.46;
/// The height of a page's heading, by the font size of rows.
const HEADING: f64 = 1.9;
/// The height of header and footer, by the font size of small type.
const FRAME: f64 = 4.2;

/// The screen and its farthest reader.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screen {
    /// The viewport's width in CSS pixels.
    pub width: f64,
    /// The viewport's height in CSS pixels.
    pub height: f64,
    /// The diagonal in inches.
    pub inches: f64,
    /// The distance of the farthest reader in metres.
    pub metres: f64,
}

impl Screen {
    /// The font size, in CSS pixels, whose capitals fill that many minutes of arc.
    #[must_use]
    pub fn font(&self, arc_minutes: f64) -> f64 {
        self.pixels(self.metres, arc_minutes) / CAPITAL
    }

    /// The least height of touch targets, in CSS pixels, independent of the reading
    /// distance.
    #[must_use]
    pub fn target(&self) -> f64 {
        self.pixels(ARM, TARGET)
    }

    /// The CSS pixels that fill that many minutes of arc from that many metres.
    fn pixels(&self, metres: f64, arc_minutes: f64) -> f64 {
        let pixels_per_mm = self.width.hypot(self.height) / (self.inches.max(1.0) * 25.4);
        metres * 1000.0 * arc_minutes / ARC_MINUTE * pixels_per_mm
    }
}

/// The font sizes of a wall, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypeSizes {
    /// Of everything that is not a row or a heading.
    pub small: f64,
    /// Of rows.
    pub row: f64,
}

impl TypeSizes {
    /// The sizes for that screen.
    #[must_use]
    pub fn new(screen: Screen) -> TypeSizes {
        let small = screen.font(LEAST);
        let room = screen.height - FRAME * small;
        let row = room / (HEADING + ENOUGH_ROWS * PITCH);
        TypeSizes { small, row: row.clamp(screen.font(GIVE), screen.font(AIM)) }
    }

    /// The height of a row of one line.
    #[must_use]
    pub fn pitch(&self) -> f64 {
        self.row * PITCH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(width: f64, height: f64, metres: f64) -> Screen {
        Screen { width, height, inches: 55.0, metres }
    }

    /// Minutes of arc a capital of that font size fills.
    fn arc_minutes(font: f64, screen: Screen) -> f64 {
        let diagonal = screen.width.hypot(screen.height);
        let mm = font * CAPITAL * 55.0 * 25.4 / diagonal;
        mm / (screen.metres * 1000.0) * ARC_MINUTE
    }

    #[track_caller]
    fn check(width: f64, height: f64, metres: f64, row_arc: f64) {
        let screen = screen(width, height, metres);
        let sizes = TypeSizes::new(screen);
        let [small, row] = [sizes.small, sizes.row].map(|it| arc_minutes(it, screen));
        assert!((small - LEAST).abs() < 1e-6, "small type fills {small}'");
        assert!((row - row_arc).abs() < 1e-6, "rows fill {row}'");
    }

    #[test]
    fn type_size_follows_the_viewing_distance() {
        check(1920.0, 1080.0, 5.0, 22.0);
        check(3840.0, 2160.0, 5.0, 22.0);
        check(1920.0, 1080.0, 3.0, 22.0);
        check(1080.0, 1920.0, 5.0, 22.0);
        check(1920.0, 1080.0, 8.0, 20.0);
    }

    #[test]
    fn rows_shrink_only_to_fit_four() {
        let screen = screen(1920.0, 1080.0, 7.4);
        let sizes = TypeSizes::new(screen);
        let needed = FRAME * sizes.small + HEADING * sizes.row + 4.0 * sizes.pitch();
        assert!((needed - screen.height).abs() < 1e-6, "{needed}");
        let arc = arc_minutes(sizes.row, screen);
        assert!((20.0..22.0).contains(&arc), "{arc}");
    }

    #[test]
    fn touch_targets_are_large_enough_at_any_distance() {
        for metres in [2.0, 8.0] {
            let target = screen(3840.0, 2160.0, metres).target();
            assert!((90.0..91.0).contains(&target), "{target}");
        }
    }

    #[test]
    fn pixel_density_does_not_change_the_layout() {
        let [hd, uhd] = [1.0, 2.0]
            .map(|scale| TypeSizes::new(screen(1920.0 * scale, 1080.0 * scale, 5.0)));
        assert!((uhd.row - 2.0 * hd.row).abs() < 1e-6);
        assert!((uhd.small - 2.0 * hd.small).abs() < 1e-6);
    }
}
