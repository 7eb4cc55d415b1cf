//! What is written by hand: strokes on a small grid, as a letter carries them.

use std::fmt::{self, Write as _};
use std::str::FromStr;

/// How many columns the grid has: `x` runs from 0 to one less.
pub const GRID_WIDTH: u16 = 512;
/// How many rows the grid has: `y` runs from 0, at the top, to one less.
pub const GRID_HEIGHT: u16 = 320;
/// The most bytes that all handwriting of one letter may have.
pub const HANDWRITING_LIMIT: usize = 6 << 10;
/// The most bytes that a guest's handwritten name may have; they count among those of
/// [`HANDWRITING_LIMIT`].
pub const HANDWRITTEN_NAME_LIMIT: usize = 1536;
/// The most strokes that handwriting may have.
pub const STROKES_LIMIT: usize = 600;
/// The most points that a stroke may have.
pub const STROKE_POINTS_LIMIT: usize = 128;
/// The most bytes that a stroke takes, with the separator before it.
pub const STROKE_BYTES_LIMIT: usize = 1 + START + (STROKE_POINTS_LIMIT - 1) * STEP;

/// Between two strokes.
const SEPARATOR: char = '.';
/// Digits of the first point of a stroke: two for each coordinate.
const START: usize = 4;
/// Digits of each further point: one for each coordinate.
const STEP: usize = 2;
/// The farthest that a point lies from the one before it, in each coordinate.
const FARTHEST: i32 = 31;
/// The digits from 0 to 63: those of base64url.
const DIGITS: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A point of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridPoint {
    x: u16,
    y: u16,
}

/// A line drawn without lifting the pen: one point, or several of which each is another
/// than the one before and near it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    first: GridPoint,
    rest: Vec<GridPoint>,
}

/// What somebody wrote by hand: at least one stroke, within all bounds.
///
/// It is written (`Display`) and read (`FromStr`) in one way only: strokes with `.` between
/// them, a point's digits as `docs/letters.md` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handwriting {
    strokes: Vec<Stroke>,
}

/// Why something is no handwriting. Strokes and points are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandwritingError {
    /// No stroke at all.
    #[error("no stroke")]
    Empty,
    /// Too many bytes.
    #[error("{got} bytes; {limit} are allowed")]
    TooLong {
        /// The bytes found.
        got: usize,
        /// The most there may be.
        limit: usize,
    },
    /// Too many strokes.
    #[error("{got} strokes; {STROKES_LIMIT} are allowed")]
    TooManyStrokes {
        /// The strokes found.
        got: usize,
    },
    /// Too many points in a stroke.
    #[error("{got} points in stroke {stroke}; {STROKE_POINTS_LIMIT} are allowed")]
    TooManyPoints {
        /// The stroke.
        stroke: usize,
        /// The points found.
        got: usize,
    },
    /// A byte that is no digit.
    #[error("byte 0x{found:02x} of stroke {stroke} is no digit")]
    NotADigit {
        /// The stroke.
        stroke: usize,
        /// The byte.
        found: u8,
    },
    /// A stroke that ends within a point.
    #[error("stroke {stroke} ends within a point")]
    Incomplete {
        /// The stroke.
        stroke: usize,
    },
    /// A point beside the grid.
    #[error("point {point} of stroke {stroke} lies beside the grid")]
    OutsideGrid {
        /// The stroke.
        stroke: usize,
        /// The point.
        point: usize,
    },
    /// A point where the one before it is, or too far from it.
    #[error("point {point} of stroke {stroke} is no step away from the one before")]
    NotAStep {
        /// The stroke.
        stroke: usize,
        /// The point.
        point: usize,
    },
}

impl GridPoint {
    /// The point with these coordinates, if it lies on the grid.
    #[must_use]
    pub const fn new(x: u16, y: u16) -> Option<GridPoint> {
        if x < GRID_WIDTH && y < GRID_HEIGHT { Some(GridPoint { x, y }) } else { None }
    }

    /// Columns from the left.
    #[must_use]
    pub const fn x(self) -> u16 {
        self.x
    }

    /// Rows from the top.
    #[must_use]
    pub const fn y(self) -> u16 {
        self.y
    }

    /// How far another point lies from it.
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

    /// Draws a straight line to a point, over points between where it is far. Whether the
    /// stroke had room for it; where not, it stays as it was.
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

    /// Its points, the first one first.
    pub fn points(&self) -> impl Iterator<Item = GridPoint> + '_ {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }

    /// Its last point.
    #[must_use]
    pub fn last(&self) -> GridPoint {
        self.rest.last().copied().unwrap_or(self.first)
    }

    /// How many points it has.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it has at least one")]
    pub fn len(&self) -> usize {
        self.rest.len().saturating_add(1)
    }

    /// How many bytes it takes in a letter, without a separator.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.rest.len().saturating_mul(STEP).saturating_add(START)
    }

    /// Reads a stroke's digits; `stroke` is its number, for errors.
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
    /// Handwriting of these strokes, in the order in which they were drawn.
    ///
    /// # Errors
    /// When there are none, or more than a letter holds.
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

    /// Its strokes, in the order in which they were drawn.
    #[must_use]
    pub fn strokes(&self) -> &[Stroke] {
        &self.strokes
    }

    /// How many bytes it takes in a letter.
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

    /// An SVG document that draws it: black on white, a little larger than the grid so that
    /// no line is cut off. Nothing in it is anybody's text.
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
    // A line of no length is drawn as a dot.
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
