//! Villages that differ only in deductions publish the same, time after time.

use std::collections::BTreeMap;

use hallboard_score::{Day, Entry, EntryKind, Ledger, Points, Register, Scope, in_force};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use crate::{TestHall, day, entry, small_village};

const FIRST: &str = "2026-10-20";
const PUBLICATIONS: u32 = 10;
const DAYS_BETWEEN: u32 = 6;

/// A deduction and its disputes.
#[derive(Clone, Debug)]
struct Deduction {
    resident: Index,
    rule: Index,
    days_before: u32,
    is_notified: bool,
    by_self: bool,
    replies: Vec<(u32, u8)>,
}

fn deductions() -> impl Strategy<Value = Vec<Deduction>> {
    let replies = prop::collection::vec((0..40_u32, 0..4_u8), 0..4);
    let parts = (
        any::<Index>(),
        any::<Index>(),
        0..400_u32,
        any::<bool>(),
        prop::bool::weighted(0.2),
        replies,
    );
    let deduction =
        parts.prop_map(|(resident, rule, days_before, is_notified, by_self, replies)| {
            Deduction { resident, rule, days_before, is_notified, by_self, replies }
        });
    prop::collection::vec(deduction, 1..25)
}

/// The entries of a deduction; empty if no rule of its day deducts points.
fn entries(ledger: &Ledger, number: usize, it: &Deduction) -> Vec<Entry> {
    let last = day("2026-12-20");
    let date = back(last, it.days_before);
    let rules: Vec<&str> = in_force(&ledger.rulebooks, date)
        .into_iter()
        .flat_map(|book| &book.deeds)
        .filter(|rule| rule.points < Points::ZERO)
        .map(|rule| rule.id.as_str())
        .collect();
    if rules.is_empty() {
        return Vec::new();
    }
    let resident = &ledger.residents[it.resident.index(ledger.residents.len())].id;
    let id = format!("D{number}");
    let mut deed = json!({"id": id, "date": date, "kind": "deed", "resident": resident,
        "deed": rules[it.rule.index(rules.len())],
        "source": if it.by_self { "self" } else { "neighbour" }});
    if it.is_notified {
        deed["notified"] = json!(date);
    }
    let mut entries = vec![entry(deed)];
    for (step, (days, kind)) in it.replies.iter().enumerate() {
        let reply = |kind: &str| {
            json!({"id": format!("D{number}.{step}"), "date": date.plus_days(*days),
                "kind": kind, "entry": id})
        };
        entries.push(entry(match kind {
            0 => reply("objection"),
            1 => {
                let mut decision = reply("decision");
                decision["outcome"] = json!("upheld");
                decision
            }
            2 => {
                let mut decision = reply("decision");
                decision["outcome"] = json!("changed");
                decision["points"] = json!(-1);
                decision
            }
            _ => reply("reversal"),
        }));
    }
    entries
}

fn back(day: Day, days: u32) -> Day {
    (0..days).fold(day, |day, _| day.yesterday())
}

/// What is public in a site: its feed, and names and number of sealed files.
fn public(test_hall: &TestHall) -> BTreeMap<String, Vec<u8>> {
    let files = test_hall.site.0.iter();
    let feed = files.filter(|(path, _)| path.starts_with("feed/"));
    feed.map(|(path, bytes)| {
        let is_sealed = path.starts_with("feed/sealed/");
        (path.clone(), if is_sealed { Vec::new() } else { bytes.clone() })
    })
    .collect()
}

