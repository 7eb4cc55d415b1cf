//! The consents of a resident.

use hallboard_score::{Consent, Day, EntryKind, GivenBy, ResidentRecord};

use crate::frame_message::Agreed;

/// The scopes that the resident consents to on a day, and whether a guardian gave the
/// consent.
#[must_use]
pub fn agreed(file: &ResidentRecord<'_>, today: Day) -> Agreed {
    let entries = file.register().ledger().entries.iter().filter(|it| it.date <= today);
    // Of several consents of one day, the last one applies.
    let said = entries.filter_map(|entry| match &entry.kind {
        EntryKind::Consent { to: Consent::Resident { resident, scopes }, given_by }
            if resident == file.id() =>
        {
            Some((entry.date, scopes, given_by))
        }
        _ => None,
    });
    let last = said.max_by_key(|(date, ..)| *date);
    last.map_or_else(Agreed::default, |(_, scopes, given_by)| Agreed {
        scopes: scopes.clone(),
        guarded: *given_by == Some(GivenBy::Guardian),
    })
}
