//! Transcripts of the feed client: events and the resulting effects.

use hallboard_feed::client::{
    Client, ClientError, Effect, Event, Fetched, SignedHead, StoredFeed, Tick,
};
use hallboard_feed::{HEAD_LIMIT, Part, SIGNATURE_LIMIT, SnapshotRef};
use proptest::prelude::*;

use crate::hall::{Feed, ISSUED, Publisher, VALID, snapshot};
use crate::scenario::{HOST_DOWN, NOT_FOUND, Scenario};

#[test]
fn a_first_visit_and_a_newer_publication() {
    let mut scenario = Scenario::shown(1);
    let (old, new) = (scenario.publish(1), scenario.publish(2));
    scenario.wake();
    scenario.head(&old, &["wait 300000"]);
    scenario.wake();
    scenario.head(&new, &["store feed", "snapshot?"]);
    assert_eq!(scenario.showing(), Some(1));
    scenario.snapshot(&new, &["show 2", "store feed", "wait 300000"]);
    assert_eq!(scenario.client.error(), None);
}

#[test]
fn known_snapshot_is_not_fetched_again() {
    let mut scenario = Scenario::shown(1);
    let bytes = scenario.publish(1).snapshot;
    let renewed = scenario.hall.signed(&scenario.hall.head(2, &bytes), bytes);
    scenario.wake();
    scenario.head(&renewed, &["store feed", "show 2", "store feed", "wait 300000"]);
}

#[test]
fn a_restart_shows_the_last_good_feed_before_any_network() {
    let mut scenario = Scenario::shown(3).restarted();
    scenario.start(&["show 3", "head?"]);
    scenario.no_head(&HOST_DOWN, &["unreachable head", "wait 5000"]);
    assert_eq!(scenario.showing(), Some(3));
    let old = scenario.publish(2);
    scenario.wake();
    scenario.head(&old, &["2 after 3", "wait 10000"]);
}

#[test]
fn waits_double_while_the_site_is_unreachable() {
    let mut scenario = Scenario::shown(1);
    scenario.wake();
    scenario.no_head(&HOST_DOWN, &["unreachable head", "wait 5000"]);
    for wait in [10, 20, 20, 20] {
        scenario.wake();
        scenario.no_head(&HOST_DOWN, &[&format!("wait {wait}000")]);
    }
    assert_eq!(scenario.showing(), Some(1));
    let unreachable = ClientError::Unreachable { part: Part::Head };
    assert_eq!(scenario.client.error(), Some(&unreachable));
    let feed = scenario.publish(1);
    scenario.wake();
    scenario.head(&feed, &["well", "wait 300000"]);
    assert_eq!(scenario.client.error(), None);
    scenario.wake();
    scenario.no_head(&HOST_DOWN, &["unreachable head", "wait 5000"]);
}

#[test]
fn back_off_does_not_overflow() {
    let mut scenario = Scenario::shown(1);
    for _ in 0..100 {
        scenario.wake();
        scenario.handle(Event::Head { head: HOST_DOWN, signature: HOST_DOWN });
    }
    scenario.wake();
    scenario.no_head(&HOST_DOWN, &["wait 20000"]);
}

#[test]
fn mismatched_signature_is_fetched_three_times() {
    let mut scenario = Scenario::shown(1);
    let new = scenario.publish(2);
    let torn = Feed { signature: scenario.publish(1).signature, ..new.clone() };
    scenario.wake();
    scenario.head(&torn, &["wait 1000"]);
    scenario.wake();
    scenario.head(&torn, &["wait 1000"]);
    assert_eq!(scenario.client.error(), None);
    scenario.wake();
    scenario.head(&torn, &["Signature", "wait 5000"]);
    assert_eq!(scenario.showing(), Some(1));
    // The next round has three attempts again, and may succeed at the second.
    scenario.wake();
    scenario.head(&torn, &["wait 1000"]);
    scenario.wake();
    scenario.head(&new, &["store feed", "snapshot?"]);
    scenario.snapshot(&new, &["show 2", "store feed", "well", "wait 300000"]);
}

