//! Drawings of known readings.

use super::*;

#[test]
fn a_mean_chart_is_drawn_to_the_tenth_of_a_pixel() {
    let frame = Frame { width: 400, height: 200, font: 10 };
    let readings = months("2025-12", &[Some(60), Some(64), Some(62)]);
    let drawing = mean_drawing(&readings, frame, &english());
    check_sound(&drawing);
    let written: Vec<String> = drawing
        .marks
        .iter()
        .map(|mark| match mark {
            Mark::Label(l) => format!("{} {} {} {}", l.text, l.x, l.y, l.voice.class()),
            other => {
                let (d, ink, paint) = other.outline().unwrap();
                let width =
                    if let Paint::Stroke(w) = paint { w.to_string() } else { "-".into() };
                format!("{d} {} {width}", ink.class())
            }
        })
        .collect();
    let expected: &[&str] = &[
        "M17 182.9H370.1 c-rule 1",
        "M17 124.3H370.1 c-rule 1",
        "M17 65.7H370.1 c-rule 1",
        "M17 7H370.1 c-rule 1",
        "M17 124.3L193.5 100.9L370.1 112.6V182.9H17Z c-tea-pale -",
        "M17 124.3L193.5 100.9L370.1 112.6 c-tea 1.6",
        "M366.3 112.6a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0 -7.6 0Z c-tea -",
        "50 12 186.5 chart-axis",
        "60 12 127.9 chart-axis",
        "70 12 69.3 chart-axis",
        "80 12 10.6 chart-axis",
        "Dec 17 197.6 chart-axis",
        "2026 193.6 197.6 chart-axis",
        "Feb 370.2 197.6 chart-axis",
        "62 377.1 119.4 chart-figure",
    ];
    assert_eq!(written, expected);
}

#[track_caller]
fn check_dates(first: &str, count: usize, frame: Frame, expected: &[&str]) {
    let readings = months(first, &vec![Some(62); count]);
    for drawing in [
        mean_drawing(&readings, frame, &english()),
        history_drawing(&history(month_ends(&readings)), frame, &english()),
    ] {
        check_sound(&drawing);
        assert_eq!(dates(&drawing), expected, "{first} and {count} months");
    }
}

#[test]
fn dates_are_few_and_always_say_the_year() {
    check_dates("2021-12", 60, WALL, &["2022", "2023", "2024", "2025", "2026"]);
    check_dates("2016-12", 120, WALL, &["2017", "2019", "2021", "2023", "2025"]);
    check_dates(
        "2016-12",
        120,
        Frame { width: 360, ..PHONE },
        &["2017", "2019", "2021", "2023", "2025"],
    );
    check_dates("1986-12", 480, PHONE, &["1987", "1997", "2007", "2017"]);
    check_dates("2025-12", 13, WALL, &["2026", "Mar", "May", "Jul", "Sep", "Nov"]);
    check_dates("2026-02", 1, WALL, &["2026"]);
}

#[test]
fn a_step_line_goes_along_and_up_or_down_and_nowhere_else() {
    let readings = months("2026-01", &[Some(60), Some(63), Some(63), Some(61), Some(70)]);
    let drawing = history_drawing(&history(month_ends(&readings)), WALL, &chinese());
    check_sound(&drawing);
    let [line] = lines(&drawing)[..] else { panic!("one line") };
    assert!(!line.contains('L'), "{line}");
    // Along, up, along, down, along, up.
    assert_eq!(corners(line).len(), 7, "{line}");
    assert_eq!(dots(&drawing).last(), corners(line).last());
}

#[track_caller]
fn check_gap(values: &[Option<i32>], expected_lines: usize, expected_dots: usize) {
    let readings = months("2026-01", values);
    let mean = mean_drawing(&readings, WALL, &english());
    let steps = history_drawing(&history(month_ends(&readings)), WALL, &english());
    for drawing in [&mean, &steps] {
        check_sound(drawing);
        let breaks = lines(drawing).iter().map(|d| d.matches('M').count()).sum::<usize>();
        assert_eq!(breaks, lines(drawing).len(), "{values:?}");
    }
    assert_eq!((lines(&mean).len(), dots(&mean).len()), (expected_lines, expected_dots));
    for pair in lines(&steps).windows(2) {
        assert!(corners(pair[0]).last().unwrap().0 < corners(pair[1])[0].0, "{values:?}");
    }
}

