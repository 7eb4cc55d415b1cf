//! Transcripts of the feed client: events and the resulting effects.

use hallboard_feed::client::{
    Client, ClientError, Effect, Event, Fetched, Remembered, SignedHead, Tick,
};
use hallboard_feed::{HEAD_LIMIT, Part, SIGNATURE_LIMIT, SnapshotRef};
use proptest::prelude::*;

use crate::hall::{Feed, ISSUED, Publisher, VALID, snapshot};
use crate::play::{HOST_DOWN, NOT_FOUND, Play};

#[test]
fn a_first_visit_and_a_newer_publication() {
    let mut play = Play::shown(1);
    let (old, new) = (play.publish(1), play.publish(2));
    play.wake();
    play.head(&old, &["wait 300000"]);
    play.wake();
    play.head(&new, &["remember feed", "snapshot?"]);
    assert_eq!(play.showing(), Some(1));
    play.snapshot(&new, &["show 2", "remember feed", "wait 300000"]);
    assert_eq!(play.client.trouble(), None);
}

#[test]
fn a_snapshot_already_had_is_not_fetched_again() {
    let mut play = Play::shown(1);
    let bytes = play.publish(1).snapshot;
    let renewed = play.hall.signed(&play.hall.head(2, &bytes), bytes);
    play.wake();
    play.head(&renewed, &["remember feed", "show 2", "remember feed", "wait 300000"]);
}

#[test]
fn a_restart_shows_the_last_good_feed_before_any_network() {
    let mut play = Play::shown(3).restarted();
    play.start(&["show 3", "head?"]);
    play.no_head(&HOST_DOWN, &["unreachable head", "wait 5000"]);
    assert_eq!(play.showing(), Some(3));
    let old = play.publish(2);
    play.wake();
    play.head(&old, &["2 after 3", "wait 10000"]);
}

#[test]
fn an_unreachable_site_is_asked_ever_less_often() {
    let mut play = Play::shown(1);
    play.wake();
    play.no_head(&HOST_DOWN, &["unreachable head", "wait 5000"]);
    for wait in [10, 20, 20, 20] {
        play.wake();
        play.no_head(&HOST_DOWN, &[&format!("wait {wait}000")]);
    }
    assert_eq!(play.showing(), Some(1));
    let unreachable = ClientError::Unreachable { part: Part::Head };
    assert_eq!(play.client.trouble(), Some(&unreachable));
    let feed = play.publish(1);
    play.wake();
    play.head(&feed, &["well", "wait 300000"]);
    assert_eq!(play.client.trouble(), None);
    play.wake();
    play.no_head(&HOST_DOWN, &["unreachable head", "wait 5000"]);
}

#[test]
fn the_back_off_never_overflows() {
    let mut play = Play::shown(1);
    for _ in 0..100 {
        play.wake();
        play.handle(Event::Head { head: HOST_DOWN, signature: HOST_DOWN });
    }
    play.wake();
    play.no_head(&HOST_DOWN, &["wait 20000"]);
}

#[test]
fn head_and_signature_that_disagree_are_fetched_three_times_in_all() {
    let mut play = Play::shown(1);
    let new = play.publish(2);
    let torn = Feed { signature: play.publish(1).signature, ..new.clone() };
    play.wake();
    play.head(&torn, &["wait 1000"]);
    play.wake();
    play.head(&torn, &["wait 1000"]);
    assert_eq!(play.client.trouble(), None);
    play.wake();
    play.head(&torn, &["Signature", "wait 5000"]);
    assert_eq!(play.showing(), Some(1));
    // The next round has three attempts again, and may succeed at the second.
    play.wake();
    play.head(&torn, &["wait 1000"]);
    play.wake();
    play.head(&new, &["remember feed", "snapshot?"]);
    play.snapshot(&new, &["show 2", "remember feed", "well", "wait 300000"]);
}

