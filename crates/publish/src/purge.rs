//! Determines which parts of a ledger a copy may contain: only what a publication needs,
//! of those who agree to it today.

use std::collections::HashSet;

use hallboard_feed::edition::Remaining;
use hallboard_score::{Consent, Day, Entry, EntryKind, Id, Ledger, Outcome, Resident};
use hallboard_workbook::consent_entries::{ConsentEntries, Consents};

/// The ledger without the residents who do not take part today, their entries, and
/// entries that refer to these; without households that agree to nothing today and in
/// which nobody who takes part has lived; and without free text (notes, recorders,
/// replies, reasons), which no publication needs.
#[must_use]
pub fn purged_ledger(ledger: &Ledger, consents: &Consents) -> Ledger {
    let staying: Vec<&Resident> =
        ledger.residents.iter().filter(|it| consents.takes_part(&it.id)).collect();
    let residents: HashSet<&str> = staying.iter().map(|it| it.id.as_str()).collect();
    let lived = staying.iter().filter_map(|it| it.household.as_deref());
    let moved = ledger.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Move { resident, household } => {
            residents.contains(resident.as_str()).then_some(household.as_str())
        }
        _ => None,
    });
    let homes: HashSet<&str> = lived.chain(moved).collect();
    let home = |id: &str| homes.contains(id) || consents.household_agrees(id);
    let is_retained = |entry: &Entry| match &entry.kind {
        EntryKind::Consent { to: Consent::Resident { resident, .. }, .. }
        | EntryKind::Deed { resident, .. }
        | EntryKind::Redemption { resident, .. }
        | EntryKind::Move { resident, .. } => residents.contains(resident.as_str()),
        EntryKind::Consent { to: Consent::Household { household, .. }, .. } => {
            consents.household_agrees(household)
        }
        EntryKind::Rating { household, .. } => home(household),
        EntryKind::Objection { .. }
        | EntryKind::Decision { .. }
        | EntryKind::Reversal { .. } => false,
    };
    let entries = with_references(&ledger.entries, is_retained);
    Ledger {
        hall: ledger.hall.clone(),
        rulebooks: ledger.rulebooks.clone(),
        households: ledger.households.iter().filter(|it| home(&it.id)).cloned().collect(),
        residents: staying.into_iter().cloned().collect(),
        entries: entries.into_iter().map(without_text).collect(),
    }
}

/// The entries that stay, and the entries that refer to them.
fn with_references(entries: &[Entry], stays: impl Fn(&Entry) -> bool) -> Vec<&Entry> {
    let mut retained: HashSet<&str> =
        entries.iter().filter(|it| stays(it)).map(|it| it.id.as_str()).collect();
    loop {
        let before = retained.len();
        for entry in entries {
            if refers_to(entry).is_some_and(|target| retained.contains(target)) {
                retained.insert(&entry.id);
            }
        }
        if retained.len() == before {
            break;
        }
    }
    entries.iter().filter(|it| retained.contains(it.id.as_str())).collect()
}

fn refers_to(entry: &Entry) -> Option<&str> {
    match &entry.kind {
        EntryKind::Objection { entry, .. }
        | EntryKind::Decision { entry, .. }
        | EntryKind::Reversal { entry, .. } => Some(entry),
        _ => None,
    }
}

fn without_text(entry: &Entry) -> Entry {
    let kind = match &entry.kind {
        EntryKind::Objection { entry, .. } => {
            EntryKind::Objection { entry: entry.clone(), text: None }
        }
        EntryKind::Decision { entry, outcome, .. } => {
            let outcome: Outcome = *outcome;
            EntryKind::Decision { entry: entry.clone(), outcome, reason: None }
        }
        EntryKind::Reversal { entry, .. } => {
            EntryKind::Reversal { entry: entry.clone(), reason: None }
        }
        kind => kind.clone(),
    };
    Entry { id: entry.id.clone(), date: entry.date, kind, note: None, by: None }
}

/// An earlier ledger as it may be published today: without the people who have left
/// since, and with today's consents instead of its own. People who joined since and are
/// not in it are not added.
#[must_use]
pub fn with_todays_consents(
    copy: &Ledger,
    consents: &ConsentEntries,
    today: Day,
) -> Ledger {
    let mut ledger = purged_ledger(copy, &consents.on(today));
    ledger.entries.retain(|it| !matches!(it.kind, EntryKind::Consent { .. }));
    let of_today = todays(&ledger, consents);
    ledger.entries.splice(0..0, of_today);
    ledger
}

/// Today's consents of the people in the ledger, with new ids that do not occur in it,
/// because rows may have been renumbered since.
fn todays(ledger: &Ledger, consents: &ConsentEntries) -> Vec<Entry> {
    let residents: HashSet<&str> =
        ledger.residents.iter().map(|it| it.id.as_str()).collect();
    let households: HashSet<&str> =
        ledger.households.iter().map(|it| it.id.as_str()).collect();
    let taken: HashSet<&str> = ledger.entries.iter().map(|it| it.id.as_str()).collect();
    let known = |entry: &&Entry| match &entry.kind {
        EntryKind::Consent { to: Consent::Resident { resident, .. }, .. } => {
            residents.contains(resident.as_str())
        }
        EntryKind::Consent { to: Consent::Household { household, .. }, .. } => {
            households.contains(household.as_str())
                && !consents.doubtful.contains(household.as_str())
        }
        _ => false,
    };
    let free = (1..).map(|number: u64| format!("today-{number}"));
    let free = free.filter(|id| !taken.contains(id.as_str()));
    let known = consents.entries.iter().filter(known);
    known
        .zip(free)
        .map(|(it, id)| Entry { id: Id::from(id), ..without_text(it) })
        .collect()
}
