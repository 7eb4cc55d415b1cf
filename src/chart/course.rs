//! One resident's score in time with what happened beside it: a step line over the
//! bands, dashed where it was contested, with open circles on dotted stems.

use hallboard_score::{Day, Month, Points};
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::series::LineSeries;
use plotters::style::ShapeStyle;

use super::axis::{AxisWords, Span, within_reach};
use super::drawing::{Drawing, Ink, advance};
use super::history::{BandGround, Ground, grounds, names, steps};
use super::plot::{Chart, Drawn, Frame, Layout, Sheet, draw_all, fill, on_sheet, stroke};
use super::reading::Reading;

/// What a course shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourseData {
    /// The scores, each holding from its day to the next reading; a reading without one
    /// breaks the line. The first and the last are the ends of the drawing.
    pub readings: Vec<Reading<Day>>,
    /// First and last days of what was contested, in order and apart.
    pub contested: Vec<(Day, Day)>,
    /// Days on which something happened, in order.
    pub marks: Vec<Day>,
    /// The bands in force, in any order.
    pub bands: Vec<BandGround>,
    /// The ends of the scale, where it has any.
    pub scale: (Option<Points>, Option<Points>),
}

/// A course drawn, and what of it is where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The drawing; blank where there is no room for it.
    pub drawing: Drawing,
    plot: Option<Plot>,
}

/// Where the plot lies, in tenths of a pixel, and what lies in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Plot {
    first: Day,
    days: i32,
    left: i32,
    length: i32,
    top: i32,
    foot: i32,
    low: i64,
    high: i64,
}

impl Plot {
    fn x(&self, day: Day) -> i32 {
        let days = i64::from(self.first.days_until(day).clamp(0, self.days));
        let along = days * i64::from(self.length) / i64::from(self.days.max(1));
        self.left + i32::try_from(along).unwrap_or(0)
    }

    fn y(&self, value: Option<Points>) -> i32 {
        let Some(value) = value else { return self.foot };
        let up = within_reach(value).clamp(self.low, self.high) - self.low;
        let high = i64::from(self.foot - self.top);
        self.foot - i32::try_from(up * high / (self.high - self.low).max(1)).unwrap_or(0)
    }
}

impl Course {
    /// Where a day and a score stand on it, in pixels.
    #[must_use]
    pub fn place(&self, day: Day, value: Option<Points>) -> Option<(i32, i32)> {
        let plot = self.plot?;
        Some(((plot.x(day) + 5) / 10, (plot.y(value) + 5) / 10))
    }

    /// From where to where the plot reaches downwards, in pixels.
    #[must_use]
    pub fn reach(&self) -> Option<(i32, i32)> {
        self.plot.map(|plot| (plot.top / 10, plot.foot / 10))
    }

    /// The day at so many pixels from the left edge.
    #[must_use]
    pub fn day_at(&self, x: f64) -> Option<Day> {
        let plot = self.plot?;
        let along = (x * 10.0 - f64::from(plot.left)) / f64::from(plot.length.max(1));
        let days = (along.clamp(0.0, 1.0) * f64::from(plot.days)).round() as u32;
        Some(plot.first.plus_days(days))
    }
}

/// The least the axis of points covers, so that small changes stay small.
const LEAST: Points = Points::whole(40);

/// Draws a course. Marks that would touch become one.
#[must_use]
pub fn course_drawing(data: &CourseData, frame: Frame, words: &AxisWords) -> Course {
    let prepared = Prepared::new(data, frame);
    let plot = prepared.as_ref().map(Prepared::plot);
    let drawing = on_sheet(frame, |sheet| match &prepared {
        Some(prepared) => prepared.draw(sheet, words),
        None => Ok(()),
    });
    Course { drawing, plot }
}

struct Prepared<'a> {
    data: &'a CourseData,
    days: (Day, Day),
    layout: Layout,
    grounds: Vec<Ground<'a>>,
}

impl<'a> Prepared<'a> {
    fn new(data: &'a CourseData, frame: Frame) -> Option<Prepared<'a>> {
        let days = (data.readings.first()?.at, data.readings.last()?.at);
        let em = i32::from(frame.font) * 10;
        let room = i32::from(frame.width) * 10 / 4;
        let name = |band: &'a BandGround| {
            let fits = advance(&band.name, em) <= room && !band.name.is_empty();
            fits.then_some(band.name.as_str())
        };
        let widest = data.bands.iter().filter_map(name).map(|name| advance(name, em));
        let right = widest.max().map_or(em, |width| width + em * 9 / 10);
        let (floor, ceiling) = data.scale;
        let span = Span { least: LEAST, floor, ceiling };
        let values = || data.readings.iter().filter_map(|reading| reading.value);
        let ends = (values().min()?, values().max()?);
        let layout = Layout::new(frame, ends, &span, right)?;
        let grounds = grounds(&data.bands, &layout.points, name);
        Some(Prepared { data, days, layout, grounds })
    }

    fn across(&self) -> i32 {
        self.days.0.days_until(self.days.1).max(1)
    }