/// A snapshot response after which head and signature are fetched again, three times in
/// total.
#[track_caller]
fn check_snapshot_trouble(answer: impl Fn(&Feed) -> Fetched, trouble: &str) {
    let mut play = Play::shown(1);
    let new = play.publish(2);
    play.wake();
    play.head(&new, &["remember feed", "snapshot?"]);
    play.check(Event::Snapshot(answer(&new)), &["wait 1000"]);
    play.wake();
    play.head(&new, &["snapshot?"]);
    play.check(Event::Snapshot(answer(&new)), &["wait 1000"]);
    play.wake();
    play.head(&new, &["snapshot?"]);
    play.check(Event::Snapshot(answer(&new)), &[trouble, "wait 5000"]);
    assert_eq!(play.showing(), Some(1));
    // After a restart the version is still stored.
    let mut play = play.restarted();
    let old = play.publish(1);
    play.start(&["show 1", "head?"]);
    play.head(&old, &["1 after 2", "wait 5000"]);
    play.wake();
    play.head(&new, &["snapshot?"]);
    play.snapshot(&new, &["show 2", "remember feed", "well", "wait 300000"]);
}

#[test]
fn snapshots_missing_or_of_another_head_are_fetched_again_with_it() {
    check_snapshot_trouble(|_| NOT_FOUND, "404 snapshot");
    check_snapshot_trouble(|feed| Ok(feed.snapshot[1..].to_vec()), "Length");
    check_snapshot_trouble(|feed| Ok(vec![b' '; feed.snapshot.len()]), "Hash");
    check_snapshot_trouble(|_| Ok(Vec::new()), "Length");
}

#[test]
fn a_site_without_a_feed_says_so_and_keeps_asking() {
    let mut play = Play::new();
    play.start(&["head?"]);
    play.no_head(&NOT_FOUND, &["wait 1000"]);
    play.wake();
    play.no_head(&NOT_FOUND, &["wait 1000"]);
    play.wake();
    play.no_head(&NOT_FOUND, &["404 head", "wait 5000"]);
    assert_eq!(play.showing(), None);
    let feed = play.publish(1);
    play.wake();
    play.check(
        Event::Head { head: Ok(feed.head.clone()), signature: NOT_FOUND },
        &["wait 1000"],
    );
    play.wake();
    play.head(&feed, &["remember head", "snapshot?"]);
    play.check(Event::Snapshot(HOST_DOWN), &["unreachable snapshot", "wait 10000"]);
}

/// Checks the effects of a head while version 5 is shown, and that 5 stays on display.
#[track_caller]
fn check_refused(make: impl FnOnce(&Play) -> Feed, expected: &[&str]) {
    let mut play = Play::shown(5);
    let feed = make(&play);
    play.wake();
    play.head(&feed, expected);
    assert_eq!(play.showing(), Some(5));
    let newer = play.publish(6);
    play.wake();
    play.head(&newer, &["remember feed", "snapshot?"]);
}

#[test]
fn what_no_second_look_can_mend_is_told_at_once() {
    check_refused(|play| play.publish(4), &["4 after 5", "wait 5000"]);
    check_refused(|play| play.publish(1), &["1 after 5", "wait 5000"]);
    let twice = |play: &Play| {
        let other = serde_json::to_vec(&snapshot()).unwrap();
        play.hall.signed(&play.hall.head(5, &other), other)
    };
    check_refused(twice, &["TwoOfOneVersion", "wait 5000"]);
    let foreign = |play: &Play| {
        let bytes = play.publish(5).snapshot;
        let mut head = play.hall.head(6, &bytes);
        head.hall = "xiacun".to_owned();
        play.hall.signed(&head, bytes)
    };
    check_refused(foreign, &["OtherHall", "wait 5000"]);
    let nonsense = |play: &Play| play.hall.signed_bytes(b"hello".to_vec(), Vec::new());
    check_refused(nonsense, &["Format", "wait 5000"]);
    let large = |play: &Play| Feed { head: vec![b' '; 8193], ..play.publish(6) };
    check_refused(large, &["TooLarge", "wait 5000"]);
}

#[test]
fn another_key_is_looked_at_thrice_and_locks_nobody_out() {
    let mut play = Play::shown(5);
    let mut thief = Publisher::new("yangqiao");
    let feed = thief.publish(999_999, &snapshot());
    for expected in [&["wait 1000"][..], &["wait 1000"], &["OtherKey", "wait 5000"]] {
        play.wake();
        play.head(&feed, expected);
    }
    // With the spare key no data of the first one is used: any version is accepted.
    std::mem::swap(&mut play.hall, &mut thief);
    let keys = (play.hall.trust().storage_key(), thief.trust().storage_key());
    assert_ne!(keys.0, keys.1);
    let mut play = play.restarted();
    let first = play.publish(1);
    play.start(&["head?"]);
    play.head(&first, &["remember head", "snapshot?"]);
}

