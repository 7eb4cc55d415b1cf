//! Score bands behind a line: shaded areas with their names at the right edge, wrapped if
//! they are long.

use hallboard_score::Points;
use plotters::element::Rectangle;
use plotters_backend::text_anchor::{HPos, VPos};

use super::axis::{ValueAxis, clamped_hundredths};
use super::backend::{TextElement, TextStyle};
use super::command::{ChartColor, TextRole, text_width};
use super::plot::{Canvas, ChartSize, DrawResult, PlotArea, PlotLayout, fill};

/// A score band of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartBand {
    /// Its name in the reader's language.
    pub name: String,
    /// The lowest score in it.
    pub min: Points,
}

impl ChartBand {
    /// The lines of the name, and their width in tenths of a pixel. Lines are at most a
    /// quarter of the chart wide; a single word may take two fifths, and is shortened
    /// beyond that.
    fn name_lines(&self, size: ChartSize) -> (Vec<String>, i32) {
        let (em, width) = (size.em(), i32::from(size.width) * 10);
        let fits = |text: &str| text_width(text, em) <= width / 4;
        let word_fits = |word: &str| text_width(word, em) <= width * 2 / 5;
        let mut lines: Vec<String> = Vec::new();
        for word in self.name.split_whitespace() {
            let joined = lines.last().map(|line| format!("{line} {word}"));
            match (lines.last_mut(), joined.filter(|it| fits(it))) {
                (Some(line), Some(joined)) => *line = joined,
                _ => lines.push(shortened(word, &word_fits)),
            }
        }
        let width = lines.iter().map(|line| text_width(line, em)).max().unwrap_or(0);
        (lines, width)
    }
}

/// A word that is shortened with an ellipsis until it fits.
fn shortened(word: &str, fits: &dyn Fn(&str) -> bool) -> String {
    let mut short = word.to_owned();
    while !fits(&short) && short.chars().count() > 1 {
        short = short.chars().take(short.chars().count().saturating_sub(2)).collect();
        short.push('…');
    }
    short
}

/// The visible part of a band, in hundredths of a point.
pub(super) struct BandArea {
    name: Vec<String>,
    low: i64,
    high: i64,
    color: Option<ChartColor>,
}

/// Width of the space for names at the right edge, in tenths of a pixel.
pub(super) fn right_margin(bands: &[ChartBand], size: ChartSize) -> i32 {
    let em = size.em();
    let widest = bands.iter().map(|band| band.name_lines(size).1).max().unwrap_or(0);
    if widest > 0 { widest + em * 9 / 10 } else { em }
}

/// The visible bands, the highest first.
pub(super) fn band_areas(
    bands: &[ChartBand],
    axis: &ValueAxis,
    size: ChartSize,
) -> Vec<BandArea> {
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
            let (name, _) = band.name_lines(size);
            areas.push(BandArea { name, low, high, color });
        }
        high = low;
        next = highest_below(Some(band.min));
    }
    areas
}

/// Shades the bands from 0 to `last` on the time axis.
pub(super) fn draw_bands(
    areas: &[BandArea],
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
    areas: &[BandArea],
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
        // The number of lines that fit into the height of the band.
        let (pitch, room) = (em * 12 / 10, low - high);
        let lines = usize::try_from(room / pitch.max(1)).unwrap_or(0);
        let lines = area.name.get(..lines.min(area.name.len())).unwrap_or_default();
        let first = (low + high) / 2 - pitch * (lines.len() as i32 - 1) / 2;
        for (line, text) in (0..).zip(lines) {
            let at = (x + em * 8 / 10, first + line * pitch);
            canvas.draw(&TextElement { at, text, style })?;
        }
    }
    Ok(())
}
