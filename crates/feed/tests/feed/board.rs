//! The residents listed on the board by day.

use hallboard_feed::{Board, Snapshot, Step};
use hallboard_score::Points;

use crate::hall::{ISSUED, Publisher, VALID, day, month, names, snapshot, snapshot_v1};

fn draw(snapshot: &Snapshot, on: &str, now: i64) -> Board {
    let hall = Publisher::new("yangqiao");
    let feed = hall.publish(1, snapshot).open(&hall.trust()).unwrap();
    let (board, listing) = (feed.board(day(on), now), feed.listing(day(on), now));
    assert_eq!(listing.residents, board.residents);
    assert_eq!((listing.as_of, listing.on), (board.as_of, board.on));
    assert_eq!(listing.consent_expired, board.consent_expired);
    assert_eq!(listing.ended_by_rules, board.ended_by_rules);
    board
}

/// A row of the board: name, score, band, share of the scale.
type Row<'a> = (&'a str, &'a str, Option<&'a str>, u16);

/// Checks that the board lists exactly these rows on a day.
#[track_caller]
fn check(snapshot: &Snapshot, on: &str, expected: &[Row<'_>]) {
    let board = draw(snapshot, on, ISSUED);
    let score = |it: &hallboard_feed::BoardResident| it.score.to_string();
    let listed: Vec<_> = board.residents.iter().map(|it| (it, score(it))).collect();
    let listed: Vec<_> = listed
        .iter()
        .map(|(it, score)| {
            let band = it.band.as_ref().map(|names| names.best("en"));
            (it.name.as_str(), score.as_str(), band, it.share)
        })
        .collect();
    assert_eq!(listed, expected, "{on}");
}

const START: [Row<'_>; 4] = [
    ("何秀英", "72.5", Some("Good"), 725),
    ("张伟", "60", Some("Steady"), 600),
    ("张伟", "69", Some("Steady"), 690),
    ("王芳", "100", Some("Good"), 1000),
];

#[test]
fn scores_stay_until_new_rules_begin() {
    let snapshot = snapshot();
    check(&snapshot, "2026-11-23", &START);
    // With a clock that is slow, the day of publication is shown.
    check(&snapshot, "2020-01-01", &START);
    check(&snapshot, "2026-11-24", &START);
    check(&snapshot, "2026-11-25", &[]);
    check(&snapshot, "2026-12-07", &[]);
    let board = draw(&snapshot, "2026-11-25", ISSUED);
    assert!(board.histories.is_empty() && board.thanks.is_empty());
    assert_eq!(board.households.len(), 2);
    assert!(!board.consent_expired);
    assert_eq!(board.ended_by_rules, Some(day("2026-11-25")));
    assert_eq!(draw(&snapshot, "2026-11-24", ISSUED).ended_by_rules, None);
    assert_eq!(draw(&snapshot_v1(), "2026-11-25", ISSUED).ended_by_rules, None);
    let mut published_later = snapshot;
    published_later.as_of = day("2026-11-25");
    assert_eq!(draw(&published_later, "2026-12-01", ISSUED).residents.len(), 4);
}

#[test]
fn low_stars_look_like_no_rating() {
    let mut careless = snapshot();
    careless.households.stars = vec![vec![1, 2], vec![3, 5]];
    let board = draw(&careless, "2026-11-23", ISSUED);
    let stars: Vec<_> = board.households.iter().map(|it| &it.stars[..]).collect();
    assert_eq!(stars, [&[0, 3][..], &[0, 5]]);
}

#[test]
fn scores_of_format_1_follow_steps_and_rulebooks_day_by_day() {
    let check = |on: &str, expected: &[Row<'_>]| check(&snapshot_v1(), on, expected);
    let start = START;
    check("2026-11-23", &start);
    // With a clock that is slow, the day of publication is shown.
    check("2020-01-01", &start);
    check("2026-11-24", &start);
    // A higher starting score, new bands, a longer scale, and a step: nobody is below the
    // start.
    let later = [
        ("何秀英", "74.5", Some("Fine"), 677),
        ("张伟", "62", None, 563),
        ("张伟", "72", Some("Fine"), 654),
        ("王芳", "110", Some("Fine"), 1000),
    ];
    check("2026-11-25", &later);
    check("2026-11-30", &later);
    // One listing ends, one score falls.
    let last = [later[1], later[2], ("王芳", "82", Some("Fine"), 745)];
    check("2026-12-01", &last);
    check("2026-12-07", &last);
}

#[test]
fn board_has_its_day() {
    let board = draw(&snapshot(), "2026-11-24", ISSUED);
    assert_eq!((board.as_of, board.on), (day("2026-11-23"), day("2026-11-24")));
    assert_eq!(draw(&snapshot(), "2026-11-22", ISSUED).on, day("2026-11-23"));
    assert_eq!((board.version, board.issued, board.expires), (1, ISSUED, ISSUED + VALID));
    assert_eq!(board.rules.unwrap().from, day("2018-01-01"));
    let later = draw(&snapshot(), "2026-11-25", ISSUED);
    assert_eq!(later.rules.unwrap().from, day("2026-11-25"));
    assert_eq!(later.rulebooks.len(), 2);
}

#[test]
fn residents_below_the_start_are_not_shown() {
    let mut careless = snapshot();
    careless.residents.points[0] = Points::from_hundredths(-1);
    let board = draw(&careless, "2026-11-23", ISSUED);
    let listed: Vec<&str> = board.residents.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(listed, ["张伟", "张伟", "王芳"]);
    assert_eq!(board.histories.len(), 1);
    assert_eq!(board.residents[board.histories[0].resident].name, "王芳");
    assert_eq!(board.thanks.len(), 1);
    assert_eq!(board.thanks[0].resident, 1);

    let mut careless = snapshot_v1();
    careless.residents.points[0] = Points::from_hundredths(-1);
    careless.residents.steps = vec![Step(3, day("2026-11-24"), Some(Points::whole(-5)))];
    let next = draw(&careless, "2026-11-24", ISSUED);
    assert_eq!(next.residents.len(), 2);
    assert!(next.histories.is_empty());
}

#[test]
fn low_past_scores_and_deductions_are_not_shown() {
    let mut careless = snapshot();
    careless.history.scores[0][1] = Some(Points::whole(55));
    careless.thanks.deeds[0] = "litter".into();
    careless.thanks.points[0] = Points::whole(-5);
    careless.thanks.points[1] = Points::ZERO;
    let board = draw(&careless, "2026-11-23", ISSUED);
    assert_eq!(board.histories[0].scores[1], Some(Points::whole(60)));
    assert!(board.thanks.is_empty());
}

#[test]
fn histories_and_thanks_refer_to_listed_residents() {
    let board = draw(&snapshot_v1(), "2026-12-01", ISSUED);
    // The first row has left; the others move up.
    assert_eq!(board.histories.len(), 1);
    assert_eq!(
        (board.histories[0].resident, board.histories[0].first),
        (2, month("2026-08"))
    );
    assert_eq!(board.histories[0].scores[2], None);
    let thanks: Vec<_> = board.thanks.iter().map(|it| (it.resident, it.date)).collect();
    assert_eq!(thanks, [(1, day("2026-11-20"))]);
}

#[test]
fn names_come_from_the_rulebook_of_the_day() {
    let mut later = snapshot();
    later.as_of = day("2026-11-26");
    later.thanks.dates[0] = day("2026-11-26");
    let board = draw(&later, "2026-11-26", ISSUED);
    let deeds: Vec<&str> = board.thanks.iter().map(|it| it.deed.best("en")).collect();
    assert_eq!(deeds, ["Hard work", "Devotion to one's job"]);
    let categories: Vec<_> =
        board.categories.iter().map(|it| (it.id.as_str(), it.names.best("en"))).collect();
    // Only the earlier rulebook contains the second category.
    assert_eq!(categories, [("courtyard", "Yard"), ("parking", "Parking")]);
}

#[test]
fn rows_are_sorted_by_name() {
    let mut jumbled = snapshot();
    jumbled.residents.names.reverse();
    let board = draw(&jumbled, "2026-11-23", ISSUED);
    let listed: Vec<_> =
        board.residents.iter().map(|it| format!("{} {}", it.name, it.score)).collect();
    assert_eq!(listed, ["何秀英 100", "张伟 60", "张伟 69", "王芳 72.5"]);
    let histories: Vec<_> =
        board.histories.iter().map(|it| (it.resident, it.scores[0])).collect();
    assert_eq!(histories, [(0, Some(Points::whole(99))), (3, None)]);
    let households: Vec<_> =
        board.households.iter().map(|it| (it.names.best("en"), &it.stars[..])).collect();
    assert_eq!(households, [("12 Tea Lane", &[5, 0][..]), ("3 Bridge End", &[0, 3])]);
}

/// Checks whether the board is expired and stale at `now`.
#[track_caller]
fn check_age(now: i64, expired: bool, stale: bool) {
    let board = draw(&snapshot(), "2026-11-24", now);
    assert_eq!((board.consent_expired, board.stale), (expired, stale), "{now}");
    assert_eq!(board.residents.is_empty(), expired);
    assert_eq!(board.histories.is_empty(), expired);
    assert_eq!(board.thanks.is_empty(), expired);
    assert_eq!(board.households.is_empty(), expired);
    assert_eq!(board.categories.is_empty(), expired);
    assert_eq!(
        board.village.means,
        [
            (month("2026-09"), None),
            (month("2026-10"), Some(Points::from_hundredths(6_840)))
        ]
    );
    assert_eq!((board.village.taking_part, board.village.deeds), (Some(960), None));
    assert_eq!(board.village.deeds_month, month("2026-10"));
    assert!(board.rules.is_some());
    assert_eq!(board.hall.names, names("Yangqiao village hall", "杨桥村文化礼堂"));
}

#[test]
fn expired_board_has_no_consented_data() {
    check_age(ISSUED, false, false);
    check_age(i64::MIN, false, false);
    check_age(ISSUED + 14 * 3600, false, false);
    check_age(ISSUED + 14 * 3600 + 1, false, true);
    check_age(ISSUED + VALID - 1, false, true);
    check_age(ISSUED + VALID, true, true);
    check_age(i64::MAX, true, true);
}

#[test]
fn format_1_figures_belong_to_the_month_of_publication() {
    let village = draw(&snapshot_v1(), "2026-11-23", ISSUED).village;
    let months = ["2026-09", "2026-10", "2026-11"].map(month);
    let means = [None, Some(Points::whole(68)), None];
    assert!(village.means.iter().copied().eq(months.into_iter().zip(means)));
    assert_eq!((village.taking_part, village.deeds), (Some(960), None));
    assert_eq!(village.deeds_month, month("2026-11"));
}

#[test]
fn empty_lists_are_shown() {
    let mut empty = snapshot();
    empty.residents = hallboard_feed::Residents::default();
    empty.history = hallboard_feed::History::default();
    empty.thanks = hallboard_feed::Thanks::default();
    empty.households = hallboard_feed::Households::default();
    assert!(!draw(&empty, "2026-11-23", ISSUED).consent_expired);
    assert!(draw(&empty, "2026-11-23", ISSUED + VALID).consent_expired);
}
