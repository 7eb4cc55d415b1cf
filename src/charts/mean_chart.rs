//! The village's mean score by month: a line over a pale area, above the starting score.

use std::sync::Arc;

use hallboard_score::{Month, Points};
use leptos::prelude::*;
use plotters::series::{AreaSeries, DashedLineSeries, LineSeries};
use plotters_backend::text_anchor::{HPos, VPos};

use super::axis::{AxisRange, MonthNames, clamped_hundredths};
use super::backend::{TextElement, TextStyle};
use super::command::{ChartColor, Drawing, TextRole, text_width};
use super::figure::{ChartDescription, ChartFigure, ChartSpace};
use super::line::{Run, month_runs};
use super::plot::{
    Canvas, ChartSize, DrawResult, PlotArea, PlotLayout, draw_all, fill, render, stroke,
};
use super::reading::{Reading, normalized};
use super::summary::summarize;
use crate::format;

/// A mean seldom moves by more than a point a month: a range of 20 points keeps it calm.
const RANGE: AxisRange =
    AxisRange { least: Points::whole(20), floor: None, ceiling: None };

/// If the means are further than that from the starting score, it is not drawn.
const MAX_RANGE: Points = Points::whole(40);

/// The content of a mean chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeanData {
    /// The means, in order of time.
    pub readings: Vec<Reading<Month>>,
    /// The starting score and its label; a dashed line.
    pub base: Option<(Points, String)>,
    /// Months with labels in which a change began that affects the mean.
    pub marks: Vec<(Month, String)>,
}

/// The mean by month, with an equivalent text and table.
#[component]
pub fn MeanChart(
    /// The means and their explanations.
    data: MeanData,
    /// The size of the drawing.
    space: ChartSpace,
    /// Labels of the time axis.
    month_names: MonthNames,
    /// The texts that describe the chart.
    description: ChartDescription,
) -> impl IntoView {
    let draw = Arc::new(move |size| mean_drawing(&data, size, &month_names));
    view! { <ChartFigure draw space description /> }
}

/// Draws the mean by month.
///
/// A month without a value, or a missing one, breaks the line. The last value is written in
/// large type. The drawing is blank without a value, or if text of that size leaves no
/// room. A label without room is omitted, but not its line.
#[must_use]
pub fn mean_drawing(
    data: &MeanData,
    size: ChartSize,
    month_names: &MonthNames,
) -> Drawing {
    let readings = normalized(&data.readings);
    render(size, |canvas| match MeanPlot::new(&readings, data, size) {
        Some(plot) => plot.draw(canvas, month_names),
        None => Ok(()),
    })
}

struct MeanPlot<'a> {
    months: (Month, Month),
    runs: Vec<Run>,
    end: (f64, f64),
    last_value: String,
    base: Option<&'a (Points, String)>,
    marks: Vec<&'a (Month, String)>,
    /// Font size of the last value, in tenths of a pixel.
    last_value_size: i32,
    layout: PlotLayout,
}