/// Publishes both ledgers repeatedly, as of each day; `None` if everything public was the
/// same each time.
fn difference(twins: [&Ledger; 2]) -> Option<String> {
    let mut offices = TestHall::twins();
    for number in 0..PUBLICATIONS {
        let date = day(FIRST).plus_days(number * DAYS_BETWEEN);
        let now = format!("{date}T04:00:00Z");
        let published: Vec<_> = offices
            .iter_mut()
            .zip(twins)
            .map(|(test_hall, ledger)| {
                crate::reset_random(u128::from(number) * 100_000);
                let mut entered = ledger.clone();
                entered.entries.retain(|entry| entry.date <= date);
                test_hall.publish(&entered, &now);
                public(test_hall)
            })
            .collect();
        if published[0] != published[1] {
            return Some(now);
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]

    #[test]
    fn deductions_are_in_no_public_byte(seed in 1..1000_u64, deductions in deductions()) {
        let plain = without_deductions(&small_village(seed));
        let mut twin = plain.clone();
        for (number, deduction) in deductions.iter().enumerate() {
            twin.entries.extend(entries(&plain, number, deduction));
        }
        prop_assert_eq!(difference([&plain, &twin]), None);
    }

    #[test]
    fn one_star_two_stars_and_none_are_the_same(seed in 1..1000_u64, low in any::<u64>()) {
        let ledger = small_village(seed);
        let ones = with_stars(&ledger, |_, stars| Some(if stars < 3 { 1 } else { stars }));
        let mixed = with_stars(&ledger, |place, stars| {
            Some(if stars < 3 { 1 + u8::from(low >> (place % 64) & 1 == 1) } else { stars })
        });
        prop_assert_eq!(difference([&ones, &mixed]), None);
        // Without earlier ratings, low ones look like none.
        let all_low = with_stars(&ledger, |_, _| Some(2));
        let none = with_stars(&ledger, |_, _| None);
        prop_assert_eq!(difference([&all_low, &none]), None);
    }
}

fn without_deductions(ledger: &Ledger) -> Ledger {
    let takes = |entry: &Entry| match &entry.kind {
        EntryKind::Deed { deed, .. } => in_force(&ledger.rulebooks, entry.date)
            .and_then(|book| book.deed(deed))
            .is_some_and(|rule| rule.points < Points::ZERO),
        _ => false,
    };
    let gone: Vec<_> =
        ledger.entries.iter().filter(|it| takes(it)).map(|it| it.id.clone()).collect();
    let mut plain = ledger.clone();
    plain.entries.retain(|it| match &it.kind {
        EntryKind::Objection { entry, .. }
        | EntryKind::Decision { entry, .. }
        | EntryKind::Reversal { entry, .. } => !gone.contains(entry),
        _ => !gone.contains(&it.id),
    });
    plain
}

/// The ledger with other stars, and without disputes of ratings.
fn with_stars(ledger: &Ledger, stars_of: impl Fn(usize, u8) -> Option<u8>) -> Ledger {
    let mut changed = ledger.clone();
    let ratings: Vec<_> = ledger
        .entries
        .iter()
        .filter(|it| matches!(it.kind, EntryKind::Rating { .. }))
        .map(|it| it.id.clone())
        .collect();
    let mut place = 0;
    changed.entries.retain_mut(|it| match &mut it.kind {
        EntryKind::Rating { stars, .. } => {
            place += 1;
            match stars_of(place, *stars) {
                Some(other) => {
                    *stars = other;
                    true
                }
                None => false,
            }
        }
        EntryKind::Objection { entry, .. }
        | EntryKind::Decision { entry, .. }
        | EntryKind::Reversal { entry, .. } => !ratings.contains(entry),
        _ => true,
    });
    changed
}

#[test]
fn a_good_deed_is_seen() {
    let plain = without_deductions(&small_village(1));
    let register = Register::new(&plain);
    let on = day(FIRST);
    let listed = register.files().find(|it| it.agrees(Scope::Board, on)).unwrap();
    let rule = in_force(&plain.rulebooks, on)
        .and_then(|book| book.deeds.iter().find(|it| it.points > Points::ZERO))
        .unwrap();
    let mut twin = plain.clone();
    twin.entries.push(entry(json!({"id": "X1", "date": on, "kind": "deed",
        "resident": listed.id(), "deed": rule.id, "source": "organisation"})));
    assert_eq!(difference([&plain, &twin]), Some(format!("{FIRST}T04:00:00Z")));
}
