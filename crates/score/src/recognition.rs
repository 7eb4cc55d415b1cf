//! What a ledger says of somebody in public: what was done well, and nothing else.

use foldhash::HashSet;

use crate::day::Day;
use crate::ledger::{Entry, EntryKind, Ledger, Outcome};
use crate::points::Points;
use crate::rulebook::{Category, Rulebook};
use crate::rulebook_index::RulebookIndex;

/// The fewest stars that the public side knows: below, a household counts as not rated.
pub const FEWEST_PUBLIC_STARS: u8 = 3;

/// What ratings below [`FEWEST_PUBLIC_STARS`] become, so that no two of them differ.
const LOW: u8 = 1;

/// The recognition ledger of a day: everything public is computed from it, by the same
/// rules as the whole score.
///
/// Entries dated after `day` are left out, and so is every deed whose rule takes points,
/// with all objections, decisions and reversals about it. One or two stars give nothing,
/// and star points below zero count as zero; a low rating still ends an earlier high one.
/// Everything else is as in `ledger`.
///
/// Two ledgers that differ only in deductions, or only in one star against two, have equal
/// recognition ledgers. Its rulebooks are for scoring alone: what is published of the rules
/// are those of `ledger`.
#[must_use]
pub fn recognition(ledger: &Ledger, day: Day) -> Ledger {
    let books = RulebookIndex::new(&ledger.rulebooks);
    let is_deduction = |entry: &Entry| match &entry.kind {
        EntryKind::Deed { deed, .. } => books
            .rule(deed, entry.date)
            .is_some_and(|(_, rule)| rule.points < Points::ZERO),
        _ => false,
    };
    let deductions: HashSet<&str> = ledger
        .entries
        .iter()
        .filter(|entry| is_deduction(entry))
        .map(|entry| entry.id.as_str())
        .collect();
    let is_public = |entry: &&Entry| {
        let id = subject(entry).unwrap_or(&entry.id);
        entry.date <= day && !deductions.contains(id)
    };
    Ledger {
        hall: ledger.hall.clone(),
        rulebooks: ledger.rulebooks.iter().map(rewarding).collect(),
        households: ledger.households.clone(),
        residents: ledger.residents.clone(),
        entries: ledger.entries.iter().filter(is_public).map(without_low_stars).collect(),
    }
}

/// The id of the entry that this one is about.
fn subject(entry: &Entry) -> Option<&str> {
    match &entry.kind {
        EntryKind::Objection { entry, .. }
        | EntryKind::Decision { entry, .. }
        | EntryKind::Reversal { entry, .. } => Some(entry),
        EntryKind::Consent { .. }
        | EntryKind::Rating { .. }
        | EntryKind::Deed { .. }
        | EntryKind::Redemption { .. }
        | EntryKind::Move { .. } => None,
    }
}

/// The rulebook with star points that give something or nothing.
fn rewarding(book: &Rulebook) -> Rulebook {
    let category = |category: &Category| {
        let mut star_points = category.star_points.map(|points| points.max(Points::ZERO));
        for (points, stars) in star_points.iter_mut().zip(1..) {
            if stars < FEWEST_PUBLIC_STARS {
                *points = Points::ZERO;
            }
        }
        Category { star_points, ..category.clone() }
    };
    Rulebook {
        categories: book.categories.iter().map(category).collect(),
        ..book.clone()
    }
}

fn without_low_stars(entry: &Entry) -> Entry {
    let held = |stars: u8| if stars < FEWEST_PUBLIC_STARS { LOW } else { stars };
    let mut entry = entry.clone();
    match &mut entry.kind {
        EntryKind::Rating { stars, .. }
        | EntryKind::Decision { outcome: Outcome::ChangedStars(stars), .. } => {
            *stars = held(*stars);
        }
        _ => {}
    }
    entry
}