/// A snapshot response after which head and signature are fetched again, three times in
/// total.
#[track_caller]
fn check_snapshot_error(answer: impl Fn(&Feed) -> Fetched, error: &str) {
    let mut scenario = Scenario::shown(1);
    let new = scenario.publish(2);
    scenario.wake();
    scenario.head(&new, &["store feed", "snapshot?"]);
    scenario.check(Event::Snapshot(answer(&new)), &["wait 1000"]);
    scenario.wake();
    scenario.head(&new, &["snapshot?"]);
    scenario.check(Event::Snapshot(answer(&new)), &["wait 1000"]);
    scenario.wake();
    scenario.head(&new, &["snapshot?"]);
    scenario.check(Event::Snapshot(answer(&new)), &[error, "wait 5000"]);
    assert_eq!(scenario.showing(), Some(1));
    // After a restart the version is still stored.
    let mut scenario = scenario.restarted();
    let old = scenario.publish(1);
    scenario.start(&["show 1", "head?"]);
    scenario.head(&old, &["1 after 2", "wait 5000"]);
    scenario.wake();
    scenario.head(&new, &["snapshot?"]);
    scenario.snapshot(&new, &["show 2", "store feed", "well", "wait 300000"]);
}

#[test]
fn missing_or_mismatched_snapshot_is_fetched_three_times() {
    check_snapshot_error(|_| NOT_FOUND, "404 snapshot");
    check_snapshot_error(|feed| Ok(feed.snapshot[1..].to_vec()), "Length");
    check_snapshot_error(|feed| Ok(vec![b' '; feed.snapshot.len()]), "Hash");
    check_snapshot_error(|_| Ok(Vec::new()), "Length");
}

#[test]
fn site_without_feed_is_reported_and_polled() {
    let mut scenario = Scenario::new();
    scenario.start(&["head?"]);
    scenario.no_head(&NOT_FOUND, &["wait 1000"]);
    scenario.wake();
    scenario.no_head(&NOT_FOUND, &["wait 1000"]);
    scenario.wake();
    scenario.no_head(&NOT_FOUND, &["404 head", "wait 5000"]);
    assert_eq!(scenario.showing(), None);
    let feed = scenario.publish(1);
    scenario.wake();
    scenario.check(
        Event::Head { head: Ok(feed.head.clone()), signature: NOT_FOUND },
        &["wait 1000"],
    );
    scenario.wake();
    scenario.head(&feed, &["store head", "snapshot?"]);
    scenario.check(Event::Snapshot(HOST_DOWN), &["unreachable snapshot", "wait 10000"]);
}

/// Checks the effects of a head while version 5 is shown, and that 5 stays on display.
#[track_caller]
fn check_refused(make: impl FnOnce(&Scenario) -> Feed, expected: &[&str]) {
    let mut scenario = Scenario::shown(5);
    let feed = make(&scenario);
    scenario.wake();
    scenario.head(&feed, expected);
    assert_eq!(scenario.showing(), Some(5));
    let newer = scenario.publish(6);
    scenario.wake();
    scenario.head(&newer, &["store feed", "snapshot?"]);
}

#[test]
fn permanent_errors_are_reported_at_once() {
    check_refused(|scenario| scenario.publish(4), &["4 after 5", "wait 5000"]);
    check_refused(|scenario| scenario.publish(1), &["1 after 5", "wait 5000"]);
    let twice = |scenario: &Scenario| {
        let other = serde_json::to_vec(&snapshot()).unwrap();
        scenario.hall.signed(&scenario.hall.head(5, &other), other)
    };
    check_refused(twice, &["TwoOfOneVersion", "wait 5000"]);
    let foreign = |scenario: &Scenario| {
        let bytes = scenario.publish(5).snapshot;
        let mut head = scenario.hall.head(6, &bytes);
        head.hall = "xiacun".to_owned();
        scenario.hall.signed(&head, bytes)
    };
    check_refused(foreign, &["OtherHall", "wait 5000"]);
    let nonsense =
        |scenario: &Scenario| scenario.hall.signed_bytes(b"hello".to_vec(), Vec::new());
    check_refused(nonsense, &["Format", "wait 5000"]);
    let large =
        |scenario: &Scenario| Feed { head: vec![b' '; 8193], ..scenario.publish(6) };
    check_refused(large, &["TooLarge", "wait 5000"]);
}

