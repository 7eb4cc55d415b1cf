//! Texts for faults in the meaning of a ledger, from the keys `fault.<code>`.

use hallboard_score::Fault;

use crate::words::{People, a_kind, kind, plain};

/// Stable name of a kind of fault, for programs and as the key of its texts.
pub(crate) fn code(fault: &Fault) -> &'static str {
    match fault {
        Fault::HallId(_) => "hall_id",
        Fault::UnknownTimeZone { .. } => "unknown_time_zone",
        Fault::UnknownResident(_) => "unknown_resident",
        Fault::UnknownHousehold(_) => "unknown_household",
        Fault::UnknownCategory(_) => "unknown_category",
        Fault::UnknownDeed { .. } => "unknown_deed",
        Fault::UnknownReward { .. } => "unknown_reward",
        Fault::UnknownEntry(_) => "unknown_entry",
        Fault::WithoutConsent { .. } => "without_consent",
        Fault::NotNotified => "not_notified",
        Fault::NotifiedEarly { .. } => "notified_early",
        Fault::WithoutScore { .. } => "without_score",
        Fault::Overdrawn { .. } => "overdrawn",
        Fault::WrongTarget { .. } => "wrong_target",
        Fault::BeforeEntry { .. } => "before_entry",
        Fault::BeforeObjection { .. } => "before_objection",
        Fault::OwnDecision { .. } => "own_decision",
        Fault::Duplicate { .. } => "duplicate",
        Fault::TooLate { .. } => "too_late",
        Fault::OutOfOrder { .. } => "out_of_order",
    }
}

/// Values for the placeholders in the texts of a fault.
pub(crate) fn facts(fault: &Fault, people: &People<'_>) -> Vec<(&'static str, String)> {
    match fault {
        Fault::HallId(id) => vec![("id", id.clone())],
        Fault::UnknownTimeZone { zone, near } => {
            vec![("zone", zone.clone()), ("near", near.clone())]
        }
        Fault::UnknownResident(resident) => vec![("resident", resident.clone())],
        Fault::UnknownHousehold(household) => vec![("household", household.clone())],
        Fault::UnknownCategory(category) => vec![("category", category.clone())],
        Fault::UnknownDeed { deed, on } => {
            vec![("deed", deed.clone()), ("on", on.to_string())]
        }
        Fault::UnknownReward { reward, on } => {
            vec![("reward", reward.clone()), ("on", on.to_string())]
        }
        Fault::UnknownEntry(entry) | Fault::BeforeObjection { entry } => {
            vec![("entry", entry.clone())]
        }
        Fault::OwnDecision { by, entry } => {
            vec![("by", by.clone()), ("entry", entry.clone())]
        }
        Fault::WithoutConsent { resident, on } | Fault::WithoutScore { resident, on } => {
            vec![("resident", people.resident(resident)), ("on", on.to_string())]
        }
        Fault::NotNotified => Vec::new(),
        Fault::NotifiedEarly { notified, date } => {
            vec![("notified", notified.to_string()), ("date", date.to_string())]
        }
        Fault::Overdrawn { resident, balance, cost } => vec![
            ("resident", people.resident(resident)),
            ("balance", plain(*balance)),
            ("cost", plain(*cost)),
        ],
        Fault::WrongTarget { act, kind, entry } => {
            vec![("act", a_kind(*act)), ("kind", a_kind(*kind)), ("entry", entry.clone())]
        }
        Fault::BeforeEntry { date, entry, entry_date } => vec![
            ("date", date.to_string()),
            ("entry", entry.clone()),
            ("entry_date", entry_date.to_string()),
        ],
        Fault::Duplicate { act, entry } => {
            vec![("act", kind(*act)), ("entry", entry.clone())]
        }
        Fault::TooLate { act, entry } => {
            vec![("act", a_kind(*act)), ("entry", entry.clone())]
        }
        Fault::OutOfOrder { date, days, above } => vec![
            ("date", date.to_string()),
            ("days", days.to_string()),
            ("above", above.clone()),
        ],
    }
}