#[test]
fn any_jump_upwards_is_a_newer_version() {
    let mut play = Play::shown(1);
    let far = play.publish(4_000_000_000);
    play.wake();
    play.now = ISSUED + 4_000_000_000;
    play.head(&far, &["remember feed", "snapshot?"]);
    play.snapshot(&far, &["show 4000000000", "remember feed", "wait 300000"]);
}

#[test]
fn a_first_visit_may_name_the_least_version() {
    let mut play = Play::with_floor(7);
    let (below, at) = (play.publish(6), play.publish(7));
    play.start(&["head?"]);
    play.head(&below, &["6 after 7", "wait 5000"]);
    play.wake();
    play.head(&at, &["remember head", "snapshot?"]);
    play.snapshot(&at, &["show 7", "remember feed", "well", "wait 300000"]);
    // A floor that is raised later also excludes stored feeds below it.
    play.client = Client::new(play.hall.trust(), 8);
    play.start(&["head?"]);
    play.head(&at, &["7 after 8", "wait 5000"]);
}

#[test]
fn an_expired_feed_is_shown_and_its_board_says_so() {
    let mut play = Play::new();
    play.now = ISSUED + VALID;
    let feed = play.publish(1);
    play.start(&["head?"]);
    play.head(&feed, &["remember head", "snapshot?"]);
    play.snapshot(&feed, &["show 1", "remember feed", "wait 300000"]);
    assert!(play.client.feed().unwrap().expired(play.now));
}

#[test]
fn a_feed_from_the_far_future_is_shown_and_the_clock_is_doubted() {
    let mut play = Play::new();
    play.now = ISSUED - 26 * 3600 - 1;
    let feed = play.publish(1);
    play.start(&["head?"]);
    play.head(&feed, &["remember head", "snapshot?"]);
    play.snapshot(&feed, &["show 1", "remember feed", "clock", "wait 20000"]);
    play.wake();
    play.head(&feed, &["wait 20000"]);
    play.now += 1;
    play.wake();
    play.head(&feed, &["well", "wait 300000"]);
}

/// A damaged store never shows anything and never blocks the client.
#[track_caller]
fn check_damage(damage: impl FnOnce(&mut Remembered), started: &[&str]) {
    let mut play = Play::shown(3);
    let mut stored = play.stored.take().unwrap();
    damage(&mut stored);
    play.stored = Some(stored);
    let mut play = play.restarted();
    play.start(started);
    let newer = play.publish(4);
    play.handle(Event::Head {
        head: Ok(newer.head.clone()),
        signature: Ok(newer.signature),
    });
    play.handle(Event::Snapshot(Ok(newer.snapshot)));
    assert_eq!(play.showing(), Some(4));
    assert_eq!(play.client.trouble(), None);
}

#[test]
fn what_was_stored_is_verified_again() {
    check_damage(|_| {}, &["show 3", "head?"]);
    check_damage(|it| it.latest.head.clear(), &["show 3", "head?"]);
    let raised = |it: &mut Remembered| {
        it.latest.head = it.latest.head.replace(r#""version":3"#, r#""version":999999"#);
    };
    check_damage(raised, &["show 3", "head?"]);
    let forged = |it: &mut Remembered| {
        let good = it.good.as_mut().unwrap();
        good.snapshot = good.snapshot.replace("村民3", "村民X");
    };
    check_damage(forged, &["head?"]);
    let cut = |it: &mut Remembered| it.good.as_mut().unwrap().pair.signature.truncate(9);
    check_damage(cut, &["head?"]);
    let text = serde_json::to_string(&Play::shown(3).stored).unwrap();
    let read: Option<Remembered> = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}

#[test]
fn a_nudge_looks_at_once_and_makes_the_old_wait_void() {
    let mut play = Play::shown(1);
    let old = play.timer_id;
    let feed = play.publish(1);
    play.check(Event::PollNow, &["head?"]);
    play.check(Event::PollNow, &[]);
    play.check(Event::TimerFired(old), &[]);
    play.head(&feed, &["wait 300000"]);
    play.check(Event::TimerFired(old), &[]);
    play.wake();
}

#[test]
fn answers_nobody_waits_for_do_nothing() {
    let mut play = Play::shown(1);
    let new = play.publish(2);
    play.head(&new, &[]);
    play.snapshot(&new, &[]);
    play.start(&[]);
    play.wake();
    play.snapshot(&new, &[]);
    assert_eq!(play.showing(), Some(1));
}

/// Checks that the client waits `expected` milliseconds after an event with this random
/// number.
#[track_caller]
fn check_wait(play: &mut Play, event: Event, jitter: u32, expected: u32) {
    let effects = play.client.handle(event, Tick { now: play.now, jitter });
    let Some(Effect::Wait { millis, timer_id }) = effects.last() else {
        panic!("{effects:?}")
    };
    assert_eq!(*millis, expected, "{jitter}");
    play.timer_id = *timer_id;
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
        let mut play = Play::shown(1);
        let feed = play.publish(1);
        let (head, signature) = (Ok(feed.head), Ok(feed.signature));
        play.wake();
        check_wait(&mut play, Event::Head { head, signature }, jitter, poll);
        play.wake();
        let down = Event::Head { head: HOST_DOWN, signature: HOST_DOWN };
        check_wait(&mut play, down, jitter, back_off);
    }
}