#[test]
fn feed_of_another_key_is_fetched_three_times_and_stores_nothing() {
    let mut scenario = Scenario::shown(5);
    let mut thief = Publisher::new("yangqiao");
    let feed = thief.publish(999_999, &snapshot());
    for expected in [&["wait 1000"][..], &["wait 1000"], &["OtherKey", "wait 5000"]] {
        scenario.wake();
        scenario.head(&feed, expected);
    }
    // With the spare key no data of the first one is used: any version is accepted.
    std::mem::swap(&mut scenario.hall, &mut thief);
    let keys = (scenario.hall.trust().storage_key(), thief.trust().storage_key());
    assert_ne!(keys.0, keys.1);
    let mut scenario = scenario.restarted();
    let first = scenario.publish(1);
    scenario.start(&["head?"]);
    scenario.head(&first, &["store head", "snapshot?"]);
}

#[test]
fn any_higher_version_is_accepted() {
    let mut scenario = Scenario::shown(1);
    let far = scenario.publish(4_000_000_000);
    scenario.wake();
    scenario.now = ISSUED + 4_000_000_000;
    scenario.head(&far, &["store feed", "snapshot?"]);
    scenario.snapshot(&far, &["show 4000000000", "store feed", "wait 300000"]);
}

#[test]
fn floor_refuses_older_versions() {
    let mut scenario = Scenario::with_floor(7);
    let (below, at) = (scenario.publish(6), scenario.publish(7));
    scenario.start(&["head?"]);
    scenario.head(&below, &["6 after 7", "wait 5000"]);
    scenario.wake();
    scenario.head(&at, &["store head", "snapshot?"]);
    scenario.snapshot(&at, &["show 7", "store feed", "well", "wait 300000"]);
    // A floor that is raised later also excludes stored feeds below it.
    scenario.client = Client::new(scenario.hall.trust(), 8);
    scenario.start(&["head?"]);
    scenario.head(&at, &["7 after 8", "wait 5000"]);
}

#[test]
fn expired_feed_is_shown_as_expired() {
    let mut scenario = Scenario::new();
    scenario.now = ISSUED + VALID;
    let feed = scenario.publish(1);
    scenario.start(&["head?"]);
    scenario.head(&feed, &["store head", "snapshot?"]);
    scenario.snapshot(&feed, &["show 1", "store feed", "wait 300000"]);
    assert!(scenario.client.feed().unwrap().expired(scenario.now));
}

#[test]
fn feed_from_the_future_is_shown_with_a_clock_error() {
    let mut scenario = Scenario::new();
    scenario.now = ISSUED - 26 * 3600 - 1;
    let feed = scenario.publish(1);
    scenario.start(&["head?"]);
    scenario.head(&feed, &["store head", "snapshot?"]);
    scenario.snapshot(&feed, &["show 1", "store feed", "clock", "wait 20000"]);
    scenario.wake();
    scenario.head(&feed, &["wait 20000"]);
    scenario.now += 1;
    scenario.wake();
    scenario.head(&feed, &["well", "wait 300000"]);
}

/// A damaged store never shows anything and never blocks the client.
#[track_caller]
fn check_damage(damage: impl FnOnce(&mut StoredFeed), started: &[&str]) {
    let mut scenario = Scenario::shown(3);
    let mut stored = scenario.stored.take().unwrap();
    damage(&mut stored);
    scenario.stored = Some(stored);
    let mut scenario = scenario.restarted();
    scenario.start(started);
    let newer = scenario.publish(4);
    scenario.handle(Event::Head {
        head: Ok(newer.head.clone()),
        signature: Ok(newer.signature),
    });
    scenario.handle(Event::Snapshot(Ok(newer.snapshot)));
    assert_eq!(scenario.showing(), Some(4));
    assert_eq!(scenario.client.error(), None);
}

