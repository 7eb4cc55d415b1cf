//! The movement of the cursor of the history chart.

use hallboard_score::Day;

use crate::charts::RecordDrawing;
use crate::record::model::History;

/// The maximum distance, in CSS pixels, at which the pointer snaps to a change or mark.
const SNAP_DISTANCE: f64 = 6.0;

/// The day to which a key moves the cursor.
pub(super) fn day_of_key(history: &History, day: Day, key: &str) -> Option<Day> {
    match key {
        "ArrowLeft" | "ArrowDown" => {
            Some(history.next_stop(day, false).unwrap_or(history.first))
        }
        "ArrowRight" | "ArrowUp" => {
            Some(history.next_stop(day, true).unwrap_or(history.today))
        }
        "Home" => Some(history.first),
        "End" => Some(history.today),
        _ => None,
    }
}

/// The day at a distance from the left edge, in pixels: that of a change or mark within
/// reach, otherwise the exact day.
pub(super) fn day_at(history: &History, chart: &RecordDrawing, x: f64) -> Option<Day> {
    let day = chart.day_at(x)?;
    let stops = [history.next_stop(day.tomorrow(), false), history.next_stop(day, true)];
    let distance = |stop: &Day| {
        let place = chart.position(*stop, None);
        place.map_or(f64::MAX, |(at, _)| (f64::from(at) - x).abs())
    };
    let near = stops.into_iter().flatten().filter(|stop| distance(stop) < SNAP_DISTANCE);
    Some(near.min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(day))
}

/// The position of the cursor, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CursorPosition {
    /// The distance from the left edge.
    pub x: i32,
    /// The height of the day's score, from the upper edge.
    pub y: i32,
    /// The upper end of the line.
    pub top: i32,
    /// The lower end of the line.
    pub foot: i32,
}

impl CursorPosition {
    /// The path data of the cursor's line.
    pub(super) fn line(self) -> String {
        format!("M{} {}V{}", self.x, self.top, self.foot)
    }
}

/// The position of the cursor on a day; `None` if nothing is drawn.
pub(super) fn position(
    history: &History,
    chart: &RecordDrawing,
    day: Day,
) -> Option<CursorPosition> {
    let score = history.reading_on(day).and_then(|reading| reading.value);
    let (x, y) = chart.position(day, score)?;
    let (top, foot) = chart.vertical_extent()?;
    Some(CursorPosition { x, y, top, foot })
}

#[cfg(test)]
mod tests {
    use super::*;

    use hallboard_score::Points;

    use crate::charts::{
        ChartSize, MonthNames, Reading, RecordChartData, record_drawing,
    };

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn history() -> History {
        let readings = [("2026-01-01", 60), ("2026-03-01", 65), ("2026-06-30", 65)];
        let readings = readings.map(|(at, score)| Reading {
            at: day(at),
            value: Some(Points::whole(score)),
        });
        History {
            first: day("2026-01-01"),
            today: day("2026-06-30"),
            readings: readings.to_vec(),
            marks: Vec::new(),
            contested: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn chart(history: &History) -> RecordDrawing {
        let data = RecordChartData {
            readings: history.readings.clone(),
            ..RecordChartData::default()
        };
        let words = MonthNames([(); 12].map(|()| String::new()));
        record_drawing(&data, ChartSize { width: 600, height: 300, font: 16 }, &words)
    }

    #[test]
    fn keys_move_between_changes_and_to_the_ends() {
        let history = history();
        let check = |from: &str, key: &str, to: Option<&str>| {
            assert_eq!(day_of_key(&history, day(from), key), to.map(day), "{from} {key}");
        };
        check("2026-06-30", "ArrowLeft", Some("2026-03-01"));
        check("2026-03-01", "ArrowDown", Some("2026-01-01"));
        check("2026-01-01", "ArrowLeft", Some("2026-01-01"));
        check("2026-01-01", "ArrowRight", Some("2026-03-01"));
        check("2026-06-30", "ArrowUp", Some("2026-06-30"));
        check("2026-03-01", "Home", Some("2026-01-01"));
        check("2026-03-01", "End", Some("2026-06-30"));
        check("2026-03-01", "Enter", None);
    }

    #[test]
    fn the_pointer_snaps_to_a_change_within_reach() {
        let history = history();
        let chart = chart(&history);
        let (x, _) = chart.position(day("2026-03-01"), None).unwrap();
        let x = f64::from(x);
        for near in [-5.0, 0.0, 5.0] {
            assert_eq!(day_at(&history, &chart, x + near), Some(day("2026-03-01")));
        }
        let far = day_at(&history, &chart, x + 60.0).unwrap();
        assert!(far > day("2026-03-05"), "{far}");
        assert_eq!(day_at(&history, &chart, -50.0), Some(day("2026-01-01")));
        assert_eq!(day_at(&history, &chart, 5000.0), Some(day("2026-06-30")));
    }

    #[test]
    fn cursor_is_at_the_score_of_its_day() {
        let history = history();
        let chart = chart(&history);
        let at = |date: &str| position(&history, &chart, day(date)).unwrap();
        let (low, high) = (at("2026-02-01"), at("2026-04-01"));
        assert!(high.y < low.y && high.x > low.x);
        assert_eq!((low.top, low.foot), (high.top, high.foot));
        assert_eq!(low.line(), format!("M{} {}V{}", low.x, low.top, low.foot));
    }
}
