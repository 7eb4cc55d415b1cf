//! Proofs of the drawings: nothing cut, nothing over anything, nothing invented.
#![cfg(not(target_arch = "wasm32"))]

use super::*;
use hallboard_score::{Day, Month, Points};

mod any;
mod drawn;

const WALL: Frame = Frame { width: 1310, height: 460, font: 30 };
const PHONE: Frame = Frame { width: 340, height: 230, font: 12 };

fn english() -> AxisWords {
    let names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    let mut names = names.split(' ').map(str::to_owned);
    AxisWords { months: std::array::from_fn(|_| names.next().unwrap()) }
}

fn chinese() -> AxisWords {
    AxisWords { months: std::array::from_fn(|month| format!("{}月", month + 1)) }
}

fn months(first: &str, values: &[Option<i32>]) -> Vec<Reading<Month>> {
    by_month(first.parse().unwrap(), values.iter().map(|v| v.map(Points::whole)))
}

fn bands(names: [&str; 3]) -> Vec<BandGround> {
    let mins = [70, 0, 85];
    let band = |(name, min): (&str, i32)| BandGround {
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

fn letter_bounds(label: &Label) -> Bounds {
    let (width, size) = (advance(&label.text, label.size.0), label.size.0);
    let left = match label.anchor {
        Anchor::Start => label.x.0,
        Anchor::Middle => label.x.0 - width / 2,
        Anchor::End => label.x.0 - width,
    };
    let below = if label.voice == Voice::Figure { 0 } else { size * 22 / 100 };
    [left, label.y.0 - size * 88 / 100, left + width, label.y.0 + below]
}

/// The corners of a path of straight lines, in tenths of a pixel.
fn corners(d: &str) -> Vec<(i32, i32)> {
    let spread: String = d
        .chars()
        .flat_map(|c| if c.is_ascii_alphabetic() { vec![' ', c, ' '] } else { vec![c] })
        .collect();
    let mut words = spread.split_whitespace();
    let (mut at, mut all) = ((0, 0), Vec::new());
    while let Some(word) = words.next() {
        let mut next = || {
            let number: f64 = words.next().unwrap().parse().unwrap();
            assert!(number.is_finite(), "{d}");
            (number * 10.0).round() as i32
        };
        at = match word {
            "M" | "L" => (next(), next()),
            "H" => (next(), at.1),
            "V" => (at.0, next()),
            "Z" => at,
            other => panic!("{other} in {d}"),
        };
        all.push(at);
    }
    all
}

fn bounds(mark: &Mark) -> Bounds {
    match mark {
        Mark::Label(label) => letter_bounds(label),
        Mark::Rect { from, to, .. } => [from.0.0, from.1.0, to.0.0, to.1.0],
        Mark::Circle { centre: (x, y), radius: r, .. } => {
            [x.0 - r.0, y.0 - r.0, x.0 + r.0, y.0 + r.0]
        }
        Mark::Path { d, paint, .. } => {
            let half = if let Paint::Stroke(width) = paint { width.0 / 2 } else { 0 };
            let all = corners(d);
            let (xs, ys) = (all.iter().map(|at| at.0), all.iter().map(|at| at.1));
            let low = (xs.clone().min().unwrap(), ys.clone().min().unwrap() - half);
            [low.0, low.1, xs.max().unwrap(), ys.max().unwrap() + half]
        }
    }
}

fn labels(drawing: &Drawing, voice: Voice) -> Vec<&str> {
    let all = drawing.marks.iter().filter_map(Mark::label);
    all.filter(|label| label.voice == voice).map(|label| label.text.as_str()).collect()
}

/// The years and months under the plot.
fn dates(drawing: &Drawing) -> Vec<&str> {
    let all = drawing.marks.iter().filter_map(Mark::label);
    let dates = all.filter(|l| l.voice == Voice::Axis && l.anchor == Anchor::Start);
    dates.map(|label| label.text.as_str()).collect()
}

/// The lines of data.
fn lines(drawing: &Drawing) -> Vec<&str> {
    let line = |mark| match mark {
        &Mark::Path { ref d, ink: Ink::Tea, paint: Paint::Stroke(_) } => Some(d.as_str()),
        _ => None,
    };
    drawing.marks.iter().filter_map(line).collect()
}

fn dots(drawing: &Drawing) -> Vec<(i32, i32)> {
    let dot = |mark: &Mark| match mark {
        Mark::Circle { centre: (x, y), .. } => Some((x.0, y.0)),
        _ => None,
    };
    drawing.marks.iter().filter_map(dot).collect()
}

fn apart(a: &Bounds, b: &Bounds) -> bool {
    a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1]
}

/// Nothing outside, no letters over letters or over the dots.
#[track_caller]
fn check_sound(drawing: &Drawing) {
    let (width, height) = (i32::from(drawing.width) * 10, i32::from(drawing.height) * 10);
    for mark in &drawing.marks {
        let [left, top, right, bottom] = bounds(mark);
        let inside = 0 <= left && 0 <= top && right <= width && bottom <= height;
        assert!(inside && left <= right && top <= bottom, "{mark:?} of {width}x{height}");
    }
    let letters: Vec<_> = drawing.marks.iter().filter_map(Mark::label).collect();
    for (position, label) in letters.iter().enumerate() {
        for other in &letters[position + 1..] {
            let clear = apart(&letter_bounds(label), &letter_bounds(other));
            assert!(clear, "{label:?} over {other:?}");
        }
        for dot in drawing.marks.iter().filter(|mark| matches!(mark, Mark::Circle { .. }))
        {
            assert!(apart(&letter_bounds(label), &bounds(dot)), "{label:?} over {dot:?}");
        }
    }
}
