//! Shared parts of all charts: the canvas, the layout of the plot, grid and labels.

use std::convert::Infallible;

use hallboard_score::{Day, Month, Points};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, Drawable, PathElement, PointCollection};
use plotters::style::{RGBColor, ShapeStyle};
use plotters_backend::text_anchor::{HPos, VPos};

use super::axis::{AxisRange, MonthNames, TimeAxis, ValueAxis};
use super::backend::{CommandBackend, TextElement, TextStyle};
use super::command::{ChartColor, Drawing, TextRole, text_width};
use crate::format;

/// Size of a drawing and of its text, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartSize {
    /// The drawing's width.
    pub width: u16,
    /// The drawing's height.
    pub height: u16,
    /// Font size of the axes' labels; no text is smaller.
    pub font: u16,
}

impl ChartSize {
    /// The font size in tenths of a pixel.
    pub(super) fn em(self) -> i32 {
        i32::from(self.font) * 10
    }
}

/// The whole drawing, in tenths of a pixel.
pub(super) type Canvas<'a> = DrawingArea<CommandBackend<'a>, Shift>;
/// The plot within it: x from 0, y in hundredths of a point. plotters' `ChartBuilder`
/// would add margins, labels and legends that are not used here.
pub(super) type PlotArea<'a> =
    DrawingArea<CommandBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
pub(super) type DrawResult = Result<(), DrawingAreaErrorKind<Infallible>>;

/// Margins and axes of a chart, in tenths of a pixel.
pub(super) struct PlotLayout {
    pub(super) em: i32,
    width: i32,
    height: i32,
    left_margin: i32,
    right_margin: i32,
    top_margin: i32,
    bottom_margin: i32,
    pub(super) values: ValueAxis,
}

impl PlotLayout {
    /// The layout for values from `low` to `high`, with a right margin of that width.
    /// `None` if text of that size leaves no room for a line.
    pub(super) fn new(
        size: ChartSize,
        (low, high): (Points, Points),
        range: &AxisRange,
        right_margin: i32,
    ) -> Option<PlotLayout> {
        let [width, height] = [size.width, size.height].map(|it| i32::from(it) * 10);
        let em = size.em();
        let (top_margin, bottom_margin) = (em * 7 / 10, em * 17 / 10);
        let plot_height = height - top_margin - bottom_margin;
        let max_steps = i64::from(plot_height / (em * 5 / 2).max(1)).clamp(2, 3);
        let values = ValueAxis::choose(low, high, range, max_steps);
        let labels = values.lines().map(|line| text_width(&value_label(line), em));
        let left_margin = labels.max().unwrap_or(0) + em / 2;
        let plot_width = width - left_margin - right_margin;
        let fits = em > 0 && plot_width >= 4 * em && plot_height >= 3 * em;
        fits.then_some(PlotLayout {
            em,
            width,
            height,
            left_margin,
            right_margin,
            top_margin,
            bottom_margin,
            values,
        })
    }

    /// The plot's left edge.
    pub(super) fn left(&self) -> i32 {
        self.left_margin
    }

    /// The plot's upper edge.
    pub(super) fn top(&self) -> i32 {
        self.top_margin
    }

    /// The plot's width.
    pub(super) fn length(&self) -> i32 {
        self.width - self.left_margin - self.right_margin
    }

    /// The plot's lower edge.
    pub(super) fn bottom(&self) -> i32 {
        self.height - self.bottom_margin
    }

