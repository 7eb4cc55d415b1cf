//! Withdrawals take effect in the next publication, whatever else is wrong.

use hallboard_feed::{
    HEAD_PATH, Head, SIGNATURE_PATH, SNAPSHOT_FORMAT, Snapshot, SnapshotRef,
};
use hallboard_publish::{PublishError, Withdrawal};
use hallboard_score::{Ledger, Month};
use hallboard_workbook::consent_entries::ConsentEntries;
use hallboard_workbook::json::to_json;
use serde_json::json;

use crate::{NOW, TestHall, day, entry, small_village};

pub(crate) const LATER: &str = "2026-11-24T04:00:00Z";

pub(crate) fn withdraw(
    test_hall: &mut TestHall,
    ledger: &Ledger,
    consents: &ConsentEntries,
) -> Result<Snapshot, PublishError> {
    let agreed = consents.on(day("2026-11-24"));
    let (key, store) = (&test_hall.key, test_hall.store.clone());
    let publication = TestHall::publication(key, &store, &agreed, LATER, None);
    let (site, store) = (&mut test_hall.site, &mut test_hall.store);
    publication.withdraw(&ledger.hall, &withdrawal(ledger, consents), site, store)?;
    Ok(test_hall.snapshot(ledger))
}

/// Those who leave, in a hall with all its state files.
fn withdrawal<'l>(ledger: &'l Ledger, consents: &'l ConsentEntries) -> Withdrawal<'l> {
    Withdrawal {
        consents,
        residents: &ledger.residents,
        households: &ledger.households,
        rulebooks: &ledger.rulebooks,
        state_lost: false,
        keep_letters: false,
        keep_desk: false,
    }
}

/// The names of the first few on the board, changed so that they occur nowhere else.
fn village_with_leavers(seed: u64) -> (Ledger, Vec<String>) {
    let mut ledger = small_village(seed);
    let mut test_hall = TestHall::new();
    test_hall.publish(&ledger, NOW);
    let ids: Vec<String> =
        test_hall.store.rosters.rosters[0].residents.iter().take(3).cloned().collect();
    for resident in
        ledger.residents.iter_mut().filter(|it| ids.iter().any(|id| it.id == *id))
    {
        resident.name = format!("0-leaver-{}", resident.id);
    }
    (ledger, ids)
}

#[test]
fn withdrawal_removes_leavers_only() {
    for seed in 1..=3 {
        let (mut ledger, leavers) = village_with_leavers(seed);
        let mut test_hall = TestHall::new();
        test_hall.publish(&ledger, NOW);
        let before = test_hall.snapshot(&ledger);
        for (number, id) in leavers.iter().enumerate() {
            ledger
                .entries
                .push(entry(json!({"id": format!("X{number}"), "date": "2026-11-24",
                "kind": "consent", "resident": id, "scopes": []})));
        }
        let consents = ConsentEntries::of(&ledger.entries);
        let after = withdraw(&mut test_hall, &ledger, &consents).unwrap();
        assert!(!serde_json::to_string(&after).unwrap().contains("0-leaver"));
        assert_eq!(after.residents.names, before.residents.names[3..]);
        assert_eq!(after.residents.points, before.residents.points[3..]);
        assert_eq!(after.households, before.households);
        assert_eq!(after.as_of, before.as_of);
        let removed = before.history.residents.iter().filter(|row| **row < 3).count();
        assert_eq!(
            after.history.residents.len(),
            before.history.residents.len() - removed
        );
        let names = |snapshot: &Snapshot| -> Vec<String> {
            let rows = snapshot.thanks.residents.iter();
            rows.map(|row| snapshot.residents.names[*row as usize].clone()).collect()
        };
        let remaining: Vec<String> = names(&before)
            .into_iter()
            .filter(|name| !name.contains("0-leaver"))
            .collect();
        assert_eq!(names(&after), remaining);
        let expires = test_hall.feed(&ledger).head().expires();
        assert_eq!(
            expires,
            "2026-12-07T04:00:00Z".parse::<jiff::Timestamp>().unwrap().as_second()
        );

        // The same as after a full publication.
        test_hall.publish(&ledger, LATER);
        assert_eq!(test_hall.snapshot(&ledger).residents.names, after.residents.names);
        assert_eq!(test_hall.snapshot(&ledger).village.means, after.village.means);
    }
}

#[test]
fn ledger_with_other_errors_allows_withdrawals() {
    let (ledger, leavers) = village_with_leavers(1);
    let mut test_hall = TestHall::new();
    test_hall.publish(&ledger, NOW);
    let mut document: serde_json::Value =
        serde_json::from_slice(&to_json(&ledger).unwrap()).unwrap();
    document["rulebooks"] = json!("eaten by the dog");
    let entries = document["entries"].as_array_mut().unwrap();
    entries.push(json!({"id": 7, "kind": "deed"}));
    entries.push(json!({"id": "X1", "date": "2026-11-24", "kind": "consent",
        "resident": leavers[0], "scopes": []}));
    entries.push(json!({"id": "X2", "date": "24 November", "kind": "consent",
        "resident": leavers[1], "scopes": ["score"]}));
    let bytes = serde_json::to_vec(&document).unwrap();
    assert!(hallboard_score::read_ledger(&bytes).is_err());
    let consents = ConsentEntries::in_json(&bytes).unwrap();
    let after = withdraw(&mut test_hall, &ledger, &consents).unwrap();
    let left: Vec<&String> =
        after.residents.names.iter().filter(|name| name.contains("0-leaver")).collect();
    assert_eq!(
        left,
        [&format!("0-leaver-{}", leavers[2])],
        "doubt falls in their favour"
    );
}

