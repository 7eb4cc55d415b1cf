//! Which deeds count, from when, until when, and with how many points.

use hallboard_score::{Cap, Lasts, Period, Rulebook};

use crate::plain::{day, ledger, points, rule, rulebook};
use crate::{balances, one, scores, whys, with, yard};

#[test]
fn deeds_without_consent_or_rule_are_ignored() {
    let lines = "A 2025-01-01 deed R1 feast self
                 W 2025-01-02 consent R1 board
                 B 2025-01-02 deed R1 feast self
                 Z 2025-01-04 consent R1 score
                 D 2025-01-04 deed R1 feast self
                 U 2025-01-04 deed R1 unheard-of self
                 N 2025-01-04 deed R2 feast self";
    let ledger = one(lines);
    scores(&ledger, &[("2025-01-02", "none"), ("2025-01-04", "65")]);
    whys(&ledger, "B", &[("2025-01-04", "ignored")]);
    whys(&ledger, "U", &[("2025-01-04", "ignored")]);
    balances(&ledger, &[("2025-01-04", "5")]);
}

#[test]
fn new_rulebook_does_not_change_past_scores() {
    let mut later = rulebook("2025-01-03");
    later.score.base = points("50");
    rule(&mut later, "feast").points = points("1");
    later.deeds.retain(|it| it.id != "help");
    yard(&mut later).star_points[4] = points("10");
    let lines = "S 2025-01-01 rating A yard 5
                 A 2025-01-01 deed R1 feast self
                 B 2025-01-02 deed R1 help self
                 D 2025-01-03 deed R1 feast self
                 E 2025-01-03 deed R1 help self";
    let books = vec![later, rulebook("2020-01-01")];
    // 60 + 4 + 2.5 + 3; then 50 + 10 + 2.5 + 3 + 1.
    scores(&ledger(books, lines), &[("2025-01-02", "69.5"), ("2025-01-03", "66.5")]);
}

#[test]
fn reported_deduction_starts_after_the_reply_days() {
    let reported = |source: &str, notified: &str| {
        one(&format!("D 2025-01-05 deed R1 litter {source} {notified}"))
    };
    for source in ["neighbour", "organisation", "household"] {
        scores(
            &reported(source, "2025-01-08"),
            &[("2025-01-17", "60"), ("2025-01-18", "55")],
        );
        scores(
            &reported(source, "2025-01-01"),
            &[("2025-01-14", "60"), ("2025-01-15", "55")],
        );
        scores(&reported(source, ""), &[("2025-01-15", "60"), ("2030-01-15", "60")]);
    }
    scores(&reported("self", ""), &[("2025-01-04", "60"), ("2025-01-05", "55")]);
    scores(&reported("self", "2025-01-08"), &[("2025-01-05", "55")]);
    whys(&reported("neighbour", "2025-01-08"), "D", &[("2025-01-17", "not-started")]);
    let at_once = with(
        |book| book.reply_days = 0,
        "D 2025-01-05 deed R1 litter neighbour 2025-01-05",
    );
    scores(&at_once, &[("2025-01-04", "60"), ("2025-01-05", "55")]);
    // By the rule's points: a deed changed to zero points still starts on its original
    // day.
    let changed = "D 2025-01-05 deed R1 litter neighbour 2025-01-05
                   O 2025-01-05 objection D\nX 2025-01-06 decision D points 0";
    whys(&one(changed), "D", &[("2025-01-14", "not-started"), ("2025-01-15", "counts")]);
}

