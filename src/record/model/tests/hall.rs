//! A hall with one resident, and functions for entries of every kind.

use hallboard_score::{Entry, Ledger, read_ledger};

/// The hall, with `entries` in addition to the common first ones (`C1`, `S1`, `S2`).
#[track_caller]
pub(super) fn hall(entries: &str) -> Ledger {
    let comma = if entries.is_empty() { "" } else { "," };
    let text = format!("{HALL}{LIFE}{comma}{entries}]}}");
    match read_ledger(text.as_bytes()) {
        Ok(ledger) => ledger,
        Err(error) => panic!("{error}"),
    }
}

/// One entry of such a hall.
#[track_caller]
pub(super) fn entry(text: &str) -> Entry {
    hall(text).entries.pop().unwrap()
}

const HALL: &str = r#"{
"format": "hallboard-ledger/1",
"hall": {"id": "yangqiao", "names": {"en": "Yangqiao"}, "time_zone": "Asia/Shanghai"},
"rulebooks": [
  {"from": "2020-01-01",
   "score": {"min": 0, "max": 100, "base": 60},
   "categories": [{"id": "yard", "names": {"en": "Yard"}, "star_points": [-4, -2, 0, 2, 4],
                   "deeds_min": -10, "deeds_max": 5}],
   "deeds": [{"id": "help", "names": {"en": "Helping"}, "points": 3, "lasts": "P12M",
              "cap": {"count": 2, "per": "month"}},
             {"id": "tidy", "names": {"en": "Tidying"}, "points": 4, "category": "yard"},
             {"id": "litter", "names": {"en": "Litter"}, "points": -5, "lasts": "P6M"}],
   "bands": [{"id": "low", "names": {}, "min": 0}, {"id": "steady", "names": {}, "min": 60}],
   "rewards": [{"id": "soap", "names": {"en": "Soap"}, "cost": 2},
               {"id": "bike", "names": {"en": "Bicycle"}, "cost": 50}]},
  {"from": "2026-01-01",
   "score": {"min": 0, "max": 100, "base": 62},
   "categories": [{"id": "yard", "names": {"en": "Yard"}, "star_points": [-4, -2, 0, 2, 5],
                   "deeds_min": -10, "deeds_max": 5},
                  {"id": "waste", "names": {"en": "Waste"}, "star_points": [-2, -1, 0, 1, 2]}],
   "deeds": [{"id": "help", "names": {"en": "Helping out"}, "points": 2, "lasts": "P6M",
              "cap": {"count": 2, "per": "month"}},
             {"id": "tidy", "names": {"en": "Tidying"}, "points": 4, "category": "yard"},
             {"id": "lend", "names": {"en": "Lending"}, "points": 1}],
   "bands": [{"id": "low", "names": {}, "min": 0}, {"id": "steady", "names": {}, "min": 61}],
   "rewards": [{"id": "soap", "names": {"en": "Soap"}, "cost": 3}],
   "reply_days": 14}
],
"households": [{"id": "H1", "names": {"en": "12 Tea Lane"}}, {"id": "H2", "names": {}}],
"residents": [{"id": "R1", "name": "张三", "household": "H1"}],
"entries": ["#;

const LIFE: &str = r#"
{"id": "C1", "date": "2025-01-01", "kind": "consent", "resident": "R1",
 "scopes": ["score", "board"]},
{"id": "S1", "date": "2024-06-01", "kind": "rating", "household": "H1", "category": "yard",
 "stars": 4, "note": "swept"},
{"id": "S2", "date": "2025-02-01", "kind": "rating", "household": "H2", "category": "yard",
 "stars": 1}"#;

/// A good deed.
pub(super) fn helped(id: &str, date: &str) -> String {
    format!(
        r#"{{"id": "{id}", "date": "{date}", "kind": "deed", "resident": "R1",
             "deed": "help", "source": "organisation", "by": "Wang"}}"#
    )
}

/// A good deed of a category with a maximum of 5.
pub(super) fn tidied(id: &str, date: &str) -> String {
    helped(id, date).replace("help", "tidy")
}

/// A deduction of 5 that starts ten days after the notification.
pub(super) fn littered(id: &str, date: &str, notified: &str) -> String {
    format!(
        r#"{{"id": "{id}", "date": "{date}", "kind": "deed", "resident": "R1",
             "deed": "litter", "source": "neighbour", "notified": "{notified}"}}"#
    )
}

/// An objection.
pub(super) fn objected(id: &str, date: &str, about: &str) -> String {
    format!(
        r#"{{"id": "{id}", "date": "{date}", "kind": "objection", "entry": "{about}",
             "text": "not me"}}"#
    )
}

/// A decision; `outcome` is the JSON value of the outcome, and further fields.
pub(super) fn decided(id: &str, date: &str, about: &str, outcome: &str) -> String {
    format!(
        r#"{{"id": "{id}", "date": "{date}", "kind": "decision", "entry": "{about}",
             "reason": "seen", "outcome": {outcome}}}"#
    )
}

/// A reversal.
pub(super) fn reversed(id: &str, date: &str, about: &str) -> String {
    format!(
        r#"{{"id": "{id}", "date": "{date}", "kind": "reversal", "entry": "{about}",
             "reason": "mistaken"}}"#
    )
}

/// A reward.
pub(super) fn redeemed(id: &str, date: &str, reward: &str) -> String {
    format!(
        r#"{{"id": "{id}", "date": "{date}", "kind": "redemption", "resident": "R1",
             "reward": "{reward}"}}"#
    )
}

/// A move.
pub(super) fn moved(id: &str, date: &str, to: &str) -> String {
    format!(
        r#"{{"id": "{id}", "date": "{date}", "kind": "move", "resident": "R1",
             "household": "{to}"}}"#
    )
}

/// Stars.
pub(super) fn rated(id: &str, date: &str, household: &str, stars: u8) -> String {
    format!(
        r#"{{"id": "{id}", "date": "{date}", "kind": "rating", "household": "{household}",
             "category": "yard", "stars": {stars}}}"#
    )
}
