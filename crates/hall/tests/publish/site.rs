//! A site is whole whenever anybody looks.

use std::io;

use hallboard::publish::{Files, Plan, Shelf, SiteError, Storage, write};

use crate::{Kept, NOW, Office, app, feed_in, small_village};

/// A storage that fails from some change on, as if the power went.
struct Failing<'s> {
    site: &'s mut Shelf,
    left: usize,
}

impl Failing<'_> {
    fn change(&mut self) -> io::Result<&mut Shelf> {
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
    fn delete(&mut self, path: &str) -> io::Result<()> {
        self.change()?.delete(path)
    }
    fn swap(&mut self, staged: &str, folder: &str) -> io::Result<()> {
        self.change()?.swap(staged, folder)
    }
}

/// A reader finds a page, everything the page loads, and a feed that verifies.
#[track_caller]
fn assert_whole(office: &Office, hall: &str) {
    assert!(feed_in(&office.site, &office.key, hall).is_some(), "no whole feed");
    for page in ["index.html", "rules/index.html"] {
        let html = String::from_utf8(office.site.0[page].clone()).unwrap();
        let (_, script) = html.split_once("src=\"").unwrap();
        let (script, _) = script.split_once('"').unwrap();
        let script = script.trim_start_matches("../").trim_start_matches("./");
        assert!(office.site.0.contains_key(script), "{page} loads {script}");
    }
}

#[test]
fn a_publication_broken_off_anywhere_leaves_a_whole_site() {
    let ledger = small_village(1);
    let mut office = Office::new();
    office.publish(&ledger, NOW);
    let old = office.site.clone();
    let hall = ledger.hall.id.clone();
    let (mut finished, mut broken) = (false, 0);
    while !finished {
        office.site = old.clone();
        let new = app("2");
        let now = "2026-11-25T04:00:00Z";
        let publication =
            Office::publication(&office.key, &office.memory, now, Some(&new));
        let mut failing = Failing { site: &mut office.site, left: broken };
        let mut kept = Kept(office.memory.clone());
        let done = publication.of_ledger(
            &ledger,
            &Default::default(),
            14,
            &mut failing,
            &mut kept,
        );
        finished = done.is_ok();
        assert_whole(&office, &hall);
        // And the next publication mends whatever was left behind.
        let publication = Office::publication(&office.key, &kept.0, now, Some(&new));
        let mut kept = Kept(kept.0.clone());
        publication
            .of_ledger(&ledger, &Default::default(), 14, &mut office.site, &mut kept)
            .unwrap();
        assert_whole(&office, &hall);
        let unexpected: Vec<&String> = office
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
        feed_only: false,
    }
}

#[test]
fn what_is_not_ours_is_never_touched() {
    let mut site = Shelf::default();
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
    assert!(
        !paths.iter().any(|path| path.contains("app-1") || path.contains("snapshot-1"))
    );
}

#[test]
fn something_in_the_way_stops_it_before_anything_is_written() {
    for in_the_way in ["index.html", "app-1.js", "feed/head.json", "feed/head.json.gz"] {
        let mut site = Shelf::default();
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
    let mut site = Shelf::default();
    site.put("hallboard-manifest.json", b"{}").unwrap();
    let written = write(&mut site, plan("app-1.js", "snapshot-1.json"));
    assert!(matches!(written, Err(SiteError::Manifest)));
}

#[test]
fn the_feed_alone_leaves_the_app_as_it_is() {
    let mut site = Shelf::default();
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
