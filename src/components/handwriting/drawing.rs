//! Strokes drawn with a finger, a pen or a mouse, within the limits of a letter.

use hallboard_feed::letter::{
    GRID_HEIGHT, GRID_WIDTH, GridPoint, Handwriting, STROKE_BYTES_LIMIT, STROKES_LIMIT,
    Stroke, svg_path,
};

/// Tolerance of simplification: the distance of a dropped point from the line, in cells
/// of the grid.
const TOLERANCE: f64 = 0.8;
/// After so many points the line so far is simplified, before the pen is lifted.
const RAW_POINTS_LIMIT: usize = 1024;

/// Lines drawn on the grid, within a limit of bytes.
///
/// A line can be started only if there is room for a whole stroke, so that no line of
/// ordinary length is cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// Each line as it was drawn; a very long one takes several strokes.
    lines: Vec<Vec<Stroke>>,
    /// The points of the line under the pen that are not in a stroke yet.
    raw: Vec<GridPoint>,
    limit: usize,
}

impl Drawing {
    /// Continues an earlier drawing, if any; at most `limit` bytes.
    #[must_use]
    pub fn new(limit: usize, before: Option<&Handwriting>) -> Drawing {
        let strokes = before.map(Handwriting::strokes).unwrap_or_default();
        let lines = strokes.iter().map(|stroke| vec![stroke.clone()]).collect();
        Drawing { lines, raw: Vec::new(), limit }
    }

    /// Starts a line; `false` if there is no room for one.
    pub fn begin(&mut self, point: GridPoint) -> bool {
        self.end();
        if self.is_full() {
            return false;
        }
        self.lines.push(Vec::new());
        self.raw.push(point);
        true
    }

    /// Moves the pen; `false` if it is not down.
    pub fn extend(&mut self, point: GridPoint) -> bool {
        let Some(last) = self.raw.last().copied() else { return false };
        if last != point {
            self.raw.push(point);
        }
        if self.raw.len() >= RAW_POINTS_LIMIT {
            self.keep_line();
            // The line goes on where it is, if there is room for more of it.
            if !self.is_full() {
                self.raw.push(point);
            }
        }
        true
    }

    /// Lifts the pen; `false` if it was not down.
    pub fn end(&mut self) -> bool {
        let was_down = !self.raw.is_empty();
        self.keep_line();
        was_down
    }

    /// Removes the last line.
    pub fn undo(&mut self) {
        self.raw.clear();
        self.lines.pop();
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        self.raw.clear();
        self.lines.clear();
    }

    /// Whether there is no room for another stroke.
    #[must_use]
    pub fn is_full(&self) -> bool {
        let strokes = self.strokes().count();
        self.bytes().saturating_add(STROKE_BYTES_LIMIT) > self.limit
            || strokes >= STROKES_LIMIT
    }

    /// The drawing as encoded in a letter.
    #[must_use]
    pub fn to_handwriting(&self) -> Option<Handwriting> {
        Handwriting::new(self.strokes().cloned().collect()).ok()
    }

    /// The data of an SVG path that draws it, with the line under the pen.
    #[must_use]
    pub fn to_svg_path(&self) -> String {
        let strokes: Vec<Stroke> = self.strokes().cloned().collect();
        let mut path = svg_path(&strokes);
        for (place, point) in self.raw.iter().enumerate() {
            let command = if place == 0 { 'M' } else { 'L' };
            path.push_str(&format!("{command}{} {}", point.x(), point.y()));
        }
        if self.raw.len() == 1 {
            path.push_str("h0");
        }
        path
    }

    fn strokes(&self) -> impl Iterator<Item = &Stroke> {
        self.lines.iter().flatten()
    }

    /// The bytes of all strokes, each with a separator.
    fn bytes(&self) -> usize {
        self.strokes().map(|stroke| stroke.bytes().saturating_add(1)).sum()
    }

