//! One resident's score by day, for their own record: a step line over the bands, in
//! another style while it is contested, with a marker for each entry.

use hallboard_score::{Day, Points};
use plotters::element::{Circle, PathElement};
use plotters::series::LineSeries;
use plotters::style::ShapeStyle;

use super::axis::{AxisRange, MonthNames, clamped_hundredths};
use super::band::{
    BandArea, ChartBand, band_areas, draw_band_names, draw_bands, right_margin,
};
use super::command::{ChartColor, Drawing};
use super::line::{Run, step_runs};
use super::plot::{
    Canvas, ChartSize, DrawResult, PlotArea, PlotLayout, draw_all, fill, render, stroke,
};
use super::reading::Reading;

/// The content of a record chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordChartData {
    /// The scores, each valid from its day to the next reading; a reading without a value
    /// breaks the line. The first and the last are the ends of the time axis.
    pub readings: Vec<Reading<Day>>,
    /// First and last days of contested periods, sorted and disjoint.
    pub contested: Vec<(Day, Day)>,
    /// Days with entries, in order.
    pub marks: Vec<Day>,
    /// The bands in force, in any order.
    pub bands: Vec<ChartBand>,
    /// The lowest and highest possible score, if limited.
    pub scale: (Option<Points>, Option<Points>),
}

/// A drawn record chart that converts between days, scores and pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDrawing {
    /// The drawing; blank without data or without room.
    pub drawing: Drawing,
    geometry: Option<PlotGeometry>,
}

/// The plot's rectangle in tenths of a pixel and its axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PlotGeometry {
    first: Day,
    days: i32,
    left: i32,
    length: i32,
    top: i32,
    bottom: i32,
    low: i64,
    high: i64,
}

impl PlotGeometry {
    fn x(&self, day: Day) -> i32 {
        let days = i64::from(self.first.days_until(day).clamp(0, self.days));
        let along = days * i64::from(self.length) / i64::from(self.days.max(1));
        self.left + i32::try_from(along).unwrap_or(0)
    }

    fn y(&self, value: Option<Points>) -> i32 {
        let Some(value) = value else { return self.bottom };
        let above = clamped_hundredths(value).clamp(self.low, self.high) - self.low;
        let height = i64::from(self.bottom - self.top);
        let up = above * height / (self.high - self.low).max(1);
        self.bottom - i32::try_from(up).unwrap_or(0)
    }
}

impl RecordDrawing {
    /// Position of a day and a score, in pixels; a missing score is at the bottom.
    #[must_use]
    pub fn position(&self, day: Day, value: Option<Points>) -> Option<(i32, i32)> {
        let geometry = self.geometry?;
        Some(((geometry.x(day) + 5) / 10, (geometry.y(value) + 5) / 10))
    }

    /// The plot's upper and lower edge, in pixels.
    #[must_use]
    pub fn vertical_extent(&self) -> Option<(i32, i32)> {
        self.geometry.map(|geometry| (geometry.top / 10, geometry.bottom / 10))
    }

    /// The day at a distance from the drawing's left edge, in pixels.
    #[must_use]
    pub fn day_at(&self, x: f64) -> Option<Day> {
        let plot = self.geometry?;
        let along = (x * 10.0 - f64::from(plot.left)) / f64::from(plot.length.max(1));
        let days = (along.clamp(0.0, 1.0) * f64::from(plot.days)).round() as u32;
        Some(plot.first.plus_days(days))
    }
}

/// The smallest range of the value axis, so that small changes look small.
const MIN_RANGE: Points = Points::whole(40);

/// Draws a record chart. Markers that would touch are merged.
#[must_use]
pub fn record_drawing(
    data: &RecordChartData,
    size: ChartSize,
    month_names: &MonthNames,
) -> RecordDrawing {
    let plot = RecordPlot::new(data, size);
    let drawing = render(size, |canvas| match &plot {
        Some(plot) => plot.draw(canvas, month_names),
        None => Ok(()),
    });
    RecordDrawing { drawing, geometry: plot.as_ref().map(RecordPlot::geometry) }
}

struct RecordPlot<'a> {
    data: &'a RecordChartData,
    days: (Day, Day),
    layout: PlotLayout,
    bands: Vec<BandArea>,
}

