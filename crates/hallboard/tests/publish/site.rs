//! A site is complete at any moment.

use std::io;

use hallboard_feed::sealed::Sealing;
use hallboard_publish::{Files, MemoryStorage, Plan, SiteError, Storage, write};
use hallboard_sample::{Village, village};
use serde_json::json;

use crate::{NOW, TestHall, app, consents, day, entry, feed_in, random};

/// A storage that fails after a number of changes, as in a power failure.
struct Failing<'s> {
    site: &'s mut MemoryStorage,
    left: usize,
    /// Number of sealed files staged so far.
    sealed: usize,
}

impl Failing<'_> {
    fn change(&mut self) -> io::Result<&mut MemoryStorage> {
        self.left =
            self.left.checked_sub(1).ok_or_else(|| io::Error::other("no power"))?;
        Ok(self.site)
    }
}

impl Storage for Failing<'_> {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        self.site.read(path)
    }
    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.site.list(folder)
    }
    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.change()?.put(path, bytes)
    }
    fn stage(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        // There are many of them, all alike: one in sixteen is tested.
        if path.contains("/sealed/") {
            self.sealed += 1;
            if self.sealed % 16 != 1 {
                return self.site.put(path, bytes);
            }
        }
        self.put(path, bytes)
    }
    fn delete(&mut self, path: &str) -> io::Result<()> {
        self.change()?.delete(path)
    }
    fn swap(&mut self, staged: &str, folder: &str) -> io::Result<()> {
        self.change()?.swap(staged, folder)
    }
}

/// A reader finds a page, every file that the page loads, and a feed that verifies; every
/// listed resident in the card book finds a file that opens.
#[track_caller]
fn assert_whole(test_hall: &TestHall, hall: &str) {
    let feed = feed_in(&test_hall.site, &test_hall.key, hall).expect("a whole feed");
    let hash = feed.head().snapshot().sha256.to_string();
    let rosters = &test_hall.store.rosters.rosters;
    let roster =
        rosters.iter().find(|roster| roster.snapshot == hash).expect("its roster");
    let sealing = Sealing { hall, version: feed.head().version() };
    for id in test_hall
        .book()
        .residents()
        .filter(|id| roster.taking_part.iter().any(|it| it == id))
    {
        let opened = test_hall.book().opening(id).any(|secret| {
            let file = test_hall.site.0.get(&sealing.path(secret));
            file.is_some_and(|file| sealing.open(secret, file).is_ok())
        });
        assert!(opened, "{id} finds nothing");
    }
    for page in ["index.html", "rules/index.html"] {
        let html = String::from_utf8(test_hall.site.0[page].clone()).unwrap();
        let (_, script) = html.split_once("src=\"").unwrap();
        let (script, _) = script.split_once('"').unwrap();
        let script = script.trim_start_matches("../").trim_start_matches("./");
        assert!(test_hall.site.0.contains_key(script), "{page} loads {script}");
    }
}

#[test]
fn interrupted_publication_leaves_a_complete_site() {
    // A small ledger, because it is published once for every change at which it may fail.
    let until = day("2026-11-22");
    let hamlet = Village { seed: 1, residents: 40, households: 12, years: 1, until };
    let mut ledger = village(&hamlet);
    let mut test_hall = TestHall::with_cards();
    test_hall.publish(&ledger, NOW);
    // One card was replaced, one resident leaves, one is new.
    let old = test_hall.site.clone();
    let mut store = test_hall.store.clone();
    let book = store.cards.as_mut().unwrap();
    let people: Vec<String> = book.residents().map(str::to_owned).collect();
    book.reissue(&people[0], day("2026-11-24"), &random).unwrap();
    let outside = ledger.residents.iter().map(|it| it.id.to_string());
    let outside = outside.filter(|id| !people.contains(id)).collect::<Vec<_>>();
    for (id, resident, scopes) in
        [("X1", &people[1], json!([])), ("X2", &outside[0], json!(["score"]))]
    {
        ledger
            .entries
            .push(entry(json!({"id": id, "date": "2026-11-25", "kind": "consent",
            "resident": resident, "scopes": scopes})));
    }
    let hall = ledger.hall.id.clone();
    let (mut finished, mut broken) = (false, 0);
    while !finished {
        test_hall.site = old.clone();
        let new = app("2");
        let now = "2026-11-25T04:00:00Z";
        let agreed = consents(&ledger, now);
        let publication =
            TestHall::publication(&test_hall.key, &store, &agreed, now, Some(&new));
        let mut failing = Failing { site: &mut test_hall.site, left: broken, sealed: 0 };
        test_hall.store = store.clone();
        let done = publication.of_ledger(
            &ledger,
            &Default::default(),
            14,
            &mut failing,
            &mut test_hall.store,
        );
        finished = done.is_ok();
        assert_whole(&test_hall, &hall);
        // The next publication repairs whatever was left.
        let left = test_hall.store.clone();
        let publication =
            TestHall::publication(&test_hall.key, &left, &agreed, now, Some(&new));
        let (site, store) = (&mut test_hall.site, &mut test_hall.store);
        publication.of_ledger(&ledger, &Default::default(), 14, site, store).unwrap();
        assert_whole(&test_hall, &hall);
        let unexpected: Vec<&String> = test_hall
            .site
            .0
            .keys()
            .filter(|path| path.starts_with('.') || path.contains("app-1"))
            .collect();
        assert_eq!(unexpected, Vec::<&String>::new(), "left behind");
        broken += 1;
    }
    assert!(broken > 20, "every change was tried: {broken}");
}

