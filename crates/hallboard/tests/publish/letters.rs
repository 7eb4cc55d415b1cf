//! What is published about how letters reach the hall.

use hallboard_feed::Letters;
use hallboard_feed::letter::LetterSecret;
use hallboard_publish::{App, Publication, Settings, Storage};

use crate::withdrawal::{LATER, withdraw};
use crate::{NOW, Office, app, consents, small_village};

const POST: &str = "https://post.example/letters";

fn letters() -> Letters {
    let key = LetterSecret::new([7; 32]).public().to_string();
    let (post, sums) = (Some(POST.to_owned()), None);
    Letters { key, post, sums, name_reporters: false }
}

fn publish(office: &mut Office, app: &App, now: &str, letters: Option<Letters>) {
    let ledger = small_village(1);
    let consents = consents(&ledger, now);
    let (key, kept) = (&office.key, office.kept.clone());
    let publication = Office::publication(key, &kept, &consents, now, Some(app));
    let publication = Publication { letters, ..publication };
    let (site, kept) = (&mut office.site, &mut office.kept);
    publication.of_ledger(&ledger, &Settings::default(), 14, site, kept).unwrap();
}

fn text(office: &Office, path: &str) -> String {
    String::from_utf8(office.site.read(path).unwrap().unwrap()).unwrap()
}

#[test]
fn the_feed_names_the_key_and_where_letters_go() {
    let mut office = Office::new();
    publish(&mut office, &app("1"), NOW, Some(letters()));
    let ledger = small_village(1);
    let published = office.snapshot(&ledger).letters;
    assert_eq!(published, Some(letters()));
    let key = LetterSecret::new([7; 32]).public();
    assert_eq!(published.unwrap().key(), Some(key));
    publish(&mut office, &app("1"), LATER, None);
    assert_eq!(office.snapshot(&ledger).letters, None);
}

#[test]
fn a_hall_that_takes_no_letters_says_nothing_of_them() {
    let mut office = Office::new();
    office.publish(&small_village(1), NOW);
    let names = office.site.list("feed").unwrap();
    let snapshot = names.iter().find(|it| it.ends_with(".json") && it.contains("snap"));
    assert!(!text(&office, snapshot.unwrap()).contains("letters"));
    assert!(!text(&office, "_headers").contains("post.example"));
}

#[test]
fn a_withdrawal_publishes_what_letters_need_now() {
    let mut office = Office::new();
    publish(&mut office, &app("1"), NOW, Some(letters()));
    let ledger = small_village(1);
    let consents =
        hallboard_workbook::consent_entries::ConsentEntries::of(&ledger.entries);
    let left = withdraw(&mut office, &ledger, &consents).unwrap();
    assert_eq!(left.letters, None, "the key is gone");
}

#[test]
fn only_pages_that_post_may_reach_where_letters_go() {
    let mut office = Office::new();
    publish(&mut office, &app("1"), NOW, Some(letters()));
    let reaches = |path: &str| text(&office, path).contains(" https://post.example");
    assert!(reaches("me/index.html") && reaches("report/index.html"));
    assert!(!reaches("index.html") && !reaches("rules/index.html"));
    // One of the files names each page with a camera, the other has one rule for both.
    for (path, cameras) in [("_headers", 2), ("hallboard-nginx.conf", 1)] {
        let said = text(&office, path);
        assert!(said.contains("connect-src 'self' https://post.example;"), "{said}");
        assert_eq!(said.matches("camera=(self)").count(), cameras, "{said}");
    }
}