    /// Converts the points under the pen to strokes, as far as there is room for them.
    fn keep_line(&mut self) {
        let points = simplified(&std::mem::take(&mut self.raw));
        let mut points = points.into_iter();
        let Some(first) = points.next() else { return };
        let mut stroke = Stroke::new(first);
        for point in points {
            if stroke.draw_to(point) {
                continue;
            }
            let next = Stroke::new(stroke.last());
            self.keep(std::mem::replace(&mut stroke, next));
            if self.is_full() {
                return;
            }
            // A fresh stroke has room for a line over the whole grid.
            stroke.draw_to(point);
        }
        self.keep(stroke);
    }

    fn keep(&mut self, stroke: Stroke) {
        if let Some(line) = self.lines.last_mut() {
            line.push(stroke);
        }
    }
}

/// The point of the grid at a place in the box, given as parts of its width and height.
/// Positions outside are clamped to its edge.
#[must_use]
pub fn grid_point(x: f64, y: f64) -> Option<GridPoint> {
    GridPoint::new(cell(x, GRID_WIDTH), cell(y, GRID_HEIGHT))
}

fn cell(part: f64, cells: u16) -> u16 {
    let last = cells.saturating_sub(1);
    // A cast saturates for NaN and for numbers that are too large.
    ((part * f64::from(cells)) as u16).min(last)
}

/// Simplifies a line: each dropped point is within [`TOLERANCE`] of the result (Ramer,
/// Douglas, Peucker).
#[must_use]
pub fn simplified(points: &[GridPoint]) -> Vec<GridPoint> {
    let mut kept: Vec<GridPoint> = points.first().copied().into_iter().collect();
    keep_between(points, &mut kept);
    kept
}

/// Appends the simplified line without its first point.
fn keep_between(points: &[GridPoint], kept: &mut Vec<GridPoint>) {
    let [first, between @ .., last] = points else { return };
    let distances = between.iter().map(|point| distance(*point, *first, *last));
    let farthest = (1..).zip(distances).max_by(|a, b| a.1.total_cmp(&b.1));
    match farthest {
        Some((place, distance)) if distance > TOLERANCE => {
            keep_between(points.get(..=place).unwrap_or_default(), kept);
            keep_between(points.get(place..).unwrap_or_default(), kept);
        }
        _ if first == last && between.is_empty() => {}
        _ => kept.push(*last),
    }
}

