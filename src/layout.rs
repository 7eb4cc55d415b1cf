//! Type sizes and what fits, from the screen and the distance it is read from.
//!
//! The one measure is the angle a capital letter fills at the farthest reader's eye:
//! never under 16 minutes of arc, 22 for rows where there is room for enough of them.

use std::ops::Range;

/// The least angle of any text on the wall, in minutes of arc.
pub const LEAST: f64 = 16.0;
/// The angle rows of names aim at, in minutes of arc.
pub const AIM: f64 = 22.0;
/// How far rows may give way for more of them to fit, in minutes of arc.
const GIVE: f64 = 20.0;
/// The rows for which type gives way.
const ENOUGH_ROWS: usize = 4;
/// Capital height by font size, as in most sans-serif faces.
const CAPITAL: f64 = 0.72;
/// Distance by letter height at one minute of arc.
const ARC_MINUTE: f64 = 3438.0;

/// Narrower than this the page is a document to scroll, in CSS pixels.
const NARROWEST_WALL: f64 = 900.0;
/// Lower than this the page is a document to scroll, in CSS pixels.
const LOWEST_WALL: f64 = 480.0;

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
        let pixels_per_mm = self.width.hypot(self.height) / (self.inches.max(1.0) * 25.4);
        let capital_mm = self.metres * 1000.0 * arc_minutes / ARC_MINUTE;
        capital_mm * pixels_per_mm / CAPITAL
    }

    /// Whether the window is one for a wall, if the address does not say.
    #[must_use]
    pub fn is_wall(&self) -> bool {
        self.width >= NARROWEST_WALL && self.height >= LOWEST_WALL
    }
}

/// What stands around every page, as widths in ems of the small type.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    /// The hall's name and the date.
    pub header: f64,
    /// The controls, the marks of the chapters, and "as of".
    pub footer: f64,
    /// What of that gives way where there is no room for all of it, in that order.
    pub gives: [f64; 4],
    /// What is wrong, 0 where nothing is.
    pub notice: f64,
}

/// Sizes of one screen, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// The font size of everything that is not a row or a heading.
    pub small: f64,
    /// The font size of rows.
    pub row: f64,
    /// The space at the left and right edge.
    pub margin: f64,
    /// The space between columns.
    pub gap: f64,
    /// The header's height.
    pub header: f64,
    /// The height of a page's heading.
    pub heading: f64,
    /// The height of the notice, 0 where nothing is wrong.
    pub notice: f64,
    /// The footer's height.
    pub footer: f64,
    /// The lines of the header.
    pub header_lines: usize,
    /// How much of [`Frame::gives`] the footer has no room for.
    pub given_way: usize,
    /// The width of a page's body.
    pub body_width: f64,
    /// The height of a page's body, under its heading.
    pub body_height: f64,
}

/// A row's height by its font size, the hairline and the space around included.
const PITCH: f64 = 1.56;
/// The height of a line of small type by its font size.
pub const LINE: f64 = 1.3;
/// The height of a line of text in a row by its font size.
const TEXT_LINE: f64 = 1.24;

/// How many of the things that give way a footer of that many ems has no room for.
fn given_way(frame: &Frame, room: f64) -> usize {
    let widths = frame.gives.iter().scan(frame.footer, |left, ems| {
        let width = *left;
        *left -= ems;
        Some(width)
    });
    widths.take_while(|width| *width > room).count()
}

/// How much of a line may stay blank where it breaks, in ems.
const BROKEN: f64 = 2.0;

impl Layout {
    /// The sizes for that screen.
    #[must_use]
    pub fn new(screen: Screen, frame: Frame) -> Layout {
        let mut arc_minutes = AIM;
        loop {
            let layout = Layout::with_rows_of(screen, frame, arc_minutes);
            if arc_minutes <= GIVE || layout.rows() >= ENOUGH_ROWS {
                return layout;
            }
            arc_minutes -= 0.5;
        }
    }

