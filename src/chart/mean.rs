//! The village's mean by month: a line over a pale ground.

use hallboard_score::{Month, Points};
use plotters::series::{AreaSeries, LineSeries};
use plotters_backend::text_anchor::{HPos, VPos};

use super::axis::{AxisWords, Span, within_reach};
use super::backend::{Lettered, Lettering};
use super::drawing::{Drawing, Ink, Voice, advance};
use super::facts::facts;
use super::plot::{Chart, Drawn, Frame, Layout, Sheet, draw_all, fill, on_sheet, stroke};
use super::reading::{Reading, orderly};
use crate::figures;

/// A month's step of the mean is seldom more than a point: 20 points keep it calm.
const SPAN: Span = Span { least: Points::whole(20), floor: None, ceiling: None };

/// Draws the mean by month.
///
/// A month without a value, or left out, breaks the line. The last value is written
/// large. Blank where there is no value, or no room at that size of letters.
#[must_use]
pub fn mean_drawing(
    readings: &[Reading<Month>],
    frame: Frame,
    words: &AxisWords,
) -> Drawing {
    let readings = orderly(readings);
    on_sheet(frame, |sheet| {
        let Some(mean) = Mean::prepare(&readings, frame) else { return Ok(()) };
        mean.draw(sheet, words)
    })
}

struct Mean {
    months: (Month, Month),
    runs: Vec<Vec<(f64, f64)>>,
    end: (f64, f64),
    figure: String,
    /// The figure's size in tenths of a pixel.
    size: i32,
    layout: Layout,
}

impl Mean {
    fn prepare(readings: &[Reading<Month>], frame: Frame) -> Option<Mean> {
        let found = facts(readings, Points::ZERO)?;
        let runs = runs(readings, found.first.0);
        let end = *runs.last()?.last()?;
        let figure = figures::points(found.last.1);
        let em = i32::from(frame.font) * 10;
        let size = em * 19 / 10;
        let right = em * 7 / 10 + advance(&figure, size);
        let (low, high) = (found.lowest.1, found.highest.1);
        let layout = Layout::new(frame, (low, high), &SPAN, right)?;
        Some(Mean {
            months: (found.first.0, found.last.0),
            runs,
            end,
            figure,
            size,
            layout,
        })
    }

    fn draw(&self, sheet: &Sheet<'_>, words: &AxisWords) -> Drawn {
        let (layout, (first, last)) = (&self.layout, self.months);
        // A single month stands at the right edge of an axis one month long.
        let across = self.end.0.max(1.0);
        let chart = layout.chart(sheet, across);
        layout.grid(&chart, across)?;
        for run in &self.runs {
            self.run(&chart, run)?;
        }
        let end = (across, self.end.1);
        layout.dot(&chart, end)?;
        layout.figures(sheet, &chart)?;
        let length = f64::from(layout.length());
        let place =
            move |month| (f64::from(first.months_until(month)) / across * length) as i32;
        layout.dates(sheet, (first, last), &place, words)?;
        self.last_value(sheet, &chart, end)
    }

    fn run(&self, chart: &Chart<'_>, run: &[(f64, f64)]) -> Drawn {
        match run {
            // The dot at the end stands there already.
            [alone] if *alone == self.end => return Ok(()),
            [alone] => return self.layout.spot(chart, *alone, self.layout.em / 5),
            _ => {}
        }
        let points = || run.iter().copied();
        let ground = self.layout.points.low as f64;
        draw_all(chart, AreaSeries::new(points(), ground, fill(Ink::TeaPale)))?;
        let pen = stroke(Ink::Tea, self.layout.pen());
        draw_all(chart, LineSeries::new(points(), pen))
    }

    fn last_value(&self, sheet: &Sheet<'_>, chart: &Chart<'_>, end: (f64, f64)) -> Drawn {
        let (x, y) = chart.map_coordinate(&end);
        let lettering = Lettering {
            ink: Ink::Tea,
            voice: Voice::Figure,
            size: self.size,
            h_pos: HPos::Left,
            v_pos: VPos::Center,
        };
        // Beside its dot, but clear of the edge above and of the dates below.
        let (highest, lowest) =
            (self.size * 55 / 100, self.layout.foot() - self.size * 3 / 10);
        let at = (x + self.layout.em * 7 / 10, y.min(lowest).max(highest));
        sheet.draw(&Lettered { at, text: &self.figure, lettering })
    }
}

/// The months that follow on one another, as places on the chart.
fn runs(readings: &[Reading<Month>], first: Month) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut before: Option<Month> = None;
    for reading in readings {
        let Some(value) = reading.value else { continue };
        let point =
            (f64::from(first.months_until(reading.at)), within_reach(value) as f64);
        let follows = before.is_some_and(|before| before.plus(1) == reading.at);
        match runs.last_mut() {
            Some(run) if follows => run.push(point),
            _ => runs.push(vec![point]),
        }
        before = Some(reading.at);
    }
    runs
}