#[test]
fn stored_data_is_verified_again() {
    check_damage(|_| {}, &["show 3", "head?"]);
    check_damage(|it| it.latest.head.clear(), &["show 3", "head?"]);
    let raised = |it: &mut StoredFeed| {
        it.latest.head = it.latest.head.replace(r#""version":3"#, r#""version":999999"#);
    };
    check_damage(raised, &["show 3", "head?"]);
    let forged = |it: &mut StoredFeed| {
        let good = it.good.as_mut().unwrap();
        good.snapshot = good.snapshot.replace("村民3", "村民X");
    };
    check_damage(forged, &["head?"]);
    let cut = |it: &mut StoredFeed| it.good.as_mut().unwrap().pair.signature.truncate(9);
    check_damage(cut, &["head?"]);
    let text = serde_json::to_string(&Scenario::shown(3).stored).unwrap();
    let read: Option<StoredFeed> = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}

#[test]
fn poll_now_replaces_the_current_wait() {
    let mut scenario = Scenario::shown(1);
    let old = scenario.timer_id;
    let feed = scenario.publish(1);
    scenario.check(Event::PollNow, &["head?"]);
    scenario.check(Event::PollNow, &[]);
    scenario.check(Event::TimerFired(old), &[]);
    scenario.head(&feed, &["wait 300000"]);
    scenario.check(Event::TimerFired(old), &[]);
    scenario.wake();
}

#[test]
fn unexpected_responses_have_no_effect() {
    let mut scenario = Scenario::shown(1);
    let new = scenario.publish(2);
    scenario.head(&new, &[]);
    scenario.snapshot(&new, &[]);
    scenario.start(&[]);
    scenario.wake();
    scenario.snapshot(&new, &[]);
    assert_eq!(scenario.showing(), Some(1));
}

/// Checks that the client waits `expected` milliseconds after an event with this random
/// number.
#[track_caller]
fn check_wait(scenario: &mut Scenario, event: Event, jitter: u32, expected: u32) {
    let effects = scenario.client.handle(event, Tick { now: scenario.now, jitter });
    let Some(Effect::Wait { millis, timer_id }) = effects.last() else {
        panic!("{effects:?}")
    };
    assert_eq!(*millis, expected, "{jitter}");
    scenario.timer_id = *timer_id;
}

#[test]
fn waits_are_shortened_by_up_to_a_quarter() {
    for (jitter, poll, back_off) in [
        (0, 300_000, 5_000),
        (1, 299_700, 4_995),
        (100, 270_000, 4_500),
        (250, 225_000, 3_750),
        (251, 300_000, 5_000),
        (u32::MAX, 263_400, 4_390),
    ] {
        let mut scenario = Scenario::shown(1);
        let feed = scenario.publish(1);
        let (head, signature) = (Ok(feed.head), Ok(feed.signature));
        scenario.wake();
        check_wait(&mut scenario, Event::Head { head, signature }, jitter, poll);
        scenario.wake();
        let down = Event::Head { head: HOST_DOWN, signature: HOST_DOWN };
        check_wait(&mut scenario, down, jitter, back_off);
    }
}

#[test]
fn fetches_have_size_limits() {
    let mut scenario = Scenario::new();
    let feed = scenario.publish(1);
    let moment = Tick { now: ISSUED, jitter: 0 };
    let asked = scenario.client.handle(Event::Started(None), moment);
    let [Effect::FetchHead { head_limit, signature_limit }] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!((*head_limit, *signature_limit), (HEAD_LIMIT, SIGNATURE_LIMIT));
    let (head, signature) = (Ok(feed.head.clone()), Ok(feed.signature));
    let asked = scenario.client.handle(Event::Head { head, signature }, moment);
    let Some(Effect::FetchSnapshot { name, limit }) = asked.last() else {
        panic!("{asked:?}")
    };
    let found = SnapshotRef::of(&feed.snapshot);
    assert_eq!((name, *limit), (&found.name(), found.length));
    assert_eq!(usize::try_from(*limit).unwrap(), feed.snapshot.len());
}

#[test]
fn least_version_is_the_newest_known_or_the_floor() {
    for (floor, version) in [(0, 1), (3, 1), (3, 3), (3, 5)] {
        let mut scenario = Scenario::with_floor(floor);
        assert_eq!(scenario.client.least_version(), floor);
        assert_eq!(scenario.client.trust(), &scenario.hall.trust());
        let feed = scenario.publish(version);
        scenario.start(&["head?"]);
        let (head, signature) = (Ok(feed.head), Ok(feed.signature));
        scenario.handle(Event::Head { head, signature });
        assert_eq!(scenario.client.least_version(), floor.max(version));
    }
}

#[test]
fn newer_of_two_stored_heads_counts() {
    // The feed on display has version 3; the stored head is older or newer.
    for (version, refused, least) in [(2, 2, 3), (3, 2, 3), (4, 3, 4)] {
        let mut scenario = Scenario::shown(3);
        let Feed { head, signature, .. } = scenario.publish(version);
        let stored = scenario.stored.as_mut().unwrap();
        stored.latest = SignedHead {
            head: String::from_utf8(head).unwrap(),
            signature: String::from_utf8(signature).unwrap(),
        };
        let mut scenario = scenario.restarted();
        scenario.start(&["show 3", "head?"]);
        assert_eq!(scenario.client.least_version(), least);
        let old = scenario.publish(refused);
        scenario.head(&old, &[&format!("{refused} after {least}"), "wait 5000"]);
    }
}

#[test]
fn invalid_signature_bytes_are_refused() {
    let mut scenario = Scenario::shown(1);
    let feed = scenario.publish(2);
    scenario.wake();
    let signature = Ok(vec![0xff; 20]);
    let expected = ["wait 1000"];
    scenario.check(Event::Head { head: Ok(feed.head), signature }, &expected);
}

/// One step of a site with arbitrary behaviour.
fn answers() -> impl Strategy<Value = (u8, u64, u32)> {
    (0..9_u8, 1..6_u64, any::<u32>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever a site does, the shown version never decreases, exactly one operation is
    /// always open, and waits last between three quarters and the whole of their nominal
    /// time.
    #[test]
    fn version_never_falls_and_waits_are_in_range(script in prop::collection::vec(answers(), 1..40)) {
        let mut scenario = Scenario::new();
        let feeds: Vec<Feed> = (1..6).map(|version| scenario.publish(version)).collect();
        let mut shown = 0;
        let mut open = scenario.client.handle(Event::Started(None), Tick { now: ISSUED, jitter: 0 });
        for (kind, version, jitter) in script {
            let waiting: Vec<&Effect> = open.iter().filter(|effect| matches!(
                effect,
                Effect::FetchHead { .. } | Effect::FetchSnapshot { .. } | Effect::Wait { .. }
            )).collect();
            prop_assert_eq!(waiting.len(), 1);
            let feed = &feeds[usize::try_from(version).unwrap() - 1];
            let event = match (waiting[0], kind) {
                (Effect::Wait { timer_id, millis }, _) => {
                    prop_assert!((750..=300_000).contains(millis));
                    Event::TimerFired(*timer_id)
                }
                (Effect::FetchHead { .. }, 0) => Event::Head { head: HOST_DOWN, signature: NOT_FOUND },
                (Effect::FetchHead { .. }, 1) => Event::Head {
                    head: Ok(feed.head.clone()),
                    signature: Ok(feeds[0].signature.clone()),
                },
                (Effect::FetchHead { .. }, _) => Event::Head {
                    head: Ok(feed.head.clone()),
                    signature: Ok(feed.signature.clone()),
                },
                (_, 0) => Event::Snapshot(NOT_FOUND),
                (Effect::FetchSnapshot { name, .. }, kind) if kind > 3 => {
                    let named = feeds.iter().find(|it| name.contains(&hallboard_feed::Sha256::of(&it.snapshot).to_string()));
                    Event::Snapshot(Ok(named.unwrap().snapshot.clone()))
                }
                _ => Event::Snapshot(Ok(feed.snapshot.clone())),
            };
            open = scenario.client.handle(event, Tick { now: ISSUED, jitter });
            let now_shown = scenario.showing().unwrap_or(0);
            prop_assert!(now_shown >= shown);
            shown = now_shown;
            let shown = open.iter().any(|effect| matches!(effect, Effect::Show(_)));
            prop_assert!(!shown || now_shown > 0);
        }
    }
}