    fn with_rows_of(screen: Screen, frame: Frame, arc_minutes: f64) -> Layout {
        let small = screen.font(LEAST);
        let row = screen.font(arc_minutes);
        let margin = (screen.width * 0.046).min(small * 1.75);
        let body_width = screen.width - 2.0 * margin;
        let lines = |ems: f64| (ems * small / body_width).ceil().max(1.0);
        let header_lines = lines(frame.header);
        let header = small * (0.95 + header_lines * 1.25);
        let heading = row * 1.2 * 1.45 + small * 0.25;
        let footer = small * 2.0;
        // Two notices end a line before its end, where no sentence may begin with a stop.
        let told = lines(frame.notice + BROKEN);
        let notice = if frame.notice > 0.0 { small * told * LINE } else { 0.0 };
        let body_height =
            screen.height - header - heading - footer - notice - small * 0.3;
        Layout {
            small,
            row,
            margin,
            gap: margin * 1.1,
            header,
            heading,
            notice,
            footer,
            header_lines: header_lines as usize,
            given_way: given_way(&frame, body_width / small),
            body_width,
            body_height: body_height.max(0.0),
        }
    }

    /// The height of a row whose text takes that many lines.
    #[must_use]
    pub fn row_height(&self, lines: usize) -> f64 {
        self.row * (PITCH + 1.16 * (lines.max(1) - 1) as f64)
    }

    /// The height of a row of text, a little smaller than names, of that many lines.
    #[must_use]
    pub fn text_height(&self, lines: usize) -> f64 {
        let text = self.text() * TEXT_LINE * lines.max(1) as f64 + self.row * 0.4;
        text.max(self.row_height(1))
    }

    /// The font size of sentences that stand in rows.
    #[must_use]
    pub fn text(&self) -> f64 {
        self.small * 1.12
    }

    /// How many rows of one line stand below each other.
    #[must_use]
    pub fn rows(&self) -> usize {
        ((self.body_height / self.row_height(1)) as usize).max(1)
    }

    /// How many columns of at least that width stand beside each other, three at most.
    #[must_use]
    pub fn columns(&self, least: f64) -> usize {
        (1..=3).rev().find(|&count| self.column(count) >= least).unwrap_or(1)
    }

    /// The width of one of so many columns.
    #[must_use]
    pub fn column(&self, columns: usize) -> f64 {
        let columns = columns.max(1) as f64;
        (self.body_width - (columns - 1.0) * self.gap) / columns
    }
}

/// A page's items, column by column.
pub type Columns = Vec<Range<usize>>;

