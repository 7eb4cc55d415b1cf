//! Readings as the points of lines, in chart coordinates.

use hallboard_score::{Day, Month};

use super::axis::clamped_hundredths;
use super::reading::Reading;

/// Points of an unbroken line: time and hundredths of a point.
pub(super) type Run = Vec<(f64, f64)>;

/// A step line by day, broken where a value is missing: each step is horizontal, then
/// vertical.
pub(super) fn step_runs(readings: &[Reading<Day>], first: Day) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut height: Option<f64> = None;
    for reading in readings {
        let x = f64::from(first.days_until(reading.at));
        let value = reading.value.map(|points| clamped_hundredths(points) as f64);
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

/// A line by month, broken where a month is missing or has no value.
pub(super) fn month_runs(readings: &[Reading<Month>], first: Month) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut before: Option<Month> = None;
    for reading in readings {
        let Some(value) = reading.value else { continue };
        let x = f64::from(first.months_until(reading.at));
        let point = (x, clamped_hundredths(value) as f64);
        let follows = before.is_some_and(|before| before.plus(1) == reading.at);
        match runs.last_mut() {
            Some(run) if follows => run.push(point),
            _ => runs.push(vec![point]),
        }
        before = Some(reading.at);
    }
    runs
}
