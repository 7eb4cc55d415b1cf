//! One resident's score in time: a step line over the bands.

use hallboard_score::{Day, Points};
use plotters::element::Rectangle;
use plotters::series::LineSeries;
use plotters_backend::text_anchor::{HPos, VPos};

use super::axis::{AxisWords, PointsAxis, Span, within_reach};
use super::backend::{Lettered, Lettering};
use super::drawing::{Drawing, Ink, Voice, advance};
use super::facts::facts;
use super::plot::{Chart, Drawn, Frame, Layout, Sheet, draw_all, fill, on_sheet, stroke};
use super::reading::{Reading, orderly};

/// A band as the chart shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BandGround {
    /// Its name in the reader's language.
    pub name: String,
    /// The lowest score in it.
    pub min: Points,
}

/// What a history chart shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryData {
    /// The scores, each holding from its day to the next reading; a reading without one
    /// breaks the line.
    pub readings: Vec<Reading<Day>>,
    /// The bands in force, in any order.
    pub bands: Vec<BandGround>,
    /// The ends of the scale, where it has any.
    pub scale: (Option<Points>, Option<Points>),
}

/// Draws a history.
///
/// A filled dot ends the line. Blank where there is no score, or no room at that size
/// of letters; a band's name that would take a quarter of the width is left to the
/// sentence and the table.
#[must_use]
pub fn history_drawing(data: &HistoryData, frame: Frame, words: &AxisWords) -> Drawing {
    let readings = orderly(&data.readings);
    on_sheet(frame, |sheet| {
        let Some(history) = History::prepare(&readings, data, frame) else {
            return Ok(());
        };
        history.draw(sheet, words)
    })
}

/// A band's part of the chart, in hundredths of a point.
pub(super) struct Ground<'a> {
    name: Option<&'a str>,
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) ink: Option<Ink>,
}

struct History<'a> {
    days: (Day, Day),
    runs: Vec<Vec<(f64, f64)>>,
    end: (f64, f64),
    grounds: Vec<Ground<'a>>,
    layout: Layout,
}

impl<'a> History<'a> {
    fn prepare(
        readings: &[Reading<Day>],
        data: &'a HistoryData,
        frame: Frame,
    ) -> Option<History<'a>> {
        let found = facts(readings, Points::ZERO)?;
        let runs = steps(readings, found.first.0);
        let end = *runs.last()?.last()?;
        let em = i32::from(frame.font) * 10;
        let room = i32::from(frame.width) * 10 / 4;
        let name = |band: &'a BandGround| {
            let width = advance(&band.name, em);
            (width <= room && !band.name.is_empty())
                .then_some((band.name.as_str(), width))
        };
        let widest = data.bands.iter().filter_map(name).map(|(_, width)| width).max();
        let right = widest.map_or(em, |width| width + em * 9 / 10);
        let (floor, ceiling) = data.scale;
        let span = Span { least: Points::whole(50), floor, ceiling };
        let (low, high) = (found.lowest.1, found.highest.1);
        let layout = Layout::new(frame, (low, high), &span, right)?;
        let grounds =
            grounds(&data.bands, &layout.points, |band| name(band).map(|(name, _)| name));
        Some(History { days: (found.first.0, found.last.0), runs, end, grounds, layout })
    }

    fn draw(&self, sheet: &Sheet<'_>, words: &AxisWords) -> Drawn {
        let (layout, (first, last)) = (&self.layout, self.days);
        // A single day stands at the right edge of an axis one day long.
        let across = self.end.0.max(1.0);
        let chart = layout.chart(sheet, across);
        self.shade(&chart, across)?;
        layout.grid(&chart, across)?;
        let pen = stroke(Ink::Tea, layout.pen());
        for run in &self.runs {
            draw_all(&chart, LineSeries::new(run.iter().copied(), pen))?;
        }
        layout.dot(&chart, (across, self.end.1))?;
        layout.figures(sheet, &chart)?;
        let length = f64::from(layout.length());
        let place = |month: hallboard_score::Month| {
            let days = f64::from(first.days_until(month.first_day()));
            (days / across * length).round() as i32
        };
        layout.dates(sheet, (first.month(), last.month()), &place, words)?;
        names(&self.grounds, layout, sheet, &chart, across)
    }

    fn shade(&self, chart: &Chart<'_>, across: f64) -> Drawn {
        for ground in &self.grounds {
            let Some(ink) = ground.ink else { continue };
            let corners = [(0.0, ground.high as f64), (across, ground.low as f64)];
            chart.draw(&Rectangle::new(corners, fill(ink)))?;
        }
        Ok(())
    }
}

/// The bands' names, each in the middle of its ground if that is high enough.
pub(super) fn names(
    grounds: &[Ground<'_>],
    layout: &Layout,
    sheet: &Sheet<'_>,
    chart: &Chart<'_>,
    across: f64,
) -> Drawn {
    let em = layout.em;
    let lettering = Lettering {
        ink: Ink::Soft,
        voice: Voice::Band,
        size: em,
        h_pos: HPos::Left,
        v_pos: VPos::Center,
    };
    let place = |points: i64| chart.map_coordinate(&(across, points as f64));
    for ground in grounds {
        let ((x, low), (_, high)) = (place(ground.low), place(ground.high));
        let Some(name) = ground.name.filter(|_| low - high >= em * 12 / 10) else {
            continue;
        };
        let at = (x + em * 8 / 10, (low + high) / 2);
        sheet.draw(&Lettered { at, text: name, lettering })?;
    }
    Ok(())
}

/// What is seen of each band, from above.
pub(super) fn grounds<'a>(
    bands: &'a [BandGround],
    axis: &PointsAxis,
    name: impl Fn(&'a BandGround) -> Option<&'a str>,
) -> Vec<Ground<'a>> {
    let shaded = [Ink::Band1, Ink::Band2, Ink::Band3].into_iter();
    // The lowest band is the paper itself.
    let mut inks = shaded.take(bands.len().saturating_sub(1));
    let below = |limit: Option<Points>| {
        let lower = bands.iter().filter(move |b| limit.is_none_or(|limit| b.min < limit));
        lower.max_by_key(|band| band.min)
    };
    let (mut high, mut grounds, mut next) = (axis.high, Vec::new(), below(None));
    while let Some(band) = next {
        let ink = inks.next();
        let low = within_reach(band.min).clamp(axis.low, high);
        if low < high {
            grounds.push(Ground { name: name(band), low, high, ink });
        }
        high = low;
        next = below(Some(band.min));
    }
    grounds
}

/// The line in runs without a gap, as corners: along, then up or down.
pub(super) fn steps(readings: &[Reading<Day>], first: Day) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut height: Option<f64> = None;
    for reading in readings {
        let x = f64::from(first.days_until(reading.at));
        let value = reading.value.map(|points| within_reach(points) as f64);
        match (height, value, runs.last_mut()) {
            (Some(before), Some(now), Some(run)) if before != now => {
                run.extend([(x, before), (x, now)]);
            }
            (Some(before), None, Some(run)) => run.push((x, before)),
            (None, Some(now), _) => runs.push(vec![(x, now)]),
            _ => {}
        }
        height = value;
    }
    if let (Some(last), Some(value), Some(run)) =
        (readings.last(), height, runs.last_mut())
    {
        run.push((f64::from(first.days_until(last.at)), value));
    }
    runs
}