/// Spreads items of those heights over pages of so many columns of that height.
///
/// Every item is on exactly one page, in order; one that is higher than a column has
/// a column to itself. An item that `leads` stands with the one after it.
#[must_use]
pub fn fill(
    heights: &[f64],
    leads: impl Fn(usize) -> bool,
    height: f64,
    columns: usize,
) -> Vec<Columns> {
    let mut filled: Columns = Vec::new();
    let mut start = 0;
    let mut used = 0.0;
    for (at, item) in heights.iter().enumerate() {
        let led = heights.get(at + 1).copied().filter(|_| leads(at)).unwrap_or(0.0);
        if at > start && used + item + led > height {
            filled.push(start..at);
            start = at;
            used = 0.0;
        }
        used += item;
    }
    if start < heights.len() {
        filled.push(start..heights.len());
    }
    filled.chunks(columns.max(1)).map(<[_]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame =
        Frame { header: 16.0, footer: 30.0, gives: [5.0, 6.0, 3.0, 3.0], notice: 0.0 };

    fn wall(width: f64, height: f64, metres: f64) -> Layout {
        Layout::new(Screen { width, height, inches: 55.0, metres }, FRAME)
    }

    /// Minutes of arc a capital of that font size fills.
    fn arc_minutes(layout_font: f64, width: f64, height: f64, metres: f64) -> f64 {
        let mm = layout_font * CAPITAL * 55.0 * 25.4 / width.hypot(height);
        mm / (metres * 1000.0) * ARC_MINUTE
    }

    #[track_caller]
    fn check(width: f64, height: f64, metres: f64, least_rows: usize, row_arc: f64) {
        let layout = wall(width, height, metres);
        let small = arc_minutes(layout.small, width, height, metres);
        let row = arc_minutes(layout.row, width, height, metres);
        assert!(small >= LEAST - 1e-6, "small type fills {small}'");
        assert!(row >= row_arc - 1e-6, "rows fill {row}'");
        assert!(layout.rows() >= least_rows, "{} rows", layout.rows());
        let used = layout.header + layout.heading + layout.footer + layout.notice;
        assert!(used + layout.rows() as f64 * layout.row_height(1) <= height);
    }

    #[test]
    fn type_fills_its_angle_and_rows_fit() {
        check(1920.0, 1080.0, 5.0, 6, 22.0);
        check(3840.0, 2160.0, 5.0, 6, 22.0);
        check(1920.0, 1080.0, 8.0, 3, 20.0);
        check(1920.0, 1080.0, 3.0, 10, 22.0);
        check(1080.0, 1920.0, 5.0, 12, 22.0);
    }

    #[test]
    fn a_denser_screen_shows_the_same_picture() {
        let (hd, uhd) = (wall(1920.0, 1080.0, 5.0), wall(3840.0, 2160.0, 5.0));
        assert_eq!(hd.rows(), uhd.rows());
        assert!((uhd.row - 2.0 * hd.row).abs() < 1e-6);
    }

    #[test]
    fn trouble_takes_room_from_the_body_only() {
        let screen = Screen { width: 1920.0, height: 1080.0, inches: 55.0, metres: 5.0 };
        let calm = Layout::new(screen, FRAME);
        let told = Layout::new(screen, Frame { notice: 20.0, ..FRAME });
        assert!(told.notice > 0.0);
        assert!((calm.body_height - told.body_height - told.notice).abs() < 1e-6);
    }

    #[test]
    fn no_more_of_a_footer_gives_way_than_must() {
        let check = |room, expected| assert_eq!(given_way(&FRAME, room), expected);
        for (room, expected) in [
            (30.0, 0),
            (29.9, 1),
            (25.0, 1),
            (24.9, 2),
            (19.0, 2),
            (18.9, 3),
            (15.9, 4),
            (1.0, 4),
        ] {
            check(room, expected);
        }
        assert_eq!(wall(1920.0, 1080.0, 3.0).given_way, 0);
        assert_eq!(wall(1920.0, 1080.0, 8.0).given_way, 2);
    }

    #[test]
    fn columns_by_need() {
        let layout = wall(1920.0, 1080.0, 5.0);
        assert_eq!(layout.columns(layout.column(3)), 3);
        assert_eq!(layout.columns(layout.column(3) + 1.0), 2);
        assert_eq!(layout.columns(layout.column(2) + 1.0), 1);
        assert_eq!(layout.columns(1e9), 1);
    }

    #[test]
    fn small_windows_are_documents() {
        let wall =
            |width, height| Screen { width, height, inches: 55.0, metres: 5.0 }.is_wall();
        assert!(wall(1920.0, 1080.0));
        assert!(!wall(360.0, 740.0));
        assert!(!wall(1280.0, 400.0));
    }

    #[test]
    fn every_item_is_on_one_page() {
        let heights = [10.0, 10.0, 25.0, 10.0, 99.0, 10.0, 10.0, 10.0];
        for columns in 1..4 {
            let pages = fill(&heights, |_| false, 30.0, columns);
            let items: Vec<usize> = pages.iter().flatten().cloned().flatten().collect();
            assert_eq!(items, (0..heights.len()).collect::<Vec<_>>());
            for column in pages.iter().flatten() {
                let used: f64 = heights[column.clone()].iter().sum();
                assert!(used <= 30.0 || column.len() == 1);
            }
            assert!(pages.iter().all(|page| page.len() <= columns));
        }
        assert!(fill(&[], |_| false, 30.0, 2).is_empty());
    }

    #[test]
    fn a_heading_never_ends_a_column() {
        let pages = fill(&[10.0, 10.0, 10.0, 10.0], |at| at == 2, 30.0, 1);
        assert_eq!(pages.concat(), [0..2, 2..4]);
    }
}
