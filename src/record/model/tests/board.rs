//! What the public board shows, compared with the hall's publication.

use std::collections::BTreeSet;

use hallboard_feed::edition::{Edition, PublicationState};
use hallboard_feed::{BoardListing, BoardResident, Display, Snapshot};
use hallboard_score::{Register, Scope, in_force};
use proptest::prelude::*;

use super::hall::*;
use super::ledgers::{at, ledgers};
use super::*;

/// Who is on the board of a day.
fn board(snapshot: &Snapshot, on: Day) -> BoardListing {
    let rules = in_force(&snapshot.rulebooks, on);
    let columns = &snapshot.residents;
    let ended_by_rules = rules.map(|it| it.from).filter(|it| *it > snapshot.as_of);
    let listed =
        columns.names.iter().zip(&columns.points).filter_map(|(name, points)| {
            let score = rules.filter(|_| ended_by_rules.is_none())?.score(*points);
            Some(BoardResident { name: name.clone(), score, band: None, share: 0 })
        });
    BoardListing {
        as_of: snapshot.as_of,
        on,
        consent_expired: false,
        ended_by_rules,
        is_recognition: true,
        residents: listed.collect(),
    }
}

fn publish(ledger: &Ledger, as_of: Day) -> Snapshot {
    let private = BTreeSet::new();
    let display = Display::new(55, 60);
    let edition = Edition { ledger, as_of, display, private_categories: &private };
    edition.compose(&PublicationState::default()).snapshot
}

fn shown_on(ledger: &Ledger, as_of: &str, on: &str) -> BoardVisibility {
    let snapshot = publish(ledger, day(as_of));
    let board = board(&snapshot, day(on));
    with(ledger, |file| board_visibility(file, &board))
}

#[test]
fn reasons_are_given_when_not_on_the_board() {
    let listed = |score: &str, own: &str| BoardVisibility::Listed {
        score: points(score),
        own: Some(points(own)),
        namesakes: 0,
    };
    let plain = hall("");
    assert_eq!(shown_on(&plain, "2025-03-01", "2025-03-01"), listed("62", "62"));
    let early = shown_on(&plain, "2024-12-31", "2024-12-31");
    assert_eq!(early, BoardVisibility::NotListed(Absence::NoScore));
    let litter = hall(&littered("L", "2025-03-01", "2025-03-01"));
    assert_eq!(shown_on(&litter, "2025-03-10", "2025-03-10"), listed("62", "62"));
    assert_eq!(shown_on(&litter, "2025-03-11", "2025-03-20"), listed("62", "57"));
    // What is entered after the publication is not in it, but is in the score of today.
    let helped = hall(&helped("H", "2025-03-11"));
    assert_eq!(shown_on(&helped, "2025-03-10", "2025-03-20"), listed("62", "65"));
    let mut shy = hall("");
    if let hallboard_score::EntryKind::Consent {
        to: hallboard_score::Consent::Resident { scopes, .. },
        ..
    } = &mut shy.entries[0].kind
    {
        scopes.retain(|it| *it != Scope::Board);
    }
    let shy = shown_on(&shy, "2025-03-01", "2025-03-01");
    assert_eq!(shy, BoardVisibility::NotListed(Absence::NoConsent));
}

#[test]
fn differences_from_the_board_are_found() {
    let ledger = hall("");
    let snapshot = publish(&ledger, day("2025-03-01"));
    let honest = board(&snapshot, day("2025-03-01"));
    let shown =
        |board: &BoardListing| with(&ledger, |file| board_visibility(file, board));
    let row = honest.residents[0].clone();
    let expected = points("62");
    let mut forged = honest.clone();
    forged.residents[0].score = points("61");
    let found = vec![points("61")];
    assert_eq!(shown(&forged), BoardVisibility::Differs { expected, found });
    forged.residents.push(row);
    let own = Some(expected);
    assert_eq!(
        shown(&forged),
        BoardVisibility::Listed { score: expected, own, namesakes: 1 }
    );
    forged.residents.clear();
    assert_eq!(shown(&forged), BoardVisibility::Missing { expected });
    let old = BoardListing { is_recognition: false, ..honest.clone() };
    assert_eq!(shown(&old), BoardVisibility::OldFormat);
    let from = day("2025-03-02");
    let ended = BoardListing { ended_by_rules: Some(from), ..honest.clone() };
    assert_eq!(shown(&ended), BoardVisibility::NotListed(Absence::NewRules { from }));
    let expired = BoardListing { consent_expired: true, residents: vec![], ..honest };
    assert_eq!(shown(&expired), BoardVisibility::NotListed(Absence::Expired));
}

/// Whether no line of a board score takes points, or speaks of one or two stars.
fn is_public(why: &ScoreExplanation) -> bool {
    let lines = why.sum.iter().flat_map(|sum| &sum.lines);
    lines.into_iter().all(|line| match line.of {
        LineOf::Stars { rating } => why.ratings[rating].stars >= 3,
        LineOf::Deed { deed } => {
            let rule = why.deeds[deed].rule.map(|rule| why.rules[rule].points);
            rule.is_some_and(|points| points >= Points::ZERO)
        }
        LineOf::Base | LineOf::Limit { .. } | LineOf::Scale { .. } => true,
    })
}

#[test]
fn the_board_sum_leaves_out_deductions_and_low_stars() {
    let ledger = hall(&littered("L", "2025-03-01", "2025-03-01"));
    let sums = with(&ledger, |file| {
        [
            board_explanation(file, day("2025-03-20")),
            Some(explain(file, day("2025-03-20"))),
        ]
    });
    let [public, whole] = sums.map(|why| why.and_then(|it| it.sum).unwrap());
    assert_eq!((public.score, whole.score), (points("62"), points("57")));
    assert!(public.adds_up() && whole.adds_up());
    assert_eq!(public.lines.len() + 1, whole.lines.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn board_rows_match_the_own_record(
        ledger in ledgers(),
        as_of in 0..150,
        days in 0..60,
    ) {
        let mut ledger = ledger;
        for resident in &mut ledger.residents {
            resident.name = resident.id.to_string();
        }
        // All who take part agree to the board, or nobody would be on it.
        for entry in &mut ledger.entries {
            if let hallboard_score::EntryKind::Consent {
                to: hallboard_score::Consent::Resident { scopes, .. },
                ..
            } = &mut entry.kind
                && scopes.contains(&Scope::Score)
                && !scopes.contains(&Scope::Board)
            {
                scopes.push(Scope::Board);
            }
        }
        let snapshot = publish(&ledger, at(as_of));
        let board = board(&snapshot, at(as_of + days));
        let register = Register::new(&ledger);
        for file in register.files() {
            let row = board.residents.iter().find(|it| it.name == file.name());
            match (board_visibility(&file, &board), row) {
                (BoardVisibility::Listed { score, namesakes, own }, Some(row)) => {
                    prop_assert_eq!((score, namesakes), (row.score, 0));
                    prop_assert_eq!(own, file.standing(board.on).score);
                    let why = board_explanation(&file, board.as_of);
                    let sum = why.as_ref().and_then(|why| why.sum.as_ref());
                    prop_assert!(sum.is_some_and(|sum| sum.adds_up() && sum.score == score));
                    prop_assert!(why.is_some_and(|why| is_public(&why)));
                }
                (BoardVisibility::NotListed(_), None) => {}
                (shown, row) => prop_assert!(false, "{:?} {:?}", shown, row),
            }
        }
    }
}
