//! Handwriting in letters: strokes on a small grid.

use std::fmt::{self, Write as _};
use std::str::FromStr;

/// The width of the grid: `x` runs from 0 to one less.
pub const GRID_WIDTH: u16 = 512;
/// The height of the grid: `y` runs from 0, at the top, to one less.
pub const GRID_HEIGHT: u16 = 320;
/// The size limit of all handwriting in one letter, in bytes.
pub const HANDWRITING_LIMIT: usize = 6 << 10;
/// The size limit of a guest's handwritten name, in bytes; it counts towards
/// [`HANDWRITING_LIMIT`].
pub const HANDWRITTEN_NAME_LIMIT: usize = 1536;
/// The largest number of strokes.
pub const STROKES_LIMIT: usize = 600;
/// The largest number of points in a stroke.
pub const STROKE_POINTS_LIMIT: usize = 128;
/// The largest size of a stroke in bytes, including the separator before it.
pub const STROKE_BYTES_LIMIT: usize = 1 + START + (STROKE_POINTS_LIMIT - 1) * STEP;

/// The separator between strokes.
const SEPARATOR: char = '.';
/// The number of digits of a stroke's first point: two for each coordinate.
const START: usize = 4;
/// The number of digits of each further point: one for each coordinate.
const STEP: usize = 2;
/// The largest difference between consecutive points in each coordinate.
const FARTHEST: i32 = 31;
/// The digits for the values 0 to 63: those of base64url.
const DIGITS: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A point on the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridPoint {
    x: u16,
    y: u16,
}

/// A line drawn without lifting the pen: one or more points, of which consecutive ones
/// are different and near each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    first: GridPoint,
    rest: Vec<GridPoint>,
}

/// Handwriting: at least one stroke, within all limits.
///
/// There is only one notation, for writing (`Display`) and reading (`FromStr`): strokes
/// separated by `.`, the digits of points as in `docs/letters.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handwriting {
    strokes: Vec<Stroke>,
}

/// Why a text or a list of strokes is not valid handwriting. Strokes and points are
/// counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandwritingError {
    /// There is no stroke.
    #[error("no stroke")]
    Empty,
    /// There are too many bytes.
    #[error("{got} bytes; {limit} are allowed")]
    TooLong {
        /// The size in bytes.
        got: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// There are too many strokes.
    #[error("{got} strokes; {STROKES_LIMIT} are allowed")]
    TooManyStrokes {
        /// The number of strokes.
        got: usize,
    },
    /// A stroke has too many points.
    #[error("{got} points in stroke {stroke}; {STROKE_POINTS_LIMIT} are allowed")]
    TooManyPoints {
        /// The stroke.
        stroke: usize,
        /// The number of points.
        got: usize,
    },
    /// A byte is not a digit.
    #[error("byte 0x{found:02x} of stroke {stroke} is no digit")]
    NotADigit {
        /// The stroke.
        stroke: usize,
        /// The byte.
        found: u8,
    },
    /// A stroke ends in the middle of a point.
    #[error("stroke {stroke} ends within a point")]
    Incomplete {
        /// The stroke.
        stroke: usize,
    },
    /// A point is outside the grid.
    #[error("point {point} of stroke {stroke} is outside the grid")]
    OutsideGrid {
        /// The stroke.
        stroke: usize,
        /// The point.
        point: usize,
    },
    /// A point is equal to the one before it, or too far from it.
    #[error("point {point} of stroke {stroke} is no step away from the one before")]
    NotAStep {
        /// The stroke.
        stroke: usize,
        /// The point.
        point: usize,
    },
}

impl GridPoint {
    /// The point with these coordinates; `None` outside the grid.
    #[must_use]
    pub const fn new(x: u16, y: u16) -> Option<GridPoint> {
        if x < GRID_WIDTH && y < GRID_HEIGHT { Some(GridPoint { x, y }) } else { None }
    }

    /// The column, from the left.
    #[must_use]
    pub const fn x(self) -> u16 {
        self.x
    }

    /// The row, from the top.
    #[must_use]
    pub const fn y(self) -> u16 {
        self.y
    }

