//! Differences between versions of a ledger and the scores they change, compared with a
//! plain computation of every score.
#![cfg(test)]

use hallboard_operations::diff::{BookChange, Change, Difference};
use hallboard_sample::{Village, village};
use hallboard_score::{
    Consent, Day, Entry, EntryKind, Ledger, Points, Register, Scope, Source,
};
use proptest::prelude::*;
use proptest::sample::Index;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn sample() -> Ledger {
    let until = day("2026-11-22");
    village(&Village { seed: 7, residents: 40, households: 12, years: 3, until })
}

/// An edit that a person might make.
#[derive(Clone, Debug)]
enum Edit {
    Deed(Index, Index),
    Withdraw(Index),
    Rate(Index, u8),
    Reply(Index),
    Move(Index, Index),
    Remove(Index),
    Swap(Index, Index),
    MovesIn(Index),
    RuleChanges(Index),
    HallRenamed,
}

fn edits() -> impl Strategy<Value = Edit> {
    let index = any::<Index>;
    prop_oneof![
        (index(), index()).prop_map(|(a, b)| Edit::Deed(a, b)),
        index().prop_map(Edit::Withdraw),
        (index(), 1_u8..=5).prop_map(|(a, b)| Edit::Rate(a, b)),
        index().prop_map(Edit::Reply),
        (index(), index()).prop_map(|(a, b)| Edit::Move(a, b)),
        index().prop_map(Edit::Remove),
        (index(), index()).prop_map(|(a, b)| Edit::Swap(a, b)),
        index().prop_map(Edit::MovesIn),
        index().prop_map(Edit::RuleChanges),
        Just(Edit::HallRenamed),
    ]
}

fn edit(ledger: &mut Ledger, edit: &Edit, number: usize) {
    let resident = |ledger: &Ledger, at: &Index| at.get(&ledger.residents).id.clone();
    let kind = match edit {
        Edit::Deed(who, what) => EntryKind::Deed {
            resident: resident(ledger, who),
            deed: what.get(&ledger.rulebooks.last().unwrap().deeds).id.as_str().into(),
            source: Source::SelfReport,
            notified: None,
        },
        Edit::Withdraw(who) => EntryKind::Consent {
            to: Consent::Resident { resident: resident(ledger, who), scopes: vec![] },
            given_by: None,
        },
        Edit::Rate(home, stars) => EntryKind::Rating {
            household: home.get(&ledger.households).id.clone(),
            category: ledger.rulebooks.last().unwrap().categories[0].id.as_str().into(),
            stars: *stars,
        },
        Edit::Reply(to) => EntryKind::Reversal {
            entry: to.get(&ledger.entries).id.clone(),
            reason: None,
        },
        Edit::Move(who, home) => EntryKind::Move {
            resident: resident(ledger, who),
            household: home.get(&ledger.households).id.clone(),
        },
        Edit::Remove(which) => {
            ledger.entries.remove(which.index(ledger.entries.len()));
            return;
        }
        Edit::Swap(a, b) => {
            let count = ledger.entries.len();
            ledger.entries.swap(a.index(count), b.index(count));
            return;
        }
        Edit::MovesIn(home) => {
            let mut person = ledger.residents[0].clone();
            person.id = format!("N{number}").as_str().into();
            person.household = Some(home.get(&ledger.households).id.clone());
            let resident = person.id.clone();
            ledger.residents.push(person);
            EntryKind::Consent {
                to: Consent::Resident { resident, scopes: vec![Scope::Score] },
                given_by: None,
            }
        }
        Edit::RuleChanges(which) => {
            let rules = &mut ledger.rulebooks.last_mut().unwrap().deeds;
            let rule = which.index(rules.len());
            rules[rule].points = rules[rule].points + Points::whole(1);
            return;
        }
        Edit::HallRenamed => {
            ledger.hall.id.push('2');
            return;
        }
    };
    let id = format!("X{number}").as_str().into();
    let entry = Entry { id, date: day("2026-11-20"), kind, note: None, by: None };
    ledger.entries.push(entry);
}

/// Everybody's score, computed in the simplest way.
fn scores(ledger: &Ledger, on: Day) -> Vec<(String, Option<Points>)> {
    let register = Register::new(ledger);
    let standings = register.files().map(|file| file.standing(on));
    standings.map(|it| (it.resident.to_string(), it.score)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn diff_finds_the_same_changes_as_a_full_comparison(
        edits in prop::collection::vec(edits(), 0..6),
    ) {
        let (old, mut new) = (sample(), sample());
        for (number, it) in edits.iter().enumerate() {
            edit(&mut new, it, number);
        }
        let on = day("2026-11-23");
        let difference = Difference::of(&old, &new);
        prop_assert_eq!(difference.is_empty(), old == new);
        let (before, now) = (scores(&old, on), scores(&new, on));
        let of = |all: &[(String, Option<Points>)], id: &str| {
            all.iter().find(|it| it.0 == id).and_then(|it| it.1)
        };
        let expected: Vec<_> = now
            .iter()
            .filter(|(id, score)| of(&before, id) != *score)
            .map(|(id, score)| (id.clone(), of(&before, id), *score))
            .collect();
        let moved = difference.moved(on);
        let found: Vec<_> =
            moved.iter().map(|it| (it.resident.clone(), it.old, it.new)).collect();
        prop_assert_eq!(found, expected);
        for it in moved {
            let (Some(old), Some(new)) = (it.old, it.new) else { continue };
            let by: Points = it.parts.iter().map(|part| part.new - part.old).sum();
            prop_assert_eq!(new - old, by);
        }
    }
}

#[test]
fn changes_are_listed_by_id() {
    let (old, mut new) = (sample(), sample());
    new.entries.remove(3);
    new.entries[10].note = Some("another".into());
    new.entries.push(Entry { id: "X1".into(), ..new.entries[0].clone() });
    new.rulebooks.last_mut().unwrap().reply_days = 12;
    let difference = Difference::of(&old, &new);
    let found: Vec<String> = difference
        .entries
        .changes
        .iter()
        .map(|change| match change {
            Change::Added(it) => format!("+{}", it.id),
            Change::Removed(it) => format!("-{}", it.id),
            Change::Altered { new, fields, .. } => {
                format!("{} {}", new.id, fields[0].field)
            }
        })
        .collect();
    let (gone, altered) = (&old.entries[3].id, &new.entries[10].id);
    assert_eq!(found, [format!("-{gone}"), format!("{altered} note"), "+X1".to_owned()]);
    assert_eq!(difference.entries.reordered, 0);
    let [BookChange::Altered(parts)] = difference.rulebooks.as_slice() else {
        panic!("{:?}", difference.rulebooks)
    };
    let [field] = parts.fields.as_slice() else { panic!("{:?}", parts.fields) };
    assert_eq!(
        (field.field.as_str(), field.old.as_deref(), field.new.as_deref()),
        ("reply_days", Some("10"), Some("12"))
    );
}
