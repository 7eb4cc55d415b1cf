//! What both charts have in common: the sheet, its grid and its letters.

use std::convert::Infallible;

use hallboard_score::{Month, Points};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, Drawable, PathElement, PointCollection};
use plotters::style::{RGBColor, ShapeStyle};
use plotters_backend::text_anchor::{HPos, VPos};

use super::axis::{AxisWords, PointsAxis, Span, TimeAxis};
use super::backend::{Lettered, Lettering, Recorder};
use super::drawing::{Drawing, Ink, Voice, advance};
use crate::figures;

/// The room for a drawing and the size of its letters, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The drawing's width.
    pub width: u16,
    /// The drawing's height.
    pub height: u16,
    /// The size of the axes' letters; nothing is lettered smaller.
    pub font: u16,
}

pub(super) type Sheet<'a> = DrawingArea<Recorder<'a>, Shift>;
/// The plot itself. plotters' builder of charts would bring margins, labels and legends
/// that are not used here.
pub(super) type Chart<'a> =
    DrawingArea<Recorder<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
pub(super) type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;

/// How a drawing is divided, in tenths of a pixel.
pub(super) struct Layout {
    pub(super) em: i32,
    pub(super) width: i32,
    pub(super) height: i32,
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
    pub(super) points: PointsAxis,
}

impl Layout {
    /// Divides the frame for values from `low` to `high`, with `right` kept free at the
    /// right edge. Nothing where letters of that size leave no room for a line.
    pub(super) fn new(
        frame: Frame,
        (low, high): (Points, Points),
        span: &Span,
        right: i32,
    ) -> Option<Layout> {
        let [width, height, em] =
            [frame.width, frame.height, frame.font].map(|pixels| i32::from(pixels) * 10);
        let (top, bottom) = (em * 7 / 10, em * 17 / 10);
        let most = i64::from((height - top - bottom) / (em * 5 / 2).max(1)).clamp(2, 3);
        let points = PointsAxis::choose(low, high, span, most);
        let names = points.lines().map(|line| advance(&figure(line), em));
        let left = names.max().unwrap_or(0) + em / 2;
        let roomy = width - left - right >= 4 * em && height - top - bottom >= 3 * em;
        (em > 0 && roomy).then_some(Layout {
            em,
            width,
            height,
            left,
            right,
            top,
            bottom,
            points,
        })
    }

    /// Where the plot begins.
    pub(super) fn left(&self) -> i32 {
        self.left
    }

    /// Where the plot begins above.
    pub(super) fn top(&self) -> i32 {
        self.top
    }

    /// The width of the plot itself.
    pub(super) fn length(&self) -> i32 {
        self.width - self.left - self.right
    }

    /// Where the plot ends below.
    pub(super) fn foot(&self) -> i32 {
        self.height - self.bottom
    }

    /// The chart's coordinates: x from 0 to `last`, y in hundredths of a point.
    pub(super) fn chart<'a>(&self, sheet: &Sheet<'a>, last: f64) -> Chart<'a> {
        let across = self.left..self.width - self.right - 1;
        let upwards = self.foot() - 1..self.top;
        sheet.apply_coord_spec(Cartesian2d::new(
            0.0..last,
            self.points.low as f64..self.points.high as f64,
            (across, upwards),
        ))
    }

    /// A hairline for each line of points.
    pub(super) fn grid(&self, chart: &Chart<'_>, last: f64) -> Drawn {
        let style = stroke(Ink::Rule, (self.em / 25).max(10));
        let line = |line: i64| {
            PathElement::new([(0.0, line as f64), (last, line as f64)], style)
        };
        draw_all(chart, self.points.lines().map(line))
    }

    /// The numbers at the left edge.
    pub(super) fn figures(&self, sheet: &Sheet<'_>, chart: &Chart<'_>) -> Drawn {
        let lettering = Lettering { h_pos: HPos::Right, ..self.axis_lettering() };
        for line in self.points.lines() {
            let (left, y) = chart.map_coordinate(&(0.0, line as f64));
            let at = (left - self.em / 2, y);
            sheet.draw(&Lettered { at, text: &figure(line), lettering })?;
        }
        Ok(())
    }

    /// The years, or months, under the plot. `place` says where a month begins, in
    /// tenths of a pixel from the plot's left edge.
    pub(super) fn dates(
        &self,
        sheet: &Sheet<'_>,
        (first, last): (Month, Month),
        place: &dyn Fn(Month) -> i32,
        words: &AxisWords,
    ) -> Drawn {
        let axis = TimeAxis {
            first,
            last,
            place,
            length: self.length(),
            reach: self.width - self.left,
            size: self.em,
            words,
        };
        let lettering = self.axis_lettering();
        let y = self.foot() + self.em * 11 / 10;
        for tick in axis.ticks() {
            let at = (self.left + tick.x, y);
            sheet.draw(&Lettered { at, text: &tick.text, lettering })?;
        }
        Ok(())
    }

    fn axis_lettering(&self) -> Lettering {
        Lettering {
            ink: Ink::Soft,
            voice: Voice::Axis,
            size: self.em,
            h_pos: HPos::Left,
            v_pos: VPos::Center,
        }
    }

    /// How wide the line of the data is.
    pub(super) fn pen(&self) -> i32 {
        self.em * 16 / 100
    }

    /// The filled dot at the end of the line.
    pub(super) fn dot(&self, chart: &Chart<'_>, at: (f64, f64)) -> Drawn {
        self.spot(chart, at, self.em * 38 / 100)
    }

    /// A filled circle of that radius.
    pub(super) fn spot(&self, chart: &Chart<'_>, at: (f64, f64), radius: i32) -> Drawn {
        chart.draw(&Circle::new(at, radius, fill(Ink::Tea)))
    }
}

/// Draws a series of plotters'.
pub(super) fn draw_all<'a, E>(
    chart: &Chart<'a>,
    series: impl IntoIterator<Item = E>,
) -> Drawn
where
    for<'e> &'e E: PointCollection<'e, (f64, f64)>,
    E: Drawable<Recorder<'a>>,
{
    series.into_iter().try_for_each(|element| chart.draw(&element))
}

/// What `draw` draws; a blank sheet where plotters will not.
pub(super) fn on_sheet(frame: Frame, draw: impl FnOnce(&Sheet<'_>) -> Drawn) -> Drawing {
    let blank = Drawing { width: frame.width, height: frame.height, marks: Vec::new() };
    let mut drawing = blank.clone();
    let drawn = draw(&Recorder::new(&mut drawing).into());
    if drawn.is_ok() { drawing } else { blank }
}

pub(super) fn stroke(ink: Ink, width: i32) -> ShapeStyle {
    ShapeStyle { stroke_width: width.unsigned_abs(), filled: false, ..fill(ink) }
}

pub(super) fn fill(ink: Ink) -> ShapeStyle {
    ShapeStyle { color: RGBColor(ink.code(), 0, 0).into(), filled: true, stroke_width: 0 }
}

fn figure(hundredths: i64) -> String {
    figures::points(Points::from_hundredths(hundredths))
}
