//! What is published of whom, and how a site is written.
#![cfg(test)]

mod consent;
mod memory;
mod site;
mod withdrawal;

use hallboard::publish::{
    App, HallKey, Keep, Publication, Published, Settings, Shelf, Storage,
};
use hallboard::sample::{Village, village};
use hallboard_feed::edition::Memory;
use hallboard_feed::{
    HEAD_PATH, SIGNATURE_PATH, Snapshot, Trust, VerifiedFeed, verify_head,
};
use hallboard_score::{Day, Entry, EntryKind, Ledger, Source};
use jiff::Timestamp;

/// Noon in Yangqiao, two weeks before and after a month's end.
const NOW: &str = "2026-11-23T04:00:00Z";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn small_village(seed: u64) -> Ledger {
    let until = day("2026-11-22");
    village(&Village { seed, residents: 90, households: 30, years: 3, until })
}

struct Kept(Memory);

impl Keep for Kept {
    fn keep(&mut self, memory: &Memory) -> std::io::Result<()> {
        self.0 = memory.clone();
        Ok(())
    }
}

/// A hall with its key, its site and what it remembers.
struct Office {
    key: HallKey,
    site: Shelf,
    memory: Memory,
}

impl Office {
    fn new() -> Office {
        let key = HallKey::generate(None).unwrap().secret;
        Office {
            key: HallKey::read(&key, None).unwrap(),
            site: Shelf::default(),
            memory: Memory::default(),
        }
    }

    /// The same hall before it published anything.
    fn afresh(&mut self) -> &mut Office {
        self.site = Shelf::default();
        self.memory = Memory::default();
        self
    }

    fn publication<'a>(
        key: &'a HallKey,
        memory: &Memory,
        now: &str,
        app: Option<&'a App>,
    ) -> Publication<'a> {
        let now: Timestamp = now.parse().unwrap();
        Publication { key, now, app, memory: memory.clone() }
    }

    fn publish(&mut self, ledger: &Ledger, now: &str) -> Published {
        let app = app("1");
        let publication = Office::publication(&self.key, &self.memory, now, Some(&app));
        let mut kept = Kept(self.memory.clone());
        let published = publication
            .of_ledger(ledger, &Settings::default(), 14, &mut self.site, &mut kept)
            .unwrap();
        self.memory = kept.0;
        published
    }

    fn feed(&self, ledger: &Ledger) -> VerifiedFeed {
        feed_in(&self.site, &self.key, &ledger.hall.id).expect("a whole feed")
    }

    fn snapshot(&self, ledger: &Ledger) -> Snapshot {
        self.feed(ledger).snapshot().clone()
    }
}

fn feed_in(site: &Shelf, key: &HallKey, hall: &str) -> Option<VerifiedFeed> {
    let trust = Trust::new(hall, &key.public_line()).unwrap();
    let read = |path: &str| site.read(path).unwrap();
    let head = verify_head(&trust, &read(HEAD_PATH)?, &read(SIGNATURE_PATH)?).ok()?;
    let snapshot = read(&format!("feed/{}", head.snapshot_name()))?;
    head.open(&snapshot).ok()
}

/// An app whose files change with `build`.
fn app(build: &str) -> App {
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title></title>\
         <meta name=\"hallboard-site-root\" content=\"./\"><meta name=\"hallboard-hall\" content=\"\">\
         <meta name=\"hallboard-key\" content=\"\"><meta name=\"hallboard-route\" content=\"board\">\
         <script type=\"module\" src=\"./app-{build}.js\"></script></head><body></body></html>"
    );
    App::new(vec![
        ("index.html".to_owned(), page.into_bytes()),
        (
            format!("app-{build}.js"),
            format!("export const build = {build};").into_bytes(),
        ),
    ])
    .unwrap()
}

/// The ledger as it would be had nothing been entered that has not started.
fn as_started(ledger: &Ledger, on: Day) -> Ledger {
    let mut started = ledger.clone();
    started.entries.retain(|entry| entry.date <= on && has_started(ledger, entry, on));
    started
}

fn has_started(ledger: &Ledger, entry: &Entry, on: Day) -> bool {
    let EntryKind::Deed { deed, source, notified, .. } = &entry.kind else { return true };
    let book = hallboard_score::in_force(&ledger.rulebooks, entry.date);
    let Some((book, rule)) = book.and_then(|book| Some((book, book.deed(deed)?))) else {
        return true;
    };
    if rule.points.hundredths() >= 0 || *source == Source::SelfReport {
        return true;
    }
    notified.is_some_and(|told| told.max(entry.date).plus_days(book.reply_days) <= on)
}

fn entry(json: serde_json::Value) -> Entry {
    serde_json::from_str(&json.to_string()).unwrap()
}