    /// The difference to another point.
    fn step_to(self, other: GridPoint) -> (i32, i32) {
        let dx = i32::from(other.x).saturating_sub(i32::from(self.x));
        let dy = i32::from(other.y).saturating_sub(i32::from(self.y));
        (dx, dy)
    }

    fn stepped(self, dx: i32, dy: i32) -> Option<GridPoint> {
        let x = i32::from(self.x).saturating_add(dx);
        let y = i32::from(self.y).saturating_add(dy);
        GridPoint::new(u16::try_from(x).ok()?, u16::try_from(y).ok()?)
    }
}

impl Stroke {
    /// A stroke of one point.
    #[must_use]
    pub const fn new(first: GridPoint) -> Stroke {
        Stroke { first, rest: Vec::new() }
    }

    /// Draws a straight line to a point, with points in between if it is far. Returns
    /// `false`, and leaves the stroke unchanged, if the stroke has no room for it.
    pub fn draw_to(&mut self, to: GridPoint) -> bool {
        let from = self.last();
        let (dx, dy) = from.step_to(to);
        let longest = dx.abs().max(dy.abs());
        let pieces = longest.saturating_add(FARTHEST - 1) / FARTHEST;
        let needed = usize::try_from(pieces).unwrap_or(usize::MAX);
        if self.len().saturating_add(needed) > STROKE_POINTS_LIMIT {
            return false;
        }
        let part = |all: i32, piece: i32| all.saturating_mul(piece) / pieces.max(1);
        self.rest.extend(
            (1..=pieces)
                .filter_map(|piece| from.stepped(part(dx, piece), part(dy, piece))),
        );
        true
    }

    /// All points, in drawing order.
    pub fn points(&self) -> impl Iterator<Item = GridPoint> + '_ {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }

    /// The last point.
    #[must_use]
    pub fn last(&self) -> GridPoint {
        self.rest.last().copied().unwrap_or(self.first)
    }

    /// The number of points.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it has at least one")]
    pub fn len(&self) -> usize {
        self.rest.len().saturating_add(1)
    }

    /// The size in a letter in bytes, without a separator.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.rest.len().saturating_mul(STEP).saturating_add(START)
    }

    /// Reads the digits of a stroke; `stroke` is its number, for errors.
    fn read(text: &str, stroke: usize) -> Result<Stroke, HandwritingError> {
        let (start, steps) = text.as_bytes().split_at(text.len().min(START));
        let &[x1, x2, y1, y2] = start else {
            return Err(HandwritingError::Incomplete { stroke });
        };
        let value = |digit: u8| digit_value(digit, stroke);
        let pair = |high: u8, low: u8| -> Result<u16, HandwritingError> {
            Ok(value(high)? * 64 + value(low)?)
        };
        let first = GridPoint::new(pair(x1, x2)?, pair(y1, y2)?)
            .ok_or(HandwritingError::OutsideGrid { stroke, point: 0 })?;
        let got = (steps.len() / STEP).saturating_add(1);
        if got > STROKE_POINTS_LIMIT {
            return Err(HandwritingError::TooManyPoints { stroke, got });
        }
        let (mut last, mut rest) = (first, Vec::with_capacity(got));
        for (point, step) in (1..).zip(steps.chunks(STEP)) {
            let &[dx, dy] = step else {
                return Err(HandwritingError::Incomplete { stroke });
            };
            let [dx, dy] = [value(dx)?, value(dy)?].map(|it| i32::from(it) - FARTHEST);
            if (dx, dy) == (0, 0) || dx > FARTHEST || dy > FARTHEST {
                return Err(HandwritingError::NotAStep { stroke, point });
            }
            last = last
                .stepped(dx, dy)
                .ok_or(HandwritingError::OutsideGrid { stroke, point })?;
            rest.push(last);
        }
        Ok(Stroke { first, rest })
    }

    fn steps(&self) -> impl Iterator<Item = (i32, i32)> + '_ {
        self.points().zip(&self.rest).map(|(from, to)| from.step_to(*to))
    }
}

