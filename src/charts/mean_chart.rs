//! The village's mean score by month: a line over a pale area.

use std::sync::Arc;

use hallboard_score::{Month, Points};
use leptos::prelude::*;
use plotters::series::{AreaSeries, LineSeries};
use plotters_backend::text_anchor::{HPos, VPos};

use super::axis::{AxisRange, MonthNames};
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

/// The mean by month, with the same in words.
#[component]
pub fn MeanChart(
    /// The means, in order of time.
    readings: Vec<Reading<Month>>,
    /// The room for the drawing.
    space: ChartSpace,
    /// Labels of the time axis.
    month_names: MonthNames,
    /// The chart in words.
    description: ChartDescription,
) -> impl IntoView {
    let draw = Arc::new(move |size| mean_drawing(&readings, size, &month_names));
    view! { <ChartFigure draw space description /> }
}

/// Draws the mean by month.
///
/// A month without a value, or a missing one, breaks the line. The last value is written
/// in large type. The drawing is blank without a value, or without room at that font
/// size.
#[must_use]
pub fn mean_drawing(
    readings: &[Reading<Month>],
    size: ChartSize,
    month_names: &MonthNames,
) -> Drawing {
    let readings = normalized(readings);
    render(size, |canvas| match MeanPlot::new(&readings, size) {
        Some(plot) => plot.draw(canvas, month_names),
        None => Ok(()),
    })
}

struct MeanPlot {
    months: (Month, Month),
    runs: Vec<Run>,
    end: (f64, f64),
    last_value: String,
    /// Font size of the last value, in tenths of a pixel.
    last_value_size: i32,
    layout: PlotLayout,
}

impl MeanPlot {
    fn new(readings: &[Reading<Month>], size: ChartSize) -> Option<MeanPlot> {
        let summary = summarize(readings, Points::ZERO)?;
        let runs = month_runs(readings, summary.first.0);
        let end = *runs.last()?.last()?;
        let last_value = format::points(summary.last.1);
        let em = size.em();
        let last_value_size = em * 19 / 10;
        let right = em * 7 / 10 + text_width(&last_value, last_value_size);
        let extremes = (summary.lowest.1, summary.highest.1);
        let layout = PlotLayout::new(size, extremes, &RANGE, right)?;
        let months = (summary.first.0, summary.last.0);
        Some(MeanPlot { months, runs, end, last_value, last_value_size, layout })
    }

    fn draw(&self, canvas: &Canvas<'_>, month_names: &MonthNames) -> DrawResult {
        let (layout, (first, last)) = (&self.layout, self.months);
        // A single month stands at the right end of an axis that is one month long.
        let across = self.end.0.max(1.0);
        let plot = layout.plot_area(canvas, across);
        layout.draw_grid(&plot, across)?;
        for run in &self.runs {
            self.draw_run(&plot, run)?;
        }
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
            // The end point marks it.
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
        // Beside the end point, but clear of the upper edge and of the time labels.
        let (highest, lowest) = (size * 55 / 100, self.layout.bottom() - size * 3 / 10);
        let at = (x + self.layout.em * 7 / 10, y.min(lowest).max(highest));
        canvas.draw(&TextElement { at, text: &self.last_value, style })
    }
}
