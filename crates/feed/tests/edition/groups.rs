//! Figures over groups: none over small groups, none that reveals a small group, none of
//! months that are not over, and none that changes.

use hallboard_feed::Village;
use hallboard_feed::edition::{ComposedEdition, PublicationState};
use hallboard_score::{Ledger, Points};

use crate::village::{agree, deeds, ledger, publish, publish_after};

/// The village's figures as `MONTH mean taking-part deeds` for each month from the first.
fn lines(village: &Village) -> Vec<String> {
    let Some(first) = village.first else {
        assert_eq!(*village, Village::default());
        return Vec::new();
    };
    let count = village.means.len();
    assert_eq!([village.taking_part.len(), village.deeds.len()], [count; 2]);
    let text = |it: Option<String>| it.unwrap_or_else(|| "-".to_owned());
    (0..count)
        .map(|at| {
            let month = first.plus(i32::try_from(at).unwrap());
            let mean = text(village.means[at].map(|it: Points| it.to_string()));
            let part = text(village.taking_part[at].map(|it| it.to_string()));
            let deeds = text(village.deeds[at].map(|it| it.to_string()));
            format!("{month} {mean} {part} {deeds}")
        })
        .collect()
}

/// Whether a figure over `all` may be published beside `named` of them, computed from the
/// wording of the rule, independently of the code.
fn is_safe(all: usize, named: usize) -> bool {
    all >= 10 && (named == all || all - named >= 10)
}

fn to_five(count: usize) -> usize {
    (0..).step_by(5).find(|five| five + 2 >= count).unwrap()
}

#[track_caller]
fn check(composed: &ComposedEdition, expected: &[&str], what: &str) {
    assert_eq!(lines(&composed.snapshot.village), expected, "{what}");
}

/// `all` residents take part, `listed` of them are on the board, `shared` of these share
/// their history.
fn group(all: usize, listed: usize, shared: usize) -> Ledger {
    let lines = [
        agree(1..=all, "2025-01-01", "score"),
        agree(1..=listed, "2025-01-02", "score board"),
        agree(1..=shared, "2025-01-03", "score board history"),
    ]
    .concat();
    ledger(all, &lines)
}

#[test]
fn figures_need_ten_people_and_ten_unnamed() {
    for all in [1_usize, 9, 10, 11, 19, 20, 21] {
        for listed in 0..=all {
            for shared in [0, listed / 2, listed.saturating_sub(1), listed] {
                let composed = publish(&group(all, listed, shared), "2025-02-01");
                let safe = is_safe(all, listed);
                let mean = if safe && is_safe(all, shared) { "60" } else { "-" };
                let part = to_five(all).to_string();
                let part = if safe { part.as_str() } else { "-" };
                let line = format!("2025-01 {mean} {part} -");
                let expected = if safe { vec![line.as_str()] } else { Vec::new() };
                check(&composed, &expected, &format!("{all} {listed} {shared}"));
            }
        }
    }
}

#[test]
fn deed_counts_are_rounded_and_need_ten_people() {
    // All thirty take part; the first `thanked` of them are on the board, with thanks.
    for doers in [0, 9, 10, 11, 20] {
        for thanked in 0..=doers {
            let lines = [
                agree(1..=30, "2025-01-01", "score"),
                agree(1..=thanked, "2025-01-02", "score board thanks"),
                deeds(1..=doers, "2025-01-31", "feast"),
                deeds([1, 2], "2025-01-30", "greeting"),
                deeds([1, 2], "2025-01-30", "litter"),
                deeds(1..=30, "2025-02-01", "feast"),
                deeds([1, 2].into_iter().take(doers), "2025-01-29", "feast"),
            ]
            .concat();
            let village = publish(&ledger(30, &lines), "2025-02-01").snapshot.village;
            let count = u32::try_from(to_five(doers + 2)).unwrap();
            let expected = is_safe(doers, thanked).then_some(count);
            let deeds = village.deeds.last().copied().flatten();
            assert_eq!(deeds, expected, "{doers} {thanked}");
        }
    }
}

#[test]
fn differences_of_figures_name_nobody() {
    // Ten do good deeds; the consent to thanks has no effect for a resident who is not
    // listed.
    let lines = [
        agree(1..=12, "2025-01-01", "score"),
        agree([1], "2025-01-02", "score history thanks"),
        deeds(1..=10, "2025-01-03", "feast"),
    ]
    .concat();
    check(&publish(&ledger(12, &lines), "2025-02-01"), &["2025-01 62 10 10"], "unlisted");
}