fn files(paths: &[(&str, &str)]) -> Files {
    paths
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

fn plan(asset: &str, feed: &str) -> Plan {
    Plan {
        assets: files(&[(asset, "asset")]),
        shells: files(&[("index.html", "page")]),
        feed: files(&[(feed, "snapshot"), ("head.json", "head")]),
        sealed: files(&[("sealed/1.bin", "sealed")]),
        feed_only: false,
    }
}

#[test]
fn foreign_files_are_never_touched() {
    let mut site = MemoryStorage::default();
    for path in ["CNAME", "photos/hall.jpg", "feed/letter.txt", "rules/old.pdf"] {
        site.put(path, b"the hall's own").unwrap();
    }
    write(&mut site, plan("app-1.js", "snapshot-1.json")).unwrap();
    write(&mut site, plan("app-2.js", "snapshot-2.json")).unwrap();
    for path in ["CNAME", "photos/hall.jpg", "feed/letter.txt", "rules/old.pdf"] {
        assert_eq!(
            site.read(path).unwrap().as_deref(),
            Some(&b"the hall's own"[..]),
            "{path}"
        );
    }
    let paths: Vec<&str> = site.0.keys().map(String::as_str).collect();
    assert!(paths.contains(&"app-2.js.br") && paths.contains(&"feed/snapshot-2.json.gz"));
    let sealed: Vec<_> = paths.iter().filter(|it| it.contains("sealed")).collect();
    assert_eq!(sealed, [&"feed/sealed/1.bin"], "it has no compressed forms");
    assert!(
        !paths.iter().any(|path| path.contains("app-1") || path.contains("snapshot-1"))
    );
}

#[test]
fn something_in_the_way_stops_it_before_anything_is_written() {
    for in_the_way in [
        "index.html",
        "app-1.js",
        "feed/head.json",
        "feed/head.json.gz",
        "feed/sealed/1.bin",
    ] {
        let mut site = MemoryStorage::default();
        site.put(in_the_way, b"the hall's own").unwrap();
        let before = site.clone();
        let written = write(&mut site, plan("app-1.js", "snapshot-1.json"));
        let found = match written {
            Err(SiteError::InTheWay(path)) => path,
            other => panic!("{in_the_way}: {other:?}"),
        };
        assert_eq!(found, in_the_way);
        assert_eq!(site, before);
    }
    let mut site = MemoryStorage::default();
    site.put("hallboard-manifest.json", b"{}").unwrap();
    let written = write(&mut site, plan("app-1.js", "snapshot-1.json"));
    assert!(matches!(written, Err(SiteError::Manifest)));
}

#[test]
fn the_feed_alone_leaves_the_app_as_it_is() {
    let mut site = MemoryStorage::default();
    write(&mut site, plan("app-1.js", "snapshot-1.json")).unwrap();
    let feed = files(&[("snapshot-2.json", "snapshot"), ("head.json", "head")]);
    write(&mut site, Plan { feed, feed_only: true, ..Plan::default() }).unwrap();
    assert!(
        site.0.contains_key("app-1.js") && site.0.contains_key("feed/snapshot-2.json")
    );
    assert!(!site.0.contains_key("feed/snapshot-1.json"));
    write(&mut site, plan("app-2.js", "snapshot-3.json")).unwrap();
    assert!(!site.0.contains_key("app-1.js"), "still ours to delete");
}
