//! Tests of the drawings: nothing is clipped, overlaps or shows values that do not exist.
#![cfg(not(target_arch = "wasm32"))]

use super::*;
use hallboard_score::{Day, Month, Points};

mod known;
mod random;

const WALL: ChartSize = ChartSize { width: 1310, height: 460, font: 30 };
const PHONE: ChartSize = ChartSize { width: 340, height: 230, font: 12 };

fn english() -> MonthNames {
    let names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    let mut names = names.split(' ').map(str::to_owned);
    MonthNames(std::array::from_fn(|_| names.next().unwrap()))
}

fn chinese() -> MonthNames {
    MonthNames(std::array::from_fn(|month| format!("{}月", month + 1)))
}

fn months(first: &str, values: &[Option<i32>]) -> Vec<Reading<Month>> {
    by_month(first.parse().unwrap(), values.iter().map(|v| v.map(Points::whole)))
}

fn means(readings: &[Reading<Month>]) -> MeanData {
    MeanData { readings: readings.to_vec(), ..MeanData::default() }
}

fn bands(names: [&str; 3]) -> Vec<ChartBand> {
    let mins = [70, 0, 85];
    let band = |(name, min): (&str, i32)| ChartBand {
        name: name.to_owned(),
        min: Points::whole(min),
    };
    names.into_iter().zip(mins).map(band).collect()
}

fn history(readings: Vec<Reading<Day>>) -> HistoryData {
    let scale = (Some(Points::ZERO), Some(Points::whole(100)));
    HistoryData { readings, bands: bands(["Good", "Steady", "Exemplary"]), scale }
}

/// Left, top, right and bottom in tenths of a pixel.
type Bounds = [i32; 4];

fn text_bounds(label: &ChartText) -> Bounds {
    let (width, size) = (text_width(&label.text, label.size.0), label.size.0);
    let left = match label.anchor {
        TextAnchor::Start => label.at.x.0,
        TextAnchor::Middle => label.at.x.0 - width / 2,
        TextAnchor::End => label.at.x.0 - width,
    };
    let below = if label.role == TextRole::Figure { 0 } else { size * 22 / 100 };
    [left, label.at.y.0 - size * 88 / 100, left + width, label.at.y.0 + below]
}

/// The points of a path, in tenths of a pixel.
fn corners(points: &[Point]) -> Vec<(i32, i32)> {
    points.iter().map(|point| (point.x.0, point.y.0)).collect()
}

/// Whether each segment is horizontal or vertical.
fn is_step_line(points: &[Point]) -> bool {
    points.windows(2).all(|pair| pair[0].x == pair[1].x || pair[0].y == pair[1].y)
}

fn bounds(command: &DrawCommand) -> Bounds {
    let around = |points: &[Point], half: i32| {
        let all = corners(points);
        let (xs, ys) = (all.iter().map(|at| at.0), all.iter().map(|at| at.1));
        let (left, top) = (xs.clone().min().unwrap(), ys.clone().min().unwrap());
        [left, top - half, xs.max().unwrap(), ys.max().unwrap() + half]
    };
    match command {
        DrawCommand::Text(text) => text_bounds(text),
        DrawCommand::Rect { from, to, .. } => [from.x.0, from.y.0, to.x.0, to.y.0],
        DrawCommand::Circle { center: Point { x, y }, radius: r, .. } => {
            [x.0 - r.0, y.0 - r.0, x.0 + r.0, y.0 + r.0]
        }
        DrawCommand::Polyline { points, width, .. } => around(points, width.0 / 2),
        DrawCommand::Polygon { points, .. } => around(points, 0),
    }
}

fn labels(drawing: &Drawing, role: TextRole) -> Vec<&str> {
    let all = drawing.commands.iter().filter_map(DrawCommand::text);
    all.filter(|label| label.role == role).map(|label| label.text.as_str()).collect()
}

/// The years and months under the plot.
fn dates(drawing: &Drawing) -> Vec<&str> {
    let all = drawing.commands.iter().filter_map(DrawCommand::text);
    let dates = all.filter(|l| l.role == TextRole::Axis && l.anchor == TextAnchor::Start);
    dates.map(|label| label.text.as_str()).collect()
}

/// The lines of data.
fn lines(drawing: &Drawing) -> Vec<&[Point]> {
    let line = |command| match command {
        &DrawCommand::Polyline { ref points, color: ChartColor::Tea, .. } => {
            Some(points.as_slice())
        }
        _ => None,
    };
    drawing.commands.iter().filter_map(line).collect()
}

fn dots(drawing: &Drawing) -> Vec<(i32, i32)> {
    let dot = |command: &DrawCommand| match command {
        DrawCommand::Circle { center, .. } => Some((center.x.0, center.y.0)),
        _ => None,
    };
    drawing.commands.iter().filter_map(dot).collect()
}

fn apart(a: &Bounds, b: &Bounds) -> bool {
    a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1]
}

/// Asserts that nothing is outside the drawing, and that no text overlaps text or a dot.
#[track_caller]
fn check_sound(drawing: &Drawing) {
    let (width, height) = (i32::from(drawing.width) * 10, i32::from(drawing.height) * 10);
    for command in &drawing.commands {
        let [left, top, right, bottom] = bounds(command);
        let inside = 0 <= left && 0 <= top && right <= width && bottom <= height;
        assert!(
            inside && left <= right && top <= bottom,
            "{command:?} of {width}x{height}"
        );
    }
    let texts: Vec<_> = drawing.commands.iter().filter_map(DrawCommand::text).collect();
    for (position, label) in texts.iter().enumerate() {
        for other in &texts[position + 1..] {
            let clear = apart(&text_bounds(label), &text_bounds(other));
            assert!(clear, "{label:?} over {other:?}");
        }
        for dot in
            drawing.commands.iter().filter(|it| matches!(it, DrawCommand::Circle { .. }))
        {
            assert!(apart(&text_bounds(label), &bounds(dot)), "{label:?} over {dot:?}");
        }
    }
}
