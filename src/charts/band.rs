//! Score bands behind a line: shaded areas with their names at the right edge.

use hallboard_score::Points;
use plotters::element::Rectangle;
use plotters_backend::text_anchor::{HPos, VPos};

use super::axis::{ValueAxis, clamped_hundredths};
use super::backend::{TextElement, TextStyle};
use super::command::{ChartColor, TextRole, text_width};
use super::plot::{Canvas, ChartSize, DrawResult, PlotArea, PlotLayout, fill};

/// A score band as a chart shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartBand {
    /// Its name in the reader's language.
    pub name: String,
    /// The lowest score in it.
    pub min: Points,
}

impl ChartBand {
    /// Width of the name in tenths of a pixel; `None` if it is empty or would take more
    /// than a quarter of the chart.
    fn name_width(&self, size: ChartSize) -> Option<i32> {
        let width = text_width(&self.name, size.em());
        let fits = width <= i32::from(size.width) * 10 / 4;
        (fits && !self.name.is_empty()).then_some(width)
    }
}

/// The visible part of a band, in hundredths of a point.
pub(super) struct BandArea<'a> {
    name: Option<&'a str>,
    low: i64,
    high: i64,
    color: Option<ChartColor>,
}

/// Width of the space for names at the right edge, in tenths of a pixel.
pub(super) fn right_margin(bands: &[ChartBand], size: ChartSize) -> i32 {
    let em = size.em();
    let widest = bands.iter().filter_map(|band| band.name_width(size)).max();
    widest.map_or(em, |width| width + em * 9 / 10)
}

/// The visible bands, the highest first.
pub(super) fn band_areas<'a>(
    bands: &'a [ChartBand],
    axis: &ValueAxis,
    size: ChartSize,
) -> Vec<BandArea<'a>> {
    let colors = [ChartColor::Band1, ChartColor::Band2, ChartColor::Band3].into_iter();
    // The lowest band has the colour of the page.
    let mut colors = colors.take(bands.len().saturating_sub(1));
    let highest_below = |limit: Option<Points>| {
        let lower = bands.iter().filter(move |b| limit.is_none_or(|limit| b.min < limit));
        lower.max_by_key(|band| band.min)
    };
    let (mut high, mut areas, mut next) = (axis.high, Vec::new(), highest_below(None));
    while let Some(band) = next {
        let color = colors.next();
        let low = clamped_hundredths(band.min).clamp(axis.low, high);
        if low < high {
            let name = band.name_width(size).map(|_| band.name.as_str());
            areas.push(BandArea { name, low, high, color });
        }
        high = low;
        next = highest_below(Some(band.min));
    }
    areas
}

/// Shades the bands from 0 to `last` on the time axis.
pub(super) fn draw_bands(
    areas: &[BandArea<'_>],
    plot: &PlotArea<'_>,
    last: f64,
) -> DrawResult {
    for area in areas {
        let Some(color) = area.color else { continue };
        let corners = [(0.0, area.high as f64), (last, area.low as f64)];
        plot.draw(&Rectangle::new(corners, fill(color)))?;
    }
    Ok(())
}

/// Writes each name beside the middle of its band, if the band is high enough.
pub(super) fn draw_band_names(
    areas: &[BandArea<'_>],
    layout: &PlotLayout,
    canvas: &Canvas<'_>,
    plot: &PlotArea<'_>,
    last: f64,
) -> DrawResult {
    let em = layout.em;
    let style = TextStyle {
        color: ChartColor::Soft,
        role: TextRole::Band,
        size: em,
        h_pos: HPos::Left,
        v_pos: VPos::Center,
    };
    let position = |points: i64| plot.map_coordinate(&(last, points as f64));
    for area in areas {
        let ((x, low), (_, high)) = (position(area.low), position(area.high));
        let Some(text) = area.name.filter(|_| low - high >= em * 12 / 10) else {
            continue;
        };
        let at = (x + em * 8 / 10, (low + high) / 2);
        canvas.draw(&TextElement { at, text, style })?;
    }
    Ok(())
}