#[test]
fn what_is_fetched_is_bounded() {
    let mut play = Play::new();
    let feed = play.publish(1);
    let moment = Tick { now: ISSUED, jitter: 0 };
    let asked = play.client.handle(Event::Started(None), moment);
    let [Effect::FetchHead { head_limit, signature_limit }] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!((*head_limit, *signature_limit), (HEAD_LIMIT, SIGNATURE_LIMIT));
    let (head, signature) = (Ok(feed.head.clone()), Ok(feed.signature));
    let asked = play.client.handle(Event::Head { head, signature }, moment);
    let Some(Effect::FetchSnapshot { name, limit }) = asked.last() else {
        panic!("{asked:?}")
    };
    let found = SnapshotRef::of(&feed.snapshot);
    assert_eq!((name, *limit), (&found.name(), found.length));
    assert_eq!(usize::try_from(*limit).unwrap(), feed.snapshot.len());
}

#[test]
fn the_least_version_is_the_newest_known_or_the_floor() {
    for (floor, version) in [(0, 1), (3, 1), (3, 3), (3, 5)] {
        let mut play = Play::with_floor(floor);
        assert_eq!(play.client.least_version(), floor);
        assert_eq!(play.client.trust(), &play.hall.trust());
        let feed = play.publish(version);
        play.start(&["head?"]);
        let (head, signature) = (Ok(feed.head), Ok(feed.signature));
        play.handle(Event::Head { head, signature });
        assert_eq!(play.client.least_version(), floor.max(version));
    }
}

#[test]
fn of_two_heads_that_were_stored_the_newer_counts() {
    // The feed on display has version 3; the stored head is older or newer.
    for (version, refused, least) in [(2, 2, 3), (3, 2, 3), (4, 3, 4)] {
        let mut play = Play::shown(3);
        let Feed { head, signature, .. } = play.publish(version);
        let stored = play.stored.as_mut().unwrap();
        stored.latest = SignedHead {
            head: String::from_utf8(head).unwrap(),
            signature: String::from_utf8(signature).unwrap(),
        };
        let mut play = play.restarted();
        play.start(&["show 3", "head?"]);
        assert_eq!(play.client.least_version(), least);
        let old = play.publish(refused);
        play.head(&old, &[&format!("{refused} after {least}"), "wait 5000"]);
    }
}

#[test]
fn an_empty_or_unreadable_signature_is_refused() {
    let mut play = Play::shown(1);
    let feed = play.publish(2);
    play.wake();
    let signature = Ok(vec![0xff; 20]);
    let expected = ["wait 1000"];
    play.check(Event::Head { head: Ok(feed.head), signature }, &expected);
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
    fn never_older_never_stuck_never_hasty(script in prop::collection::vec(answers(), 1..40)) {
        let mut play = Play::new();
        let feeds: Vec<Feed> = (1..6).map(|version| play.publish(version)).collect();
        let mut shown = 0;
        let mut open = play.client.handle(Event::Started(None), Tick { now: ISSUED, jitter: 0 });
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
            open = play.client.handle(event, Tick { now: ISSUED, jitter });
            let now_shown = play.showing().unwrap_or(0);
            prop_assert!(now_shown >= shown);
            shown = now_shown;
            let shown = open.iter().any(|effect| matches!(effect, Effect::Show(_)));
            prop_assert!(!shown || now_shown > 0);
        }
    }
}
