//! The samples: the small one, in both formats, and the generated one.
#![cfg(test)]

mod common;

use std::collections::BTreeSet;

use common::sample;
use hallboard_sample::{Village, busy_village, village};
use hallboard_score::{
    Consent, Day, EntryKind, Findings, Ledger, Register, Scope, Source, check,
};
use hallboard_workbook::json::to_json;
use hallboard_workbook::read::register_of;

fn small(name: &str) -> Ledger {
    register_of(name, &std::fs::read(sample(name)).unwrap()).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn the_small_sample_is_the_same_in_both_forms_and_makes_sense() {
    let ledger = small("small.json");
    assert_eq!(ledger, small("small.xlsx"), "run `hallboard convert` after editing");
    assert_eq!(check(&ledger), Findings::default());
}

#[test]
fn the_small_sample_has_something_of_everything() {
    let ledger = small("small.json");
    let kinds: BTreeSet<&str> =
        ledger.entries.iter().map(|entry| entry.kind.name().as_str()).collect();
    assert_eq!(kinds.len(), 8, "{kinds:?}");
    let mut sources = BTreeSet::new();
    let mut scopes = BTreeSet::new();
    for entry in &ledger.entries {
        match &entry.kind {
            EntryKind::Deed { source, .. } => drop(sources.insert(*source)),
            EntryKind::Consent { to: Consent::Resident { scopes: some, .. }, .. } => {
                scopes.extend(some.iter().copied());
            }
            _ => {}
        }
    }
    assert_eq!(sources.len(), Source::ALL.len());
    assert_eq!(scopes.len(), Scope::ALL.len());
}

#[test]
fn the_small_sample_can_show_village_figures() {
    let ledger = small("small.json");
    let register = Register::new(&ledger);
    let on = day("2026-11-23");
    let base = register.book(on).unwrap().score.base;
    let taking_part = register.files().filter(|file| file.agrees(Scope::Score, on));
    let (listed, others): (Vec<_>, Vec<_>) = taking_part.partition(|file| {
        file.agrees(Scope::Board, on) && file.standing(on).score.unwrap() >= base
    });
    assert!(listed.len() >= 14, "{}", listed.len());
    assert!(others.len() >= 10, "{}", others.len());
    let below = |file: &hallboard_score::ResidentRecord<'_>| {
        file.agrees(Scope::Board, on) && file.standing(on).score.unwrap() < base
    };
    assert!(others.iter().any(below), "nobody to leave out of the board");
}

fn made(seed: u64) -> (Village, Ledger) {
    let until = day("2026-11-22");
    let made = Village { seed, residents: 60, households: 20, years: 4, until };
    (made, village(&made))
}

#[test]
fn sample_village_is_valid_and_deterministic() {
    for seed in 1..6 {
        let (_, ledger) = made(seed);
        let findings = check(&ledger);
        assert_eq!(findings, Findings::default(), "seed {seed}");
        let json = to_json(&ledger).unwrap();
        assert_eq!(register_of("made.json", &json).unwrap(), ledger);
        assert_eq!(to_json(&made(seed).1).unwrap(), json);
    }
    assert_ne!(made(1).1, made(2).1);
}

#[test]
fn sample_village_has_the_requested_shares() {
    let (made, ledger) = made(1);
    let register = Register::new(&ledger);
    let count =
        |scope| register.files().filter(|file| file.agrees(scope, made.until)).count();
    let shares = Scope::ALL.iter().map(|scope| count(*scope));
    assert_eq!(shares.collect::<Vec<_>>(), [48, 29, 7, 14]);
    assert_eq!((ledger.residents.len(), ledger.households.len()), (60, 20));
    let last = ledger.entries.iter().map(|entry| entry.date).max().unwrap();
    assert!(last <= made.until);
    let kinds: BTreeSet<&str> =
        ledger.entries.iter().map(|entry| entry.kind.name().as_str()).collect();
    assert_eq!(kinds.len(), 8, "{kinds:?}");
}

#[test]
fn a_village_is_as_busy_as_asked_for_and_makes_sense() {
    let until = day("2026-11-22");
    let size = Village { seed: 3, residents: 400, households: 125, years: 2, until };
    for each in [8, 10, 40] {
        let ledger = busy_village(&size, each);
        assert_eq!(check(&ledger), Findings::default(), "{each}");
        let wanted = 400 * usize::try_from(each).unwrap();
        let entries = ledger.entries.len();
        assert!(entries.abs_diff(wanted) <= wanted / 10, "{entries}, not {wanted}");
    }
}

/// The generated village must not depend on the versions of the libraries that generate it.
#[test]
fn the_made_village_of_a_seed_stays_as_it_is() {
    let (_, ledger) = made(1);
    let names: Vec<&str> =
        ledger.residents.iter().take(3).map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["古丽娜扎尔·阿不都热合曼", "金康珍", "郑静"]);
    assert_eq!(ledger.entries.len(), 1453);
}
