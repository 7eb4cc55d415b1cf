//! Drawings of known readings.

use super::*;

#[test]
fn a_mean_chart_is_drawn_to_the_tenth_of_a_pixel() {
    let size = ChartSize { width: 400, height: 200, font: 10 };
    let readings = months("2025-12", &[Some(60), Some(64), Some(62)]);
    let drawing = mean_drawing(&means(&readings), size, &english());
    check_sound(&drawing);
    let written: Vec<String> = drawing
        .commands
        .iter()
        .map(|command| match command {
            DrawCommand::Text(it) => {
                format!("{} {} {} {}", it.text, it.at.x, it.at.y, it.role.class())
            }
            shape => {
                let path = SvgPath::new(shape).unwrap();
                let width = match path.paint {
                    Paint::Stroke(width) => width.to_string(),
                    Paint::Fill => "-".into(),
                };
                format!("{} {} {width}", path.d, path.color.class())
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
fn check_dates(first: &str, count: usize, size: ChartSize, expected: &[&str]) {
    let readings = months(first, &vec![Some(62); count]);
    for drawing in [
        mean_drawing(&means(&readings), size, &english()),
        history_drawing(&history(month_ends(&readings)), size, &english()),
    ] {
        check_sound(&drawing);
        assert_eq!(dates(&drawing), expected, "{first} and {count} months");
    }
}

#[test]
fn dates_are_few_and_always_include_a_year() {
    check_dates("2021-12", 60, WALL, &["2022", "2023", "2024", "2025", "2026"]);
    check_dates("2016-12", 120, WALL, &["2017", "2019", "2021", "2023", "2025"]);
    check_dates(
        "2016-12",
        120,
        ChartSize { width: 360, ..PHONE },
        &["2017", "2019", "2021", "2023", "2025"],
    );
    check_dates("1986-12", 480, PHONE, &["1987", "1997", "2007", "2017"]);
    check_dates("2025-12", 13, WALL, &["2026", "Mar", "May", "Jul", "Sep", "Nov"]);
    check_dates("2026-02", 1, WALL, &["2026"]);
}

#[test]
fn step_line_has_only_horizontal_and_vertical_segments() {
    let readings = months("2026-01", &[Some(60), Some(63), Some(63), Some(61), Some(70)]);
    let drawing = history_drawing(&history(month_ends(&readings)), WALL, &chinese());
    check_sound(&drawing);
    let [line] = lines(&drawing)[..] else { panic!("one line") };
    assert!(is_step_line(line), "{line:?}");
    // Six segments: horizontal ones, each before a rise, a fall and a rise.
    assert_eq!(line.len(), 7, "{line:?}");
    assert_eq!(dots(&drawing).last(), corners(line).last());
}

#[track_caller]
fn check_gap(values: &[Option<i32>], expected_lines: usize, expected_dots: usize) {
    let readings = months("2026-01", values);
    let mean = mean_drawing(&means(&readings), WALL, &english());
    let steps = history_drawing(&history(month_ends(&readings)), WALL, &english());
    for drawing in [&mean, &steps] {
        check_sound(drawing);
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
    // A single month between two gaps is drawn as a dot.
    check_gap(&[seen, seen, None, seen, None, seen, seen], 2, 2);
    check_gap(&[seen, None, seen], 0, 2);
}

#[test]
fn a_month_left_out_breaks_the_line_like_one_without_a_value() {
    let whole = months("2026-01", &[Some(60), Some(61), None, Some(62), Some(63)]);
    let shorter: Vec<_> = whole.iter().copied().filter(|r| r.value.is_some()).collect();
    let draw =
        |readings: &[Reading<Month>]| mean_drawing(&means(readings), WALL, &english());
    assert_eq!(draw(&whole), draw(&shorter));
}

#[test]
fn charts_with_one_or_no_value() {
    for nothing in [&[][..], &[None, None]] {
        let readings = months("2026-01", nothing);
        assert!(mean_drawing(&means(&readings), WALL, &english()).is_blank());
        let data = history(month_ends(&readings));
        assert!(history_drawing(&data, WALL, &english()).is_blank());
    }
    let one = months("2026-01", &[Some(60)]);
    for drawing in [
        mean_drawing(&means(&one), PHONE, &chinese()),
        history_drawing(&history(month_ends(&one)), PHONE, &chinese()),
    ] {
        check_sound(&drawing);
        assert_eq!((lines(&drawing).len(), dots(&drawing).len()), (0, 1));
    }
    let tiny = ChartSize { width: 60, height: 40, font: 30 };
    assert!(mean_drawing(&means(&one), tiny, &english()).is_blank());
}

#[test]
fn bands_are_named_at_the_right_edge_and_only_where_they_show() {
    let readings = month_ends(&months("2025-01", &[Some(72); 20]));
    let drawing = history_drawing(&history(readings.clone()), WALL, &english());
    assert_eq!(labels(&drawing, TextRole::Band), ["Exemplary", "Good", "Steady"]);
    let band_areas = drawing.commands.iter().filter_map(|command| match command {
        DrawCommand::Rect { from, to, color, .. } => Some((*color, from.y, to.y)),
        _ => None,
    });
    let band_areas: Vec<_> = band_areas.collect();
    assert_eq!(
        band_areas.iter().map(|g| g.0).collect::<Vec<_>>(),
        [ChartColor::Band1, ChartColor::Band2]
    );
    assert_eq!(band_areas[0].2, band_areas[1].1, "the bands meet");

    let upright = ChartSize { width: 980, height: 1300, font: 55 };
    let drawing = history_drawing(&history(readings.clone()), upright, &english());
    check_sound(&drawing);
    assert_eq!(labels(&drawing, TextRole::Band), ["Exemplary", "Good", "Steady"]);

    let long = "The committee's own roll of honour for residents";
    let named = HistoryData {
        bands: bands([long, "Steady", "Exemplary"]),
        ..history(readings.clone())
    };
    let drawing = history_drawing(&named, PHONE, &english());
    check_sound(&drawing);
    let names = labels(&drawing, TextRole::Band);
    assert!(names.starts_with(&["Exemplary", "The"]) && names.ends_with(&["Steady"]));

    let narrow = HistoryData { readings, bands: Vec::new(), scale: (None, None) };
    check_sound(&history_drawing(&narrow, PHONE, &english()));
}

#[test]
fn the_starting_score_and_new_rules_are_named() {
    let readings = months("2024-01", &[Some(72); 30]);
    let explained = |base: i32| MeanData {
        base: Some((Points::whole(base), "Start".to_owned())),
        marks: ["2023-05", "2025-03", "2025-04", "2026-06"]
            .map(|month| (month.parse().unwrap(), "new rules".to_owned()))
            .to_vec(),
        ..means(&readings)
    };
    let drawing = mean_drawing(&explained(60), WALL, &english());
    check_sound(&drawing);
    let words = |drawing: &Drawing| -> Vec<String> {
        let words = labels(drawing, TextRole::Axis).into_iter();
        words.filter(|it| it.starts_with(['S', 'n'])).map(str::to_owned).collect()
    };
    // The second of two neighbours has no room, and marks at the ends are outside the plot.
    assert_eq!(words(&drawing), ["Start", "new rules"]);
    // A starting score far away would leave no room for the means.
    assert_eq!(words(&mean_drawing(&explained(10), WALL, &english())), ["new rules"]);
}

#[test]
fn a_starting_score_without_room_in_the_plot_is_named_beside_it() {
    let tenths = Points::from_hundredths(7260);
    let readings = by_month("2024-01".parse().unwrap(), [tenths; 30].map(Some));
    let mark = |number| (Month::new(2024, number), "new rules".to_owned());
    let crowded = MeanData {
        base: Some((Points::whole(60), "Start".to_owned())),
        marks: (2..30).map(mark).collect(),
        ..means(&readings)
    };
    for size in [PHONE, WALL] {
        let drawing = mean_drawing(&crowded, size, &english());
        check_sound(&drawing);
        assert!(labels(&drawing, TextRole::Axis).contains(&"Start"), "{size:?}");
    }
}

#[test]
fn the_largest_rises_have_dots() {
    let score = |month: i32| Some(60 + month % 8 * month);
    let values: Vec<_> = (0..20).map(score).collect();
    let readings = month_ends(&months("2024-01", &values));
    let drawing = history_drawing(&history(readings), WALL, &english());
    check_sound(&drawing);
    assert_eq!(dots(&drawing).len(), 6, "five rises and the end");
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
    assert!(line.len() < 200, "{} points", line.len());
    assert!(svg_paths(&drawing).iter().all(|path| path.d.len() < 3000));
}

#[test]
fn last_value_is_printed_exactly() {
    let negative = [Some(Points::ZERO), Some(Points::from_hundredths(-550))];
    let readings = by_month(Month::new(2026, 1), negative);
    let drawing = mean_drawing(&means(&readings), WALL, &english());
    check_sound(&drawing);
    assert_eq!(labels(&drawing, TextRole::Figure), ["\u{2212}5.5"]);
    assert!(labels(&drawing, TextRole::Axis).contains(&"\u{2212}10"));
}

#[test]
fn adjacent_segments_of_one_style_share_a_path() {
    let drawing = history_drawing(
        &history(month_ends(&months("2026-01", &[Some(60), Some(63)]))),
        WALL,
        &english(),
    );
    let grid_lines = drawing.commands.iter().filter(|command| {
        matches!(command, DrawCommand::Polyline { color: ChartColor::Rule, .. })
    });
    let paths = svg_paths(&drawing);
    let grid: Vec<_> = paths.iter().filter(|it| it.color == ChartColor::Rule).collect();
    assert_eq!(grid.len(), 1);
    assert_eq!(grid[0].d.matches('M').count(), grid_lines.count());
}
