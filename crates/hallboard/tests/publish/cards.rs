//! The sealed files: each resident who takes part opens one, and nobody else learns
//! anything.

use std::collections::BTreeMap;

use hallboard_feed::edition::OwnLedgers;
use hallboard_feed::sealed::{COUNT_STEP, Sealing, Secret};
use hallboard_publish::{CardBook, MANIFEST_PATH, Manifest, PublishError, Sealed};
use hallboard_score::{Ledger, Points, Resident};
use hallboard_workbook::consent_entries::ConsentEntries;
use hallboard_workbook::json::to_json;
use serde_json::json;

use crate::withdrawal::{LATER, withdraw};
use crate::{NOW, TestHall, day, entry, random, small_village};

/// The sealed files of a site, by path.
fn sealed(test_hall: &TestHall) -> BTreeMap<&str, &[u8]> {
    let all =
        test_hall.site.0.iter().filter(|(path, _)| path.starts_with("feed/sealed/"));
    all.map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect()
}

/// Paths and sizes of all sealed files.
fn outside(test_hall: &TestHall) -> Vec<(&str, usize)> {
    sealed(test_hall).into_iter().map(|(path, bytes)| (path, bytes.len())).collect()
}

/// What that secret opens in the site, trying every file.
fn opens(test_hall: &TestHall, ledger: &Ledger, secret: &Secret) -> Option<Vec<u8>> {
    let version = test_hall.feed(ledger).head().version();
    let sealing = Sealing { hall: &ledger.hall.id, version };
    let mut files = sealed(test_hall).into_values();
    files.find_map(|file| sealing.open(secret, file).ok())
}

fn secrets(book: &CardBook) -> BTreeMap<String, Secret> {
    let of = |id: &str| (id.to_owned(), book.secret(id).unwrap().clone());
    book.residents().map(of).collect()
}

#[test]
fn participants_open_their_own_part_of_the_ledger() {
    let ledger = small_village(1);
    let mut test_hall = TestHall::with_cards();
    let published = test_hall.publish(&ledger, NOW);
    let files = sealed(&test_hall);
    let own = OwnLedgers::new(&ledger);
    let part = &test_hall.store.rosters.rosters[0].taking_part;
    let mut with_cards: Vec<&str> = test_hall.book().residents().collect();
    with_cards.sort_by_key(|id| part.iter().position(|it| it == id));
    assert_eq!(with_cards, *part);
    let head = test_hall.feed(&ledger);
    let sealing = Sealing { hall: "yangqiao", version: head.head().version() };
    for id in part {
        let secret = test_hall.book().secret(id).unwrap();
        let opened = sealing.open(secret, files[sealing.path(secret).as_str()]).unwrap();
        assert!(opened == to_json(&own.of(id).unwrap()).unwrap(), "{id}");
    }
    let size = files.values().next().unwrap().len();
    assert_eq!(published.sealed, Some(Sealed { files: files.len(), size }));
    assert!(files.len().is_multiple_of(COUNT_STEP) && files.len() > part.len());
    assert!(files.values().all(|file| file.len() == size));
    assert!(files.keys().all(|path| path.ends_with(".bin")), "no compressed forms");
    let manifest = Manifest::read(&test_hall.site.0[MANIFEST_PATH]).unwrap();
    assert!(files.keys().all(|path| manifest.files.contains(*path)));
}

#[test]
fn empty_village_has_as_many_sealed_files() {
    let mut ledger = small_village(1);
    let mut test_hall = TestHall::new();
    assert_eq!(test_hall.publish(&ledger, NOW).sealed, None);
    assert_eq!(sealed(&test_hall).len(), 0);
    let mut test_hall = TestHall::with_cards();
    ledger.entries.clear();
    test_hall.publish(&ledger, NOW);
    assert_eq!(sealed(&test_hall).len(), COUNT_STEP);
    assert_eq!(test_hall.book().residents().count(), 0);
}

#[test]
fn two_publications_have_no_sealed_file_in_common() {
    let ledger = small_village(1);
    let mut test_hall = TestHall::with_cards();
    test_hall.publish(&ledger, NOW);
    let before: Vec<String> = sealed(&test_hall).into_keys().map(str::to_owned).collect();
    test_hall.publish(&ledger, LATER);
    let after = sealed(&test_hall);
    assert_eq!(after.len(), before.len());
    assert!(before.iter().all(|path| !after.contains_key(path.as_str())));
}