#[test]
fn deeds_lapse_at_the_end_of_a_month_or_year() {
    let with_duration = |lasts: Lasts, on: &str| {
        with(
            |book| rule(book, "feast").lasts = lasts,
            &format!("D {on} deed R1 feast self"),
        )
    };
    scores(
        &with_duration(Lasts::Months(1), "2025-01-31"),
        &[("2025-02-28", "62.5"), ("2025-03-01", "60")],
    );
    scores(
        &with_duration(Lasts::Months(1), "2025-01-01"),
        &[("2025-02-28", "62.5"), ("2025-03-01", "60")],
    );
    scores(
        &with_duration(Lasts::Years(2), "2024-02-29"),
        &[("2026-02-28", "62.5"), ("2026-03-01", "60")],
    );
    scores(
        &with_duration(Lasts::Year, "2025-12-31"),
        &[("2025-12-31", "62.5"), ("2026-01-01", "60")],
    );
    scores(
        &with_duration(Lasts::Year, "2025-01-01"),
        &[("2025-12-31", "62.5"), ("2026-01-01", "60")],
    );
    scores(&with_duration(Lasts::Forever, "2025-01-01"), &[("2200-12-31", "62.5")]);
    // From the day on which it starts, not from its date.
    let late = "D 2025-12-25 deed R1 litter neighbour 2025-12-25";
    let late = with(|book| rule(book, "litter").lasts = Lasts::Year, late);
    scores(
        &late,
        &[
            ("2026-01-03", "60"),
            ("2026-01-04", "55"),
            ("2026-12-31", "55"),
            ("2027-01-01", "60"),
        ],
    );
}

#[test]
fn periods_are_calendar_months_quarters_and_years() {
    let days: Vec<_> = (2024..2027)
        .flat_map(|year| (1..=12).map(move |month| (year, month)))
        .flat_map(|(year, month)| [1, 28].map(|number| (year, month, number)))
        .collect();
    for (one, other) in days.iter().flat_map(|one| days.iter().map(move |it| (one, it))) {
        let quarter = |month: i32| {
            ["123", "456", "789"]
                .iter()
                .position(|it| it.contains(&month.to_string()) && month < 10)
        };
        let same_year = one.0 == other.0;
        let same = [
            (Period::Month, same_year && one.1 == other.1),
            (Period::Quarter, same_year && quarter(one.1) == quarter(other.1)),
            (Period::Year, same_year),
        ];
        let [a, b] = [one, other].map(|(y, m, d)| day(&format!("{y}-{m:02}-{d:02}")));
        for (period, expected) in same {
            let found = period.number(a) == period.number(b);
            assert_eq!(found, expected, "{period:?} {a} {b}");
        }
    }
}

#[test]
fn cap_counts_earlier_deeds() {
    let capped = |count: u32, per: Period, lines: &str| {
        with(|book| rule(book, "feast").cap = Some(Cap { count, per }), lines)
    };
    let first = "A 2025-01-31 deed R1 feast self\nB 2025-01-31 deed R1 feast self\n";
    let feasts = format!(
        "{first}D 2025-02-01 deed R1 feast self\nE 2025-04-01 deed R1 feast self"
    );
    let end = [("2025-12-31", "67.5")];
    scores(&capped(1, Period::Month, &feasts), &end);
    scores(&capped(1, Period::Quarter, &feasts), &[("2025-12-31", "65")]);
    scores(&capped(1, Period::Year, &feasts), &[("2025-12-31", "62.5")]);
    scores(&capped(2, Period::Month, &feasts), &[("2025-12-31", "70")]);
    // On one day in the order of the file, on two days by date.
    let month = capped(1, Period::Month, first);
    whys(&month, "A", &[("2025-01-31", "counts")]);
    whys(&month, "B", &[("2025-01-31", "over-cap")]);
    let swapped = "B 2025-01-09 deed R1 feast self\nA 2025-01-08 deed R1 feast self";
    whys(&capped(1, Period::Month, swapped), "B", &[("2025-01-09", "over-cap")]);
    // Deeds of other residents and ignored deeds do not count towards the cap.
    let others = "A 2025-01-08 deed R2 feast self\nB 2025-01-09 deed R1 feast self";
    whys(&capped(1, Period::Month, others), "B", &[("2025-01-09", "counts")]);
    let ignored = "W 2025-01-01 consent R1\nA 2025-01-08 deed R1 feast self
                   Z 2025-01-09 consent R1 score\nB 2025-01-09 deed R1 feast self";
    whys(&capped(1, Period::Month, ignored), "B", &[("2025-01-09", "counts")]);
}

