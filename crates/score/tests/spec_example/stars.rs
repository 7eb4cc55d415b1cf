//! The stars of the household.

use crate::{one, scores};

#[test]
fn stars_come_from_the_latest_valid_rating() {
    scores(
        &one("S 2025-01-02 rating A yard 5\nT 2025-01-04 rating A yard 2"),
        &[("2025-01-01", "60"), ("2025-01-02", "64"), ("2025-01-04", "58")],
    );
    // Of two on one day, the later one in the file; otherwise the one with the later
    // date.
    scores(
        &one("S 2025-01-02 rating A yard 5\nT 2025-01-02 rating A yard 2"),
        &[("2025-01-02", "58")],
    );
    scores(
        &one("T 2025-01-04 rating A yard 2\nS 2025-01-02 rating A yard 5"),
        &[("2025-01-04", "58")],
    );
    // A contested or reversed rating leaves the previous one in effect.
    let contested = "S 2025-01-02 rating A yard 5
                     T 2025-01-04 rating A yard 1
                     O 2025-01-05 objection T
                     X 2025-01-07 decision T stars 4
                     V 2025-01-09 reversal T
                     W 2025-01-10 reversal S";
    scores(
        &one(contested),
        &[
            ("2025-01-04", "56"),
            ("2025-01-05", "64"),
            ("2025-01-07", "62"),
            ("2025-01-09", "64"),
            ("2025-01-10", "60"),
        ],
    );
    // Other households and unknown categories give no points.
    scores(
        &one("S 2025-01-02 rating B yard 5\nT 2025-01-02 rating A water 5"),
        &[("2025-01-02", "60")],
    );
}

#[test]
fn household_follows_the_latest_move() {
    let rated = "S 2025-01-01 rating A yard 5\nT 2025-01-01 rating B yard 1\n";
    let moves = "N 2025-01-05 move R1 A\nM 2025-01-03 move R1 B\nP 2025-01-07 move R2 B
                 K 2025-01-09 move R1 nowhere";
    scores(
        &one(&format!("{rated}{moves}")),
        &[
            ("2025-01-02", "64"),
            ("2025-01-03", "56"),
            ("2025-01-05", "64"),
            ("2025-01-07", "64"),
            ("2025-01-09", "60"),
        ],
    );
    let same_day = "N 2025-01-05 move R1 B\nM 2025-01-05 move R1 A";
    scores(&one(&format!("{rated}{same_day}")), &[("2025-01-05", "64")]);
    let mut homeless = one("S 2025-01-01 rating A yard 5\nM 2025-01-03 move R1 A");
    homeless.residents[0].household = None;
    scores(&homeless, &[("2025-01-02", "60"), ("2025-01-03", "64")]);
}