    fn plot(&self) -> Plot {
        let layout = &self.layout;
        Plot {
            first: self.days.0,
            days: self.across(),
            left: layout.left(),
            length: layout.length(),
            top: layout.top(),
            foot: layout.foot(),
            low: layout.points.low,
            high: layout.points.high,
        }
    }

    fn draw(&self, sheet: &Sheet<'_>, words: &AxisWords) -> Drawn {
        let (layout, (first, last)) = (&self.layout, self.days);
        let across = f64::from(self.across());
        let chart = layout.chart(sheet, across);
        for ground in &self.grounds {
            let Some(ink) = ground.ink else { continue };
            let corners = [(0.0, ground.high as f64), (across, ground.low as f64)];
            chart.draw(&Rectangle::new(corners, fill(ink)))?;
        }
        layout.grid(&chart, across)?;
        let spots = self.spots();
        for (day, _) in &spots {
            self.stem(&chart, *day)?;
        }
        for (contested, run) in self.stretches() {
            let ink = if contested { Ink::Doubt } else { Ink::Tea };
            let pen = stroke(ink, layout.pen());
            draw_all(&chart, LineSeries::new(run, pen))?;
        }
        // They lie apart, so all grounds may come before all outlines: alike next to alike.
        for style in [fill(Ink::Paper), stroke(Ink::Tea, layout.em * 14 / 100)] {
            for (day, count) in &spots {
                self.spot(&chart, *day, *count, style)?;
            }
        }
        if let Some(value) = self.data.readings.last().and_then(|last| last.value) {
            layout.dot(&chart, (across, within_reach(value) as f64))?;
        }
        layout.figures(sheet, &chart)?;
        let length = f64::from(layout.length());
        let place = |month: Month| {
            let days = f64::from(first.days_until(month.first_day()));
            (days / across * length).round() as i32
        };
        layout.dates(sheet, (first.month(), last.month()), &place, words)?;
        names(&self.grounds, layout, sheet, &chart, across)
    }

    fn value(&self, day: Day) -> Option<Points> {
        value_on(&self.data.readings, day)
    }

    /// The line in pieces, those that are contested last: alike next to alike.
    fn stretches(&self) -> Vec<(bool, Vec<(f64, f64)>)> {
        let (first, last) = self.days;
        let (mut pieces, mut doubted) = (Vec::new(), Vec::new());
        let mut from = first;
        for (begun, ended) in &self.data.contested {
            let (begun, after) = ((*begun).max(from), ended.tomorrow().min(last));
            if after <= begun {
                continue;
            }
            pieces.push((false, from, begun));
            doubted.push((true, begun, after));
            from = after;
        }
        pieces.push((false, from, last));
        pieces.append(&mut doubted);
        let runs = pieces.into_iter().flat_map(|(contested, from, to)| {
            let runs = steps(&self.between(from, to), first);
            runs.into_iter().map(move |run| (contested, run))
        });
        runs.collect()
    }

    /// The readings from one day to another, the value in force on either included.
    fn between(&self, from: Day, to: Day) -> Vec<Reading<Day>> {
        let reading = |at| Reading { at, value: self.value(at) };
        let readings = &self.data.readings;
        let begun = readings.partition_point(|it| it.at <= from);
        let ended = readings.partition_point(|it| it.at < to);
        let inner = readings.get(begun..ended).unwrap_or_default().iter().copied();
        let ends = (from < to).then(|| reading(to));
        [reading(from)].into_iter().chain(inner).chain(ends).collect()
    }

    /// The days of the marks, those that would touch together, and how many they are.
    fn spots(&self) -> Vec<(Day, usize)> {
        let plot = self.plot();
        let apart = self.layout.em * 9 / 8;
        let mut spots: Vec<(Day, usize)> = Vec::new();
        for day in &self.data.marks {
            match spots.last_mut() {
                Some((before, count)) if plot.x(*day) - plot.x(*before) < apart => {
                    *count += 1;
                }
                _ => spots.push((*day, 1)),
            }
        }
        spots
    }

    fn at(&self, day: Day) -> (f64, f64) {
        let value = self.value(day).map_or(self.layout.points.low, within_reach);
        (f64::from(self.days.0.days_until(day)), value as f64)
    }

    fn stem(&self, chart: &Chart<'_>, day: Day) -> Drawn {
        let (x, y) = self.at(day);
        let foot = self.layout.points.low as f64;
        let pen = stroke(Ink::Stem, (self.layout.em / 12).max(10));
        chart.draw(&PathElement::new([(x, y), (x, foot)], pen))
    }

    /// A circle; a larger one for several marks together.
    fn spot(
        &self,
        chart: &Chart<'_>,
        day: Day,
        count: usize,
        style: ShapeStyle,
    ) -> Drawn {
        let em = self.layout.em;
        let radius = if count > 1 { em * 36 / 100 } else { em * 28 / 100 };
        chart.draw(&Circle::new(self.at(day), radius, style))
    }
}

/// The value in force on a day.
fn value_on(readings: &[Reading<Day>], day: Day) -> Option<Points> {
    let after = readings.partition_point(|reading| reading.at <= day);
    readings.get(after.checked_sub(1)?)?.value
}