#[test]
fn a_gap_breaks_the_line() {
    let seen = Some(66);
    check_gap(&[seen, seen, seen, seen], 1, 1);
    check_gap(&[seen, seen, None, seen, seen], 2, 1);
    check_gap(&[None, seen, seen, None, None, seen, seen, None], 2, 1);
    // A lone month between two gaps is a dot of its own.
    check_gap(&[seen, seen, None, seen, None, seen, seen], 2, 2);
    check_gap(&[seen, None, seen], 0, 2);
}

#[test]
fn a_month_left_out_breaks_the_line_like_one_without_a_value() {
    let whole = months("2026-01", &[Some(60), Some(61), None, Some(62), Some(63)]);
    let shorter: Vec<_> = whole.iter().copied().filter(|r| r.value.is_some()).collect();
    let draw = |readings: &[Reading<Month>]| mean_drawing(readings, WALL, &english());
    assert_eq!(draw(&whole), draw(&shorter));
}

#[test]
fn little_or_nothing_is_drawn_as_such() {
    for nothing in [&[][..], &[None, None]] {
        let readings = months("2026-01", nothing);
        assert!(mean_drawing(&readings, WALL, &english()).marks.is_empty());
        let data = history(month_ends(&readings));
        assert!(history_drawing(&data, WALL, &english()).marks.is_empty());
    }
    let one = months("2026-01", &[Some(60)]);
    for drawing in [
        mean_drawing(&one, PHONE, &chinese()),
        history_drawing(&history(month_ends(&one)), PHONE, &chinese()),
    ] {
        check_sound(&drawing);
        assert_eq!((lines(&drawing).len(), dots(&drawing).len()), (0, 1));
    }
    let tiny = Frame { width: 60, height: 40, font: 30 };
    assert!(mean_drawing(&one, tiny, &english()).marks.is_empty());
}

#[test]
fn bands_are_named_at_the_right_edge_and_only_where_they_show() {
    let readings = month_ends(&months("2025-01", &[Some(72); 20]));
    let drawing = history_drawing(&history(readings.clone()), WALL, &english());
    assert_eq!(labels(&drawing, Voice::Band), ["Exemplary", "Good", "Steady"]);
    let grounds = drawing.marks.iter().filter_map(|mark| match mark {
        Mark::Rect { from, to, ink, .. } => Some((*ink, from.1, to.1)),
        _ => None,
    });
    let grounds: Vec<_> = grounds.collect();
    assert_eq!(grounds.iter().map(|g| g.0).collect::<Vec<_>>(), [Ink::Band1, Ink::Band2]);
    assert_eq!(grounds[0].2, grounds[1].1, "the bands meet");

    let long = "The committee's own roll of honour for residents";
    let named = HistoryData {
        bands: bands([long, "Steady", "Exemplary"]),
        ..history(readings.clone())
    };
    let drawing = history_drawing(&named, PHONE, &english());
    check_sound(&drawing);
    assert_eq!(labels(&drawing, Voice::Band), ["Exemplary", "Steady"]);

    let narrow = HistoryData { readings, bands: Vec::new(), scale: (None, None) };
    check_sound(&history_drawing(&narrow, PHONE, &english()));
}

#[test]
fn ten_years_of_days_stay_a_short_path() {
    let first: Day = "2016-11-23".parse().unwrap();
    let score =
        |day: u32| Some(Points::whole(60 + i32::try_from(day / 40 % 25).unwrap()));
    let readings =
        (0..3653).map(|day| Reading { at: first.plus_days(day), value: score(day) });
    let drawing = history_drawing(&history(readings.collect()), PHONE, &english());
    check_sound(&drawing);
    let [line] = lines(&drawing)[..] else { panic!("one line") };
    assert!(line.len() < 3000, "{} bytes", line.len());
}

#[test]
fn the_last_value_is_written_as_it_is() {
    let negative = [Some(Points::ZERO), Some(Points::from_hundredths(-550))];
    let readings = by_month(Month::new(2026, 1), negative);
    let drawing = mean_drawing(&readings, WALL, &english());
    check_sound(&drawing);
    assert_eq!(labels(&drawing, Voice::Figure), ["\u{2212}5.5"]);
    assert!(labels(&drawing, Voice::Axis).contains(&"\u{2212}10"));
}
