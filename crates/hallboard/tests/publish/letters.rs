//! What is published about how letters reach the hall.

use hallboard_feed::Letters;
use hallboard_feed::letter::LetterSecret;
use hallboard_publish::{App, Publication, Settings, Storage};

use crate::withdrawal::{LATER, withdraw};
use crate::{NOW, TestHall, app, consents, small_village};

const POST: &str = "https://post.example/letters";

fn letters() -> Letters {
    let key = LetterSecret::new([7; 32]).public().to_string();
    let (post, sums) = (Some(POST.to_owned()), None);
    Letters { key, post, sums, name_reporters: false }
}

fn publish(test_hall: &mut TestHall, app: &App, now: &str, letters: Option<Letters>) {
    let ledger = small_village(1);
    let consents = consents(&ledger, now);
    let (key, store) = (&test_hall.key, test_hall.store.clone());
    let publication = TestHall::publication(key, &store, &consents, now, Some(app));
    let publication = Publication { letters, ..publication };
    let (site, store) = (&mut test_hall.site, &mut test_hall.store);
    publication.of_ledger(&ledger, &Settings::default(), 14, site, store).unwrap();
}

fn text(test_hall: &TestHall, path: &str) -> String {
    String::from_utf8(test_hall.site.read(path).unwrap().unwrap()).unwrap()
}

#[test]
fn the_feed_names_the_key_and_where_letters_go() {
    let mut test_hall = TestHall::new();
    publish(&mut test_hall, &app("1"), NOW, Some(letters()));
    let ledger = small_village(1);
    let published = test_hall.snapshot(&ledger).letters;
    assert_eq!(published, Some(letters()));
    let key = LetterSecret::new([7; 32]).public();
    assert_eq!(published.unwrap().key(), Some(key));
    publish(&mut test_hall, &app("1"), LATER, None);
    assert_eq!(test_hall.snapshot(&ledger).letters, None);
}

#[test]
fn hall_without_letters_publishes_nothing_about_them() {
    let mut test_hall = TestHall::new();
    test_hall.publish(&small_village(1), NOW);
    let names = test_hall.site.list("feed").unwrap();
    let snapshot = names.iter().find(|it| it.ends_with(".json") && it.contains("snap"));
    assert!(!text(&test_hall, snapshot.unwrap()).contains("letters"));
    assert!(!text(&test_hall, "_headers").contains("post.example"));
}

#[test]
fn a_withdrawal_publishes_what_letters_need_now() {
    let mut test_hall = TestHall::new();
    publish(&mut test_hall, &app("1"), NOW, Some(letters()));
    let ledger = small_village(1);
    let consents =
        hallboard_workbook::consent_entries::ConsentEntries::of(&ledger.entries);
    let left = withdraw(&mut test_hall, &ledger, &consents).unwrap();
    assert_eq!(left.letters, None, "the key is gone");
}

#[test]
fn only_pages_that_post_may_reach_where_letters_go() {
    let mut test_hall = TestHall::new();
    publish(&mut test_hall, &app("1"), NOW, Some(letters()));
    let reaches = |path: &str| text(&test_hall, path).contains(" https://post.example");
    assert!(reaches("me/index.html") && reaches("report/index.html"));
    assert!(!reaches("index.html") && !reaches("rules/index.html"));
    // One of the files names each page with a camera, the other has one rule for both.
    for (path, cameras) in [("_headers", 2), ("hallboard-nginx.conf", 1)] {
        let policy = text(&test_hall, path);
        assert!(policy.contains("connect-src 'self' https://post.example;"), "{policy}");
        assert_eq!(policy.matches("camera=(self)").count(), cameras, "{policy}");
    }
}