#[test]
fn lapsed_deeds_still_count_towards_a_cap() {
    let one_a_year = |book: &mut Rulebook, id: &str| {
        rule(book, id).cap = Some(Cap { count: 1, per: Period::Year });
        rule(book, id).lasts = Lasts::Months(1);
    };
    let two = "A 2025-01-08 deed R1 feast self\nB 2025-05-09 deed R1 feast self\n";
    let feast =
        |rest: &str| with(|book| one_a_year(book, "feast"), &format!("{two}{rest}"));
    whys(&feast(""), "A", &[("2025-05-09", "lapsed")]);
    whys(&feast(""), "B", &[("2025-05-09", "over-cap")]);
    whys(
        &feast("O 2025-05-10 objection A"),
        "B",
        &[("2025-05-09", "over-cap"), ("2025-05-10", "counts"), ("2025-06-10", "counts")],
    );
    whys(&feast("V 2025-05-10 reversal A"), "B", &[("2025-05-10", "counts")]);
    let nothing = "O 2025-05-10 objection A\nX 2025-05-11 decision A points 0";
    whys(&feast(nothing), "B", &[("2025-05-11", "counts")]);
    let less = "O 2025-05-10 objection A\nX 2025-05-11 decision A points 1";
    whys(&feast(less), "B", &[("2025-05-10", "counts"), ("2025-05-11", "over-cap")]);
    // A deed that has not started does not count towards the cap yet.
    let litter = "A 2025-05-01 deed R1 litter neighbour 2025-05-01
                  B 2025-05-02 deed R1 litter self";
    let litter = with(|book| one_a_year(book, "litter"), litter);
    whys(&litter, "B", &[("2025-05-10", "counts"), ("2025-05-11", "over-cap")]);
    scores(&litter, &[("2025-05-10", "55"), ("2025-05-11", "55")]);
}

#[test]
fn cap_and_period_come_from_the_rule_of_the_day() {
    let mut later = rulebook("2025-01-10");
    rule(&mut later, "feast").cap = Some(Cap { count: 2, per: Period::Month });
    let lines = "A 2025-01-08 deed R1 feast self\nB 2025-01-09 deed R1 feast self
                 D 2025-01-10 deed R1 feast self";
    let ledger = ledger(vec![rulebook("2020-01-01"), later], lines);
    whys(&ledger, "B", &[("2025-01-10", "counts")]);
    whys(&ledger, "D", &[("2025-01-10", "over-cap")]);
}

#[test]
fn category_limits_come_from_the_latest_rulebook_with_it() {
    let deeds = "A 2025-01-01 deed R1 help self\nB 2025-01-01 deed R1 help self
                 D 2025-02-01 deed R1 help self\nE 2025-02-01 deed R1 feast self";
    // Three helps are 9, limited to 8; the feast has no category.
    scores(&one(deeds), &[("2025-01-01", "66"), ("2025-02-01", "70.5")]);
    let mut tight = rulebook("2025-02-03");
    yard(&mut tight).deeds_max = Some(points("0.25"));
    let mut without = rulebook("2025-02-05");
    without.categories.clear();
    let mut unheld = rulebook("2025-02-07");
    yard(&mut unheld).deeds_max = None;
    let books = vec![rulebook("2020-01-01"), tight, without, unheld];
    scores(
        &ledger(books, deeds),
        &[
            ("2025-02-02", "70.5"),
            ("2025-02-03", "62.75"),
            ("2025-02-05", "62.75"),
            ("2025-02-07", "71.5"),
        ],
    );
    let lost = with(
        |book| {
            rule(book, "litter").category = Some("yard".to_owned());
            yard(book).deeds_min = Some(points("-7.5"));
        },
        "A 2025-01-01 deed R1 litter self\nB 2025-01-01 deed R1 litter self",
    );
    scores(&lost, &[("2025-01-01", "52.5")]);
    let unknown = |book: &mut Rulebook| {
        rule(book, "litter").category = Some("unheard-of".to_owned());
    };
    scores(&with(unknown, "A 2025-01-01 deed R1 litter self"), &[("2025-01-01", "55")]);
}
