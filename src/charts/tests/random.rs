//! Drawings of random readings.

use proptest::prelude::*;

use super::*;

/// Readings by day, with random steps and values.
fn some_readings() -> impl Strategy<Value = Vec<Reading<Day>>> {
    let points = prop_oneof![
        8 => 0_i64..12_000,
        1 => -30_000_i64..30_000,
        1 => any::<i64>(),
    ];
    let value =
        proptest::option::weighted(0.85, points.prop_map(Points::from_hundredths));
    let start = 0_u32..100_000;
    (start, proptest::collection::vec((0_u32..400, value), 0..80)).prop_map(
        |(start, rows)| {
            let mut at = Month::new(1900, 1).first_day().plus_days(start);
            let row = |(days, value)| {
                at = at.plus_days(days);
                Reading { at, value }
            };
            rows.into_iter().map(row).collect()
        },
    )
}

fn some_frame() -> impl Strategy<Value = ChartSize> {
    (0_u16..2500, 0_u16..1400, 0_u16..80).prop_map(|(width, height, font)| ChartSize {
        width,
        height,
        font,
    })
}

fn some_bands() -> impl Strategy<Value = Vec<ChartBand>> {
    let band = ("[A-Za-z ]{0,14}|[一-龟]{0,6}", -20_000_i64..20_000);
    let band = band
        .prop_map(|(name, min)| ChartBand { name, min: Points::from_hundredths(min) });
    proptest::collection::vec(band, 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_history_is_drawn_cleanly(
        readings in some_readings(),
        bands in some_bands(),
        floor in proptest::option::of(-200..200),
        ceiling in proptest::option::of(-200..200),
        size in some_frame(),
    ) {
        let scale = (floor.map(Points::whole), ceiling.map(Points::whole));
        let data = HistoryData { readings, bands, scale };
        let drawing = history_drawing(&data, size, &english());
        check_sound(&drawing);
        prop_assert!(lines(&drawing).iter().all(|line| is_step_line(line)));
    }

    #[test]
    fn any_mean_is_drawn_cleanly(
        readings in some_readings(),
        base in proptest::option::of(-100..200),
        marks in proptest::collection::vec((0_i32..400, "[a-z ]{0,20}"), 0..5),
        size in some_frame(),
    ) {
        let by_month = |r: &Reading<Day>| Reading { at: r.at.month(), value: r.value };
        let readings: Vec<_> = readings.iter().map(by_month).collect();
        let first = readings.first().map_or(Month::new(2000, 1), |it| it.at);
        let data = MeanData {
            base: base.map(|base| (Points::whole(base), format!("Start {base}"))),
            marks: marks.into_iter().map(|(at, label)| (first.plus(at), label)).collect(),
            readings,
        };
        check_sound(&mean_drawing(&data, size, &chinese()));
    }

    #[test]
    fn higher_scores_are_drawn_higher(scores in proptest::collection::vec(0_i32..=100, 2..40)) {
        let values: Vec<_> = scores.iter().copied().map(Some).collect();
        let drawing = mean_drawing(&means(&months("2020-01", &values)), WALL, &english());
        let drawn = lines(&drawing);
        let heights: Vec<i32> = corners(drawn[0]).iter().map(|at| at.1).collect();
        prop_assert_eq!(heights.len(), scores.len());
        for (drawn, said) in heights.windows(2).zip(scores.windows(2)) {
            prop_assert_eq!(drawn[0].cmp(&drawn[1]), said[1].cmp(&said[0]));
        }
    }
}
