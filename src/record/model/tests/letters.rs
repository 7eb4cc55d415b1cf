//! The topics of letters: consents, and entries that can be objected to.

use hallboard_score::Scope;

use super::hall::*;
use super::*;
use crate::frame_message::Agreed;

fn agreeing(id: &str, date: &str, scopes: &str, given_by: &str) -> String {
    format!(
        r#"{{"id": "{id}", "date": "{date}", "kind": "consent", "resident": "R1",
             "scopes": [{scopes}], "given_by": "{given_by}"}}"#
    )
}

#[test]
fn last_consent_of_a_day_applies() {
    let ledger = hall(
        &[
            agreeing("C2", "2025-03-05", r#""score""#, "guardian"),
            agreeing("C3", "2025-03-09", r#""score""#, "guardian"),
            agreeing("C4", "2025-03-09", r#""thanks", "score""#, "self"),
            agreeing("C5", "2025-03-07", "", "guardian"),
        ]
        .join(","),
    );
    let check = |on, scopes: &[Scope], guarded| {
        let agreed = with(&ledger, |file| agreed(file, day(on)));
        assert_eq!(agreed, Agreed { scopes: scopes.to_vec(), guarded }, "{on}");
    };
    check("2024-12-31", &[], false);
    check("2025-03-04", &[Scope::Score, Scope::Board], false);
    check("2025-03-05", &[Scope::Score], true);
    check("2025-03-07", &[], true);
    check("2025-03-09", &[Scope::Thanks, Scope::Score], false);
}

/// Asserts until when the stars `S3` of 1 March 2025 can be objected to.
#[track_caller]
fn check(more: &[String], on: &str, expected: Option<(&str, u32)>) {
    let mut entries = vec![rated("S3", "2025-03-01", "H1", 2)];
    entries.extend_from_slice(more);
    let ledger = hall(&entries.join(","));
    let why = with(&ledger, |file| explain(file, day(on)));
    let open = why.ratings.iter().find(|it| it.entry == "S3").and_then(|it| it.open);
    assert_eq!(open, expected.map(|(until, left)| (day(until), left)));
}

#[test]
fn stars_can_be_objected_to_for_as_long_as_deeds_by_an_adult_of_the_household() {
    let until = "2025-03-11";
    check(&[], "2025-03-01", Some((until, 11)));
    check(&[], "2025-03-11", Some((until, 1)));
    check(&[], "2025-03-12", None);
    check(&[moved("M", "2025-03-04", "H2")], "2025-03-03", Some((until, 9)));
    check(&[moved("M", "2025-03-04", "H2")], "2025-03-04", None);
    let child = agreeing("C2", "2025-03-02", r#""score""#, "guardian");
    check(&[child], "2025-03-05", None);
    check(&[objected("O", "2025-03-03", "S3")], "2025-03-05", None);
    let decided = decided("X", "2025-03-04", "S3", r#""upheld""#);
    check(&[objected("O", "2025-03-03", "S3"), decided], "2025-03-05", None);
    check(&[reversed("V", "2025-03-03", "S3")], "2025-03-05", None);
    // A decision before any objection has no effect.
    let early = r#"{"id": "X", "date": "2025-03-02", "kind": "decision", "entry": "S3",
                    "outcome": "upheld"}"#;
    check(&[early.to_owned()], "2025-03-05", Some((until, 7)));
}