impl<'a> MeanPlot<'a> {
    fn new(
        readings: &[Reading<Month>],
        data: &'a MeanData,
        size: ChartSize,
    ) -> Option<MeanPlot<'a>> {
        let summary = summarize(readings, Points::ZERO)?;
        let runs = month_runs(readings, summary.first.0);
        let end = *runs.last()?.last()?;
        let last_value = format::points(summary.last.1);
        let em = size.em();
        let last_value_size = em * 19 / 10;
        let right = em * 7 / 10 + text_width(&last_value, last_value_size);
        let (lowest, highest) = (summary.lowest.1, summary.highest.1);
        let with_base = |base: Points| (lowest.min(base), highest.max(base));
        let base = data.base.as_ref().filter(|(base, _)| {
            let (low, high) = with_base(*base);
            high - low <= MAX_RANGE
        });
        let extremes = base.map_or((lowest, highest), |(base, _)| with_base(*base));
        // No value is below the starting score, so the axis begins there.
        let floor = base.map(|(base, _)| *base).filter(|base| *base <= lowest);
        let range = AxisRange { floor, ..RANGE };
        let layout = PlotLayout::new(size, extremes, &range, right)?;
        let months = (summary.first.0, summary.last.0);
        let within =
            |(month, _): &&(Month, String)| months.0 < *month && *month < months.1;
        let marks = data.marks.iter().filter(within).collect();
        Some(MeanPlot {
            months,
            runs,
            end,
            last_value,
            base,
            marks,
            last_value_size,
            layout,
        })
    }

    fn draw(&self, canvas: &Canvas<'_>, month_names: &MonthNames) -> DrawResult {
        let (layout, (first, last)) = (&self.layout, self.months);
        // A single month is drawn at the right end of an axis that is one month long.
        let across = self.end.0.max(1.0);
        let plot = layout.plot_area(canvas, across);
        layout.draw_grid(&plot, across)?;
        for run in &self.runs {
            self.draw_run(&plot, run)?;
        }
        self.draw_base(canvas, &plot, across)?;
        self.draw_marks(canvas, &plot)?;
        let end = (across, self.end.1);
        layout.draw_end_point(&plot, end)?;
        layout.draw_value_labels(canvas, &plot)?;
        let length = f64::from(layout.length());
        let position =
            move |month| (f64::from(first.months_until(month)) / across * length) as i32;
        layout.draw_time_labels(canvas, (first, last), &position, month_names)?;
        self.draw_last_value(canvas, &plot, end)
    }

    fn draw_run(&self, plot: &PlotArea<'_>, run: &Run) -> DrawResult {
        match run.as_slice() {
            // The end point already marks this month.
            [alone] if *alone == self.end => return Ok(()),
            [alone] => return self.layout.draw_dot(plot, *alone, self.layout.em / 5),
            _ => {}
        }
        let points = || run.iter().copied();
        let baseline = self.layout.values.low as f64;
        draw_all(plot, AreaSeries::new(points(), baseline, fill(ChartColor::TeaPale)))?;
        let style = stroke(ChartColor::Tea, self.layout.line_width());
        draw_all(plot, LineSeries::new(points(), style))
    }

    fn draw_base(
        &self,
        canvas: &Canvas<'_>,
        plot: &PlotArea<'_>,
        across: f64,
    ) -> DrawResult {
        let Some((base, label)) = self.base else { return Ok(()) };
        let (layout, height) = (&self.layout, clamped_hundredths(*base) as f64);
        let [dash, gap] = [layout.em / 2, layout.em * 2 / 5];
        let style = stroke(ChartColor::Soft, layout.thin_line_width());
        let line = [(0.0, height), (across, height)];
        draw_all(plot, DashedLineSeries::new(line, dash, gap, style))?;
        let end = plot.map_coordinate(&(across, height));
        let (width, y) = (text_width(label, layout.em), end.1 - layout.em * 6 / 10);
        let fits = width + layout.em <= layout.length();
        let has_room = fits && y - layout.em > layout.first_line();
        // The label is placed as far to the right as possible without covering anything.
        let ends = self.stems(plot).into_iter().rev().map(|x| x - layout.em / 2);
        let ends = [end.0 - layout.em / 2].into_iter().chain(ends);
        let mut starts = ends.map(|end| end - width).filter(|left| *left > layout.left());
        let is_clear = |left: &i32| self.is_clear(plot, (*left, *left + width), y);
        let within = starts.find(|left| has_room && is_clear(left));
        let at = within.map(|left| (left, y));
        match at.or_else(|| self.place_beside(plot, end, width)) {
            Some(at) => {
                let style = self.label_style();
                canvas.draw(&TextElement { at, text: label, style })
            }
            None => Ok(()),
        }
    }

    /// The position of a label of that width beside the end of a line, if it is free.
    fn place_beside(
        &self,
        plot: &PlotArea<'_>,
        (x, y): (i32, i32),
        width: i32,
    ) -> Option<(i32, i32)> {
        let value_width = text_width(&self.last_value, self.last_value_size);
        let (_, value_y) = plot.map_coordinate(&self.end);
        let is_free = (value_y - y).abs() > self.last_value_size;
        (width <= value_width && is_free).then_some((x + self.layout.em * 7 / 10, y))
    }

    /// Whether a label of one em in height covers neither a dot, the line of data nor a
    /// mark.
    fn is_clear(&self, plot: &PlotArea<'_>, sides: (i32, i32), y: i32) -> bool {
        let em = self.layout.em;
        let is_beside = |point: &(f64, f64)| {
            let (x, point_y) = plot.map_coordinate(point);
            let beside = x + em / 2 < sides.0 || sides.1 < x - em / 2;
            beside || (point_y - y).abs() > em
        };
        let stems = self.stems(plot);
        self.is_clear_of_dots(plot, sides, y)
            && self.runs.iter().flatten().all(is_beside)
            && stems.iter().all(|x| *x < sides.0 || sides.1 < *x)
    }

    /// The positions of the marks, in tenths of a pixel from the drawing's left edge.
    fn stems(&self, plot: &PlotArea<'_>) -> Vec<i32> {
        let months =
            self.marks.iter().map(|(month, _)| self.months.0.months_until(*month));
        months.map(|month| plot.map_coordinate(&(f64::from(month), 0.0)).0).collect()
    }

    /// Whether a label of one em in height covers no dot.
    fn is_clear_of_dots(
        &self,
        plot: &PlotArea<'_>,
        (left, right): (i32, i32),
        y: i32,
    ) -> bool {
        let em = self.layout.em;
        let lone = self.runs.iter().filter(|run| run.len() == 1).flatten();
        lone.chain([&self.end]).all(|dot| {
            let (dot_x, dot_y) = plot.map_coordinate(dot);
            let beside = dot_x + em / 2 < left || right < dot_x - em / 2;
            beside || (dot_y - y).abs() > em * 5 / 4
        })
    }

    /// Draws a vertical line at each mark, with its label on the first line of the plot.
    fn draw_marks(&self, canvas: &Canvas<'_>, plot: &PlotArea<'_>) -> DrawResult {
        let layout = &self.layout;
        let style = stroke(ChartColor::Soft, layout.thin_line_width());
        let (low, high) = (layout.values.low as f64, layout.values.high as f64);
        let mut free_from = layout.left();
        for (month, label) in self.marks.iter().copied() {
            let x = f64::from(self.months.0.months_until(*month));
            let [dash, gap] = [layout.em / 6, layout.em / 4];
            draw_all(
                plot,
                DashedLineSeries::new([(x, low), (x, high)], dash, gap, style),
            )?;
            let (left, _) = plot.map_coordinate(&(x, high));
            let left = left + layout.em * 3 / 10;
            let right = left + text_width(label, layout.em);
            let fits = left >= free_from
                && right <= layout.left() + layout.length()
                && self.is_clear_of_dots(plot, (left, right), layout.first_line());
            if !fits {
                continue;
            }
            free_from = right + layout.em / 2;
            let at = (left, layout.first_line());
            canvas.draw(&TextElement { at, text: label, style: self.label_style() })?;
        }
        Ok(())
    }

    fn label_style(&self) -> TextStyle {
        TextStyle {
            color: ChartColor::Soft,
            role: TextRole::Axis,
            size: self.layout.em,
            h_pos: HPos::Left,
            v_pos: VPos::Center,
        }
    }

    fn draw_last_value(
        &self,
        canvas: &Canvas<'_>,
        plot: &PlotArea<'_>,
        end: (f64, f64),
    ) -> DrawResult {
        let (x, y) = plot.map_coordinate(&end);
        let size = self.last_value_size;
        let style = TextStyle {
            color: ChartColor::Tea,
            role: TextRole::Figure,
            size,
            h_pos: HPos::Left,
            v_pos: VPos::Center,
        };
        // Beside the end point, but within the upper edge and above the time labels.
        let (highest, lowest) = (size * 55 / 100, self.layout.bottom() - size * 3 / 10);
        let at = (x + self.layout.em * 7 / 10, y.min(lowest).max(highest));
        canvas.draw(&TextElement { at, text: &self.last_value, style })
    }
}