/// How far a point is from the line between two others.
fn distance(point: GridPoint, from: GridPoint, to: GridPoint) -> f64 {
    let place = |point: GridPoint| (f64::from(point.x()), f64::from(point.y()));
    let ((x, y), (from_x, from_y), (to_x, to_y)) = (place(point), place(from), place(to));
    let (line_x, line_y) = (to_x - from_x, to_y - from_y);
    let length = line_x * line_x + line_y * line_y;
    let along = (x - from_x) * line_x + (y - from_y) * line_y;
    let part = if length > 0.0 { (along / length).clamp(0.0, 1.0) } else { 0.0 };
    (x - from_x - part * line_x).hypot(y - from_y - part * line_y)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use hallboard_feed::letter::{HANDWRITING_LIMIT, HANDWRITTEN_NAME_LIMIT};
    use proptest::prelude::*;

    use super::*;

    fn point(x: u16, y: u16) -> GridPoint {
        GridPoint::new(x, y).unwrap()
    }

    fn draw(drawing: &mut Drawing, points: &[(u16, u16)]) -> bool {
        let mut points = points.iter().map(|(x, y)| point(*x, *y));
        let begun = drawing.begin(points.next().unwrap());
        points.for_each(|point| {
            drawing.extend(point);
        });
        drawing.end();
        begun
    }

    #[test]
    fn straight_lines_need_two_points_and_corners_one_more() {
        let check = |points: &[(u16, u16)], kept: &[(u16, u16)]| {
            let points: Vec<_> = points.iter().map(|(x, y)| point(*x, *y)).collect();
            let kept: Vec<_> = kept.iter().map(|(x, y)| point(*x, *y)).collect();
            assert_eq!(simplified(&points), kept);
        };
        check(&[], &[]);
        check(&[(5, 5)], &[(5, 5)]);
        check(&[(0, 0), (5, 0), (9, 0)], &[(0, 0), (9, 0)]);
        check(&[(0, 0), (5, 0), (9, 0), (9, 9)], &[(0, 0), (9, 0), (9, 9)]);
        check(&[(0, 0), (9, 0), (0, 0)], &[(0, 0), (9, 0), (0, 0)]);
        check(&[(0, 0), (9, 1), (18, 0), (18, 40)], &[(0, 0), (9, 1), (18, 0), (18, 40)]);
    }

    #[test]
    fn positions_map_to_grid_points() {
        let check = |x, y, expected| assert_eq!(grid_point(x, y), Some(expected));
        check(0.0, 0.0, point(0, 0));
        check(0.5, 0.5, point(256, 160));
        check(1.0, 1.0, point(511, 319));
        check(-3.0, 7.0, point(0, 319));
        check(f64::NAN, f64::INFINITY, point(0, 319));
    }

    #[test]
    fn undo_removes_the_last_line() {
        let mut drawing = Drawing::new(HANDWRITING_LIMIT, None);
        assert_eq!(drawing.to_handwriting(), None);
        assert!(!drawing.extend(point(1, 1)), "the pen is not down");
        draw(&mut drawing, &[(0, 0), (10, 0)]);
        draw(&mut drawing, &[(5, 5)]);
        assert_eq!(drawing.to_svg_path(), "M0 0l10 0M5 5h0");
        let written = drawing.to_handwriting().unwrap();
        let mut again = Drawing::new(HANDWRITING_LIMIT, Some(&written));
        again.undo();
        assert_eq!(again.to_svg_path(), "M0 0l10 0");
        again.clear();
        again.undo();
        assert_eq!(again.to_svg_path(), "");
        drawing.begin(point(1, 2));
        assert!(drawing.to_svg_path().ends_with("M1 2h0"), "shown under the pen");
        drawing.extend(point(3, 4));
        assert!(drawing.to_svg_path().ends_with("M1 2L3 4"));
    }

    /// A line of any length is removed as one, and ends when the limit is reached.
    #[test]
    fn very_long_line_stays_within_the_size_limit() {
        let mut drawing = Drawing::new(HANDWRITING_LIMIT, None);
        let zigzag: Vec<_> = (0..9000_u16)
            .map(|it| (it % 500, if it % 2 == 0 { 0 } else { 300 }))
            .collect();
        assert!(draw(&mut drawing, &zigzag));
        assert!(drawing.is_full());
        assert!(drawing.to_handwriting().unwrap().bytes() <= HANDWRITING_LIMIT);
        assert!(!draw(&mut drawing, &[(1, 1)]));
        drawing.undo();
        assert_eq!(drawing.to_handwriting(), None);
    }

    proptest! {
        #[test]
        fn any_drawing_stays_within_the_size_limit(
            lines in prop::collection::vec(
                prop::collection::vec((0..GRID_WIDTH, 0..GRID_HEIGHT), 1..40),
                0..60,
            ),
            is_name: bool,
        ) {
            let limit = if is_name { HANDWRITTEN_NAME_LIMIT } else { HANDWRITING_LIMIT };
            let mut drawing = Drawing::new(limit, None);
            for line in &lines {
                let before = drawing.clone();
                let begun = draw(&mut drawing, line);
                prop_assert_eq!(begun, !before.is_full());
                prop_assert!(begun || drawing == before);
                if let Some(written) = drawing.to_handwriting() {
                    prop_assert!(written.bytes() <= limit);
                    prop_assert_eq!(written.to_string().parse(), Ok(written));
                }
            }
            prop_assert_eq!(drawing.to_handwriting().is_none(), lines.is_empty());
        }

        #[test]
        fn simplified_lines_stay_close_to_the_original(
            points in prop::collection::vec((0..60_u16, 0..60_u16), 1..60),
        ) {
            let points: Vec<_> = points.iter().map(|(x, y)| point(*x, *y)).collect();
            let kept = simplified(&points);
            prop_assert_eq!(kept.first(), points.first());
            for left_out in &points {
                let near = kept.windows(2).any(|it| distance(*left_out, it[0], it[1]) <= TOLERANCE);
                prop_assert!(near || kept.contains(left_out), "{left_out:?} of {kept:?}");
            }
        }
    }
}