    /// The plot's coordinates: x from 0 to `last`, y in hundredths of a point.
    pub(super) fn plot_area<'a>(&self, canvas: &Canvas<'a>, last: f64) -> PlotArea<'a> {
        let across = self.left_margin..self.width - self.right_margin - 1;
        let upwards = self.bottom() - 1..self.top_margin;
        canvas.apply_coord_spec(Cartesian2d::new(
            0.0..last,
            self.values.low as f64..self.values.high as f64,
            (across, upwards),
        ))
    }

    /// Draws a hairline at each step of the value axis.
    pub(super) fn draw_grid(&self, plot: &PlotArea<'_>, last: f64) -> DrawResult {
        let style = stroke(ChartColor::Rule, (self.em / 25).max(10));
        let line = |line: i64| {
            PathElement::new([(0.0, line as f64), (last, line as f64)], style)
        };
        draw_all(plot, self.values.lines().map(line))
    }

    /// Writes the values of the grid lines left of the plot.
    pub(super) fn draw_value_labels(
        &self,
        canvas: &Canvas<'_>,
        plot: &PlotArea<'_>,
    ) -> DrawResult {
        let style = TextStyle { h_pos: HPos::Right, ..self.axis_text_style() };
        for line in self.values.lines() {
            let (left, y) = plot.map_coordinate(&(0.0, line as f64));
            let at = (left - self.em / 2, y);
            canvas.draw(&TextElement { at, text: &value_label(line), style })?;
        }
        Ok(())
    }

    /// Writes years or months below a plot of days that is `across` days wide.
    pub(super) fn draw_day_axis(
        &self,
        canvas: &Canvas<'_>,
        (first, last): (Day, Day),
        across: f64,
        month_names: &MonthNames,
    ) -> DrawResult {
        let length = f64::from(self.length());
        let position = |month: Month| {
            let days = f64::from(first.days_until(month.first_day()));
            (days / across * length).round() as i32
        };
        let months = (first.month(), last.month());
        self.draw_time_labels(canvas, months, &position, month_names)
    }

    /// Writes years or months under the plot. `position` gives the first day of a month
    /// in tenths of a pixel from the plot's left edge.
    pub(super) fn draw_time_labels(
        &self,
        canvas: &Canvas<'_>,
        (first, last): (Month, Month),
        position: &dyn Fn(Month) -> i32,
        month_names: &MonthNames,
    ) -> DrawResult {
        let axis = TimeAxis {
            first,
            last,
            position,
            length: self.length(),
            label_limit: self.width - self.left_margin,
            size: self.em,
            month_names,
        };
        let style = self.axis_text_style();
        let y = self.bottom() + self.em * 11 / 10;
        for tick in axis.ticks() {
            let at = (self.left_margin + tick.x, y);
            canvas.draw(&TextElement { at, text: &tick.text, style })?;
        }
        Ok(())
    }

    fn axis_text_style(&self) -> TextStyle {
        TextStyle {
            color: ChartColor::Soft,
            role: TextRole::Axis,
            size: self.em,
            h_pos: HPos::Left,
            v_pos: VPos::Center,
        }
    }

    /// Width of the data line.
    pub(super) fn line_width(&self) -> i32 {
        self.em * 16 / 100
    }

    /// Width of auxiliary lines.
    pub(super) fn thin_line_width(&self) -> i32 {
        (self.em * 6 / 100).max(10)
    }

    /// The vertical centre of the first line of text in the plot.
    pub(super) fn first_line(&self) -> i32 {
        self.top_margin + self.em * 7 / 10
    }

    /// Draws the filled dot at the end of the line.
    pub(super) fn draw_end_point(
        &self,
        plot: &PlotArea<'_>,
        at: (f64, f64),
    ) -> DrawResult {
        self.draw_dot(plot, at, self.em * 38 / 100)
    }

    /// Draws a filled dot.
    pub(super) fn draw_dot(
        &self,
        plot: &PlotArea<'_>,
        at: (f64, f64),
        radius: i32,
    ) -> DrawResult {
        plot.draw(&Circle::new(at, radius, fill(ChartColor::Tea)))
    }
}

/// Draws the elements of a plotters series.
pub(super) fn draw_all<'a, E>(
    plot: &PlotArea<'a>,
    series: impl IntoIterator<Item = E>,
) -> DrawResult
where
    for<'e> &'e E: PointCollection<'e, (f64, f64)>,
    E: Drawable<CommandBackend<'a>>,
{
    series.into_iter().try_for_each(|element| plot.draw(&element))
}

/// Runs `draw` on a new drawing, which stays blank if plotters reports an error.
pub(super) fn render(
    size: ChartSize,
    draw: impl FnOnce(&Canvas<'_>) -> DrawResult,
) -> Drawing {
    let blank = Drawing { width: size.width, height: size.height, commands: Vec::new() };
    let mut drawing = blank.clone();
    let drawn = draw(&CommandBackend::new(&mut drawing).into());
    if drawn.is_ok() { drawing } else { blank }
}

pub(super) fn stroke(color: ChartColor, width: i32) -> ShapeStyle {
    ShapeStyle { stroke_width: width.unsigned_abs(), filled: false, ..fill(color) }
}

pub(super) fn fill(color: ChartColor) -> ShapeStyle {
    let color = RGBColor(color.code(), 0, 0).into();
    ShapeStyle { color, filled: true, stroke_width: 0 }
}

fn value_label(hundredths: i64) -> String {
    format::points(Points::from_hundredths(hundredths))
}
