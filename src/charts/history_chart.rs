//! One resident's score over time: a step line over the bands.

use std::sync::Arc;

use hallboard_score::{Day, Points};
use leptos::prelude::*;
use plotters::series::LineSeries;

use super::axis::{AxisRange, MonthNames};
use super::band::{
    BandArea, ChartBand, band_areas, draw_band_names, draw_bands, right_margin,
};
use super::command::{ChartColor, Drawing};
use super::figure::{ChartDescription, ChartFigure, ChartSpace};
use super::line::{Run, step_runs};
use super::plot::{Canvas, ChartSize, DrawResult, PlotLayout, draw_all, render, stroke};
use super::reading::{Reading, normalized};
use super::summary::summarize;

/// The content of a history chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryData {
    /// The scores, each valid from its day to the next reading; a reading without a value
    /// breaks the line.
    pub readings: Vec<Reading<Day>>,
    /// The bands in force, in any order.
    pub bands: Vec<ChartBand>,
    /// The lowest and highest possible score, if limited.
    pub scale: (Option<Points>, Option<Points>),
}

/// A resident's score over time, with an equivalent text and table.
#[component]
pub fn HistoryChart(
    /// Scores, bands and scale.
    data: HistoryData,
    /// The size of the drawing.
    space: ChartSpace,
    /// Labels of the time axis.
    month_names: MonthNames,
    /// The texts that describe the chart.
    description: ChartDescription,
) -> impl IntoView {
    let draw = Arc::new(move |size| history_drawing(&data, size, &month_names));
    view! { <ChartFigure draw space description /> }
}

/// Draws a history.
///
/// A filled dot ends the line, and smaller ones mark its largest rises. The drawing is
/// blank without a score, or if text of that size leaves no room.
#[must_use]
pub fn history_drawing(
    data: &HistoryData,
    size: ChartSize,
    month_names: &MonthNames,
) -> Drawing {
    let readings = normalized(&data.readings);
    render(size, |canvas| match HistoryPlot::new(&readings, data, size) {
        Some(plot) => plot.draw(canvas, month_names),
        None => Ok(()),
    })
}

/// The minimum range of the value axis, so that small changes look small.
const MIN_RANGE: Points = Points::whole(30);

struct HistoryPlot {
    days: (Day, Day),
    runs: Vec<Run>,
    end: (f64, f64),
    bands: Vec<BandArea>,
    layout: PlotLayout,
}

impl HistoryPlot {
    fn new(
        readings: &[Reading<Day>],
        data: &HistoryData,
        size: ChartSize,
    ) -> Option<HistoryPlot> {
        let summary = summarize(readings, Points::ZERO)?;
        let runs = step_runs(readings, summary.first.0);
        let end = *runs.last()?.last()?;
        let (floor, ceiling) = data.scale;
        let range = AxisRange { least: MIN_RANGE, floor, ceiling };
        let extremes = (summary.lowest.1, summary.highest.1);
        let right = right_margin(&data.bands, size);
        let layout = PlotLayout::new(size, extremes, &range, right)?;
        let bands = band_areas(&data.bands, &layout.values, size);
        let days = (summary.first.0, summary.last.0);
        Some(HistoryPlot { days, runs, end, bands, layout })
    }

    fn draw(&self, canvas: &Canvas<'_>, month_names: &MonthNames) -> DrawResult {
        let layout = &self.layout;
        // A single day is drawn at the right end of an axis that is one day long.
        let across = self.end.0.max(1.0);
        let plot = layout.plot_area(canvas, across);
        draw_bands(&self.bands, &plot, across)?;
        layout.draw_grid(&plot, across)?;
        let style = stroke(ChartColor::Tea, layout.line_width());
        for run in &self.runs {
            draw_all(&plot, LineSeries::new(run.iter().copied(), style))?;
        }
        for rise in largest_rises(&self.runs) {
            layout.draw_dot(&plot, rise, layout.em / 4)?;
        }
        layout.draw_end_point(&plot, (across, self.end.1))?;
        layout.draw_value_labels(canvas, &plot)?;
        layout.draw_day_axis(canvas, self.days, across, month_names)?;
        draw_band_names(&self.bands, layout, canvas, &plot, across)
    }
}

/// The maximum number of dots at rises.
const MAX_RISES: usize = 5;

/// The upper ends of the largest rises.
fn largest_rises(runs: &[Run]) -> Vec<(f64, f64)> {
    let steps = runs.iter().flat_map(|run| run.iter().zip(run.iter().skip(1)));
    let mut rises: Vec<(f64, (f64, f64))> = steps
        .filter(|(from, to)| to.0 == from.0 && to.1 > from.1)
        .map(|(from, to)| (to.1 - from.1, *to))
        .collect();
    rises.sort_by(|one, other| other.0.total_cmp(&one.0));
    rises.into_iter().take(MAX_RISES).map(|(_, top)| top).collect()
}