/// A new resident without consent changes no byte; a new entry of one who takes part
/// changes neither number nor names nor sizes.
#[test]
fn files_reveal_nothing_to_outsiders() {
    for seed in 1..=3 {
        let ledger = small_village(seed);
        let mut test_hall = TestHall::with_cards();
        test_hall.publish(&ledger, NOW);
        let site = test_hall.site.clone();

        let mut other = ledger.clone();
        let home = Some(ledger.households[0].id.clone());
        let stranger =
            Resident { id: "A-0".into(), name: "Nobody".into(), household: home };
        other.residents.insert(0, stranger);
        test_hall.afresh().publish(&other, NOW);
        assert!(test_hall.site == site, "a stranger leaves a trace (seed {seed})");

        let before =
            outside(&test_hall).into_iter().map(|(path, size)| (path.to_owned(), size));
        let before: Vec<_> = before.collect();
        let mut other = ledger.clone();
        let book = other.rulebooks.last().unwrap();
        let rule = book.deeds.iter().find(|rule| rule.points > Points::ZERO).unwrap();
        let resident = test_hall.book().residents().next().unwrap().to_owned();
        other
            .entries
            .push(entry(json!({"id": "X1", "date": "2026-11-20", "kind": "deed",
            "resident": resident, "deed": rule.id, "source": "organisation"})));
        test_hall.afresh().publish(&other, NOW);
        let after =
            outside(&test_hall).into_iter().map(|(path, size)| (path.to_owned(), size));
        assert_eq!(after.collect::<Vec<_>>(), before);
        assert!(test_hall.site != site, "the entry does matter");
    }
}

#[test]
fn leavers_have_no_card_and_open_nothing() {
    for withdrawals in [false, true] {
        let mut ledger = small_village(1);
        let mut test_hall = TestHall::with_cards();
        test_hall.publish(&ledger, NOW);
        let before = secrets(test_hall.book());
        let leaver = before.keys().nth(3).unwrap().clone();
        for resident in ledger.residents.iter_mut().filter(|it| it.id == leaver.as_str())
        {
            resident.name = "tell-tale".to_owned();
        }
        test_hall.publish(&ledger, NOW);
        let opened = opens(&test_hall, &ledger, &before[&leaver]).unwrap();
        assert!(String::from_utf8(opened).unwrap().contains("tell-tale"));

        ledger.entries.push(entry(json!({"id": "X1", "date": "2026-11-24",
            "kind": "consent", "resident": leaver, "scopes": []})));
        if withdrawals {
            let consents = ConsentEntries::of(&ledger.entries);
            withdraw(&mut test_hall, &ledger, &consents).unwrap();
        } else {
            test_hall.publish(&ledger, LATER);
        }
        assert!(sealed(&test_hall).len().is_multiple_of(COUNT_STEP));
        for (id, secret) in &before {
            let opened = opens(&test_hall, &ledger, secret);
            assert_eq!(opened.is_some(), *id != leaver, "{id}");
            let opened = String::from_utf8(opened.unwrap_or_default()).unwrap();
            assert!(!opened.contains("tell-tale"), "{id} holds who left");
        }
        let book = String::from_utf8(test_hall.book().write().unwrap()).unwrap();
        assert!(!book.contains(&format!("\"{leaver}\"")));
        assert!(!book.contains(&before[&leaver].code()));
    }
}

#[test]
fn reissued_card_replaces_the_earlier_at_the_next_publication() {
    for withdrawals in [false, true] {
        let ledger = small_village(1);
        let mut test_hall = TestHall::with_cards();
        test_hall.publish(&ledger, NOW);
        let id = test_hall.book().residents().nth(2).unwrap().to_owned();
        let old = test_hall.book().secret(&id).unwrap().clone();
        let held = opens(&test_hall, &ledger, &old).unwrap();
        let book = test_hall.store.cards.as_mut().unwrap();
        book.reissue(&id, day("2026-11-24"), &random).unwrap();
        let new = test_hall.book().secret(&id).unwrap().clone();
        assert_eq!(opens(&test_hall, &ledger, &new), None);
        if withdrawals {
            let consents = ConsentEntries::of(&ledger.entries);
            withdraw(&mut test_hall, &ledger, &consents).unwrap();
        } else {
            test_hall.publish(&ledger, LATER);
        }
        assert_eq!(opens(&test_hall, &ledger, &old), None);
        assert!(opens(&test_hall, &ledger, &new) == Some(held));
        let book = String::from_utf8(test_hall.book().write().unwrap()).unwrap();
        assert!(!book.contains(&old.code()), "the old secret is forgotten");
    }
}

#[test]
fn oversized_record_is_reported_before_any_change() {
    let mut ledger = small_village(1);
    let mut test_hall = TestHall::with_cards();
    test_hall.publish(&ledger, NOW);
    let (site, store) = (test_hall.site.clone(), test_hall.store.clone());
    let id = test_hall.book().residents().next().unwrap().to_owned();
    let book = ledger.rulebooks.last().unwrap();
    let deed = book.deeds[0].id.clone();
    ledger.entries.push(entry(json!({"id": "X1", "date": "2026-11-20", "kind": "deed",
        "resident": id, "deed": deed, "source": "organisation", "note": "很".repeat(1_500_000)})));
    match test_hall.try_to_publish(&ledger, LATER) {
        Err(PublishError::OwnTooLarge { resident, length, limit }) => {
            assert!(resident == id && length > limit);
        }
        other => panic!("{other:?}"),
    }
    assert!(test_hall.site == site && test_hall.store.cards == store.cards);

    let mut elsewhere = ledger.clone();
    elsewhere.entries.pop();
    elsewhere.hall.id = "mill".to_owned();
    let refused = test_hall.try_to_publish(&elsewhere, LATER);
    assert!(
        matches!(refused, Err(PublishError::OtherCards { hall }) if hall == "yangqiao")
    );
}
