//! The public part of a ledger: without anything that takes points, and otherwise
//! unchanged.

#![cfg(test)]

mod ledgers;
mod plain;

use hallboard_score::{
    Entry, EntryKind, Ledger, Outcome, Points, Register, in_force, recognition,
};
use ledgers::{PEOPLE, at, ledgers, offsets};
use plain::{day, ledger, rulebook};
use proptest::prelude::*;

const AS_OF: &str = "2022-06-01";

/// Checks the recognition score of `R1` on a day, in a ledger of these lines.
#[track_caller]
fn check(lines: &str, score: &str) {
    let ledger = ledger(vec![rulebook("2020-01-01")], lines);
    let public = recognition(&ledger, day(AS_OF));
    let register = Register::new(&public);
    let file = register.file("R1").unwrap();
    let found = file.standing(day(AS_OF)).score.map(|it| it.to_string());
    assert_eq!(found.as_deref(), Some(score), "{lines}");
}

#[test]
fn deductions_have_no_effect_on_recognition() {
    check("E1 2022-05-01 deed R1 feast organisation", "62.5");
    check("E1 2022-01-01 deed R1 litter neighbour 2022-01-02", "60");
    check("E1 2022-01-01 deed R1 litter self", "60");
    check(
        "E1 2022-01-01 deed R1 litter neighbour 2022-01-02\n\
         E2 2022-01-05 objection E1\n\
         E3 2022-01-06 decision E1 points -2",
        "60",
    );
    check("E1 2022-06-02 deed R1 feast organisation", "60");
    check(
        "E1 2022-05-01 deed R1 feast organisation\n\
         E2 2022-06-02 reversal E1",
        "62.5",
    );
    check(
        "E1 2022-05-01 deed R1 feast organisation\n\
         E2 2022-05-02 reversal E1",
        "60",
    );
}

#[test]
fn low_stars_count_as_unrated() {
    let stars = |stars: &str| format!("E1 2022-01-01 rating A yard {stars}");
    for (given, score) in
        [("1", "60"), ("2", "60"), ("3", "60"), ("4", "62"), ("5", "64")]
    {
        check(&stars(given), score);
    }
    check("E1 2022-01-01 rating A yard 5\nE2 2022-02-01 rating A yard 2", "60");
    check("E1 2022-01-01 rating A yard 1\nE2 2022-02-01 rating A yard 4", "62");
    check(
        "E1 2022-05-01 rating A yard 1\n\
         E2 2022-05-02 objection E1\n\
         E3 2022-05-03 decision E1 stars 4",
        "62",
    );
}

#[test]
fn deductions_do_not_use_up_caps_or_limits() {
    let mut book = rulebook("2020-01-01");
    plain::rule(&mut book, "litter").category = Some("yard".to_owned());
    let lines = "E1 2022-05-01 deed R1 litter self\n\
                 E2 2022-05-02 deed R1 help organisation\n\
                 E3 2022-05-03 deed R1 help organisation\n\
                 E4 2022-05-04 deed R1 help organisation";
    let ledger = ledger(vec![book], lines);
    let public = recognition(&ledger, day(AS_OF));
    let register = Register::new(&public);
    let score = register.file("R1").unwrap().standing(day(AS_OF)).score;
    assert_eq!(score, Some(Points::whole(66)));
}

#[test]
fn other_entries_are_unchanged() {
    let lines = "A 2022-05-01 deed R1 greeting self
                 B 2022-05-01 deed R1 feast self
                 D 2022-05-01 deed R1 litter self
                 E 2022-05-01 deed R1 unknown self
                 F 2022-05-02 objection A
                 G 2022-05-02 objection D
                 H 2022-05-03 decision D upheld
                 I 2022-05-03 reversal E
                 J 2022-05-04 rating A yard 1
                 K 2022-05-04 redemption R1 soap
                 L 2022-05-04 move R1 B
                 M 2022-06-01 deed R1 feast self
                 N 2022-06-02 deed R1 feast self
                 O 2022-06-02 reversal B";
    let ledger = ledger(vec![rulebook("2020-01-01")], lines);
    let public = recognition(&ledger, day(AS_OF));
    let ids: Vec<&str> = public.entries.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["C1", "C2", "A", "B", "E", "F", "I", "J", "K", "L", "M"]);
    assert_eq!(public.residents, ledger.residents);
    assert_eq!(public.households, ledger.households);
    assert_eq!(public.hall, ledger.hall);
    let [book] = public.rulebooks.as_slice() else { panic!("one rulebook") };
    assert_eq!(
        book.categories[0].star_points.map(|it| it.to_string()),
        ["0", "0", "0", "2", "4"]
    );
    assert_eq!((&book.deeds, book.from), (&ledger.rulebooks[0].deeds, day("2020-01-01")));
}