impl<'a> RecordPlot<'a> {
    fn new(data: &'a RecordChartData, size: ChartSize) -> Option<RecordPlot<'a>> {
        let days = (data.readings.first()?.at, data.readings.last()?.at);
        let (floor, ceiling) = data.scale;
        let range = AxisRange { least: MIN_RANGE, floor, ceiling };
        let values = || data.readings.iter().filter_map(|reading| reading.value);
        let extremes = (values().min()?, values().max()?);
        let right = right_margin(&data.bands, size);
        let layout = PlotLayout::new(size, extremes, &range, right)?;
        let bands = band_areas(&data.bands, &layout.values, size);
        Some(RecordPlot { data, days, layout, bands })
    }

    fn day_count(&self) -> i32 {
        self.days.0.days_until(self.days.1).max(1)
    }

    fn geometry(&self) -> PlotGeometry {
        let layout = &self.layout;
        PlotGeometry {
            first: self.days.0,
            days: self.day_count(),
            left: layout.left(),
            length: layout.length(),
            top: layout.top(),
            bottom: layout.bottom(),
            low: layout.values.low,
            high: layout.values.high,
        }
    }

    fn draw(&self, canvas: &Canvas<'_>, month_names: &MonthNames) -> DrawResult {
        let layout = &self.layout;
        let across = f64::from(self.day_count());
        let plot = layout.plot_area(canvas, across);
        draw_bands(&self.bands, &plot, across)?;
        layout.draw_grid(&plot, across)?;
        let markers = self.markers();
        for (day, _) in &markers {
            self.draw_stem(&plot, *day)?;
        }
        for (contested, run) in self.segments() {
            let color = if contested { ChartColor::Doubt } else { ChartColor::Tea };
            let style = stroke(color, layout.line_width());
            draw_all(&plot, LineSeries::new(run, style))?;
        }
        // Markers never overlap, so all of one style can be drawn together.
        let outline = stroke(ChartColor::Tea, layout.em * 14 / 100);
        for style in [fill(ChartColor::Paper), outline] {
            for (day, count) in &markers {
                self.draw_marker(&plot, *day, *count, style)?;
            }
        }
        if let Some(value) = self.data.readings.last().and_then(|last| last.value) {
            let end = (across, clamped_hundredths(value) as f64);
            layout.draw_end_point(&plot, end)?;
        }
        layout.draw_value_labels(canvas, &plot)?;
        layout.draw_day_axis(canvas, self.days, across, month_names)?;
        draw_band_names(&self.bands, layout, canvas, &plot, across)
    }

    fn value(&self, day: Day) -> Option<Points> {
        value_on(&self.data.readings, day)
    }

    /// The pieces of the line, each with whether it is contested; contested pieces come
    /// last, so that pieces of one style are adjacent.
    fn segments(&self) -> Vec<(bool, Run)> {
        let (first, last) = self.days;
        let (mut segments, mut contested) = (Vec::new(), Vec::new());
        let mut from = first;
        for (begin, end) in &self.data.contested {
            let (begin, after) = ((*begin).max(from), end.tomorrow().min(last));
            if after <= begin {
                continue;
            }
            segments.push((false, from, begin));
            contested.push((true, begin, after));
            from = after;
        }
        segments.push((false, from, last));
        segments.append(&mut contested);
        let runs = segments.into_iter().flat_map(|(contested, from, to)| {
            let runs = step_runs(&self.between(from, to), first);
            runs.into_iter().map(move |run| (contested, run))
        });
        runs.collect()
    }

    /// The readings from one day to another, with the values in force on both.
    fn between(&self, from: Day, to: Day) -> Vec<Reading<Day>> {
        let reading = |at| Reading { at, value: self.value(at) };
        let readings = &self.data.readings;
        let begin = readings.partition_point(|it| it.at <= from);
        let end = readings.partition_point(|it| it.at < to);
        let inner = readings.get(begin..end).unwrap_or_default().iter().copied();
        let last = (from < to).then(|| reading(to));
        [reading(from)].into_iter().chain(inner).chain(last).collect()
    }

    /// Days with a marker, each with the number of its entries.
    fn markers(&self) -> Vec<(Day, usize)> {
        let geometry = self.geometry();
        let apart = self.layout.em * 9 / 8;
        let mut markers: Vec<(Day, usize)> = Vec::new();
        for day in &self.data.marks {
            match markers.last_mut() {
                Some((before, count))
                    if geometry.x(*day) - geometry.x(*before) < apart =>
                {
                    *count += 1;
                }
                _ => markers.push((*day, 1)),
            }
        }
        markers
    }

    fn point(&self, day: Day) -> (f64, f64) {
        let value = self.value(day).map_or(self.layout.values.low, clamped_hundredths);
        (f64::from(self.days.0.days_until(day)), value as f64)
    }

    fn draw_stem(&self, plot: &PlotArea<'_>, day: Day) -> DrawResult {
        let (x, y) = self.point(day);
        let bottom = self.layout.values.low as f64;
        let style = stroke(ChartColor::Stem, (self.layout.em / 12).max(10));
        plot.draw(&PathElement::new([(x, y), (x, bottom)], style))
    }

    /// Draws a circle, which is larger for several entries.
    fn draw_marker(
        &self,
        plot: &PlotArea<'_>,
        day: Day,
        count: usize,
        style: ShapeStyle,
    ) -> DrawResult {
        let em = self.layout.em;
        let radius = if count > 1 { em * 36 / 100 } else { em * 28 / 100 };
        plot.draw(&Circle::new(self.point(day), radius, style))
    }
}

/// The value in force on a day.
fn value_on(readings: &[Reading<Day>], day: Day) -> Option<Points> {
    let after = readings.partition_point(|reading| reading.at <= day);
    readings.get(after.checked_sub(1)?)?.value
}