impl Handwriting {
    /// Handwriting of these strokes, in drawing order.
    ///
    /// # Errors
    /// When there is no stroke, or more than a letter may contain.
    pub fn new(strokes: Vec<Stroke>) -> Result<Handwriting, HandwritingError> {
        let got = strokes.len();
        if got == 0 {
            return Err(HandwritingError::Empty);
        }
        if got > STROKES_LIMIT {
            return Err(HandwritingError::TooManyStrokes { got });
        }
        let handwriting = Handwriting { strokes };
        let (got, limit) = (handwriting.bytes(), HANDWRITING_LIMIT);
        if got > limit {
            return Err(HandwritingError::TooLong { got, limit });
        }
        Ok(handwriting)
    }

    /// The strokes, in drawing order.
    #[must_use]
    pub fn strokes(&self) -> &[Stroke] {
        &self.strokes
    }

    /// The size in a letter in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let separators = self.strokes.len().saturating_sub(1);
        self.strokes.iter().fold(separators, |sum, it| sum.saturating_add(it.bytes()))
    }

    /// The data of an SVG path that draws it on the grid: `M`, `l`, `h0` and integers.
    #[must_use]
    pub fn to_svg_path(&self) -> String {
        svg_path(&self.strokes)
    }

    /// An SVG document that draws it in black on white, with a margin around the grid so
    /// that no line is cut off. It contains no text from the sender.
    #[must_use]
    pub fn to_svg(&self) -> String {
        const EDGE: u16 = 6;
        let (width, height) = (GRID_WIDTH + 2 * EDGE, GRID_HEIGHT + 2 * EDGE);
        let path = self.to_svg_path();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
             viewBox=\"-{EDGE} -{EDGE} {width} {height}\">\n\
             <rect x=\"-{EDGE}\" y=\"-{EDGE}\" width=\"{width}\" height=\"{height}\" \
             fill=\"white\"/>\n\
             <path fill=\"none\" stroke=\"black\" stroke-width=\"3\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"{path}\"/>\n\
             </svg>\n",
            2 * width,
            2 * height,
        )
    }
}

/// The data of an SVG path that draws strokes on the grid: `M`, `l`, `h0` and integers.
#[must_use]
pub fn svg_path(strokes: &[Stroke]) -> String {
    strokes.iter().map(stroke_path).collect()
}

fn stroke_path(stroke: &Stroke) -> String {
    let GridPoint { x, y } = stroke.first;
    // A line of zero length is drawn as a dot.
    let dot = if stroke.rest.is_empty() { "h0" } else { "" };
    let lines: String = stroke.steps().map(|(dx, dy)| format!("l{dx} {dy}")).collect();
    format!("M{x} {y}{dot}{lines}")
}

impl fmt::Display for Handwriting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, stroke) in self.strokes.iter().enumerate() {
            if place > 0 {
                f.write_char(SEPARATOR)?;
            }
            for coordinate in [stroke.first.x, stroke.first.y] {
                f.write_char(digit(coordinate / 64))?;
                f.write_char(digit(coordinate % 64))?;
            }
            for (dx, dy) in stroke.steps() {
                for step in [dx, dy] {
                    let value = u16::try_from(step.saturating_add(FARTHEST));
                    f.write_char(digit(value.unwrap_or_default()))?;
                }
            }
        }
        Ok(())
    }
}

impl FromStr for Handwriting {
    type Err = HandwritingError;

    fn from_str(text: &str) -> Result<Handwriting, HandwritingError> {
        let (got, limit) = (text.len(), HANDWRITING_LIMIT);
        if got > limit {
            return Err(HandwritingError::TooLong { got, limit });
        }
        if text.is_empty() {
            return Err(HandwritingError::Empty);
        }
        let strokes = text.split(SEPARATOR).enumerate();
        let strokes = strokes.map(|(number, stroke)| Stroke::read(stroke, number));
        Handwriting::new(strokes.collect::<Result<_, _>>()?)
    }
}

fn digit(value: u16) -> char {
    let digit = DIGITS.get(usize::from(value)).copied().unwrap_or(b'A');
    char::from(digit)
}

fn digit_value(digit: u8, stroke: usize) -> Result<u16, HandwritingError> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        found => return Err(HandwritingError::NotADigit { stroke, found }),
    };
    Ok(u16::from(value))
}
