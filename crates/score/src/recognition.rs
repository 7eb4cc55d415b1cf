//! Derives the public part of a ledger: good deeds and high ratings only.

use foldhash::HashSet;

use crate::day::Day;
use crate::ledger::{Entry, EntryKind, Ledger, Outcome};
use crate::points::Points;
use crate::rulebook::{Category, Rulebook};
use crate::rulebook_index::RulebookIndex;

/// The smallest number of stars that is public. With fewer, a household counts as not
/// rated.
pub const FEWEST_PUBLIC_STARS: u8 = 3;

/// Replaces ratings below [`FEWEST_PUBLIC_STARS`], so that they cannot be distinguished.
const LOW: u8 = 1;

/// The recognition ledger of a day. Everything public is computed from it, by the same
/// rules as the whole score.
///
/// Entries dated after `day` are omitted, and so are deeds whose rule takes points, with
/// all objections, decisions and reversals about them. One or two stars give no points,
/// and negative star points count as zero; a low rating still replaces an earlier high
/// one. Everything else is as in `ledger`.
///
/// Two ledgers that differ only in deductions, or only in one star instead of two, have
/// equal recognition ledgers. Its rulebooks are for scoring only: the published rulebooks
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

/// The id of the entry that this one refers to.
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

/// The rulebook with star points of zero or more, and of zero below
/// [`FEWEST_PUBLIC_STARS`].
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