#[test]
fn mean_has_tenths_from_thirty_people() {
    for (all, good, mean) in [
        (29, 1, "60"),
        (29, 14, "61"),
        (30, 1, "60.1"),
        (30, 14, "61.2"),
        (31, 31, "62.5"),
        (12, 6, "61"),
        (12, 5, "61"),
        (12, 2, "60"),
    ] {
        let lines = [
            agree(1..=all, "2025-01-01", "score"),
            deeds(1..=good, "2025-01-31", "feast"),
            deeds(1..=all, "2025-02-01", "feast"),
            deeds(1..=all, "2025-01-31", "litter"),
        ]
        .concat();
        let village = publish(&ledger(all, &lines), "2025-02-01").snapshot.village;
        let means: Vec<String> =
            village.means.iter().flatten().map(Points::to_string).collect();
        assert_eq!(means, [mean], "{good} of {all}");
    }
}

#[test]
fn unfinished_months_have_no_figures() {
    let ledger = group(12, 0, 0);
    for (on, expected) in [
        ("2024-12-31", &[][..]),
        ("2025-01-01", &[]),
        ("2025-01-31", &[]),
        ("2025-02-01", &["2025-01 60 10 -"]),
        ("2025-02-28", &["2025-01 60 10 -"]),
        // Only the means of earlier months: the number of people who took part then is
        // unknown now.
        ("2025-03-01", &["2025-01 60 - -", "2025-02 60 10 -"]),
        ("2025-03-31", &["2025-01 60 - -", "2025-02 60 10 -"]),
    ] {
        check(&publish(&ledger, on), expected, on);
    }
}

#[test]
fn published_figures_never_change() {
    let before = agree(1..=10, "2025-01-01", "score");
    let first = publish(&ledger(12, &before), "2025-02-01");
    let january = "2025-01 60 10 -";
    check(&first, &[january], "first");
    let later = [
        // One resident leaves: every later month has too few people, January stays.
        (agree([10], "2025-02-02", ""), "2025-03-01", vec![january, "2025-02 - - -"]),
        // Two residents join: January stays, and so do the later figures.
        (
            agree([11, 12], "2025-01-01", "score")
                + &deeds(1..=12, "2025-01-31", "feast"),
            "2025-03-01",
            vec![january, "2025-02 63 10 -"],
        ),
        // All residents leave.
        (agree(1..=10, "2025-02-02", ""), "2025-03-01", vec![january, "2025-02 - - -"]),
    ];
    for (more, on, expected) in later {
        let ledger = ledger(12, &format!("{before}{more}"));
        let again = publish_after(&ledger, "2025-02-20", &first.state);
        check(&again, &[january], &more);
        assert_eq!(again.state, first.state);
        let next = publish_after(&ledger, on, &first.state);
        check(&next, &expected, &more);
        let january = crate::village::month("2025-01");
        assert_eq!(next.state.figures(january), first.state.figures(january));
    }
}

#[test]
fn withheld_months_stay_withheld() {
    let few = agree(1..=9, "2025-01-01", "score");
    let first = publish(&ledger(10, &few), "2025-02-01");
    check(&first, &[], "nine");
    let ten = ledger(10, &format!("{few}{}", agree([10], "2025-01-31", "score")));
    // Without the publication state, January would be published.
    check(&publish(&ten, "2025-02-01"), &["2025-01 60 10 -"], "ten");
    check(&publish_after(&ten, "2025-02-01", &first.state), &[], "nine before");
    let next = publish_after(&ten, "2025-03-01", &first.state);
    check(&next, &["2025-02 60 10 -"], "the month after");
}

#[test]
fn withheld_month_is_null() {
    let mut state = PublicationState::default();
    let mut expected: Vec<String> = Vec::new();
    let mut lines_so_far = agree(1..=10, "2025-01-01", "score");
    for (more, on, line) in [
        (String::new(), "2025-02-01", "2025-01 60 10 -"),
        (agree([1], "2025-02-01", ""), "2025-03-01", "2025-02 - - -"),
        (agree([1], "2025-03-01", "score"), "2025-04-01", "2025-03 60 10 -"),
    ] {
        lines_so_far += &more;
        expected.push(line.to_owned());
        let composed = publish_after(&ledger(10, &lines_so_far), on, &state);
        assert_eq!(lines(&composed.snapshot.village), expected, "{on}");
        state = composed.state;
    }
}