/// Whether the entry is a deed whose rule takes points.
fn takes(ledger: &Ledger, entry: &Entry) -> bool {
    let EntryKind::Deed { deed, .. } = &entry.kind else { return false };
    in_force(&ledger.rulebooks, entry.date)
        .and_then(|book| book.deed(deed))
        .is_some_and(|rule| rule.points < Points::ZERO)
}

/// The ledger without its deductions and the entries that refer to them.
fn without_deductions(ledger: &Ledger) -> Ledger {
    let gone: Vec<_> = ledger
        .entries
        .iter()
        .filter(|entry| takes(ledger, entry))
        .map(|it| it.id.clone())
        .collect();
    let mut twin = ledger.clone();
    twin.entries.retain(|entry| match &entry.kind {
        EntryKind::Objection { entry, .. }
        | EntryKind::Decision { entry, .. }
        | EntryKind::Reversal { entry, .. } => !gone.contains(entry),
        _ => !gone.contains(&entry.id),
    });
    twin
}

/// The ledger with one and two stars swapped.
fn with_low_stars_swapped(ledger: &Ledger) -> Ledger {
    let swap = |stars: &mut u8| {
        if *stars < 3 {
            *stars = 3 - *stars;
        }
    };
    let mut twin = ledger.clone();
    for entry in &mut twin.entries {
        match &mut entry.kind {
            EntryKind::Rating { stars, .. }
            | EntryKind::Decision { outcome: Outcome::ChangedStars(stars), .. } => {
                swap(stars);
            }
            _ => {}
        }
    }
    twin
}

/// The ledger with rules and stars that take no points.
fn without_penalties(ledger: &Ledger) -> Ledger {
    let mut mild = ledger.clone();
    for book in &mut mild.rulebooks {
        book.deeds.iter_mut().for_each(|it| it.points = it.points.max(Points::ZERO));
        for category in &mut book.categories {
            let [.., three, four, five] = category.star_points;
            let high = [three, four, five].map(|points| points.max(Points::ZERO));
            category.star_points =
                [Points::ZERO, Points::ZERO, high[0], high[1], high[2]];
        }
    }
    mild
}

proptest! {
    #[test]
    fn twins_have_the_same_recognition_ledger(ledger in ledgers(), on in offsets()) {
        let public = recognition(&ledger, at(on));
        prop_assert_eq!(&recognition(&without_deductions(&ledger), at(on)), &public);
        prop_assert_eq!(&recognition(&with_low_stars_swapped(&ledger), at(on)), &public);
        prop_assert_eq!(&recognition(&public, at(on)), &public);
    }

    #[test]
    fn recognition_scores_are_not_below_the_start(ledger in ledgers(), on in offsets()) {
        let public = recognition(&ledger, at(on));
        let register = Register::new(&public);
        for id in PEOPLE {
            let file = register.file(id).unwrap();
            for offset in -1..on {
                let base = register.book(at(offset)).map(|book| book.score.base);
                let score = file.standing(at(offset)).score;
                prop_assert!(score.is_none_or(|score| Some(score) >= base));
                prop_assert!(file.points(at(offset)).is_none_or(|it| it >= Points::ZERO));
            }
        }
    }

    #[test]
    fn board_score_equals_the_score_without_deductions(
        ledger in ledgers(),
        on in offsets(),
    ) {
        let mild = without_penalties(&ledger);
        let public = recognition(&mild, at(on));
        let (whole, public) = (Register::new(&mild), Register::new(&public));
        for id in PEOPLE {
            let standing = |register: &Register<'_>| {
                register.file(id).unwrap().standing(at(on))
            };
            prop_assert_eq!(standing(&whole), standing(&public));
        }
    }
}
