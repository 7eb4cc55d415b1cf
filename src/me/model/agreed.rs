//! What a resident agrees to.

use hallboard_score::{Consent, Day, EntryKind, GivenBy, ResidentFile};

use crate::handed::Agreed;

/// What the resident agrees to on a day, and whether a guardian said so.
#[must_use]
pub fn agreed(file: &ResidentFile<'_>, today: Day) -> Agreed {
    let entries = file.register().ledger().entries.iter().filter(|it| it.date <= today);
    // Of those of one day, the one further down holds.
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

#[cfg(test)]
mod tests {
    use hallboard_score::{Entry, Hall, Ledger, Names, Register, Resident, Scope};

    use super::*;

    fn consent(id: &str, day: u32, scopes: &[Scope], by: Option<GivenBy>) -> Entry {
        let to = Consent::Resident { resident: "R1".into(), scopes: scopes.to_vec() };
        Entry {
            id: id.into(),
            date: Day::new(2026, 11, day).unwrap(),
            kind: EntryKind::Consent { to, given_by: by },
            note: None,
            by: None,
        }
    }

    #[test]
    fn the_last_word_of_the_day_holds() {
        use GivenBy::{Guardian, SelfGiven};
        use Scope::{Board, Score};
        let entries = vec![
            consent("E1", 5, &[Score], Some(Guardian)),
            consent("E2", 9, &[Score], Some(SelfGiven)),
            consent("E3", 9, &[Score, Board], None),
            consent("E4", 7, &[], Some(Guardian)),
            consent("E5", 20, &[], Some(Guardian)),
        ];
        let ledger = Ledger {
            hall: Hall {
                id: "mill".into(),
                names: Names::default(),
                time_zone: "UTC".into(),
            },
            rulebooks: Vec::new(),
            households: Vec::new(),
            residents: vec![Resident {
                id: "R1".into(),
                name: "Ann".into(),
                household: None,
            }],
            entries,
        };
        let register = Register::new(&ledger);
        let file = register.file("R1").unwrap();
        let check = |day, scopes: &[Scope], guarded| {
            let expected = Agreed { scopes: scopes.to_vec(), guarded };
            assert_eq!(agreed(&file, Day::new(2026, 11, day).unwrap()), expected, "{day}");
        };
        check(4, &[], false);
        check(5, &[Score], true);
        check(7, &[], true);
        check(9, &[Score, Board], false);
        check(30, &[], true);
    }
}