/// Converts a site's publication to format 1, as earlier versions of the command wrote it.
fn to_format_1(test_hall: &mut TestHall, ledger: &Ledger) {
    let feed = test_hall.feed(ledger);
    let mut json = serde_json::to_value(feed.snapshot()).unwrap();
    let fields = json.as_object_mut().unwrap();
    fields["format"] = json!("hallboard-snapshot/1");
    fields.remove("readings");
    fields["residents"]["steps"] = json!([[0, "2026-12-01", null]]);
    let first = feed.snapshot().village.first.unwrap();
    let months = first.months_until(month_of(LATER)) + 1;
    let means: Vec<i32> = (0..months).collect();
    fields["village"] = json!({"taking_part": 45, "deeds_this_month": 10,
        "first": first, "means": means});
    let snapshot = serde_json::to_vec(&json).unwrap();
    let head =
        Head { snapshot: SnapshotRef::of(&snapshot), ..feed.head().head().clone() };
    let bytes = serde_json::to_vec(&head).unwrap();
    let signature = test_hall.key.sign(&bytes, "of before").unwrap();
    test_hall.store.rosters.rosters[0].snapshot = head.snapshot.sha256.to_string();
    let files = [
        (format!("feed/{}", head.snapshot.name()), snapshot),
        (SIGNATURE_PATH.to_owned(), signature.into_bytes()),
        (HEAD_PATH.to_owned(), bytes),
    ];
    test_hall.site.0.extend(files);
}

fn month_of(moment: &str) -> Month {
    moment[..7].parse().unwrap()
}

#[test]
fn withdrawal_from_a_publication_of_format_1() {
    let mut ledger = small_village(1);
    let mut test_hall = TestHall::new();
    test_hall.publish(&ledger, NOW);
    to_format_1(&mut test_hall, &ledger);
    let leaver = test_hall.store.rosters.rosters[0].residents[0].clone();
    let before = test_hall.snapshot(&ledger);
    assert_eq!(before.format, "hallboard-snapshot/1");
    ledger.entries.push(entry(json!({"id": "X1", "date": "2026-11-24",
        "kind": "consent", "resident": leaver, "scopes": []})));
    let consents = ConsentEntries::of(&ledger.entries);
    let after = withdraw(&mut test_hall, &ledger, &consents).unwrap();
    assert_eq!(after.format, SNAPSHOT_FORMAT);
    assert_eq!(after.residents.names, before.residents.names[1..]);
    let past = before.village.means.len() - 1;
    assert_eq!(after.village.means, before.village.means[..past]);
    assert_eq!(after.village.taking_part, vec![None; past]);
}

#[test]
fn withdrawal_needs_a_publication() {
    let ledger = small_village(1);
    let consents = ConsentEntries::of(&ledger.entries);
    let mut test_hall = TestHall::new();
    let nothing = withdraw(&mut test_hall, &ledger, &consents);
    assert!(matches!(nothing, Err(PublishError::NothingPublished)));
}

/// Without rosters, rows are distinguished by names; figures stay as published.
#[test]
fn withdrawal_without_state_files_changes_no_figure() {
    for seed in 1..=3 {
        let (mut ledger, leavers) = village_with_leavers(seed);
        let mut test_hall = TestHall::new();
        test_hall.publish(&ledger, NOW);
        let before = test_hall.snapshot(&ledger);
        ledger.entries.push(entry(json!({"id": "X1", "date": "2026-11-24",
            "kind": "consent", "resident": leavers[0], "scopes": []})));
        test_hall.store.rosters = Default::default();
        test_hall.store.state = Default::default();
        let agreed = ConsentEntries::of(&ledger.entries);
        let consents = agreed.on(day("2026-11-24"));
        let (key, store) = (&test_hall.key, test_hall.store.clone());
        let publication = TestHall::publication(key, &store, &consents, LATER, None);
        let withdrawal = Withdrawal { state_lost: true, ..withdrawal(&ledger, &agreed) };
        let (site, store) = (&mut test_hall.site, &mut test_hall.store);
        publication.withdraw(&ledger.hall, &withdrawal, site, store).unwrap();
        let after = test_hall.snapshot(&ledger);
        let gone = format!("0-leaver-{}", leavers[0]);
        assert!(!serde_json::to_string(&after).unwrap().contains(&gone));
        // Residents with the same name cannot be distinguished, so all of them are removed.
        let once = |name: &&String| {
            let all = ledger.residents.iter().filter(|it| it.name == **name);
            **name != gone && all.count() == 1
        };
        let stay: Vec<&String> = before.residents.names.iter().filter(once).collect();
        assert!(stay.len() > 10);
        assert_eq!(after.residents.names.iter().collect::<Vec<_>>(), stay);
        assert_eq!(after.village, before.village);
        // The rebuilt state contains the figures that were published, and none where
        // nothing was published.
        test_hall.publish(&ledger, LATER);
        assert_eq!(test_hall.snapshot(&ledger).village, before.village);
    }
}

#[test]
fn an_unknown_time_zone_publishes_nothing() {
    let mut ledger = small_village(1);
    ledger.hall.time_zone = "Asia/Yangqiao".to_owned();
    let mut test_hall = TestHall::new();
    let published = test_hall.try_to_publish(&ledger, NOW);
    assert!(
        matches!(published, Err(PublishError::TimeZone(zone)) if zone == "Asia/Yangqiao")
    );
    assert!(test_hall.site.0.is_empty());
}
