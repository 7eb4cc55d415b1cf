//! Whose door has a sign, what is on it, and how many rewards the month's page counts.

use std::collections::BTreeSet;

use hallboard_feed::Display;
use hallboard_feed::edition::{DoorSigns, Edition};
use hallboard_score::Ledger;

use crate::village::{agree, day, id, ledger, month};

fn edition<T>(
    ledger: &Ledger,
    on: &str,
    private: &[&str],
    of: impl Fn(&Edition<'_>) -> T,
) -> T {
    let private_categories: BTreeSet<String> =
        private.iter().map(|it| (*it).to_owned()).collect();
    of(&Edition {
        ledger,
        as_of: day(on),
        display: Display::new(55, 50),
        private_categories: &private_categories,
    })
}

fn signs(lines: &str, on: &str) -> DoorSigns {
    edition(&ledger(1, lines), on, &[], |it| it.signs())
}

#[test]
fn signs_need_household_consent_on_the_day() {
    let lines = "A 2025-03-10 consent H1 board
                 B 2025-03-10 consent H2 sign
                 D 2025-03-10 consent H3 sign board
                 R 2025-03-01 consent R01 score board history thanks
                 M 2025-03-01 move R01 H1
                 S 2025-03-02 rating H1 yard 5\nT 2025-03-02 rating H2 yard 5
                 U 2025-03-02 rating H3 credit 4
                 X 2025-03-20 consent H1 board sign\nY 2025-03-20 consent H3 board
                 Z 2025-03-21 consent H2";
    for (on, expected) in [
        ("2025-03-09", &[][..]),
        // By what people call them: H3 is called h1.
        ("2025-03-10", &[("H3", [0, 4]), ("H2", [5, 0])]),
        ("2025-03-19", &[("H3", [0, 4]), ("H2", [5, 0])]),
        ("2025-03-20", &[("H2", [5, 0]), ("H1", [5, 0])]),
        ("2025-03-21", &[("H1", [5, 0])]),
    ] {
        let signs = signs(lines, on);
        let found: Vec<(&str, [u8; 2])> = signs
            .signs
            .iter()
            .map(|it| (it.household.as_str(), it.stars[..].try_into().unwrap()))
            .collect();
        assert_eq!(found, expected, "{on}");
    }
}

#[test]
fn signs_omit_low_stars_and_private_categories() {
    let agreed = "A 2025-01-01 consent H1 sign";
    let unrated = signs(agreed, "2025-02-01");
    for stars in ["1", "2"] {
        let rated = format!("{agreed}\nS 2025-01-02 rating H1 yard {stars}");
        assert_eq!(signs(&rated, "2025-02-01"), unrated, "{stars}");
        let ended = format!("P 2025-01-01 rating H1 yard 5\n{rated}");
        assert_eq!(signs(&ended, "2025-02-01"), unrated, "{stars}");
    }
    let rated = ledger(0, &format!("{agreed}\nS 2025-01-02 rating H1 credit 5"));
    let public = edition(&rated, "2025-02-01", &["credit"], |it| it.signs());
    assert_eq!(public.categories.len(), 1);
    assert_eq!(public.signs[0].stars, [0]);
}

#[test]
fn reward_counts_are_rounded_and_need_ten_people() {
    let check = |people: usize, more: &str, expected: Option<u32>| {
        let redeemed: String = (1..=people)
            .map(|it| format!("X{it} 2025-03-02 redemption {} soap\n", id(it)))
            .collect();
        let all = agree(1..=12, "2025-01-01", "score");
        let ledger = ledger(12, &format!("{all}{redeemed}{more}"));
        let count = |on: &str, of: &str| {
            edition(&ledger, on, &[], |it| it.rewards_handed_out(month(of)))
        };
        assert_eq!(count("2025-04-05", "2025-03"), expected, "{people} {more}");
        assert_eq!(count("2025-04-05", "2025-02"), None, "{people} {more}");
    };
    check(0, "", None);
    check(9, "", None);
    check(9, "Y 2025-03-03 redemption R01 soap", None);
    check(10, "", Some(10));
    check(12, "Y 2025-03-03 redemption R01 soap", Some(15));
    // Those who left, and what was taken back, are not counted.
    check(10, "Y 2025-04-01 consent R01", None);
    check(10, "Y 2025-04-01 reversal X1", None);
    check(11, "Y 2025-04-01 reversal X1", Some(10));
    check(10, "Y 2025-04-06 consent R01", Some(10));
}
